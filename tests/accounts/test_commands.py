from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from tests.accounts.flows import PASSWORD, address_of, confirm, newest_code, sign_in, sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    """Run a command and return what it printed."""
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_createsuperuser_reads_the_environment(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "Root@Example.org")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    run("createsuperuser", "--no-input")
    root = User.objects.get()
    assert root.is_superuser
    assert address_of(root).verified
    assert sign_in(client, "root@example.org").url == "/today/"


def test_create_admin_prints_a_password_once(client):
    words = run("create_admin", "--email", "root@example.org")
    password = words.split("Password: ")[1].split()[0]
    assert len(password) >= 20
    assert sign_in(client, "root@example.org", password).url == "/today/"
    assert client.get("/admin/").status_code == 200


def test_create_admin_promotes_who_is_there_and_keeps_the_password(client):
    ada = make_user("ada@example.org")
    words = run("create_admin", "--email", "ADA@example.org")
    assert "Password" not in words
    ada.refresh_from_db()
    assert ada.is_superuser
    assert ada.check_password(PASSWORD)
    assert User.objects.count() == 1


def test_invite_prints_a_link_that_works(client, settings):
    settings.REGISTRATION = "invite"
    settings.BASE_URL = "https://limber.example"
    link = run("invite", "--email", "Ada@example.org", "--days", "3").strip()
    assert link.startswith("https://limber.example/account/invite/")
    invitation = Invitation.objects.get()
    assert invitation.email == "ada@example.org"
    left = invitation.expires_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)
    visitor = Client()
    page = visitor.get(link.removeprefix("https://limber.example"))
    assert page.status_code == 200
    assert sign_up(visitor, invitation=invitation.code).status_code == 302
    assert confirm(visitor, newest_code()).url == "/today/"


def test_invite_says_when_the_link_adds_nothing():
    assert "REGISTRATION=open" in run("invite")


def test_erase_person_erases_after_yes():
    make_user("ada@example.org")
    with pytest.raises(CommandError, match="--yes"):
        run("erase_person", "--email", "ada@example.org")
    assert User.objects.exists()
    run("erase_person", "--email", "Ada@example.org", "--yes")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["invite", "--email", "nobody"], id="invite-bad-address"),
        pytest.param(["invite", "--days", "0"], id="invite-no-day"),
        pytest.param(["invite", "--days", "366"], id="invite-too-long"),
        pytest.param(["create_admin", "--email", "nobody"], id="admin-bad-address"),
        pytest.param(["erase_person", "--email", "no@example.org"], id="erase-nobody"),
    ],
)
def test_bad_arguments_are_one_clear_sentence(arguments):
    with pytest.raises(CommandError):
        run(*arguments)
    assert not User.objects.exists()
    assert not Invitation.objects.exists()
