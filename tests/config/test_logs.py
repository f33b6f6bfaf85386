"""What may be in the log, and how loud."""

import logging

import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_wrong_host_is_one_line_at_warning(caplog):
    caplog.set_level(logging.INFO)
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400
    [record] = [r for r in caplog.records if r.name == "django.security.DisallowedHost"]
    assert (record.levelname, record.exc_info, record.exc_text) == ("WARNING", None, None)
    assert "evil.example" in record.getMessage()
    assert "\n" not in record.getMessage()
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


def test_where_warnings_are_left_out_so_is_a_wrong_host(caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "level", logging.ERROR)
    Client(headers={"host": "evil.example"}).get("/")
    assert not [r for r in caplog.records if r.name == "django.security.DisallowedHost"]


def test_other_wrong_requests_stay_as_loud_as_they_are(caplog):
    logging.getLogger("django.security.SuspiciousOperation").error("odd", exc_info=ValueError())
    [record] = caplog.records
    assert record.levelname == "ERROR"
    assert record.exc_info


def test_a_refused_request_is_one_line_and_a_fault_of_ours_keeps_its_traceback(caplog):
    browser = Client()
    browser.force_login(make_user())
    assert browser.get("/admin/login/").status_code == 403
    logging.getLogger("django.request").error("broken", exc_info=ValueError())
    refused, broken = (r for r in caplog.records if r.name == "django.request")
    assert refused.levelname == "WARNING"
    assert not refused.exc_info
    assert broken.exc_info
