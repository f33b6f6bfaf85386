import pytest
from django.test import Client

from accounts.models import BrowserSession, OutboxMail
from tests.accounts.flows import (
    NEW_PASSWORD,
    comparable,
    confirm,
    newest_code,
    sign_in,
    signed_in,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_sign_in_and_out(client):
    make_user("ada@example.org")
    assert sign_in(client).url == "/today/"
    assert signed_in(client)
    assert client.get("/account/logout/").status_code == 200
    assert signed_in(client), "a GET must not sign out"
    assert client.post("/account/logout/").url == "/"
    assert not signed_in(client)


def test_sign_in_goes_on_to_the_page_asked_for(client):
    make_user("ada@example.org")
    asked = client.get("/account/")
    assert asked.url == "/account/login/?next=/account/"
    data = {"login": "ada@example.org", "password": "correct horse battery staple"}
    assert client.post("/account/login/", data | {"next": "/account/"}).url == "/account/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:0"])
def test_sign_in_never_goes_on_to_another_site(client, target):
    make_user("ada@example.org")
    data = {"login": "ada@example.org", "password": "correct horse battery staple"}
    assert client.post("/account/login/", data | {"next": target}).url == "/today/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer():
    make_user("known@example.org")
    answers = [
        comparable(sign_in(Client(), address, "not the password"), address)
        for address in ("known@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert b"The address or the password is not right." in answers[0][2]
    assert not OutboxMail.objects.exists()


def test_an_unconfirmed_address_must_be_confirmed_first(client):
    make_user("ada@example.org", verified=False)
    assert sign_in(client).url == "/account/confirm-email/"
    assert not signed_in(client)
    assert confirm(client, newest_code()).url == "/today/"
    assert signed_in(client)


def test_a_switched_off_account_stays_out(client):
    make_user("ada@example.org", is_active=False)
    assert sign_in(client).url == "/account/inactive/"
    assert client.get("/account/inactive/").status_code == 200
    assert not signed_in(client)


def test_five_wrong_passwords_lock_one_address_for_all(client):
    make_user("ada@example.org")
    make_user("bob@example.org")
    for _try in range(5):
        assert sign_in(Client(), password="wrong").status_code == 422
    response = sign_in(client)
    assert response.status_code == 422
    assert b"Wait five minutes" in response.content
    assert not signed_in(client)
    assert sign_in(client, "bob@example.org").status_code == 302


def test_the_lock_does_not_tell_who_has_an_account():
    make_user("known@example.org")
    answers: list[tuple[int, str, bytes]] = []
    for address in ("known@example.org", "nobody@example.org"):
        for _try in range(5):
            sign_in(Client(REMOTE_ADDR=f"192.0.2.{len(answers)}"), address, "wrong")
        client = Client(REMOTE_ADDR=f"192.0.2.{len(answers)}")
        answers.append(comparable(sign_in(client, address), address))
    assert answers[0] == answers[1]


def test_thirty_tries_a_minute_from_one_place_are_enough():
    statuses = [
        sign_in(Client(REMOTE_ADDR="192.0.2.7"), f"person{number}@example.org").status_code
        for number in range(31)
    ]
    assert statuses[-1] == 429
    response = sign_in(Client(REMOTE_ADDR="192.0.2.7"))
    assert b"Too many tries" in response.content
    assert sign_in(Client(REMOTE_ADDR="192.0.2.8")).status_code == 422


def test_a_proxy_names_the_place_only_where_it_is_trusted(settings):
    def statuses(**headers):
        return [sign_in(Client(**headers), f"p{n}@example.org").status_code for n in range(31)]

    # Untrusted: a made-up header does not open a fresh allowance.
    forged = [
        sign_in(Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{n}"), f"q{n}@example.org").status_code
        for n in range(31)
    ]
    assert forged[-1] == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert statuses(HTTP_X_FORWARDED_FOR="203.0.113.9")[0] == 422


def test_signing_out_elsewhere_keeps_only_this_browser(client):
    ada, other, bob = make_user("ada@example.org"), Client(), Client()
    make_user("bob@example.org")
    sign_in(client)
    sign_in(other)
    sign_in(bob, "bob@example.org")
    assert client.get("/account/sign-out-elsewhere/").status_code == 405
    assert client.post("/account/sign-out-elsewhere/").url == "/account/"
    assert signed_in(client)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert bob.get("/account/").status_code == 200
    assert BrowserSession.objects.filter(user=ada).count() == 1


def test_a_changed_password_signs_out_every_other_browser(client):
    ada, other = make_user("ada@example.org"), Client()
    sign_in(client)
    sign_in(other)
    data = {"oldpassword": "correct horse battery staple", "password1": NEW_PASSWORD}
    assert client.post("/account/password/change/", data).url == "/account/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(NEW_PASSWORD)


def test_sessions_know_their_person_only_while_signed_in(client):
    ada = make_user("ada@example.org")
    sign_in(client)
    assert BrowserSession.objects.get().user == ada
    client.post("/account/logout/")
    assert not BrowserSession.objects.filter(user=ada).exists()
