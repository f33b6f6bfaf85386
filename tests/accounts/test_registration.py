import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import BrowserSession, Invitation, OutboxMail, User
from tests.accounts.flows import comparable, confirm, newest_code, sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_invitation(settings):
    settings.REGISTRATION = "invite"


def make_invitation(email: str = "", *, days: int = 14) -> Invitation:
    return actions.invite(email=email, days=days, by=None, now=timezone.now())


def test_closed_says_so_and_refuses_the_form(client, settings):
    settings.REGISTRATION = "closed"
    page = client.get("/account/signup/")
    assert page.status_code == 200
    assert b"Sign-up is closed" in page.content
    assert b"password1" not in page.content
    assert sign_up(client).status_code == 403
    assert not User.objects.exists()


def test_closed_offers_no_sign_up_anywhere(client, settings):
    settings.REGISTRATION = "closed"
    assert b"/account/signup/" not in client.get("/account/login/").content
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    mail = OutboxMail.objects.get()
    assert "/account/signup/" not in mail.text
    assert "/account/signup/" not in mail.html


def test_closed_takes_no_invitation(client, settings):
    settings.REGISTRATION = "closed"
    invitation = make_invitation()
    assert b"password1" not in client.get(f"/account/invite/{invitation.code}/").content
    assert sign_up(client, invitation=invitation.code).status_code == 403
    invitation.refresh_from_db()
    assert invitation.used_at is None


@pytest.mark.usefixtures("by_invitation")
def test_without_an_invitation_the_way_in_is_explained(client):
    page = client.get("/account/signup/")
    assert b"You need an invitation" in page.content
    assert sign_up(client).status_code == 403
    assert sign_up(client, invitation="made-up").status_code == 403
    assert not User.objects.exists()


@pytest.mark.usefixtures("by_invitation")
def test_an_invitation_opens_sign_up_once(client):
    invitation = make_invitation()
    page = client.get(f"/account/invite/{invitation.code}/")
    assert page.status_code == 200
    assert f'value="{invitation.code}"'.encode() in page.content
    assert not BrowserSession.objects.exists()
    assert sign_up(client, invitation=invitation.code).url == "/account/confirm-email/"
    assert confirm(client, newest_code()).url == "/today/"
    invitation.refresh_from_db()
    assert invitation.used_at is not None
    assert invitation.used_by == User.objects.get()
    second = Client()
    page = second.get(f"/account/invite/{invitation.code}/")
    assert b"This invitation does not work" in page.content
    assert sign_up(second, "bob@example.org", invitation=invitation.code).status_code == 403
    assert User.objects.count() == 1


@pytest.mark.usefixtures("by_invitation")
def test_a_mistake_in_the_form_does_not_use_the_invitation_up(client):
    invitation = make_invitation()
    response = sign_up(client, invitation=invitation.code, password1="short")
    assert response.status_code == 422
    assert f'value="{invitation.code}"'.encode() in response.content
    assert sign_up(client, invitation=invitation.code).status_code == 302


@pytest.mark.usefixtures("by_invitation")
def test_an_invitation_runs_out(client):
    invitation = make_invitation(days=14)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    assert b"password1" in client.get(f"/account/invite/{invitation.code}/").content
    Invitation.objects.update(expires_at=timezone.now())
    assert b"does not work" in client.get(f"/account/invite/{invitation.code}/").content
    assert sign_up(client, invitation=invitation.code).status_code == 403


@pytest.mark.usefixtures("by_invitation")
def test_an_invitation_may_be_for_one_address_only(client):
    invitation = make_invitation("Ada@example.org")
    page = client.get(f"/account/invite/{invitation.code}/")
    assert b'value="ada@example.org"' in page.content
    response = sign_up(client, "bob@example.org", invitation=invitation.code)
    assert response.status_code == 422
    assert response.context["form"].errors["email"] == ["This invitation is for another address."]
    assert sign_up(client, "ADA@example.org", invitation=invitation.code).status_code == 302


@pytest.mark.usefixtures("by_invitation")
def test_an_invitation_does_not_tell_who_has_an_account():
    make_user("known@example.org")
    answers = []
    for address in ("known@example.org", "fresh@example.org"):
        client, code = Client(), make_invitation().code
        posted = comparable(sign_up(client, address, invitation=code), address)
        again = comparable(Client().get(f"/account/invite/{code}/"), address)
        answers.append((posted, again))
    assert answers[0] == answers[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("by_invitation")
def test_of_two_people_with_one_invitation_one_gets_in():
    code, start, answers = make_invitation().code, threading.Barrier(2), []

    def enter(address: str) -> None:
        start.wait()
        answers.append(sign_up(Client(), address, invitation=code).status_code)
        connection.close()

    people = [
        threading.Thread(target=enter, args=[f"{name}@example.org"]) for name in ("ada", "bob")
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(answers) == [302, 403]
    assert User.objects.count() == 1


def test_an_open_site_needs_no_invitation_and_leaves_it_alone(client):
    invitation = make_invitation()
    assert client.get("/account/invite/whatever/").status_code == 200
    assert sign_up(client, invitation="whatever").status_code == 302
    invitation.refresh_from_db()
    assert invitation.used_at is None
