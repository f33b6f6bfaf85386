"""The bridge from rows to facts: what it reads, and what that costs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from exercises.vocabulary import Region, Tag, Tier
from tests.factories import (
    NOW,
    make_bout,
    make_incident,
    make_screening,
    make_session,
    make_user,
)
from tracking import frozen, snapshot
from tracking.models import Move, Session
from tracking.player.timeline import Entry, make_plan
from tracking.safety import pain
from tracking.safety.facts import Care, PainQuality, Whose
from tracking.safety.regions import gentle_work_on
from tracking.safety.screening import screening_required
from tracking.safety.verdict import BACK, Rule, Scope

pytestmark = pytest.mark.django_db


def plan_of(catalogue, *slugs):
    return make_plan(
        [
            (Entry(catalogue[slug].spec), frozen.freeze(frozen.exercise_facts(catalogue[slug])))
            for slug in slugs
        ]
    )


def add_move(session, kind, *, seconds, seq, **data):
    return Move.objects.create(
        user=session.user,
        session=session,
        client="c",
        seq=seq,
        kind=kind,
        offset_ms=seconds * 1000,
        data=data,
        received_at=NOW,
    )


def test_an_exercise_brings_what_the_rules_need(catalogue):
    facts = frozen.exercise_facts(catalogue["supine-spinal-twist"])
    assert facts.tier is Tier.LOW
    assert facts.seconds == 76
    assert facts.release_regions == (Region.LUMBAR, Region.SACROILIAC)
    assert Tag.RECENT_FRACTURE in facts.block
    assert Tag.PREGNANCY in facts.caution
    assert (facts.hold_min, facts.hold_max, facts.both_sides) == (10, 30, True)
    assert facts.stretch_seconds == 0


@pytest.mark.parametrize(
    ("slug", "seconds"),
    [
        ("standing-forward-bend-twist", 34),
        ("double-knee-to-chest", 42),
        ("childs-pose", 46),
    ],
)
def test_a_stretch_counts_the_seconds_of_its_repeated_steps(catalogue, slug, seconds):
    assert frozen.exercise_facts(catalogue[slug]).stretch_seconds == seconds


def test_every_exercise_survives_freezing(catalogue, alice):
    for row in catalogue.values():
        exercise = frozen.exercise_facts(row)
        session = make_session(alice, plan={"facts": frozen.freeze(exercise)})
        session.refresh_from_db()
        assert frozen.thaw(session.plan["facts"]) == exercise


def test_a_person_without_rows_has_empty_facts(alice):
    facts = snapshot.facts_for(alice, NOW, running=None)
    assert facts.screening is None
    assert facts.bouts == facts.stops == facts.incidents == facts.pains == ()
    assert facts.zone.key == "Europe/London"


def test_nobody_reads_another_ones_rows(catalogue, alice, bob):
    make_screening(bob)
    make_bout(make_session(bob))
    make_incident(bob)
    make_incident(bob, "P1")
    facts = snapshot.facts_for(alice, NOW + timedelta(hours=1), running=None, unlock=True)
    assert facts == snapshot.facts_for(make_user(), NOW + timedelta(hours=1), running=None)


def test_the_latest_screening_counts(alice):
    make_screening(alice, at=NOW - timedelta(days=3), tags=["heart"])
    make_screening(
        alice,
        at=NOW,
        tags=["red_flag"],
        red_care="same_day",
        red_since=NOW,
        pain_now=4,
        pain_quality="ache",
    )
    screening = snapshot.facts_for(alice, NOW, running=None).screening
    assert screening.answered_at == NOW
    assert screening.tags == {Tag.RED_FLAG}
    assert screening.care is Care.SAME_DAY
    assert screening.red_since == NOW
    assert (screening.pain, screening.quality) == (4, PainQuality.ACHE)


@pytest.mark.parametrize(("reason", "counts"), [("news", True), ("stop", False)])
def test_only_news_makes_a_screening_count_as_out_of_date(alice, reason, counts):
    make_screening(alice, voided_at=NOW, voided_by=reason)
    screening = snapshot.facts_for(alice, NOW, running=None).screening
    assert (screening.voided_at is not None) is counts


def asked_again(user, now) -> bool:
    facts = snapshot.facts_for(user, now, running=None)
    stretch = replace(gentle_work_on(Region.LUMBAR), mobilising=False)
    return [v.params["reason"] for v in screening_required(stretch, facts, now)] == ["cool_down"]


def test_answers_older_than_a_long_cool_down_are_asked_again_until_they_are_given(alice):
    make_screening(alice, at=NOW - timedelta(days=1))
    incident = make_incident(alice, level=3, hours=168)
    assert not asked_again(alice, incident.until - timedelta(seconds=1))
    for days in (0, 7, 8, 30, 80):
        assert asked_again(alice, incident.until + timedelta(days=days)), days
    make_screening(alice, at=incident.until + timedelta(days=30))
    for days in (30, 31, 80):
        assert not asked_again(alice, incident.until + timedelta(days=days)), days


def test_a_shorter_cool_down_of_long_ago_matters_no_more(alice):
    make_screening(alice, at=NOW - timedelta(days=1))
    make_incident(alice, level=2, hours=48)
    assert snapshot.facts_for(alice, NOW + timedelta(days=30), running=None).incidents == ()


def stretches_only(user, now) -> bool:
    facts = snapshot.facts_for(user, now, running=None)
    return bool(list(pain.pain_now_high(gentle_work_on(Region.LUMBAR), facts, now)))


def test_the_worst_pain_answered_on_a_date_counts_until_the_next_one(alice):
    late, midnight = NOW + timedelta(hours=14), NOW + timedelta(hours=15)  # 00:00 in London
    make_screening(alice, at=NOW - timedelta(days=1), pain_now=9)
    assert not stretches_only(alice, NOW)
    make_screening(alice, at=NOW, pain_now=7)
    make_screening(alice, at=NOW + timedelta(minutes=5), pain_now=2)
    assert stretches_only(alice, NOW + timedelta(minutes=6))
    assert stretches_only(alice, late)
    assert not stretches_only(alice, midnight)


def test_pain_told_at_the_start_of_a_session_in_which_nothing_was_done_counts(alice):
    make_screening(alice, at=NOW - timedelta(days=1))
    make_session(alice, pain_before=7, status=Session.Status.PARTIAL)
    make_session(alice, at=NOW - timedelta(days=1), pain_before=8)
    assert stretches_only(alice, NOW + timedelta(hours=1))
    assert not stretches_only(alice, NOW + timedelta(days=1))


def test_somebody_elses_pain_counts_for_nobody_else(alice, bob):
    make_screening(alice)
    make_screening(bob, pain_now=9)
    make_session(bob, pain_before=9)
    assert not stretches_only(alice, NOW + timedelta(minutes=1))


def test_bouts_reach_back_a_rolling_week_of_local_dates(catalogue, alice):
    now = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)  # 00:30 on 8 June in London
    for day in (1, 2):
        make_bout(make_session(alice, at=datetime(2026, 6, day, 12, tzinfo=UTC)))
    bouts = snapshot.facts_for(alice, now, running=None).bouts
    assert [bout.on for bout in bouts] == [date(2026, 6, 2)]


def test_a_bout_carries_its_release(catalogue, alice):
    make_bout(make_session(alice), released=["lumbar"])
    (bout,) = snapshot.facts_for(alice, NOW, running=None).bouts
    assert bout.released == (Region.LUMBAR,)
    assert bout.mobilising
    assert bout.daily_cap == 5


def test_pain_answers_stand_at_the_last_mobilising_bout(catalogue, alice):
    session = make_session(alice, pain_before=2, pain_after=5)
    make_bout(session, "childs-pose")
    make_bout(session, "seated-chair-twist", at=NOW + timedelta(minutes=2))
    make_bout(make_session(alice, at=NOW + timedelta(hours=3)))
    (found,) = snapshot.facts_for(alice, NOW, running=None).pains
    assert (found.before, found.after) == (2, 5)
    assert found.at == NOW + timedelta(minutes=2)
    assert found.regions == (Region.LUMBAR, Region.THORACOLUMBAR)


def test_stops_and_passed_limits_are_kept_apart(alice):
    session = make_session(alice, status=Session.Status.STOPPED, stop_quality="stabbing")
    make_incident(alice, "P1", scope="back", session=session)
    make_incident(alice, "P1", scope="back", at=NOW - timedelta(days=30), rescreened_at=NOW)
    make_incident(alice, "D2", scope="lumbar")
    make_incident(alice, "D1", scope="back")
    facts = snapshot.facts_for(alice, NOW, running=None)
    (stop,) = facts.stops
    assert (stop.at, stop.quality, stop.whose) == (NOW, PainQuality.STABBING, Whose.OWN)
    assert {(i.rule, i.scope) for i in facts.incidents} == {
        (Rule.D2, Scope.of_region(Region.LUMBAR)),
        (Rule.D1, BACK),
    }


def test_a_stop_outlives_its_log(alice):
    make_incident(alice, "P1", scope="back")
    (stop,) = snapshot.facts_for(alice, NOW, running=None).stops
    assert stop.quality is None


def test_what_was_done_in_the_open_session_counts(catalogue, alice):
    plan = plan_of(catalogue, "childs-pose", "seated-chair-twist")
    session = make_session(alice, status=Session.Status.OPEN, plan=plan, pain_before=3)
    add_move(session, "begin", seconds=0, seq=1, item=0)
    running = snapshot.open_session(alice)
    now = NOW + timedelta(seconds=plan["items"][0]["seconds"] + 5)
    facts = snapshot.facts_for(alice, now, running=running)
    (bout,) = facts.bouts
    assert (bout.exercise, bout.session) == ("childs-pose", str(session.pk))
    assert bout.stretch_seconds == 46
    assert (facts.session, facts.pain_now) == (str(session.pk), 3)


def test_moves_come_with_their_data_whatever_the_database(alice):
    session = make_session(alice, status=Session.Status.OPEN)
    add_move(session, "release", seconds=4, seq=2, item=1, region="lumbar")
    add_move(session, "pause", seconds=3, seq=1)
    moves = snapshot.moves_of(snapshot.open_session(alice))
    assert {(m.client, m.seq, m.kind, m.offset_ms) for m in moves} == {
        ("c", 2, "release", 4000),
        ("c", 1, "pause", 3000),
    }
    assert {m.seq: m.data for m in moves} == {2: {"item": 1, "region": "lumbar"}, 1: {}}


def test_an_open_session_without_moves_has_none(alice):
    make_session(alice, status=Session.Status.OPEN)
    assert snapshot.moves_of(snapshot.open_session(alice)) == []


def test_finished_sessions_unlock_and_others_do_not(alice, bob):
    make_screening(alice)
    make_session(bob)
    for day in range(4):
        make_session(alice, at=NOW - timedelta(days=day))
        make_session(alice, at=NOW - timedelta(days=day, hours=1))
    make_session(alice, at=NOW - timedelta(days=9), status=Session.Status.PARTIAL)
    dates = snapshot.facts_for(alice, NOW, running=None, unlock=True).practice_dates
    assert (len(dates), len(set(dates))) == (8, 4)
    assert snapshot.facts_for(alice, NOW, running=None).practice_dates == ()


@pytest.mark.parametrize("sessions", [1, 40], ids=["one-session", "forty-sessions"])
def test_facts_cost_the_same_whatever_is_stored(
    catalogue, alice, sessions, django_assert_num_queries
):
    for number in range(sessions):
        session = make_session(alice, at=NOW - timedelta(hours=number), pain_before=1)
        make_bout(session, released=["lumbar"])
        make_incident(alice, "P1", scope="back", session=session, rescreened_at=NOW)
    plan = plan_of(catalogue, "childs-pose")
    add_move(
        make_session(alice, status=Session.Status.OPEN, plan=plan),
        "begin",
        seconds=0,
        seq=1,
        item=0,
    )
    with django_assert_num_queries(1):
        running = snapshot.open_session(alice)
    with django_assert_num_queries(3):
        snapshot.facts_for(alice, NOW, running=running)
    with django_assert_num_queries(3):
        snapshot.facts_for(alice, NOW, running=running, unlock=True)
