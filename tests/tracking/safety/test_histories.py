"""Whole histories at random: no error, a reason for everything, and no way round a rest."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exercises.vocabulary import Region
from tests.tracking.safety.catalogue import CATALOGUE, SHORT
from tests.tracking.safety.people import make_bout, make_facts
from tests.tracking.safety.test_properties import (
    BOUT_CODES,
    FIRST,
    MOMENTS,
    logs,
    people,
    read_bout,
)
from tracking.safety.assess import cautions, check_start
from tracking.safety.facts import Facts, Pain, PainQuality, Stop, local_date, midnight_after
from tracking.safety.limits import Limits
from tracking.safety.overuse import as_verdict, evaluate
from tracking.safety.regions import region_states
from tracking.safety.verdict import Code, Level, Rule, Verdict
from tracking.wording.rules import RULES
from tracking.wording.verdicts import lifts, sentence

#: `make soak` asks for far more; the profile is loaded before this module.
HISTORIES = 10_000 if settings.get_current_profile_name() == "soak" else 200
NAMES = {entry.slug: entry.slug for entry in CATALOGUE.values()}
RESTS = {Code.REFRACTORY, Code.COOLING_DOWN}
SECOND = timedelta(seconds=1)


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    """Someone with a log, pain answers, perhaps a stop, perhaps no answers at all."""
    facts = draw(people())
    logged, pains = draw(logs())
    stops = draw(st.lists(st.tuples(MOMENTS, st.booleans(), st.sampled_from(PainQuality))))
    found = evaluate(logged, pains, facts.limits).incidents
    return replace(
        facts,
        bouts=tuple(logged),
        pains=tuple(pains),
        incidents=found,
        screening=draw(st.sampled_from([facts.screening, None])),
        stops=tuple(
            Stop(at=at, rescreened_at=at + timedelta(hours=1) if again else None, quality=quality)
            for at, again, quality in stops
        ),
        practice_dates=facts.practice_dates[: draw(st.integers(0, 5))],
        acks=draw(st.sampled_from([facts.acks, frozenset()])),
        partner_tags=draw(st.sampled_from([facts.partner_tags, None])),
    )


def assert_reasoned(verdict: Verdict, facts: Facts, now: datetime) -> None:
    """It has a rule in the book, a sentence, and if it refuses, when or how it lifts."""
    said = sentence(verdict, zone=facts.zone, now=now, names=NAMES)
    assert said.strip()
    assert "%(" not in said
    assert verdict.rule in RULES
    if verdict.level is Level.BLOCK:
        how = lifts(verdict, zone=facts.zone, now=now, names=NAMES)
        assert how.strip() or verdict.code is Code.PREREQUISITE_NOT_MET


@settings(max_examples=HISTORIES)
@given(lives(), MOMENTS)
def test_any_history_is_judged_without_error_and_every_verdict_has_a_reason(facts, now):
    judged = evaluate(facts.bouts, facts.pains, facts.limits)
    for incident in judged.incidents:
        assert_reasoned(as_verdict(incident), facts, now)
    for notice in judged.notices:
        assert_reasoned(notice, facts, now)
    for exercise in CATALOGUE.values():
        for verdict in (*check_start(exercise, facts, now), *cautions(exercise, facts, now)):
            assert_reasoned(verdict, facts, now)
    for state in region_states(facts, now):
        if state.verdict:
            assert_reasoned(state.verdict, facts, now)


# ---------------------------------------------------------------------------- one bout more


def rests(facts: Facts, name: str, now: datetime) -> dict[object, datetime]:
    """Every rest that stands before the exercise, with its end."""
    found = [v for v in check_start(SHORT[name], facts, now) if v.code in RESTS]
    ends: dict[object, datetime] = {}
    for verdict in found:
        assert verdict.until is not None
        key = verdict.code, verdict.scope
        ends[key] = max(verdict.until, ends.get(key, verdict.until))
    return ends


@given(people(), BOUT_CODES, st.sampled_from([n for n in SHORT if n != "PRO"]), MOMENTS)
def test_a_bout_more_shortens_no_rest_and_no_cool_down(facts, code, name, now):
    """The screening is the same; a bout that is logged late, too, can only add."""
    assume(now >= FIRST)
    logged = (*facts.bouts, read_bout(code, 900))
    more = replace(facts, bouts=logged, incidents=evaluate(logged, [], Limits()).incidents)
    before, after = rests(facts, name, now), rests(more, name, now)
    assert before.keys() <= after.keys()
    assert all(after[key] >= end for key, end in before.items())


@given(people(), st.sampled_from(list(SHORT)), MOMENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_arrive_changes_no_verdict(facts, name, now, random):
    shuffled = replace(
        facts,
        bouts=tuple(random.sample(facts.bouts, len(facts.bouts))),
        incidents=tuple(random.sample(facts.incidents, len(facts.incidents))),
        practice_dates=tuple(random.sample(facts.practice_dates, len(facts.practice_dates))),
    )

    def told(judged: Facts) -> set[tuple[object, ...]]:
        found = check_start(SHORT[name], judged, now)
        return {(v.code, v.rule, v.scope, v.until, frozenset(v.rows)) for v in found}

    assert told(shuffled) == told(facts)


# ---------------------------------------------------------------------------- clocks

ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
YEARS = date(2024, 1, 1), date(2030, 12, 31)


@cache
def changes(name: str) -> tuple[date, ...]:
    """The dates from 2024 to 2030 on which the clocks of a zone change."""
    zone, found = ZoneInfo(name), []
    before = None
    for day in range((YEARS[1] - YEARS[0]).days + 1):
        noon = datetime.combine(YEARS[0] + timedelta(days=day), time(12), tzinfo=zone)
        if before is not None and noon.utcoffset() != before:
            found.append(noon.date())
        before = noon.utcoffset()
    return tuple(found)


@st.composite
def days_of_zones(draw: st.DrawFn) -> tuple[ZoneInfo, date]:
    """A zone, and mostly a date on which its clocks change."""
    name = draw(st.sampled_from(ZONES))
    turns = changes(name)
    on = draw(st.sampled_from(turns)) if turns else draw(st.dates(*YEARS))
    return ZoneInfo(name), on + timedelta(days=draw(st.integers(-1, 1)))


@given(days_of_zones(), st.integers(0, 24 * 60))
def test_a_release_rests_an_hour_of_any_day_in_any_zone(where, minute):
    zone, day = where
    start = midnight_after(day - timedelta(days=1), zone) + timedelta(minutes=minute)
    bout = make_bout("CT", start.astimezone(zone), zone=zone, released=(Region.LUMBAR,))
    facts = make_facts(zone=zone, bouts=(bout, replace(make_bout("DK", start), session="now")))
    opens = start + timedelta(minutes=60)

    def codes(now: datetime) -> set[Code]:
        return {v.code for v in check_start(SHORT["CT"], facts, now)}

    assert Code.REFRACTORY in codes(opens - SECOND)
    assert Code.REFRACTORY not in codes(opens)


@given(days_of_zones(), st.lists(st.integers(0, 22 * 60), min_size=3, max_size=3, unique=True))
def test_three_releases_of_a_local_date_rest_a_day_of_elapsed_time(where, minutes):
    """Any date has at least 22 hours, so all three lie on it, whatever its clocks do."""
    zone, day = where
    begins = midnight_after(day - timedelta(days=1), zone)
    starts = sorted(begins + timedelta(minutes=m) for m in minutes)
    bouts = [make_bout("CT", at, zone=zone, released=(Region.LUMBAR,)) for at in starts]
    assert {bout.on for bout in bouts} == {day}
    found = [i for i in evaluate(bouts, [], Limits()).incidents if i.rule is Rule.D2]
    assert [(i.on, i.until - starts[-1]) for i in found] == [(day, timedelta(hours=24))]


@given(days_of_zones())
def test_a_daily_limit_lifts_at_the_next_local_midnight(where):
    zone, day = where
    start = midnight_after(day - timedelta(days=1), zone) + timedelta(hours=9)
    bouts = (make_bout("BED", start, zone=zone), make_bout("DK", start, zone=zone))
    facts = make_facts(zone=zone, bouts=bouts, session=bouts[1].session)
    reached = [
        v for v in check_start(SHORT["BED"], facts, start + timedelta(hours=2)) if v.rule is Rule.D4
    ]
    (until,) = {v.until for v in reached}
    assert until is not None
    assert local_date(until, zone) == day + timedelta(days=1)
    assert local_date(until - SECOND, zone) == day


@given(days_of_zones(), st.integers(0, 10), st.integers(0, 10))
def test_pain_of_today_counts_to_the_end_of_today(where, before, minute):
    zone, day = where
    at = midnight_after(day - timedelta(days=1), zone) + timedelta(minutes=minute)
    pain = Pain(session="s", at=at, on=day, regions=(Region.LUMBAR,), before=before)
    facts = make_facts(zone=zone, pains=(pain,))
    ends = midnight_after(day, zone)
    closed = Code.PAIN_NOW_HIGH in {v.code for v in check_start(SHORT["CT"], facts, ends - SECOND)}
    assert closed == (before >= 6)
    assert Code.PAIN_NOW_HIGH not in {v.code for v in check_start(SHORT["CT"], facts, ends)}
