"""Progress pages: what they show, whose it is, and that bad addresses do no harm."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_bout, make_incident, make_session, make_user
from tracking.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
PROGRESS = "/progress/"


def days_ago(days: int, hour: int = 9) -> datetime:
    moment = timezone.now() - timedelta(days=days)
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_progress_says_what_will_appear_while_nothing_is_logged(client, alice, mode):
    client.force_login(alice)
    response = client.get(PROGRESS, headers=mode.headers)
    assert response.status_code == 200
    assert "No session in these dates" in response.text
    assert ("<html" in response.text) is not mode.htmx
    assert "HX-Request" in response.headers["Vary"]


def test_progress_lists_only_ones_own_closed_sessions_of_the_dates(client, alice, bob, mode):
    shown = make_session(alice, at=days_ago(2), title="Shown", pain_before=5, pain_after=2)
    make_session(alice, at=days_ago(40), title="Too old")
    make_session(alice, at=days_ago(0), title="Open", status=Session.Status.OPEN)
    make_session(bob, at=days_ago(2), title="Of Bob")
    client.force_login(alice)
    text = client.get(PROGRESS, headers=mode.headers).text
    assert "Shown" in text
    assert "pain 5 to 2" in text
    assert f"/progress/{shown.on.isoformat()}/" in text
    for hidden in ("Too old", "Open<", "Of Bob"):
        assert hidden not in text


def test_a_session_counts_for_the_date_of_its_own_zone(client, alice):
    late = datetime(2026, 6, 1, 18, 20, tzinfo=UTC)
    make_session(alice, at=late, zone="Asia/Kathmandu", title="After midnight there")
    client.force_login(alice)
    assert "After midnight there" in client.get("/progress/2026-06-02/").text
    assert "After midnight there" not in client.get("/progress/2026-06-01/").text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("first=2026-05-02&last=2026-05-01", "lies after", id="backwards"),
        pytest.param("first=2020-01-01&last=2026-01-01", "at most one year", id="too-long"),
        pytest.param("first=0001-01-01", "since the year 2000", id="before-memory"),
        pytest.param("last=9999-12-31", "since the year 2000", id="far-future"),
        pytest.param("month=9999-12", "since the year 2000", id="month-far-future"),
        pytest.param("first=yesterday", "valid date", id="no-date"),
        pytest.param("days=8", "valid choice", id="unknown-range"),
        pytest.param("page=0", "greater than or equal", id="page-zero"),
        pytest.param("page=two", "whole number", id="page-word"),
    ],
)
def test_a_bad_window_is_answered_422_with_the_reason(client, alice, mode, query, sentence):
    client.force_login(alice)
    response = client.get(f"{PROGRESS}?{query}", headers=mode.headers)
    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize("sessions", [1, 1000])
def test_history_costs_five_queries_whatever_is_stored(
    client, alice, catalogue, django_assert_max_num_queries, sessions
):
    template = {"user": alice, "zone": alice.time_zone, "title": "Many", "status": "finished"}
    Session.objects.bulk_create(
        Session(
            on=days_ago(n % 365).date(),
            started_at=days_ago(n % 365),
            received_at=days_ago(n % 365),
            seconds=200,
            pain_before=4,
            pain_after=3,
            **template,
        )
        for n in range(sessions)
    )
    make_bout(Session.objects.earliest("started_at"), released=["lumbar"])
    client.force_login(alice)
    client.get(PROGRESS)
    with django_assert_max_num_queries(5):
        response = client.get(f"{PROGRESS}?days=365")
    assert response.text.count('class="row"') == min(sessions, 10)


def test_pages_of_the_list_hold_every_session_once(client, alice):
    for n in range(23):
        make_session(alice, at=days_ago(1) + timedelta(minutes=10 * n), title=f"Session-{n:02}.")
    client.force_login(alice)
    texts = [client.get(f"{PROGRESS}?page={page}").text for page in (1, 2, 3)]
    for n in range(23):
        assert sum(f"Session-{n:02}." in text for text in texts) == 1


def test_day_page_shows_what_the_rules_found_and_which_bouts_they_counted(client, alice, catalogue):
    session = make_session(alice, at=datetime(2026, 6, 1, 8, tzinfo=UTC))
    bout = make_bout(session, "seated-chair-twist", released=["lumbar"])
    make_incident(alice, "D2", scope="region:lumbar", rows=[str(bout.pk)])
    client.force_login(alice)
    text = client.get("/progress/2026-06-01/").text
    assert "What the rules found" in text
    assert "09:00 Seated chair twist" in text


def test_day_page_costs_the_same_with_many_sessions(
    client, alice, catalogue, django_assert_max_num_queries
):
    for minute in range(20):
        session = make_session(alice, at=datetime(2026, 6, 1, 8, minute, tzinfo=UTC))
        make_bout(session)
    client.force_login(alice)
    client.get("/progress/2026-06-02/")
    with django_assert_max_num_queries(4):
        client.get("/progress/2026-06-01/")


def test_a_day_to_come_is_not_called_a_day_of_rest(client, alice):
    client.force_login(alice)
    later = timezone.localdate() + timedelta(days=2)
    text = client.get(reverse("tracking:day", kwargs={"on": later})).text
    assert "This day is still to come" in text
    assert "Rest is part of it" not in text


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01"])
def test_a_date_that_does_not_exist_is_not_found(client, alice, day):
    client.force_login(alice)
    assert client.get(f"/progress/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_not_found_instead_of_an_error(client, alice, day):
    client.force_login(alice)
    assert client.get(f"/progress/{day}/").status_code == 404


@pytest.mark.parametrize("name", ["session-edit", "session-delete"])
def test_a_strangers_session_does_not_exist(client, alice, bob, name):
    session = make_session(alice)
    client.force_login(bob)
    url = reverse(f"tracking:{name}", args=[session.pk])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert Session.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize("name", ["session-edit", "session-delete"])
def test_an_open_session_belongs_to_the_player(client, alice, name):
    session = make_session(alice, status=Session.Status.OPEN)
    client.force_login(alice)
    assert client.get(reverse(f"tracking:{name}", args=[session.pk])).status_code == 404


def test_csv_has_a_line_a_bout_and_no_formula(client, alice, bob, catalogue):
    session = make_session(alice, at=days_ago(3), note="=1+1", pain_before=4)
    make_bout(session, "childs-pose")
    make_bout(session, "seated-chair-twist", released=["lumbar"])
    make_session(alice, at=days_ago(2), title="Nothing done", status="partial")
    make_bout(make_session(bob, title="Of Bob"), "childs-pose")
    client.force_login(alice)
    response = client.get("/progress/export.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert [row["exercise"] for row in rows] == ["childs-pose", "seated-chair-twist", ""]
    assert rows[0]["session_note"] == "'=1+1"
    assert rows[1]["bout_release_regions"] == "lumbar"
    assert rows[0]["session_started_at"].startswith(session.on.isoformat())
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["export-csv", "export-json"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("first=2026-05-02&last=2026-05-01", "lies after", id="backwards"),
        pytest.param("first=2020-01-01&last=2026-01-01", "at most one year", id="too-long"),
        pytest.param("last=9999-12-31", "since the year 2000", id="far-future"),
        pytest.param("first=%00", "valid date", id="no-date"),
        pytest.param("days=8", "valid choice", id="unknown-range"),
    ],
)
def test_an_export_of_bad_dates_is_refused_with_the_reason(client, alice, name, query, sentence):
    client.force_login(alice)
    response = client.get(f"{reverse(f'tracking:{name}')}?{query}")
    assert response.status_code == 422
    assert "Content-Disposition" not in response.headers
    assert sentence in response.text


def test_an_export_holds_all_that_is_kept_or_the_dates_asked_for(client, alice):
    for year in (1999, 2025):
        make_session(alice, at=datetime(year, 6, 1, tzinfo=UTC), title=f"Of {year}")
    client.force_login(alice)

    def exported(query: str) -> list[str]:
        response = client.get(f"{reverse('tracking:export-json')}?{query}")
        return [row["title"] for row in json.loads(response.getvalue())["sessions"]]

    assert exported("") == ["Of 1999", "Of 2025"]
    assert exported("last=2025-06-01") == ["Of 2025"]
    assert exported("last=2025-05-31") == []


def test_json_holds_the_log_and_csv_dates_narrow_it(client, alice, catalogue):
    make_bout(make_session(alice, at=days_ago(400)), "childs-pose")
    make_bout(make_session(alice, at=days_ago(3), pain_after=1), "childs-pose")
    client.force_login(alice)
    document = json.loads(b"".join(client.get("/progress/export.json")))
    assert [one["pain_after"] for one in document["sessions"]] == [None, 1]
    assert document["sessions"][1]["bouts"][0]["exercise_id"] == "childs-pose"
    lately = days_ago(30).date()
    response = client.get(f"/progress/export.csv?first={lately}")
    assert len(list(csv.DictReader(io.StringIO(b"".join(response).decode())))) == 1


def test_reading_progress_writes_nothing(client, alice, catalogue, django_assert_num_queries):
    make_bout(make_session(alice, at=days_ago(1)))
    client.force_login(alice)
    client.get(PROGRESS)
    with django_assert_num_queries(5) as captured:
        client.get(PROGRESS)
    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)


def test_visitors_are_asked_to_sign_in(client):
    for path in (PROGRESS, "/progress/2026-06-01/", "/progress/export.csv"):
        assert client.get(path).status_code == 302
    assert not make_user().sessions.exists()


def test_before_and_after_of_two_sessions_are_no_pair(client, alice):
    make_session(alice, at=days_ago(2, 8), pain_before=8)
    make_session(alice, at=days_ago(2, 12), pain_after=1)
    client.force_login(alice)
    assert "No session has both answers yet." in client.get(PROGRESS).text
    make_session(alice, at=days_ago(2, 16), pain_before=4, pain_after=3)
    told = " ".join(client.get(PROGRESS).text.split())
    assert "On 1 day with both answers in one session, pain was 4 before and 3 after." in told


def test_pain_stands_at_its_date_within_the_dates_shown(client, alice):
    make_session(alice, at=days_ago(0), pain_before=4)
    client.force_login(alice)
    chart = client.get(PROGRESS).context["pain_chart"]
    assert [point.x for point in chart.lines[0].points] == [chart.right]
    assert chart.lines[1].points == []


def test_edited_answers_are_chips_as_in_the_player(client, alice):
    session = make_session(alice, at=days_ago(1))
    client.force_login(alice)
    page = client.get(f"/progress/sessions/{session.pk}/edit/").text
    for name in ("pain_before", "pain_after", "relief", "effort"):
        assert re.search(rf'<div class="scale[^"]*">\s*<div id="id_{name}"', page), name
