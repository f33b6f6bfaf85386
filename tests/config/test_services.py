"""The suite runs on the engines it says it runs on."""

import os
import subprocess

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import connection

from config.celery import app
from config.tasks import HEARTBEAT_KEY, heartbeat
from tests import services
from tests.waiting import wait_until


def test_the_database_is_the_asked_one(db):
    expected = {"postgres": "postgresql", "sqlite": "sqlite"}[os.environ["TEST_DATABASE"]]
    assert connection.vendor == expected


def test_the_embedded_database_is_a_file_in_wal_with_immediate_transactions(db):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_cache_and_broker_are_apart_on_a_real_server():
    assert settings.CACHES["default"]["LOCATION"] != settings.REDIS_URL
    cache.set("key", "value")
    assert cache.get("key") == "value"
    with app.connection_for_write() as connection:
        assert connection.default_channel.client.ping()


def test_a_real_worker_runs_a_task_from_the_real_broker(celery_worker):
    heartbeat.delay()
    assert wait_until(lambda: cache.get(HEARTBEAT_KEY) is not None)


def test_postgres_runs_from_a_copy_where_the_clone_is_private(tmp_path):
    # As root the server runs as nobody, who cannot reach a clone below a private home.
    programs = services.copy_of_postgres(services.find_postgres(), tmp_path)
    for name in ("initdb", "postgres"):
        done = subprocess.run([programs / name, "--version"], capture_output=True, check=False)
        assert b"PostgreSQL" in done.stdout, done.stderr


def test_mail_reaches_the_sink_over_a_socket(smtp_sink):
    send_mail("Subject", "Text", None, ["ada@example.org"])
    assert [message["To"] for message in smtp_sink.messages] == ["ada@example.org"]


def test_a_page_opens_in_a_real_browser(page):
    page.watch.expected.add(404)
    page.goto("/health/nothing/")
    assert page.watch.problems == []
