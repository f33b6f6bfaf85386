"""Who may open which account page, and what opening one must not do."""

import logging

import pytest
from django.db import connection
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from accounts.models import BrowserSession
from accounts.urls import urlpatterns
from config.settings import BASE_DIR
from tests.accounts.flows import (
    PASSWORD,
    confirm,
    newest_code,
    sign_in,
    sign_up,
    wrong_code,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
PUBLIC = {
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_email_verification_sent",
    "account_inactive",
    "account_invite",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_signup",
}
NAMES = [str(pattern.name) for pattern in urlpatterns]
POST_ONLY = {"account_time_zone", "account_sign_out_elsewhere"}


def path_of(name: str) -> str:
    return reverse(name, args=["made-up"] if name == "account_invite" else [])


@pytest.mark.parametrize("name", NAMES)
def test_only_the_listed_pages_are_public(name):
    view = resolve(path_of(name)).func
    assert getattr(view, "login_required", True) is (name not in PUBLIC)


@pytest.mark.parametrize("name", NAMES)
def test_a_visitors_look_writes_nothing(client, name):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path_of(name))
    assert response.status_code in {200, 302}
    if name not in PUBLIC:
        assert response.url.startswith("/account/login/?next=")
    writes = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert writes == []
    assert not BrowserSession.objects.exists()
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("name", sorted(set(NAMES) - POST_ONLY))
def test_a_persons_look_writes_nothing(client, name):
    make_user("ada@example.org")
    sign_in(client)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path_of(name))
        assert response.status_code in {200, 302}
        if response.streaming:
            b"".join(response.streaming_content)
    writes = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert writes == []


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_changes_are_posts(client, name):
    client.force_login(make_user())
    assert client.get(path_of(name)).status_code == 405


def test_no_form_works_without_its_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    for name in NAMES:
        if name != "account_export":
            assert client.post(path_of(name), {}).status_code == 403, name


@pytest.mark.parametrize(
    "path",
    ["phone/verify/", "phone/change/", "login/code/", "login/code/confirm/", "signup/passkey/"],
)
def test_what_is_not_used_has_no_address(client, path):
    assert client.get(f"/account/{path}").status_code == 404


def test_every_page_is_ours(client):
    """No sentence of allauth's own templates reaches a person."""
    seen: set[str] = set()

    def look(client, path):
        response = client.get(path)
        seen.update(template.origin.name for template in response.templates)

    for name in NAMES:
        if name not in POST_ONLY:
            look(client, path_of(name))
    sign_up(client)
    look(client, "/account/confirm-email/")
    other = Client()
    other.post("/account/password/reset/", {"email": "ada@example.org"})
    look(other, "/account/password/reset/confirm/")
    other.post("/account/password/reset/confirm/", {"code": newest_code()})
    look(other, "/account/password/reset/complete/")
    client.force_login(make_user())
    for name in sorted(set(NAMES) - POST_ONLY - {"account_export"}):
        look(client, path_of(name))
    names = {name for name in seen if "/templates/" in name and "/django/" not in name}
    assert len(names) > 15
    foreign = {name for name in names if not name.startswith(str(BASE_DIR / "templates"))}
    assert {name for name in foreign if "allauth" in name} == set()


@pytest.mark.parametrize("kind", ["email", "messages"])
def test_every_mail_and_message_that_can_be_sent_is_in_our_words(kind):
    never = {
        *("email_confirm", "login_code", "password_reset_key", "base_message"),
        *("base_notification", "login_code_sent", "phone_verification_sent", "phone_verified"),
    }
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    engine = backend.engine
    package = next(
        folder
        for loader in engine.template_loaders
        for nested in getattr(loader, "loaders", [loader])
        for folder in nested.get_dirs()
        if "allauth" in str(folder) and str(folder).endswith("templates")
    )
    found = 0
    for file in (package / "account" / kind).glob("*.txt"):
        stem = file.stem.removesuffix("_message").removesuffix("_subject")
        if stem not in never and file.stem not in never:
            origin = engine.get_template(f"account/{kind}/{file.name}").origin.name
            assert origin.startswith(str(BASE_DIR / "templates")), file.name
            found += 1
    assert found > 8


def test_no_address_and_no_code_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    client = Client()
    sign_up(client, "very.private@example.org")
    code = newest_code()
    confirm(client, wrong_code())
    confirm(client, code)
    client.post("/account/password/reset/", {"email": "very.private@example.org"})
    reset = newest_code()
    sign_in(Client(), "very.private@example.org", "wrong")
    for _try in range(6):
        sign_in(Client(), "very.private@example.org", "also wrong")
    client.get("/account/no-such-page/")
    # SQL is logged by Django only while DEBUG is on.
    text = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "no-such-page" in text
    for secret in ("very.private", code, reset, PASSWORD):
        assert secret not in text
