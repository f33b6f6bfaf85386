"""What the environment makes of the settings, and what they do to a request."""

import gzip
import os
import runpy
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory

from config.health import ready
from tests.test_docs import read_variables

SECRET = "x" * 50
PUBLIC = {
    "BASE_URL": "https://limber.example",
    "HOST": "0.0.0.0",
    "EMAIL_URL": "smtp://mail.example",
    "DATABASE_URL": "postgresql://limber@localhost/limber",
    "SECRET_KEY": SECRET,
}


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Read the settings anew with exactly these variables."""

    def load_settings(**environment):
        for name in read_variables():
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("VAR_DIR", str(tmp_path))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(Path(site.BASE_DIR) / "config/settings.py"))

    return load_settings


def test_nothing_set_is_this_machine_with_embedded_engines(load, tmp_path):
    found = load()
    assert found["LOCAL_ONLY"] is found["EMBEDDED"] is found["EMBEDDED_BROKER"] is True
    assert found["DATABASES"]["default"]["NAME"] == tmp_path / "limber.sqlite3"
    assert found["BASE_URL"] == "http://127.0.0.1:8000"
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["DEBUG"] is False


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"HOST": "0.0.0.0"}, id="open-host"),
        pytest.param({"BASE_URL": "https://limber.example"}, id="public-name"),
        pytest.param({"EMAIL_URL": "smtp://mail.example"}, id="real-mail"),
        pytest.param({"TRUSTED_PROXY": "1"}, id="behind-a-proxy"),
    ],
)
def test_sent_mail_and_the_demo_are_for_this_machine_only(load, environment):
    assert load(**environment)["LOCAL_ONLY"] is False


def test_a_public_site_has_secure_cookies_and_answers_to_its_name_only(load):
    found = load(**PUBLIC)
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["ALLOWED_HOSTS"] == ["limber.example"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://limber.example"]
    assert "SECURE_PROXY_SSL_HEADER" not in found


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY is required", id="no-key"),
        pytest.param({"SECRET_KEY": "short"}, "32 characters", id="short-key"),
        pytest.param({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL must read", id="database"),
        pytest.param({"PORT": "abc"}, "whole number from 1 to 65535", id="port-of-letters"),
        pytest.param({"PORT": "70000"}, "whole number from 1 to 65535", id="port-too-high"),
        pytest.param({"BASE_URL": "http://[::1"}, "BASE_URL is no address", id="brackets"),
        pytest.param({"EMAIL_URL": "smtp://h:x"}, "EMAIL_URL is no address", id="mail-port"),
        pytest.param({"REDIS_URL": "redis://h:x"}, "REDIS_URL is no address", id="broker-port"),
        pytest.param({"SOURCE_URL": "javascript:alert(1)"}, "SOURCE_URL", id="source"),
        pytest.param({"LOG_LEVEL": "loud"}, "LOG_LEVEL", id="log-level"),
        pytest.param({"REGISTRATION": "maybe"}, "REGISTRATION", id="registration"),
    ],
)
def test_a_site_that_cannot_be_safe_does_not_start(load, environment, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        load(**(PUBLIC | environment))


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_ipv6_address_stands_in_brackets_where_people_type_it(load, host):
    found = load(HOST=host, PORT="8001")
    assert found["HOST"] == "::1"
    assert found["BASE_URL"] == "http://[::1]:8001"
    assert found["ALLOWED_HOSTS"][0] == "[::1]"
    assert found["LOCAL_ONLY"] is True


def test_more_names_and_origins_never_shut_out_the_sites_own(load):
    more = {"ALLOWED_HOSTS": "old.example", "CSRF_TRUSTED_ORIGINS": "https://old.example"}
    found = load(**PUBLIC, **more)
    assert found["ALLOWED_HOSTS"] == ["limber.example", "old.example"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://limber.example", "https://old.example"]


def test_an_empty_variable_is_as_good_as_none(load):
    found = load(HOST="", MAIL_FROM="", OPERATOR_NAME="", REGISTRATION="", PORT="")
    assert found["HOST"] == "127.0.0.1"
    assert found["DEFAULT_FROM_EMAIL"] == "Limber <limber@localhost>"
    assert found["OPERATOR_NAME"] == "Limber"
    assert found["REGISTRATION"] == "open"


def test_a_data_folder_that_cannot_be_one_is_a_sentence(load, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="Name a folder that belongs to the user"):
        load(VAR_DIR=str(tmp_path / "file"))


def test_only_a_trusted_proxy_says_what_is_https(settings, load):
    request = RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"})
    assert not request.is_secure()
    settings.SECURE_PROXY_SSL_HEADER = load(TRUSTED_PROXY="1")["SECURE_PROXY_SSL_HEADER"]
    assert request.is_secure()
    plain = RequestFactory().get("/", headers={"X-Forwarded-Proto": "http"})
    assert not plain.is_secure()


def test_http_is_sent_to_https_but_health_is_answered(settings, db):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    answer = Client().get("/exercises/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/exercises/")
    assert Client().get("/health/live").status_code == 200
    secure = Client().get("/exercises/", secure=True)
    assert secure.status_code == 200
    assert secure["Strict-Transport-Security"] == "max-age=60"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        pytest.param("https://limber.example", 200, id="own"),
        pytest.param("https://evil.example", 403, id="other"),
        pytest.param("null", 403, id="none"),
    ],
)
def test_forms_are_taken_from_the_sites_own_origin_only(settings, load, db, origin, status):
    settings.CSRF_TRUSTED_ORIGINS = load(**PUBLIC)["CSRF_TRUSTED_ORIGINS"]
    client = Client(enforce_csrf_checks=True)
    token = client.get("/account/login/").cookies["csrftoken"].value
    form = {"login": "a@example.org", "password": "wrong", "csrfmiddlewaretoken": token}
    answer = client.post("/account/login/", form, headers={"Origin": origin})
    assert (answer.status_code == 403) is (status == 403)


def test_every_page_carries_the_strict_policy(db):
    policy = Client().get("/exercises/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_source_is_offered_where_the_operator_names_it(settings, db):
    assert "Source code" not in Client().get("/exercises/").content.decode()
    settings.SOURCE_URL = "https://forge.example/limber"
    link = '<a href="https://forge.example/limber">Source code</a>'
    assert link in Client().get("/exercises/").content.decode()


def test_health_answers_even_with_no_one_signed_in():
    assert ready.login_required is False
    assert "DJANGO_SETTINGS_MODULE" in os.environ


@pytest.mark.django_db
def test_pages_are_sent_packed_to_who_can_unpack_them(client):
    page = client.get("/", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).startswith(b"<!doctype html>")
    assert "Content-Encoding" not in client.get("/").headers
