"""What must hold for every log and every person, found by Hypothesis."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from exercises.vocabulary import Region, Tag
from tests.tracking.safety.catalogue import SHORT
from tests.tracking.safety.people import make_bout, make_facts, make_screening
from tracking.safety.assess import check_start
from tracking.safety.facts import Bout, Facts, Incident, Pain, local_date, midnight_after
from tracking.safety.limits import Limits
from tracking.safety.overuse import LOOKBACK_DAYS, evaluate
from tracking.safety.pain import report
from tracking.safety.refractory import resting
from tracking.safety.regions import Status, region_states
from tracking.safety.verdict import Code, Level, Rule, Verdict

FIRST = datetime(2026, 3, 20, tzinfo=UTC)
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/London", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Kiritimati")
]
TIGHT = Limits.checked(
    mobilising_day_region=3, release_week_back=4, release_week_region=3, mobilising_week_region=6,
    streak_notice=2, streak_over=4,
)  # fmt: skip
NAMES = ["DK", "CT", "CT", "CB", "TR", "ST", "BED", "FR"]
LEVELS = [Level.NOTICE, Level.AT_LIMIT, Level.OVER]


#: Days after FIRST; the last week comes up most, so that limits are passed and levels rise.
DAYS = [*range(24), *range(17, 24), *range(17, 24)]
SLOTS = 10  # starts a day, 50 minutes apart: some wait for a resting region, some do not
#: A bout is drawn as one number (one draw each keeps this file fast) and read digit by digit.
BOUT_CODES = st.integers(0, len(DAYS) * SLOTS * len(NAMES) * len(ZONES) * 2 * 8 * 2 - 1)
PAIN_CODES = st.integers(0, 2 * 11 * 11 - 1)


def read_bout(code: int, number: int) -> Bout:
    code, day = divmod(code, len(DAYS))
    code, slot = divmod(code, SLOTS)
    code, name = divmod(code, len(NAMES))
    code, zone = divmod(code, len(ZONES))
    code, shares = divmod(code, 2)
    auxiliary, popped = divmod(code, 8)
    exercise = SHORT[NAMES[name]]
    return make_bout(
        NAMES[name],
        FIRST + timedelta(days=DAYS[day], hours=6, minutes=50 * slot),
        zone=ZONES[zone],
        session=f"s{number // 2 if shares else number}",
        id=f"{number:03}",
        released=tuple(r for n, r in enumerate(exercise.release_regions) if popped & 1 << n),
        auxiliary=bool(auxiliary) and not exercise.mobilising,
    )


def bouts(most: int = 32) -> st.SearchStrategy[list[Bout]]:
    """A log over some weeks and zones, dense enough to pass limits; some bouts share a session."""
    codes = st.lists(BOUT_CODES, min_size=most // 2, max_size=most)
    return codes.map(lambda drawn: [read_bout(code, n) for n, code in enumerate(drawn)])


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Bout], list[Pain]]:
    """A log with the pain answers of half its sessions."""
    logged = draw(bouts())
    pains = []
    for session in by_session(logged).values():
        answered, felt = divmod(draw(PAIN_CODES), 11 * 11)
        before, after = divmod(felt, 11)
        if answered:
            pains.append(report(session, before=before, after=after or None))
    return logged, pains


def by_session(logged: Iterable[Bout]) -> dict[str, list[Bout]]:
    sessions: dict[str, list[Bout]] = {}
    for bout in logged:
        sessions.setdefault(bout.session, []).append(bout)
    return sessions


LIMITS = st.sampled_from([Limits(), TIGHT])


def keys(incidents: Iterable[Incident]) -> dict[object, Incident]:
    return {(i.rule, i.scope, i.on): i for i in incidents}


def strengths(found: tuple[Verdict, ...]) -> dict[object, int]:
    return {(v.code, v.rule, v.scope, v.on): LEVELS.index(v.level) for v in found}


# ---------------------------------------------------------------------------- overuse


@given(logs(), LIMITS, st.integers(0, 30))
def test_judging_from_a_date_on_equals_judging_from_scratch(log, limits, day):
    """With what is stored from LOOKBACK_DAYS before on; incidents since then are not believed."""
    logged, pains = log
    since = FIRST.date() + timedelta(days=day)
    oldest = since - timedelta(days=LOOKBACK_DAYS)
    whole = evaluate(logged, pains, limits)
    part = evaluate(
        [bout for bout in logged if bout.on >= oldest],
        [pain for pain in pains if pain.on >= oldest],
        limits,
        since=since,
        earlier=[i for i in whole.incidents if oldest <= i.on],  # those to be judged too
    )
    assert part.incidents == tuple(i for i in whole.incidents if i.on >= since)
    assert set(part.notices) == {n for n in whole.notices if n.on is not None and n.on >= since}


@given(logs(), LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_is_irrelevant(log, limits, random):
    logged, pains = log
    shuffled = random.sample(logged, len(logged)), random.sample(pains, len(pains))
    assert evaluate(*shuffled, limits) == evaluate(logged, pains, limits)


@given(logs(), LIMITS, st.data())
def test_a_release_more_removes_no_verdict_and_shortens_no_lock(log, limits, data):
    logged, pains = log
    mobilising = [bout for bout in logged if bout.mobilising]
    assume(mobilising)
    bout = data.draw(st.sampled_from(mobilising))
    region = data.draw(st.sampled_from(bout.regions))
    popped = replace(bout, released=tuple({*bout.released, region}))
    after = evaluate([popped if b is bout else b for b in logged], pains, limits)
    before = evaluate(logged, pains, limits)
    stronger = keys(after.incidents)
    for key, incident in keys(before.incidents).items():
        assert stronger[key].until >= incident.until
        assert stronger[key].tripped_at <= incident.tripped_at
        assert stronger[key].level >= incident.level
    for notice in before.notices:
        key = (notice.rule, notice.scope, notice.on)
        same = [n for n in after.notices if (n.rule, n.scope, n.on) == key]
        assert same or notice.rule is Rule.F1 or stronger[key].level
    sessions = {bout.id: bout.session for bout in logged}
    too_soon, sooner = (
        {sessions[n.rows[-1]] for n in found.notices if n.rule is Rule.F1}
        for found in (before, after)
    )
    assert too_soon <= sooner


@given(logs(), LIMITS, st.data())
def test_deleting_a_bout_adds_no_incident(log, limits, data):
    """With the pain answers where they are; moving or losing those is another change."""
    logged, pains = log
    gone = data.draw(st.sampled_from(logged))
    before = keys(evaluate(logged, pains, limits).incidents)
    after = keys(evaluate([b for b in logged if b is not gone], pains, limits).incidents)
    for key, incident in after.items():
        assert before[key].until >= incident.until
        assert before[key].level >= incident.level


@given(logs(), LIMITS)
def test_an_incident_is_one_a_rule_scope_and_date_and_its_rows_are_logged(log, limits):
    logged, pains = log
    found = evaluate(logged, pains, limits).incidents
    assert len(keys(found)) == len(found)
    known = {bout.id for bout in logged} | {bout.session for bout in logged}
    for incident in found:
        assert set(incident.rows) <= known
        assert 0 <= incident.level <= 3
        assert incident.tripped_at <= incident.until
        assert incident.count > incident.limit or incident.level == 0


@given(logs())
def test_tighter_limits_find_no_less(log):
    logged, pains = log
    loose = keys(evaluate(logged, pains, Limits()).incidents)
    tight = keys(evaluate(logged, pains, TIGHT).incidents)
    assert loose.keys() <= tight.keys()
    assert all(tight[key].until >= incident.until for key, incident in loose.items())


# ---------------------------------------------------------------------------- the start check


MOMENTS = st.integers(0, 24 * 96).map(lambda n: FIRST + timedelta(minutes=15 * n))


@st.composite
def people(draw: st.DrawFn) -> Facts:
    """Someone with a log, health answers and perhaps a pain now."""
    logged = draw(bouts(24))
    tags = draw(st.frozensets(st.sampled_from(Tag), max_size=4))
    return make_facts(
        zone=draw(st.sampled_from(ZONES)),
        screening=make_screening(answered_at=FIRST, tags=tags),
        bouts=tuple(logged),
        incidents=evaluate(logged, [], Limits()).incidents,
        pain_now=draw(st.none() | st.integers(0, 10)),
    )


def refusals(facts: Facts, name: str, now: datetime) -> set[tuple[object, ...]]:
    found = check_start(SHORT[name], facts, now)
    return {(v.code, v.rule, v.scope, str(v.params.get("tag"))) for v in found}


@given(people(), st.sampled_from(list(SHORT)), st.sampled_from(Tag), MOMENTS)
def test_a_contraindication_more_never_unlocks(facts, name, tag, now):
    assert facts.screening is not None
    worse = replace(facts, screening=replace(facts.screening, tags=facts.tags | {tag}))
    assert refusals(facts, name, now) <= refusals(worse, name, now)


@given(people(), st.sampled_from(list(SHORT)), MOMENTS, st.data())
def test_a_release_more_never_unlocks(facts, name, now, data):
    mobilising = [bout for bout in facts.bouts if bout.mobilising]
    assume(mobilising)
    bout = data.draw(st.sampled_from(mobilising))
    popped = replace(bout, released=bout.regions)
    logged = tuple(popped if b is bout else b for b in facts.bouts)
    worse = replace(facts, bouts=logged, incidents=evaluate(logged, [], Limits()).incidents)
    assert refusals(facts, name, now) <= refusals(worse, name, now)


@given(people(), st.sampled_from(["DK", "KR", "CP", "FB"]), MOMENTS)
def test_no_load_ever_closes_a_pure_stretch(facts, name, now):
    """Only the questions after a level-3 cool-down come first, for stretches too."""
    found = refusals(facts, name, now)
    rested = replace(facts, bouts=(), incidents=(), pain_now=None)
    long_rest = any(incident.level == 3 for incident in facts.incidents)
    asked = {refusal for refusal in found if refusal[0] is Code.SCREENING_REQUIRED}
    assert found - (asked if long_rest else set()) == refusals(rested, name, now)


@given(people(), st.sampled_from(list(SHORT)), MOMENTS)
def test_what_the_clock_lifts_is_lifted_at_its_time(facts, name, now):
    for verdict in check_start(SHORT[name], facts, now):
        if verdict.until is None:
            continue
        assert verdict.until > now
        later = check_start(SHORT[name], replace(facts, pain_now=None), verdict.until)
        key = (verdict.code, verdict.rule, verdict.scope, verdict.until)
        assert key not in {(v.code, v.rule, v.scope, v.until) for v in later}


@given(people(), MOMENTS)
def test_the_map_says_ready_exactly_where_gentle_work_may_start(facts, now):
    states = {state.region: state.status for state in region_states(facts, now)}
    free = replace(SHORT["CT"], block=frozenset(), release_regions=())
    for region in set(Region) - {Region.CERVICAL}:
        found = check_start(replace(free, slug="", regions=(region,)), facts, now)
        closed = {verdict.code for verdict in found} - {Code.STRETCH_FIRST}
        assert (states[region] in {Status.READY, Status.AT_LIMIT}) or closed
        assert not closed or states[region] is not Status.READY


# ---------------------------------------------------------------------------- clocks


@given(
    st.sampled_from(ZONES),
    st.sampled_from([date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1)]),
    st.integers(-24 * 60, 48 * 60),
)
def test_rest_is_elapsed_time_on_days_of_any_length(zone, day, minutes):
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    bout = make_bout("CT", start.astimezone(zone), zone=zone, released=(Region.LUMBAR,))
    facts = make_facts(zone=zone, bouts=(bout,))
    (verdict,) = resting((Region.LUMBAR,), facts, start + timedelta(minutes=59, seconds=59))
    assert verdict.until == start + timedelta(minutes=60)
    assert list(resting((Region.LUMBAR,), facts, verdict.until)) == []


@given(st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_next_date_begins_at_the_next_midnight(zone, day):
    begins = midnight_after(day, zone)
    assert local_date(begins, zone) == day + timedelta(days=1)
    assert local_date(begins - timedelta(seconds=1), zone) == day
