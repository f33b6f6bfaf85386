"""Whoever watches over the site is told which part does not work."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError

from config import health
from config.tasks import HEARTBEAT_KEY, heartbeat


def test_live_needs_no_part_at_all(client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"live": True})
    assert answer.cookies == {}


def test_ready_when_database_broker_and_beat_are_well(client, db):
    heartbeat()
    answer = client.get("/health/ready")
    assert answer.json() == {"ready": True, "database": "ok", "broker": "ok", "beat": "ok"}
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_not_ready_before_the_first_beat(client, db):
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["beat"] == "has not reached a worker yet"


@pytest.mark.parametrize(
    ("age", "status"),
    [
        pytest.param(health.BEAT_SILENCE - 5, 200, id="in-time"),
        pytest.param(health.BEAT_SILENCE + 5, 503, id="late"),
    ],
)
def test_a_beat_older_than_a_minute_is_not_ready(client, db, age, status):
    cache.set(HEARTBEAT_KEY, time.time() - age)
    assert client.get("/health/ready").status_code == status


def test_a_broker_that_is_gone_is_named_without_its_address(client, db, settings):
    heartbeat()
    health.app.conf.broker_url, kept = "redis://127.0.0.1:1/0", health.app.conf.broker_url
    try:
        answer = client.get("/health/ready")
    finally:
        health.app.conf.broker_url = kept
    assert answer.status_code == 503
    assert answer.json()["broker"].startswith("does not answer (")
    assert "127.0.0.1" not in answer.content.decode()


def test_a_database_that_is_gone_is_named():
    def gone():
        raise OperationalError("password=secret host=db")

    assert health.problem(gone) == "does not answer (OperationalError)"


def test_health_takes_no_other_method(client):
    assert client.post("/health/live").status_code == 405
