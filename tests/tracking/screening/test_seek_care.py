"""The full page that says "do not start", and the public pages about help and rules."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_incident, make_screening
from tracking.safety.verdict import Rule

pytestmark = pytest.mark.django_db
URL = reverse("tracking:seek-care")


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return lambda: client.get(URL).content.decode()


def red(alice, care, **fields):
    now = timezone.now()
    make_screening(alice, at=now, tags=["red_flag"], red_care=care, red_since=now, **fields)


def test_an_emergency_names_the_care_and_the_number_of_the_deployment(page, alice, settings):
    red(alice, "emergency")
    settings.EMERGENCY_NUMBER = "112"
    assert "Do not start. Get help now." in page()
    assert 'href="tel:112"' in page()


def test_no_number_is_invented(page, alice, settings):
    red(alice, "emergency")
    settings.EMERGENCY_NUMBER = ""
    assert "Call your local emergency number" in page()
    assert "tel:" not in page()


def test_a_same_day_sign_names_its_care(page, alice):
    red(alice, "same_day")
    assert "Do not start. See a clinician today." in page()
    assert "at the earliest at" in page()


def test_a_stop_leads_to_the_questions(page, alice):
    make_screening(alice)
    make_incident(alice, "P1", scope="back", at=timezone.now())
    assert "Stop here, and get advice." in page()
    assert reverse("tracking:screening") in page()


def test_a_warning_sign_weighs_more_than_a_stop(page, alice):
    red(alice, "emergency")
    make_incident(alice, "P1", scope="back", at=timezone.now())
    assert "Get help now." in page()


def test_a_lifted_stop_is_no_reason_any_more(client, alice):
    at = timezone.now() - timedelta(days=1)
    make_incident(alice, "P1", scope="back", at=at, rescreened_at=at + timedelta(hours=1))
    client.force_login(alice)
    assert client.get(URL).headers["Location"] == reverse("tracking:safety")


def test_without_a_reason_the_page_leads_to_my_safety(client, alice):
    client.force_login(alice)
    assert client.get(URL).headers["Location"] == reverse("tracking:safety")


def test_help_is_open_to_everyone_and_names_the_emergency_signs(client, settings):
    settings.EMERGENCY_NUMBER = "999"
    page = client.get(reverse("tracking:help")).content.decode()
    assert "Call 999 at once" in page
    assert "Numbness between the legs" in page


def test_every_rule_stands_on_the_public_page_with_its_anchor(client):
    page = client.get(reverse("tracking:rules")).content.decode()
    for rule in Rule:
        assert f'id="{rule.lower()}"' in page
    assert "60 minutes" in page


@pytest.mark.parametrize("name", ["help", "rules"])
def test_public_pages_ask_the_database_nothing(client, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse(f"tracking:{name}"))


def test_the_page_never_sends_back_a_minute_early(page, alice):
    now = timezone.now().replace(second=30)
    make_screening(alice, at=now, tags=["red_flag"], red_care="same_day", red_since=now)
    clears = (now + timedelta(days=1, seconds=30)).astimezone(alice.zone)
    assert f"at the earliest at {clears:%H:%M} on" in page()


@pytest.mark.parametrize("care", ["emergency", "same_day"])
def test_the_first_thing_to_do_is_care(page, alice, care):
    red(alice, care)
    links = page().split("<main", 1)[1].split("href=")
    assert links[1].startswith(f'"{reverse("tracking:help")}"')


@pytest.mark.parametrize(("hours", "offered"), [(1, False), (25, True)])
def test_the_questions_are_offered_once_they_can_help(page, alice, hours, offered):
    at = timezone.now() - timedelta(hours=hours)
    make_screening(alice, at=at, tags=["red_flag"], red_care="same_day", red_since=at)
    assert (f'href="{reverse("tracking:screening")}"' in page()) is offered
