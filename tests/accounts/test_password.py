import pytest
from django.test import Client

from accounts.models import OutboxMail, User
from tests.accounts.flows import (
    NEW_PASSWORD,
    PASSWORD,
    address_of,
    comparable,
    newest_code,
    newest_mail,
    sign_in,
    signed_in,
    wrong_code,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
RESET = "/account/password/reset/"


def ask(client, email="ada@example.org"):
    return client.post(RESET, {"email": email})


def type_code(client, code):
    return client.post(f"{RESET}confirm/", {"code": code})


def choose(client, password=NEW_PASSWORD):
    return client.post(f"{RESET}complete/", {"password1": password})


def test_a_code_gives_a_new_password_and_signs_in(client):
    ada = make_user("ada@example.org")
    assert ask(client).url == f"{RESET}confirm/"
    assert type_code(client, newest_code()).url == f"{RESET}complete/"
    assert client.get(f"{RESET}complete/").status_code == 200
    assert choose(client).url == "/today/"
    assert signed_in(client)
    ada.refresh_from_db()
    assert ada.check_password(NEW_PASSWORD)
    assert newest_mail().subject == "Your password was changed"


def test_known_and_unknown_addresses_get_the_same_answer():
    make_user("known@example.org")
    answers = []
    for address in ("known@example.org", "nobody@example.org"):
        client = Client()
        posted = comparable(ask(client, address), address)
        page = comparable(client.get(f"{RESET}confirm/"), address)
        refused = comparable(type_code(client, wrong_code()), address)
        answers.append((posted, page, refused, sorted(client.cookies)))
    assert answers[0] == answers[1]
    assert OutboxMail.objects.count() == 2


def test_an_unknown_address_is_told_so_by_mail(client):
    ask(client, "nobody@example.org")
    mail = newest_mail()
    assert mail.subject == "There is no account with this address"
    assert mail.user is None


def test_no_password_without_the_code(client):
    ada = make_user("ada@example.org")
    assert choose(client).url == RESET
    ask(client)
    assert choose(client).url == f"{RESET}confirm/"
    assert type_code(client, wrong_code()).status_code == 422
    assert choose(client).url == f"{RESET}confirm/"
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_three_wrong_codes_end_it(client):
    make_user("ada@example.org")
    ask(client)
    code = newest_code()
    for _try in range(2):
        assert type_code(client, wrong_code()).status_code == 422
    assert type_code(client, wrong_code()).url == "/account/login/"
    assert type_code(client, code).url == "/account/login/"


def test_a_code_of_one_browser_is_worthless_in_another(client):
    make_user("ada@example.org")
    ask(client)
    assert type_code(Client(), newest_code()).url == "/account/login/"


def test_a_bad_new_password_is_refused(client):
    make_user("ada@example.org")
    ask(client)
    type_code(client, newest_code())
    response = choose(client, "short")
    assert response.status_code == 422
    assert "password1" in response.context["form"].errors


def test_five_codes_an_hour_to_one_address_are_enough():
    make_user("ada@example.org")
    statuses = [ask(Client(REMOTE_ADDR=f"192.0.2.{number}")).status_code for number in range(6)]
    assert statuses == [302] * 5 + [429]
    assert OutboxMail.objects.count() == 5


def test_the_code_also_confirms_the_address(client):
    ada = make_user("ada@example.org", verified=False)
    ask(client)
    type_code(client, newest_code())
    choose(client)
    assert address_of(ada).verified
    assert signed_in(client)


def test_the_current_password_is_asked_for_before_a_change(client):
    ada = make_user("ada@example.org")
    client.force_login(ada)
    data = {"oldpassword": "wrong", "password1": NEW_PASSWORD}
    response = client.post("/account/password/change/", data)
    assert response.status_code == 422
    assert response.context["form"].errors["oldpassword"] == ["This is not your current password."]
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_five_changes_a_minute_are_enough(client):
    client.force_login(make_user())
    data = {"oldpassword": "wrong", "password1": NEW_PASSWORD}
    statuses = [client.post("/account/password/change/", data).status_code for _try in range(6)]
    assert statuses == [422] * 5 + [429]


def test_an_account_without_password_chooses_one(client):
    ada = User.objects.create_verified("ada@example.org")
    client.force_login(ada)
    assert client.get("/account/password/change/").url == "/account/password/set/"
    assert client.post("/account/password/set/", {"password1": "short"}).status_code == 422
    assert client.post("/account/password/set/", {"password1": NEW_PASSWORD}).url == "/account/"
    client.post("/account/logout/")
    assert sign_in(client, password=NEW_PASSWORD).url == "/today/"
