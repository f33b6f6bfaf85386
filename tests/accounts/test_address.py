import pytest
from django.test import Client

from accounts.models import OutboxMail, User
from tests.accounts.flows import (
    PASSWORD,
    comparable,
    confirm,
    newest_code,
    newest_mail,
    sign_in,
    wrong_code,
)
from tests.factories import NOW, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
ADDRESS = "/account/email/"


@pytest.fixture
def ada(client):
    user = make_user("ada@example.org")
    sign_in(client)
    return user


def ask(client, email="new@example.org"):
    return client.post(ADDRESS, {"action_add": "1", "email": email}, follow=True)


def prove(client, password=PASSWORD):
    data = {"password": password, "next": ADDRESS}
    return client.post("/account/reauthenticate/", data)


def test_the_password_is_asked_for_and_the_new_address_confirmed_by_code(client, ada):
    page = ask(client)
    assert page.redirect_chain == [("/account/reauthenticate/?next=%2Faccount%2Femail%2F", 302)]
    assert not OutboxMail.objects.exists()
    assert prove(client).url == "/account/confirm-email/"
    assert newest_mail().recipient == "new@example.org"
    assert newest_mail().user == ada
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert confirm(client, newest_code()).url == "/account/"
    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    assert [(row.email, row.verified, row.primary) for row in ada.emailaddress_set.all()] == [
        ("new@example.org", True, True)
    ]
    told = newest_mail()
    assert (told.recipient, told.subject) == ("ada@example.org", "Your address was changed")
    assert told.user == ada
    assert sign_in(Client(), "new@example.org").url == "/today/"


def test_a_wrong_password_changes_nothing(client, ada):
    ask(client)
    assert prove(client, "wrong").status_code == 422
    assert not OutboxMail.objects.exists()


def test_ten_wrong_proofs_a_minute_are_enough(client, ada):
    ask(client)
    statuses = [prove(client, "wrong").status_code for _try in range(11)]
    assert statuses[-1] == 429


def test_an_address_of_someone_else_looks_like_a_free_one():
    make_user("taken@example.org")
    answers = []
    for address in ("taken@example.org", "free@example.org"):
        client, user = Client(), make_user()
        sign_in(client, user.email)
        ask(client, address)
        own = (address, str(user.pk))
        posted = comparable(prove(client), *own)
        page = comparable(client.get("/account/confirm-email/"), *own)
        refused = comparable(confirm(client, wrong_code()), *own)
        answers.append((posted, page, refused))
    assert answers[0] == answers[1]


def test_an_address_of_someone_else_cannot_be_confirmed(client, ada):
    taken = make_user("taken@example.org")
    ask(client, "taken@example.org")
    prove(client)
    response = confirm(client, newest_code())
    assert response.status_code == 422
    assert User.objects.get(email="taken@example.org") == taken


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("ada@example.org", id="the-same"),
        pytest.param("", id="none"),
        pytest.param("no address", id="not-one"),
        pytest.param(f"{'a' * 64}@{'b.' * 95}example", id="longer-than-its-column"),
    ],
)
def test_a_bad_address_is_refused(client, ada, address):
    response = ask(client, address)
    assert response.status_code == 422
    assert "email" in response.context["form"].errors


def test_a_confirmed_address_has_not_bounced(client, ada):
    User.objects.update(bounced_at=NOW)
    assert b"came back" in client.get("/account/").content
    ask(client)
    prove(client)
    confirm(client, newest_code())
    ada.refresh_from_db()
    assert ada.bounced_at is None
