import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import BrowserSession, Consent, OutboxMail, User
from tests.accounts.counting import CountingHasher
from tests.accounts.flows import (
    CONSENTS,
    PASSWORD,
    address_of,
    comparable,
    confirm,
    newest_code,
    newest_mail,
    sign_in,
    sign_up,
    signed_in,
    wrong_code,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_person_signs_up_and_is_in_after_the_code(client):
    response = sign_up(client)
    assert response.status_code == 302
    assert response.url == "/account/confirm-email/"
    assert not signed_in(client)
    mail = newest_mail()
    assert (mail.recipient, mail.stream, mail.state) == ("ada@example.org", "account", "due")
    response = confirm(client, newest_code())
    assert response.url == "/today/"
    user = User.objects.get(email="ada@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert address_of(user).verified
    assert user.time_zone == "Europe/Berlin"
    assert mail.user == user


def test_sign_up_goes_on_to_the_page_asked_for(client):
    sign_up(client, next="/routines/desk-break/")
    assert confirm(client, newest_code()).url == "/routines/desk-break/"


def test_sign_up_never_goes_on_to_another_site(client):
    sign_up(client, next="https://evil.example/")
    assert confirm(client, newest_code()).url == "/today/"


def test_consents_are_stored_with_version_and_time(client):
    before = timezone.now()
    sign_up(client)
    consents = {row.text: row for row in Consent.objects.filter(user__email="ada@example.org")}
    assert set(consents) == {"general", "health_data"}
    for row in consents.values():
        assert row.version
        assert before <= row.given_at <= timezone.now()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("email", "", id="no-address"),
        pytest.param("email", "no address", id="no-address-at-all"),
        pytest.param("email", f"{'a' * 64}@{'b.' * 95}example", id="longer-than-its-column"),
        pytest.param("password1", "", id="no-password"),
        pytest.param("password1", "short", id="short-password"),
        pytest.param("password1", "password1234", id="common-password"),
        pytest.param("password1", "ada@example.org", id="password-is-the-address"),
        pytest.param("general", "", id="not-an-adult"),
        pytest.param("health_data", "", id="no-consent"),
    ],
)
def test_a_bad_field_is_refused_and_what_was_typed_is_kept(client, field, value):
    response = sign_up(client, **{"email": "ada@example.org", field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    if field != "email":
        assert b'value="ada@example.org"' in response.content
    assert not User.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("zone", "stored"),
    [
        pytest.param("Asia/Kathmandu", "Asia/Kathmandu", id="a-real-zone"),
        pytest.param("Asia/Calcutta", "Asia/Calcutta", id="an-old-name-that-browsers-still-use"),
        pytest.param("", "UTC", id="no-script"),
        pytest.param("Mars/Olympus", "UTC", id="no-such-zone"),
        pytest.param("../../etc/passwd", "UTC", id="a-path"),
        pytest.param("x" * 500, "UTC", id="longer-than-its-column"),
    ],
)
def test_the_browsers_zone_is_taken_if_it_exists(client, zone, stored):
    assert sign_up(client, time_zone=zone).status_code == 302
    assert User.objects.get().time_zone == stored


def test_the_address_is_stored_in_small_letters(client):
    sign_up(client, "Ada@Example.ORG")
    assert User.objects.get().email == "ada@example.org"
    confirm(client, newest_code())
    client.post("/account/logout/")
    assert sign_in(client, "ADA@example.org").url == "/today/"


def test_three_wrong_codes_end_it_and_signing_in_sends_a_new_one(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    sign_up(client)
    code = newest_code()
    for _try in range(2):
        response = confirm(client, wrong_code())
        assert response.status_code == 422
        assert "code" in response.context["form"].errors
    assert confirm(client, wrong_code()).url == "/account/login/"
    assert confirm(client, code).url == "/account/login/"
    assert sign_in(client).url == "/account/confirm-email/"
    assert newest_code() != code
    assert confirm(client, newest_code()).url == "/today/"


def test_a_code_works_for_fifteen_minutes(client):
    sign_up(client)
    mail = newest_mail()
    assert mail.expires_at == mail.created_at + timedelta(minutes=15)
    session = client.session
    session["account_email_verification_code"]["at"] -= 15 * 60 + 1
    session.save()
    assert confirm(client, newest_code()).url == "/account/login/"
    assert not signed_in(client)


def test_a_new_code_replaces_the_old_one(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    sign_up(client)
    first = newest_code()
    response = client.post("/account/confirm-email/", {"action": "resend"})
    assert response.url == "/account/confirm-email/"
    second = newest_code()
    assert second != first
    assert confirm(client, first).status_code == 422
    assert confirm(client, second).url == "/today/"


def test_a_code_without_dash_and_capitals_is_right(client):
    sign_up(client)
    assert confirm(client, newest_code().replace("-", " ").lower()).url == "/today/"


@pytest.mark.parametrize("verified", [True, False], ids=["confirmed", "not-yet-confirmed"])
def test_known_and_unknown_addresses_get_the_same_answer(verified):
    make_user("known@example.org", verified=verified)
    answers = []
    for address in ("known@example.org", "fresh@example.org"):
        client = Client()
        posted = comparable(sign_up(client, address), address)
        page = comparable(client.get("/account/confirm-email/"), address)
        refused = comparable(confirm(client, wrong_code()), address)
        answers.append((posted, page, refused, sorted(client.cookies)))
    assert answers[0] == answers[1]
    assert User.objects.count() == 2


def test_a_known_address_is_told_by_mail_and_keeps_its_account(client):
    known = make_user("known@example.org")
    sign_up(client, "known@example.org", password1="somebody else's staple")
    known.refresh_from_db()
    assert known.check_password(PASSWORD)
    mail = newest_mail()
    assert mail.recipient == "known@example.org"
    assert mail.subject == "You have an account already"
    assert "/account/password/reset/" in mail.text


def test_a_known_address_costs_as_many_hashes_as_a_fresh_one(client, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    make_user("known@example.org")
    counts = []
    for address in ("known@example.org", "fresh@example.org"):
        CountingHasher.made = 0
        sign_up(Client(), address)
        counts.append(CountingHasher.made)
    assert counts == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_makes_one_account_and_no_error():
    start, answers = threading.Barrier(2), []

    def tap() -> None:
        start.wait()
        answers.append(sign_up(Client()).status_code)
        connection.close()

    taps = [threading.Thread(target=tap) for _tap in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert 302 in answers
    # The later one is told to wait before another mail to the same address.
    assert set(answers) <= {302, 429}
    assert User.objects.count() == 1


def test_an_open_page_makes_no_session(client):
    for path in ("/account/signup/", "/account/login/", "/account/password/reset/"):
        assert client.get(path).status_code == 200
    assert not BrowserSession.objects.exists()
    assert "sessionid" not in client.cookies


def test_the_page_shows_the_texts_that_are_agreed_to(client):
    page = client.get("/account/signup/").content.decode()
    assert "not medical advice, diagnosis or treatment" in page
    assert "are health data" in page
    assert all(f'name="{name}"' in page for name in CONSENTS)
    assert "data-time-zone" in page


def test_a_signed_in_person_is_sent_on(client):
    client.force_login(make_user())
    assert client.get("/account/signup/").url == "/today/"


@pytest.mark.parametrize(("on", "shown"), [(True, True), (False, False)])
def test_the_page_for_the_code_leads_to_the_mails_of_this_machine_if_they_are_shown(
    settings, on, shown
):
    settings.LOCAL_ONLY = on
    browser = Client(headers={"host": "127.0.0.1:8000"})
    sign_up(browser)
    page = browser.get("/account/confirm-email/").content.decode()
    assert ("No mail leaves this machine" in page) is shown
