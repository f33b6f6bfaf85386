import pytest

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_signed_in_persons_page_is_kept_nowhere(client):
    client.force_login(make_user())
    response = client.get("/account/")
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_the_answer_that_signs_out_is_kept_nowhere_either(client):
    client.force_login(make_user())
    assert "no-store" in client.post("/account/logout/")["Cache-Control"]


def test_a_visitors_page_may_be_kept(client):
    assert "no-store" not in client.get("/account/inactive/").get("Cache-Control", "")


def test_a_zone_that_this_system_no_longer_knows_shows_utc(client):
    user = make_user(zone="Europe/London")
    client.force_login(user)
    user.time_zone = "Europe/Atlantis"
    user.save()
    response = client.get("/account/")
    assert response.status_code == 200
    assert response.context["user"].zone.key == "UTC"
    assert "Europe/Atlantis" in response.content.decode()
