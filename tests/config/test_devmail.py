"""/dev/mail/: the mails in the folder as they read, for this machine and nobody else."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from accounts import outbox
from config import devmail

FILES = "django.core.mail.backends.filebased.EmailBackend"
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Mail goes to files in a fresh folder, as without EMAIL_URL."""
    settings.MAIL_FOLDER = tmp_path
    settings.MAILERS = {"default": {"BACKEND": FILES, "OPTIONS": {"file_path": tmp_path}}}
    return tmp_path


@pytest.fixture
def local() -> Client:
    """A browser on this machine."""
    return Client(headers={"host": "127.0.0.1:8000"})


def send(*subjects: str, **fields) -> None:
    for number, subject in enumerate(subjects):
        outbox.write(
            **{
                "user": None,
                "recipient": "person@example.org",
                "stream": "account",
                "key": subject,
                "subject": subject,
                "text": "See https://limber.example/today/ and <this>.\n" + "-" * 20,
                "html": '<html><head></head><body><p style="color:red">Über</p></body></html>',
                "now": NOW - timedelta(seconds=len(subjects) - number),  # the oldest goes first
            }
            | fields
        )
    outbox.deliver(outbox.claim(now=NOW), clock=lambda: NOW)


def names(local: Client) -> list[str]:
    return re.findall(r'href="(/dev/mail/[\d-]+/)"', local.get("/dev/mail/").content.decode())


def test_an_empty_folder_and_a_missing_one_teach(local, folder, settings):
    assert b"No mail yet" in local.get("/dev/mail/").content
    settings.MAIL_FOLDER = folder / "missing"
    assert b"No mail yet" in local.get("/dev/mail/").content


def test_mails_are_listed_newest_first(local, folder):
    send("First", "Second")
    for file in folder.iterdir():
        number = int("Second" in file.read_text())
        file.rename(folder / f"20260601-09000{number}-1.log")
    send("Third")
    page = local.get("/dev/mail/").content.decode()
    assert re.findall(r'row-title">(\w+)<', page) == ["Third", "Second", "First"]
    assert "person@example.org" in page


def test_the_list_is_bounded(local, folder, monkeypatch):
    monkeypatch.setattr(devmail, "SHOWN", 2)
    send("First", "Second", "Third")
    assert len(names(local)) == 2


def test_a_mail_shows_its_text_with_links_and_its_html_in_a_frame(local, folder):
    send("One", headers={"List-Unsubscribe": "<https://limber.example/stop>"})
    (name,) = names(local)
    page = local.get(name).content.decode()
    assert '<a href="https://limber.example/today/" rel="nofollow">' in page
    assert "&lt;this&gt;" in page
    assert "&lt;https://limber.example/stop&gt;" in page
    assert f'src="{name}html/"' in page
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page


def test_only_the_html_itself_may_hold_styles_and_nothing_may_run(local, folder):
    send("One")
    (name,) = names(local)
    answer = local.get(f"{name}html/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<p style="color:red">Über</p>' in answer.content.decode()
    assert '<base target="_top">' in answer.content.decode()
    assert "unsafe-inline" not in local.get(name).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "20260601-090000-1-0/", "20260601-090000-1-0/html/"])
@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"REMOTE_ADDR": "192.0.2.1"}, id="other-machine"),
        pytest.param({"REMOTE_ADDR": ""}, id="no-address"),
        pytest.param({"HTTP_HOST": "rebound.example"}, id="other-name"),
    ],
)
def test_other_machines_and_other_names_get_nothing(folder, settings, path, extra):
    settings.ALLOWED_HOSTS = ["*"]
    send("One")
    next(iter(folder.iterdir())).rename(folder / "20260601-090000-1.log")
    here = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}
    assert Client().get(f"/dev/mail/{path}", **here).status_code == 200
    assert Client().get(f"/dev/mail/{path}", **(here | extra)).status_code == 404


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Server",
        "X-Real-IP",
        "X-Original-Host",
        "X-Client-IP",
        "CF-Connecting-IP",
        "Forwarded",
        "Via",
    ],
)
def test_what_a_proxy_or_a_tunnel_passes_on_gets_nothing(folder, header):
    here = Client(headers={"host": "127.0.0.1:8000"})
    passed_on = Client(headers={"host": "127.0.0.1:8000", header: "127.0.0.1"})
    assert here.get("/dev/mail/").status_code == 200
    assert passed_on.get("/dev/mail/").status_code == 404
    link = 'href="/dev/mail/"'
    assert link in here.get("/account/login/").content.decode()
    assert link not in passed_on.get("/account/login/").content.decode()


def test_what_every_browser_sends_is_no_sign_of_a_proxy(folder):
    headers = {"host": "[::1]:8000", "X-Requested-With": "x", "Origin": "null", "Accept": "*/*"}
    assert Client(headers=headers).get("/dev/mail/").status_code == 200


@pytest.mark.parametrize(
    "name", ["x", "20260601-090000-1-7", "20260601-090000-2-0", "..%2f..%2fsecret_key"]
)
def test_an_unknown_name_is_not_found(local, folder, name):
    send("One")
    next(iter(folder.iterdir())).rename(folder / "20260601-090000-1.log")
    assert local.get(f"/dev/mail/{name}/").status_code == 404


def test_a_mail_without_html_shows_its_text(local, folder):
    send("Plain", html="")
    (name,) = names(local)
    assert "<iframe" not in local.get(name).content.decode()
    assert local.get(f"{name}html/").content == b""


def test_nobody_writes_here(local, folder):
    assert local.post("/dev/mail/").status_code == 405
