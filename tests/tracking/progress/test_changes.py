"""Correcting, deleting and entering logs: the limits follow, bad input changes nothing."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exercises.models import Exercise
from tests.factories import make_bout, make_incident, make_session
from tracking.models import Bout, Incident, Session
from tracking.player.actions import FinishAnswers
from tracking.player.queries import Subject, plan_as_written
from tracking.progress.actions import LogAnswers, delete_session, edit_session, enter_session
from tracking.progress.forms import EnterForm
from tracking.safety.verdict import Code

pytestmark = pytest.mark.django_db
TWIST = "seated-chair-twist"
DAY = datetime(2026, 6, 1, tzinfo=ZoneInfo("Europe/London"))


def at(hour: int, minute: int = 0) -> datetime:
    return DAY.replace(hour=hour, minute=minute)


def enter(user: User, when: datetime, *, released: str = "lumbar", slug: str = TWIST) -> Session:
    subject = Subject(exercise=Exercise.objects.get(pk=slug))
    plan = plan_as_written(subject)
    assert not isinstance(plan, Code)
    answers = LogAnswers(finish=FinishAnswers(releases={0: released}), started_at=when)
    now = when + timedelta(minutes=10)
    return enter_session(user=user, subject=subject, plan=plan, answers=answers, now=now)


def rules(user: User) -> list[str]:
    return sorted(Incident.objects.filter(user=user).values_list("rule", flat=True))


def test_an_entered_session_is_logged_as_done_at_its_time_and_date(alice, catalogue):
    session = enter(alice, at(8, 5))
    bout = session.bouts.get()
    assert (session.status, session.origin) == ("finished", "entered")
    assert session.on == DAY.date()
    assert bout.started_at == at(8, 5)
    assert (bout.seconds, bout.sides_done, bout.completed) == (86, 2, True)
    assert (bout.released, bout.release_regions) == ("yes", ["lumbar"])


def test_a_third_release_entered_passes_the_limit_and_its_deletion_lifts_it(alice, catalogue):
    enter(alice, at(8))
    enter(alice, at(12))
    assert rules(alice) == []
    third = enter(alice, at(18))
    assert rules(alice) == ["D2"]
    incident = Incident.objects.get(user=alice)
    assert (incident.count, incident.limit, incident.level) == (3, 2, 1)
    assert incident.until == third.bouts.get().started_at + timedelta(hours=24)
    delete_session(user=alice, pk=third.pk, now=at(19))
    assert rules(alice) == []
    assert Bout.objects.of(alice).count() == 2


def test_correcting_a_release_sets_and_lifts_what_follows(alice, catalogue):
    for hour in (8, 12):
        enter(alice, at(hour))
    third = enter(alice, at(18), released="no")
    assert rules(alice) == []
    yes = LogAnswers(finish=FinishAnswers(releases={0: "unsure"}))
    edit_session(user=alice, pk=third.pk, answers=yes, now=at(19))
    assert rules(alice) == ["D2"]
    no = LogAnswers(finish=FinishAnswers(releases={0: "no"}, note="It did not."))
    edited = edit_session(user=alice, pk=third.pk, answers=no, now=at(20))
    assert rules(alice) == []
    assert edited.note == "It did not."


def test_a_stop_outlives_the_log_that_caused_it(alice, catalogue):
    session = make_session(alice, at=at(8), status=Session.Status.STOPPED, stop_quality="stabbing")
    make_incident(alice, "P1", scope="back", at=at(8), session=session)
    delete_session(user=alice, pk=session.pk, now=at(9))
    assert rules(alice) == ["P1"]


def test_edit_page_shows_the_answers_and_saves_them(client, alice, catalogue):
    session = enter(alice, at(8))
    client.force_login(alice)
    url = reverse("tracking:session-edit", args=[session.pk])
    assert 'value="lumbar"' in client.get(url).text
    response = client.post(url, {"release_0": "no", "pain_before": "4", "pain_after": "2"})
    assert response.status_code == 302
    session.refresh_from_db()
    assert (session.pain_before, session.pain_after) == (4, 2)
    assert session.bouts.get().released == "no"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"pain_after": "11"}, "from 0 to 10", id="pain-too-high"),
        pytest.param({"pain_after": "-1"}, "from 0 to 10", id="pain-negative"),
        pytest.param({"pain_before": "2.5"}, "from 0 to 10", id="pain-broken"),
        pytest.param({"relief": "9"}, "valid choice", id="unknown-relief"),
        pytest.param({"release_0": "cervical"}, "valid choice", id="a-region-it-cannot-release"),
        pytest.param({"release_0": ""}, "not sure", id="release-unanswered"),
        pytest.param({"note": "x" * 2001}, "at most 2000", id="note-too-long"),
    ],
)
def test_bad_answers_change_nothing_and_keep_what_was_typed(
    client, alice, catalogue, change, sentence
):
    session = enter(alice, at(8))
    client.force_login(alice)
    url = reverse("tracking:session-edit", args=[session.pk])
    data = {"release_0": "no", "note": "Kept while I correct the rest."} | change
    response = client.post(url, data)
    assert response.status_code == 422
    assert sentence in response.text
    assert data["note"] in response.text
    session.refresh_from_db()
    assert session.note == ""
    assert session.bouts.get().released == "yes"


def test_delete_asks_once_and_then_deletes(client, alice, catalogue):
    session = enter(alice, at(8))
    client.force_login(alice)
    url = reverse("tracking:session-delete", args=[session.pk])
    assert "Delete this session?" in client.get(url).text
    assert Session.objects.filter(pk=session.pk).exists()
    assert client.post(url).status_code == 302
    assert not Session.objects.filter(pk=session.pk).exists()


def yesterday() -> str:
    return (timezone.localdate() - timedelta(days=1)).isoformat()


def test_adding_asks_what_was_done_then_how_it_went(client, alice, catalogue):
    client.force_login(alice)
    url = f"/progress/{yesterday()}/add/"
    chooser = client.get(url).text
    assert f"?exercise={TWIST}" in chooser
    assert "floor-manipulation-by-another" not in chooser
    assert "When did it begin?" in client.get(f"{url}?exercise={TWIST}").text
    answers = {"key": str(uuid4()), "started": "08:30", "release_0": "no", "pain_before": "3"}
    assert client.post(f"{url}?exercise={TWIST}", answers).status_code == 302
    session = Session.objects.get(user=alice)
    assert (session.on.isoformat(), session.pain_before) == (yesterday(), 3)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_for_professionals_only_cannot_be_logged(client, alice, catalogue, method):
    client.force_login(alice)
    url = f"/progress/{yesterday()}/add/?exercise=floor-manipulation-by-another"
    response = getattr(client, method)(url)
    assert response.status_code == 403
    assert "professional" in response.text
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("started", "code"),
    [
        pytest.param("", "required", id="missing"),
        pytest.param("25:00", "invalid", id="no-time"),
        pytest.param("19:02", "TIME_IN_FUTURE", id="ends-more-than-two-minutes-ahead"),
        pytest.param("19:01", None, id="within-two-minutes"),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_the_field(catalogue, started, code):
    plan = plan_as_written(Subject(exercise=Exercise.objects.get(pk="childs-pose")))
    assert not isinstance(plan, Code)
    with timezone.override("Europe/London"):
        form = EnterForm({"started": started}, plan=plan, on=DAY.date(), now=at(19))
        errors = form.errors.as_data().get("started", [])
    assert [error.code for error in errors] == ([code] if code else [])


def test_a_refused_entry_keeps_what_was_typed_and_logs_nothing(client, alice, catalogue):
    client.force_login(alice)
    url = f"/progress/{yesterday()}/add/?exercise=childs-pose"
    response = client.post(url, {"started": "25:00", "note": "Kept."})
    assert response.status_code == 422
    assert "Kept." in response.text
    assert not Session.objects.exists()


def test_a_day_that_is_not_yet_there_cannot_be_logged(client, alice, catalogue):
    client.force_login(alice)
    tomorrow = timezone.localdate() + timedelta(days=2)
    assert client.get(f"/progress/{tomorrow}/add/").status_code == 404


def test_a_local_time_that_the_clock_skipped_is_refused(client, alice, catalogue):
    client.force_login(alice)
    url = "/progress/2026-03-29/add/?exercise=childs-pose"
    response = client.post(url, {"started": "01:30"})
    assert response.status_code == 422
    assert not Session.objects.exists()


def test_a_late_entry_re_evaluates_the_day_it_belongs_to(alice, catalogue):
    for hour in (12, 18):
        session = make_session(alice, at=at(hour))
        make_bout(session, TWIST, released=["lumbar"])
    subject = Subject(exercise=Exercise.objects.get(pk=TWIST))
    plan = plan_as_written(subject)
    assert not isinstance(plan, Code)
    answers = LogAnswers(finish=FinishAnswers(releases={0: "lumbar"}), started_at=at(9))
    now = at(20) + timedelta(days=2)
    enter_session(user=alice, subject=subject, plan=plan, answers=answers, now=now)
    incident = Incident.objects.get(user=alice)
    assert (incident.rule, incident.on) == ("D2", DAY.date())
    assert incident.tripped_at == at(18).astimezone(UTC)
