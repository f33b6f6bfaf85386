from datetime import time

import pytest

from accounts.forms import place_of, zone_choices
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
FORM = {
    "time_zone": "Asia/Kathmandu",
    "quiet_from": "21:30",
    "quiet_until": "06:15",
    "reminder_mail": "on",
}


@pytest.fixture
def ada(client):
    user = make_user("ada@example.org", zone="Europe/London")
    client.force_login(user)
    return user


def test_the_page_shows_what_is_stored(client, ada):
    page = client.get("/account/").content.decode()
    assert "ada@example.org" in page
    assert '<option value="Europe/London" selected>London</option>' in page
    assert 'value="22:00"' in page
    assert 'value="07:00"' in page


def test_saving_changes_everything_on_the_page(client, ada):
    assert client.post("/account/", FORM).url == "/account/"
    ada.refresh_from_db()
    assert ada.time_zone == "Asia/Kathmandu"
    assert (ada.quiet_from, ada.quiet_until) == (time(21, 30), time(6, 15))
    assert ada.reminder_mail
    assert not ada.alert_mail


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("time_zone", "Mars/Olympus", id="no-such-zone"),
        pytest.param("time_zone", "", id="no-zone"),
        pytest.param("time_zone", "x" * 500, id="longer-than-its-column"),
        pytest.param("quiet_from", "25:00", id="no-such-hour"),
        pytest.param("quiet_until", "", id="no-hour"),
    ],
)
def test_a_bad_field_changes_nothing_and_keeps_what_was_typed(client, ada, field, value):
    response = client.post("/account/", FORM | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    kept = "quiet_until" if field == "quiet_from" else "quiet_from"
    assert f'value="{FORM[kept]}"' in response.content.decode()
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/London"
    assert ada.quiet_from == time(22)


def test_a_stored_old_name_stays_selectable(client, ada):
    ada.time_zone = "US/Pacific"
    ada.save()
    page = client.get("/account/").content.decode()
    assert '<option value="US/Pacific" selected>US/Pacific</option>' in page
    assert client.post("/account/", FORM | {"time_zone": "US/Pacific"}).status_code == 302


def test_every_offered_zone_can_be_chosen(client, ada):
    names = [name for _area, places in zone_choices() for name, _place in places]
    assert len(names) > 400
    assert "Europe/Berlin" in names
    for name in (names[0], names[-1]):
        assert client.post("/account/", FORM | {"time_zone": name}).status_code == 302


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Europe/Berlin", "Berlin"),
        ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires"),
    ],
)
def test_a_zone_is_shown_as_a_place(name, place):
    assert place_of(name) == place


def test_times_are_shown_in_the_persons_zone(client, ada, settings):
    client.post("/account/", FORM)
    response = client.get("/account/")
    assert response.context["user"].zone.key == "Asia/Kathmandu"


def test_the_hint_of_the_browser_changes_the_zone_and_returns(client, ada):
    data = {"time_zone": "Europe/Berlin", "next": "/today/"}
    assert client.post("/account/time-zone/", data).url == "/today/"
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Berlin"
    data["next"] = "https://evil.example/"
    assert client.post("/account/time-zone/", data).url == "/account/"


def test_the_hint_refuses_a_zone_that_does_not_exist(client, ada):
    response = client.post("/account/time-zone/", {"time_zone": "Mars/Olympus"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["time_zone"]
    assert "“Mars/Olympus” is not a time zone." in response.content.decode()
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/London"
    assert client.get("/account/time-zone/").status_code == 405


def test_one_person_never_changes_another(client, ada):
    bob = make_user("bob@example.org", zone="Asia/Tokyo")
    client.post("/account/", FORM)
    bob.refresh_from_db()
    assert bob.time_zone == "Asia/Tokyo"
    assert bob.alert_mail
