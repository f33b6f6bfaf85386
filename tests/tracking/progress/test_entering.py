"""Sessions entered or corrected afterwards ask what the player asks, and are kept once."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Consent, User
from tests.factories import make_screening
from tracking.models import Incident, MailDecision, Screening, Session
from tracking.progress.forms import EnterForm

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
TWIST, HUG, POSE = "seated-chair-twist", "partner-bear-hug", "childs-pose"


@pytest.fixture
def signed_in(client, alice, catalogue):
    make_screening(alice, at=timezone.now() - timedelta(days=30))
    client.force_login(alice)
    return client


def day_before(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def add(client, slug: str, *, days: int = 1, **said: str):
    """Post the form; what is not said is as the page has it."""
    data = {"started": "08:30", "key": str(uuid4())} | said
    return client.post(f"/progress/{day_before(days)}/add/?exercise={slug}", data)


def edit(client, session: Session, **said: str):
    return client.post(reverse("tracking:session-edit", args=[session.pk]), said)


def only_session(user: User) -> Session:
    return Session.objects.get(user=user)


def test_a_second_tap_makes_no_second_session(signed_in, alice):
    key = str(uuid4())
    first, second = (add(signed_in, TWIST, release_0="no", key=key) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert only_session(alice).bouts.count() == 1


def test_the_page_brings_a_key_and_a_refused_page_keeps_it(signed_in):
    key = str(uuid4())
    refused = add(signed_in, TWIST, key=key)
    assert refused.status_code == 422
    assert f'name="key" value="{key}"' in refused.text
    assert (
        'name="key" value="'
        in signed_in.get(f"/progress/{day_before(1)}/add/?exercise={POSE}").text
    )


@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 5000])
def test_without_a_key_nothing_is_logged(signed_in, alice, key):
    assert add(signed_in, POSE, key=key).status_code == 422
    assert not Session.objects.exists()


def test_somebody_elses_key_names_nothing_of_theirs(signed_in, client, alice, bob):
    key = str(uuid4())
    add(signed_in, POSE, key=key)
    hers = only_session(alice)
    client.force_login(bob)
    for taken in (key, str(hers.pk)):
        assert add(client, POSE, key=taken).status_code == 302
    assert Session.objects.of(bob).count() == 2
    assert only_session(alice) == hers


def test_a_partner_session_asks_for_the_partner(signed_in, alice):
    page = signed_in.get(f"/progress/{day_before(1)}/add/?exercise={HUG}").text
    assert "Did your partner have pain?" in page
    refused = add(signed_in, HUG, release_0="no")
    assert refused.status_code == 422
    assert "Please answer for your partner." in refused.text
    assert not Session.objects.exists()
    assert add(signed_in, HUG, release_0="no", partner_pain="none").status_code == 302
    session = only_session(alice)
    assert (session.status, session.acknowledgements["partner_pain"]) == ("finished", "no")


def test_others_are_not_asked_about_a_partner(signed_in):
    page = signed_in.get(f"/progress/{day_before(1)}/add/?exercise={TWIST}").text
    assert "partner" not in page


RED = ("stabbing", "burning", "shooting", "numb_tingling", "weakness")


@pytest.mark.parametrize("quality", RED)
def test_a_red_pain_entered_afterwards_is_a_stop(signed_in, alice, quality):
    answer = add(signed_in, TWIST, release_0="no", stop_quality=quality)
    session = only_session(alice)
    assert answer.url == reverse("tracking:session-detail", args=[session.pk])
    assert (session.status, session.stop_quality, session.stop_whose) == ("stopped", quality, "own")
    stop = Incident.objects.get(user=alice, rule="P1")
    assert (stop.session, stop.tripped_at) == (session, session.ended_at)
    assert stop.until == session.ended_at + timedelta(days=7)
    assert stop.rescreened_at is None, "answers given before it was told do not count"
    assert Screening.objects.of(alice).first().voided_by == "stop"
    page = signed_in.get(answer.url).text
    assert "Stop here, and rest." in page
    assert "Where it stopped" not in page
    assert "Stopped for pain" in signed_in.get("/today/").text


def test_a_stop_told_long_afterwards_is_mailed_at_once(signed_in, alice):
    add(signed_in, TWIST, days=30, release_0="no", stop_quality="burning")
    decision = MailDecision.objects.get(user=alice)
    assert (decision.stream, decision.outcome) == ("stop", "sent")


def test_a_limit_told_long_afterwards_is_not_mailed(signed_in, alice):
    for hour in (8, 12, 18):
        add(signed_in, TWIST, days=30, started=f"{hour:02}:30", release_0="lumbar")
    decision = MailDecision.objects.get(user=alice)
    assert (decision.stream, decision.reason) == ("overuse", "stale")


def test_the_partners_red_pain_entered_afterwards_is_a_stop(signed_in, alice):
    add(signed_in, HUG, release_0="no", partner_pain="weakness")
    session = only_session(alice)
    assert (session.status, session.stop_quality, session.stop_whose) == (
        "stopped", "weakness", "partner",
    )  # fmt: skip
    assert session.acknowledgements["partner_pain"] == "yes"
    assert Incident.objects.filter(user=alice, rule="P1", session=session).exists()


def test_an_ache_of_the_partner_is_kept_and_stops_nothing(signed_in, alice):
    add(signed_in, HUG, release_0="no", partner_pain="ache")
    session = only_session(alice)
    assert session.status == "finished"
    page = signed_in.get(reverse("tracking:session-edit", args=[session.pk])).text
    assert re.search(r'name="partner_pain" value="ache"[^>]* checked', page)
    assert edit(signed_in, session, release_0="no", partner_pain="none").status_code == 302
    session.refresh_from_db()
    assert session.acknowledgements["partner_pain"] == "no"


@pytest.mark.parametrize(
    ("slug", "said", "whose"),
    [
        pytest.param(TWIST, {"stop_quality": "stabbing"}, "own", id="own"),
        pytest.param(HUG, {"partner_pain": "stabbing"}, "partner", id="partner"),
    ],
)
def test_a_red_pain_told_by_a_correction_is_a_stop_that_no_correction_takes_back(
    signed_in, alice, slug, said, whose
):
    calm = {"release_0": "no"} | ({"partner_pain": "none"} if slug == HUG else {})
    add(signed_in, slug, **calm)
    session = only_session(alice)
    assert edit(signed_in, session, **(calm | said)).url == f"/sessions/{session.pk}/"
    for _ in range(2):
        session.refresh_from_db()
        assert (session.status, session.stop_whose) == ("stopped", whose)
        assert Incident.objects.get(user=alice, rule="P1").session == session
        assert MailDecision.objects.filter(user=alice, stream="stop").count() == 1
        edit(signed_in, session, **calm)


def test_what_hurt_must_be_one_of_the_answers(signed_in, alice):
    for bad in ("ache!", "\x00", "STABBING", "x" * 5000):
        assert add(signed_in, POSE, stop_quality=bad).status_code == 422
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("days", "code"), [(0, None), (366, None), (367, "DATE_TOO_OLD"), (40_000, "DATE_TOO_OLD")]
)
def test_sessions_are_entered_up_to_a_year_back(catalogue, days, code):
    now = datetime(2026, 6, 1, 19, tzinfo=timezone.get_default_timezone())
    with timezone.override("Europe/London"):
        on = now.date() - timedelta(days=days)
        form = EnterForm({"started": "08:30"}, plan={"version": 1, "items": []}, on=on, now=now)
        found = [error.code for error in form.errors.as_data().get("started", [])]
    assert found == ([code] if code else [])


def started(on: date, at: str, zone: str) -> EnterForm:
    with timezone.override(zone):
        now = datetime(2026, 11, 1, 12, tzinfo=UTC)
        form = EnterForm({"started": at}, plan={"version": 1, "items": []}, on=on, now=now)
        form.is_valid()
    return form


def test_a_local_hour_that_comes_twice_is_its_first_pass():
    form = started(date(2026, 10, 25), "01:30", "Europe/London")
    assert form.cleaned_data["started"].astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_local_hour_that_the_clock_skips_is_refused_in_plain_words():
    form = started(date(2026, 3, 29), "01:30", "Europe/London")
    [error] = form.errors.as_data()["started"]
    assert error.code == "TIME_SKIPPED"
    assert form.errors["started"] == [
        "The clock was put forward then: this time did not exist on that day."
    ]


@pytest.mark.parametrize("slug", [TWIST, POSE])
def test_a_bout_entered_by_hand_starts_at_the_time_that_was_typed(signed_in, alice, slug):
    add(signed_in, slug, started="18:00", release_0="no")
    session = only_session(alice)
    assert session.bouts.get().started_at == session.started_at
    assert session.started_at.astimezone(alice.zone).strftime("%H:%M:%S") == "18:00:00"


def test_a_routine_entered_by_hand_has_no_time_to_get_ready(signed_in, alice, routines):
    data = {"started": "18:00", "key": str(uuid4()), "release_1": "no"}
    signed_in.post(f"/progress/{day_before(1)}/add/?routine=morning-loosen", data)
    bouts = list(only_session(alice).bouts.order_by("position"))
    assert [after.started_at for after in bouts[1:]] == [bout.ended_at for bout in bouts[:-1]]


@pytest.mark.parametrize(("slug", "rule"), [(HUG, "A13"), ("floor-manipulation-by-another", "A15")])
def test_what_cannot_be_logged_names_the_rule_that_says_so(signed_in, settings, slug, rule):
    settings.PARTNER_METHODS = False
    answer = signed_in.get(f"/progress/{day_before(1)}/add/?exercise={slug}")
    assert answer.status_code == 403
    assert f"Why: rule {rule}" in answer.text


@pytest.mark.parametrize("query", ["", f"?exercise={POSE}"])
def test_a_date_too_far_back_says_so_before_anything_is_typed(signed_in, query):
    answer = signed_in.get(f"/progress/1900-01-01/add/{query}")
    assert answer.status_code == 422
    assert "up to a year back" in answer.text
    assert "add/" not in signed_in.get("/progress/1900-01-01/").text


def test_a_date_too_far_back_logs_nothing_and_keeps_what_was_typed(signed_in):
    answer = add(signed_in, POSE, days=400, note="Kept.")
    assert answer.status_code == 422
    assert "up to a year back" in answer.text
    assert "Kept." in answer.text
    assert not Session.objects.exists()


@pytest.mark.parametrize("what", ["add", "edit"])
def test_health_answers_need_a_present_consent(signed_in, alice, what):
    add(signed_in, POSE)
    session = only_session(alice)
    Consent.objects.filter(user=alice, text="health_data").update(version="2001-01")
    answer = add(signed_in, POSE) if what == "add" else edit(signed_in, session, note="No.")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_consent"))
    assert only_session(alice).note == ""


def test_a_log_may_be_deleted_without_any_consent(signed_in, alice):
    add(signed_in, POSE)
    Consent.objects.filter(user=alice).delete()
    signed_in.post(reverse("tracking:session-delete", args=[only_session(alice).pk]))
    assert not Session.objects.exists()


def test_a_limit_that_is_reached_and_a_remark_are_told_when_it_is_logged(signed_in, alice):
    first = add(signed_in, TWIST, started="08:00", release_0="lumbar")
    assert "notice is-info" not in signed_in.get(first.url).text
    second = add(signed_in, TWIST, started="08:40", release_0="lumbar")
    page = html.unescape(signed_in.get(second.url).text)
    told = re.findall(r'<p class="notice is-info">(.*?)</p>', page)
    assert len(told) == 2  # F1 as it came too soon, D2 as the limit of the region is reached
    assert not Incident.objects.filter(user=alice).exists()
