import pytest
from django.test import Client

from accounts.models import OutboxMail, User
from tests.accounts.flows import (
    NEW_PASSWORD,
    PASSWORD,
    confirm,
    newest_code,
    newest_mail,
    sign_in,
    sign_up,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]


def after_sign_up(client):
    sign_up(client)


def after_sign_up_of_a_known_address(client):
    make_user("ada@example.org")
    sign_up(client)


def after_a_reset_of_an_unknown_address(client):
    client.post("/account/password/reset/", {"email": "ada@example.org"})


def after_a_reset(client):
    make_user("ada@example.org")
    client.post("/account/password/reset/", {"email": "ada@example.org"})


def after_a_new_password(client):
    make_user("ada@example.org", zone="Asia/Kathmandu")
    sign_in(client)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
    client.post("/account/password/change/", data)


def after_a_first_password(client):
    client.force_login(User.objects.create_verified("ada@example.org"))
    client.post("/account/password/set/", {"password1": NEW_PASSWORD})


def after_a_reset_password(client):
    after_a_reset(client)
    client.post("/account/password/reset/confirm/", {"code": newest_code()})
    client.post("/account/password/reset/complete/", {"password1": NEW_PASSWORD})


def after_naming_a_new_address(client):
    make_user("former@example.org")
    sign_in(client, "former@example.org")
    client.post("/account/email/", {"action_add": "1", "email": "ada@example.org"})
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/email/"})


def after_a_changed_address(client):
    make_user("ada@example.org")
    sign_in(client)
    client.post("/account/email/", {"action_add": "1", "email": "new@example.org"})
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/email/"})
    confirm(client, newest_code())


@pytest.mark.parametrize(
    ("happening", "subject", "words"),
    [
        (after_sign_up, "Your code for Limber", ["15 minutes", "without the code"]),
        (after_sign_up_of_a_known_address, "You have an account already", ["/account/login/"]),
        (
            after_a_reset_of_an_unknown_address,
            "There is no account with this address",
            ["/account/signup/"],
        ),
        (after_a_reset, "Your code for a new password", ["15 minutes", "your password stays"]),
        (after_a_new_password, "Your password was changed", ["(Asia/Kathmandu)"]),
        (after_a_first_password, "Your password was changed", ["(UTC)"]),
        (after_a_reset_password, "Your password was changed", ["(Europe/London)"]),
        (after_naming_a_new_address, "Your code for the new address", ["nothing changes"]),
        (after_a_changed_address, "Your address was changed", ["new@example.org"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_each_mail_says_in_text_and_html_what_happened(client, happening, subject, words):
    happening(client)
    mail = newest_mail()
    assert mail.recipient == "ada@example.org"
    assert mail.subject == subject
    assert mail.text.startswith(subject)
    assert "<h1" in mail.html
    for part in [subject, *words]:
        assert part in mail.text
        assert part in mail.html
    assert "{" not in mail.text
    assert "&#" not in mail.text
    assert "\n\n\n" not in mail.text


def test_links_lead_to_the_instance_and_not_to_the_host_that_was_asked(settings):
    settings.BASE_URL = "https://limber.example"
    make_user("ada@example.org")
    sign_up(Client(SERVER_NAME="localhost"))
    mail = newest_mail()
    for body in (mail.text, mail.html):
        assert "https://limber.example/account/password/reset/" in body
        assert "localhost" not in body


def test_odd_addresses_are_not_mangled(client, settings):
    address = "o'hara&co@example.org"
    make_user("ada@example.org")
    sign_in(client)
    client.post("/account/email/", {"action_add": "1", "email": address})
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/email/"})
    assert newest_mail().recipient == address
    confirm(client, newest_code())
    assert address in newest_mail().text
    assert "o&#x27;hara&amp;co@example.org" in newest_mail().html


def test_the_operator_is_named_if_there_is_an_address(client, settings):
    settings.OPERATOR_EMAIL = "help@limber.example"
    after_a_changed_address(client)
    assert "write to help@limber.example at once" in newest_mail().text


def test_only_mails_with_a_code_run_out(client):
    after_a_reset_password(client)
    for mail in OutboxMail.objects.all():
        assert (mail.expires_at is not None) == ("code" in mail.subject)
