"""The front page, the page of today, its spine map and the page that explains it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exercises.models import Exercise
from tests.dress import weight
from tests.factories import (
    NOW,
    make_bout,
    make_incident,
    make_log,
    make_reminder,
    make_screening,
    make_session,
)
from tracking.models import Session
from tracking.player.actions import StartAnswers, start_session
from tracking.player.queries import Subject
from tracking.today import queries

pytestmark = pytest.mark.either_engine
HTMX = {"HX-Request": "true"}
QUERY_BUDGET = 6


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def anna(alice: User, now: datetime, client) -> User:
    """Signed in, screened today, without any session."""
    make_screening(alice, at=now - timedelta(hours=1))
    client.force_login(alice)
    return alice


def today(client) -> str:
    response = client.get(reverse("tracking:today"))
    assert response.status_code == 200
    return response.content.decode()


def begun(user: User, exercise: Exercise, at: datetime) -> Session:
    """An open session of one exercise."""
    started = start_session(
        user=user, subject=Subject(exercise=exercise), answers=StartAnswers(), now=at
    )
    assert started.session
    return started.session


def released(user: User, at: datetime, *regions: str) -> Session:
    session = make_session(user, at=at)
    make_bout(session, released=regions)
    return session


def test_visitors_read_what_it_is_and_where_it_comes_from(client, db):
    page = client.get("/").content.decode()
    assert "A calm, honest companion for a stiff back." in page
    assert "How to Crack Your Back" in page
    assert "Resting until 09:05" in page


def test_the_front_page_asks_the_database_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.parametrize(
    ("registration", "offered"),
    [pytest.param("open", True, id="open"), pytest.param("closed", False, id="closed")],
)
def test_start_is_offered_while_people_may_join(client, db, settings, registration, offered):
    settings.REGISTRATION = registration
    page = client.get("/").content.decode()
    assert (reverse("account_signup") in page) is offered


def test_people_who_are_signed_in_go_on_to_today(client, anna):
    assert client.get("/").headers["Location"] == reverse("tracking:today")


@pytest.mark.parametrize("name", ["today", "spine", "why"])
def test_visitors_are_asked_to_sign_in(client, db, name):
    response = client.get(reverse(f"tracking:{name}"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["today", "spine", "why"])
def test_these_pages_are_read_only(client, anna, name):
    assert client.post(reverse(f"tracking:{name}")).status_code == 405


def test_without_answers_the_health_questions_come_first(client, alice):
    client.force_login(alice)
    page = today(client)
    assert reverse("tracking:screening") in page
    assert "One minute of health questions" in page
    assert "Locked: health questions first" in page


def test_old_answers_are_asked_again(client, alice, now):
    make_screening(alice, at=now - timedelta(days=91))
    client.force_login(alice)
    assert "Your health answers have expired" in today(client)


def test_a_screened_person_is_offered_a_routine(client, anna):
    assert f"{reverse('tracking:session-new')}?routine=" in today(client)


def test_a_release_rests_its_region(client, anna, catalogue, now):
    released(anna, now - timedelta(minutes=20), "lumbar")
    page = today(client)
    assert "Resting until" in page
    assert "routine=stretch-only" in page


def test_releases_of_somebody_else_change_nothing(client, anna, bob, catalogue, now):
    released(bob, now - timedelta(minutes=20), "lumbar")
    make_incident(bob, "D1", scope="back", at=now - timedelta(hours=1))
    make_incident(bob, "P1", at=now - timedelta(hours=1))
    page = today(client)
    assert "Resting until" not in page
    assert "Time for a rest" not in page
    assert "Stopped for pain" not in page


def test_a_cool_down_is_told_with_its_rule_and_the_day_of_its_log(client, anna, now):
    incident = make_incident(anna, "D2", scope="lumbar", at=now - timedelta(hours=1))
    page = today(client)
    assert "Time for a rest" in page
    assert "Lower back" in page
    assert reverse("tracking:day", args=[incident.on]) in page
    assert "#d2" in page
    assert "Cooling down until" in page


def test_a_cool_down_that_has_ended_is_not_told(client, anna, now):
    make_incident(anna, "D2", scope="lumbar", at=now - timedelta(hours=25))
    page = today(client)
    assert "Time for a rest" not in page


def test_a_stop_stands_above_everything_until_answered_again(client, anna, now):
    make_incident(anna, "P1", at=now - timedelta(minutes=5))
    page = today(client)
    assert "Stopped for pain" in page
    assert "routine=" not in page


def test_an_open_session_can_be_resumed(client, anna, catalogue, now):
    session = begun(anna, catalogue["childs-pose"], now - timedelta(minutes=1))
    page = today(client)
    assert reverse("tracking:session-detail", args=[session.pk]) in page
    assert "routine=" not in page


def test_no_reminder_is_promised_while_reminder_mails_are_off(client, anna, now):
    make_reminder(anna, at=now + timedelta(days=1), label="Before bed")
    anna.reminder_mail = False
    anna.save()
    page = today(client)
    assert "Before bed" not in page
    assert "Reminder mails are switched off" in page


def test_the_next_reminder_is_shown_and_a_past_or_switched_off_one_is_not(client, anna, now):
    make_reminder(anna, at=now + timedelta(days=1), label="Before bed")
    make_reminder(anna, at=now + timedelta(hours=1), label="Off", enabled=False)
    page = today(client)
    assert "Before bed" in page
    assert "Off</span>" not in page


@pytest.mark.parametrize(
    ("ago", "today_of_the_back", "today_of_the_region"),
    [
        pytest.param(timedelta(minutes=1), "1 of 3", "1 of 2", id="this-side-of-midnight"),
        pytest.param(timedelta(minutes=31), "0 of 3", "0 of 2", id="the-other-side"),
    ],
)
def test_doses_stand_against_their_limits(
    alice, catalogue, rf, ago, today_of_the_back, today_of_the_region
):
    half_past_midnight = NOW.replace(hour=23, minute=30)  # in London
    make_screening(alice, at=NOW)
    released(alice, half_past_midnight - ago, "lumbar")
    page = queries.today(alice, half_past_midnight)
    request = rf.get("/today/")
    request.user = alice
    template = "tracking/today/today.html"
    text = render_to_string(template, {"page": page, "spine": page.spine}, request)
    assert today_of_the_back in text
    assert today_of_the_region in text
    assert "1 of 12" in text


def test_the_spine_answers_alone_to_htmx_and_leads_others_to_today(client, anna):
    fragment = client.get(reverse("tracking:spine"), headers=HTMX)
    assert fragment.content.decode().lstrip().startswith('<div id="spine"')
    assert "HX-Request" in fragment.headers["Vary"]
    assert client.get(reverse("tracking:spine")).headers["Location"] == reverse("tracking:today")


def test_the_spine_answers_nothing_while_nothing_changed(client, anna, catalogue, now):
    seen = today(client).split("?seen=")[1].split('"')[0]
    url = f"{reverse('tracking:spine')}?seen={seen}"
    assert client.get(url, headers=HTMX).status_code == 204
    released(anna, now - timedelta(minutes=1), "lumbar")
    changed = client.get(url, headers=HTMX)
    assert changed.status_code == 200
    assert "Resting until" in changed.content.decode()


def test_why_explains_each_region_once_and_links_the_rule(client, anna, catalogue, now):
    released(anna, now - timedelta(minutes=20), "lumbar")
    page = client.get(reverse("tracking:why")).content.decode()
    assert "so it rests" in page
    assert "#a4" in page
    assert page.count("No rule speaks against it now") == 1


def test_why_of_a_cool_down_leads_to_its_day(client, anna, now):
    incident = make_incident(anna, "D1", scope="back", at=now - timedelta(hours=1))
    page = client.get(reverse("tracking:why")).content.decode()
    assert page.count("Your whole back is cooling down") == 1
    assert reverse("tracking:day", args=[incident.on]) in page


def test_pages_weigh_at_most_60_kilobytes(client, anna, now):
    make_incident(anna, "D2", scope="lumbar", at=now - timedelta(hours=1))
    assert 30_000 < weight(today(client)) < 60_000
    client.logout()
    assert weight(client.get("/").content.decode()) < 60_000


def fill(user: User, sessions: int, now: datetime) -> None:
    """Store sessions, half of them of this week, with what can hang on them."""
    back = [timedelta(days=n % 14, minutes=90 + n // 14) for n in range(sessions)]
    make_log(user, [(now - ago, ["lumbar"] if n % 3 else []) for n, ago in enumerate(back)])
    begun(user, Exercise.objects.get(pk="childs-pose"), now - timedelta(minutes=1))
    make_incident(user, "D1", scope="back", at=now - timedelta(hours=2))
    make_incident(user, "D5", scope="seated-chair-twist", at=now - timedelta(hours=2))
    make_incident(user, "P1", at=now - timedelta(days=30), rescreened_at=now - timedelta(days=29))
    make_reminder(user, at=now + timedelta(hours=1))


@pytest.mark.parametrize("sessions", [1, 1000])
def test_today_costs_at_most_six_queries_and_writes_nothing(client, anna, catalogue, now, sessions):
    fill(anna, sessions, now)
    client.get(reverse("tracking:today"))  # the session's row is now in the cache
    for name in ("today", "spine"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = client.get(reverse(f"tracking:{name}"), headers=HTMX)
        assert response.status_code == 200
        assert len(asked) <= QUERY_BUDGET, [query["sql"] for query in asked]
        assert all(query["sql"].startswith("SELECT") for query in asked)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (1, ""),
        (2, "This is the second time in 14 days."),
        (3, "This is at least the third time in 14 days. Please see a clinician before going on."),
    ],
)
def test_a_rest_says_how_often_it_came_to_this_and_when_to_see_somebody(
    client, anna, now, level, said
):
    make_incident(anna, "D1", scope="back", at=now - timedelta(hours=1), level=level)
    page = today(client)
    assert said in page
    assert ("in 14 days" in page) is bool(said)
    assert page.index("Stretches stay open.") < page.index("What was logged on")
