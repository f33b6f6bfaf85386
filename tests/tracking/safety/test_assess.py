"""The start check: each rule alone, the order of all, and what is only shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exercises.vocabulary import Tag
from tests.tracking.safety.catalogue import SHORT
from tests.tracking.safety.people import (
    NOW,
    codes,
    make_bout,
    make_facts,
    make_screening,
    released,
)
from tracking.safety.assess import ANSWERED_AT_START, cautions, check_start, locks
from tracking.safety.facts import Ack, Care, Incident, PainQuality, Stop, Whose
from tracking.safety.verdict import BACK, Code, Level, Rule, Scope

HOUR = timedelta(hours=1)
ALL = [name for name in SHORT if name != "PRO"]


def cool_down(*, scope: Scope = BACK, level: int = 1, until: datetime = NOW + HOUR) -> Incident:
    return Incident(
        rule=Rule.D1,
        scope=scope,
        on=NOW.date(),
        tripped_at=until - timedelta(hours=24),
        until=until,
        level=level,
        count=4,
        limit=3,
    )


@pytest.mark.parametrize("name", ALL)
def test_an_able_person_may_start_everything_that_can_be_run(name):
    assert codes(name, make_facts()) == []


def test_what_is_for_professionals_never_runs():
    assert codes("PRO", make_facts()) == [Code.PROFESSIONAL_ONLY]


def test_everything_at_once_is_told_in_the_stated_order():
    unwell = make_facts(
        screening=make_screening(
            answered_at=NOW - timedelta(days=91),
            age=17,
            tags={Tag.AGE_UNDER_18, Tag.RED_FLAG, Tag.CHEST_BREAST},
            care=Care.SAME_DAY,
            red_since=NOW,
        ),
        stops=(Stop(at=NOW - HOUR),),
        bouts=(
            released("HUG", NOW - HOUR / 2),
            *(make_bout("CB", NOW - timedelta(hours=3 + hour)) for hour in range(2)),
        ),
        incidents=(cool_down(),),
        partner_methods=False,
        pain_now=7,
        practice_dates=(),
        acks=frozenset(),
        prerequisites=frozenset(),
        partner_tags=None,
        session=None,
    )
    hug = replace(SHORT["HUG"], prerequisite=True)
    assert [verdict.code for verdict in check_start(hug, unwell, NOW)] == [
        Code.AGE_UNDER_18,
        Code.RED_FLAG,
        Code.STOP_LOCK,
        Code.SCREENING_REQUIRED,
        Code.NOT_RUNNABLE,
        Code.CONTRAINDICATED,
        Code.COOLING_DOWN,
        Code.REFRACTORY,
        Code.LIMIT_REACHED,
        Code.LIMIT_REACHED,
        Code.PAIN_NOW_HIGH,
        Code.ELEVATED_LOCKED,
        Code.ELEVATED_LOCKED,
        Code.ELEVATED_LOCKED,
        Code.PREREQUISITE_NOT_MET,
        Code.ELEVATED_NO_ACK,
        Code.PARTNER_NOT_SCREENED,
        Code.STRETCH_FIRST,
    ]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("tag", [Tag.RED_FLAG, Tag.AGE_UNDER_18])
def test_a_red_flag_and_youth_close_even_stretches(name, tag):
    assert codes(name, make_facts(tags={tag})) == [Code(tag.name)]


def test_answers_hold_for_ninety_days_and_no_longer():
    old = make_screening(answered_at=NOW - timedelta(days=90))
    assert codes("CT", make_facts(screening=old)) == []
    later = replace(old, answered_at=old.answered_at - timedelta(seconds=1))
    assert codes("CT", make_facts(screening=later)) == [Code.SCREENING_REQUIRED]


@pytest.mark.parametrize(
    ("screening", "reason"),
    [
        pytest.param(None, "none", id="never-answered"),
        pytest.param(make_screening(voided_at=NOW), "news", id="something-is-new"),
        pytest.param(make_screening(), "cool_down", id="a-long-rest-ended-since"),
    ],
)
def test_stretches_too_wait_for_answers(screening, reason):
    rested = cool_down(level=3, until=NOW - HOUR)
    facts = make_facts(screening=screening, incidents=(rested,))
    (verdict,) = check_start(SHORT["DK"], facts, NOW)
    assert (verdict.code, verdict.params["reason"]) == (Code.SCREENING_REQUIRED, reason)


@pytest.mark.parametrize(
    ("level", "until", "answered"),
    [
        pytest.param(2, NOW - HOUR, NOW - 9 * HOUR, id="a-shorter-rest"),
        pytest.param(3, NOW + HOUR, NOW - 99 * HOUR, id="the-long-rest-is-still-on"),
        pytest.param(3, NOW - HOUR, NOW - HOUR, id="answered-after-the-long-rest"),
    ],
)
def test_only_answers_older_than_the_end_of_a_long_rest_are_asked_again(level, until, answered):
    facts = make_facts(
        incidents=(cool_down(level=level, until=until),),
        screening=make_screening(answered_at=answered),
    )
    assert codes("DK", facts) == []


def test_each_contraindication_is_named():
    facts = make_facts(tags={Tag.SPINE_SURGERY, Tag.RECENT_FRACTURE, Tag.HEART})
    found = check_start(SHORT["CT"], facts, NOW)
    assert [verdict.params["tag"] for verdict in found] == ["recent_fracture", "spine_surgery"]


@pytest.mark.parametrize("tag", [Tag.PREGNANCY, Tag.AGE_UNDER_18])
def test_the_partners_answers_count_for_partner_methods_only(tag):
    facts = make_facts(partner_tags=frozenset({tag}))
    assert codes("HUG", facts) == [Code.PARTNER_CONTRAINDICATED]
    assert codes("BED", facts) == []


def test_partner_methods_can_be_switched_off():
    facts = make_facts(partner_methods=False)
    assert codes("LIFT", facts) == [Code.NOT_RUNNABLE]
    assert codes("BED", facts) == []


def test_a_retired_exercise_does_not_start():
    gone = replace(SHORT["CT"], retired=True)
    assert [verdict.code for verdict in check_start(gone, make_facts(), NOW)] == [Code.NOT_RUNNABLE]


@pytest.mark.parametrize(
    ("scope", "closed"),
    [
        pytest.param(BACK, {"CT", "CB", "SB"}, id="whole-back"),
        pytest.param(Scope.parse("lumbar"), {"CT"}, id="region"),
        pytest.param(Scope.parse("chair-back-thoracic-extension"), {"CB"}, id="exercise"),
    ],
)
def test_a_cool_down_closes_its_scope_and_never_a_stretch(scope, closed):
    facts = make_facts(incidents=(cool_down(scope=scope),))
    shut = {name for name in ("DK", "CP", "CT", "CB", "SB") if codes(name, facts)}
    assert shut == closed


def test_a_cool_down_ends_on_the_second():
    facts = make_facts(incidents=(cool_down(until=NOW),))
    assert codes("CT", facts, NOW - timedelta(seconds=1)) == [Code.COOLING_DOWN]
    assert codes("CT", facts, NOW) == []


def test_a_release_rests_its_region_for_an_hour_from_the_start_of_the_bout():
    warm = make_facts().bouts
    before = make_facts(bouts=(*warm, released("CT", NOW - HOUR + timedelta(seconds=1))))
    (verdict,) = check_start(SHORT["CT"], before, NOW)
    assert (verdict.code, verdict.until) == (Code.REFRACTORY, NOW + timedelta(seconds=1))
    assert codes("CB", before) == []
    assert codes("DK", before) == []
    assert codes("CT", before, NOW + timedelta(seconds=1)) == []


def test_six_is_where_pain_leaves_only_stretches():
    assert codes("CT", make_facts(pain_now=5)) == []
    (verdict,) = check_start(SHORT["CT"], make_facts(pain_now=6), NOW)
    assert verdict.code is Code.PAIN_NOW_HIGH
    assert verdict.until == datetime(2026, 6, 1, 23, 0, tzinfo=UTC)
    assert codes("DK", make_facts(pain_now=10)) == []


def test_pain_told_at_screening_counts_for_that_date():
    sore = make_screening(answered_at=NOW - HOUR, pain=6, quality=PainQuality.ACHE)
    assert codes("CT", make_facts(screening=sore)) == [Code.PAIN_NOW_HIGH]
    assert codes("CT", make_facts(screening=replace(sore, answered_at=NOW - 24 * HOUR))) == []


@pytest.mark.parametrize(
    ("after", "open_names"),
    [
        pytest.param(0 * HOUR, {"DK"}, id="at-once"),
        pytest.param(47 * HOUR, {"DK"}, id="47-hours"),
        pytest.param(48 * HOUR, {"DK", "CT"}, id="48-hours"),
        pytest.param(167 * HOUR, {"DK", "CT"}, id="almost-a-week"),
        pytest.param(168 * HOUR, {"DK", "CT", "BED"}, id="a-week"),
    ],
)
def test_after_a_stop_and_new_answers_the_gentlest_comes_back_first(after, open_names):
    stop = Stop(at=NOW - after, rescreened_at=NOW - after, whose=Whose.PARTNER)
    facts = make_facts(stops=(stop,))
    assert {name for name in ("DK", "CT", "BED") if not codes(name, facts)} == open_names


def test_without_new_answers_a_stop_never_ends():
    facts = make_facts(stops=(Stop(at=NOW - timedelta(days=60)),))
    assert codes("DK", facts) == [Code.STOP_LOCK]


@pytest.mark.parametrize(
    ("completed", "opens"),
    [
        pytest.param([1, 1, 2, 2, 3], True, id="five-on-three-dates"),
        pytest.param([1, 2, 3, 4], False, id="four"),
        pytest.param([1, 1, 1, 2, 2, 2], False, id="six-on-two-dates"),
    ],
)
def test_elevated_opens_with_practice(completed, opens):
    facts = make_facts(practice_dates=tuple(NOW.date().replace(day=day) for day in completed))
    assert (codes("BED", facts) == []) is opens
    assert codes("CT", facts) == []


def test_an_open_cool_down_elsewhere_keeps_elevated_work_closed():
    facts = make_facts(incidents=(cool_down(scope=Scope.parse("sacroiliac")),))
    (verdict,) = check_start(SHORT["BED"], facts, NOW)
    assert (verdict.code, verdict.until) == (Code.ELEVATED_LOCKED, NOW + HOUR)
    assert codes("CT", facts) == []


@pytest.mark.parametrize(("age", "opens"), [(18, True), (64, True), (65, False)])
def test_elevated_is_for_eighteen_to_sixty_four(age, opens):
    facts = make_facts(screening=make_screening(age=age))
    assert (codes("BED", facts) == []) is opens


def test_an_exercise_with_a_prerequisite_names_an_easier_one():
    (verdict,) = check_start(SHORT["HP"], make_facts(prerequisites=frozenset()), NOW)
    assert verdict.code is Code.PREREQUISITE_NOT_MET
    assert verdict.params["easier"] == "standing-back-extension"


@pytest.mark.parametrize("name", ["BED", "ET", "BB", "HUG", "LIFT"])
def test_elevated_work_needs_every_tick_of_this_run(name):
    facts = make_facts(acks=frozenset(Ack) - {Ack.FLOOR_CLEAR})
    (verdict,) = check_start(SHORT[name], facts, NOW)
    assert verdict.code is Code.ELEVATED_NO_ACK
    assert verdict.params["missing"] == ("floor_clear",)


def test_the_partner_answers_before_a_partner_method():
    assert codes("LIFT", make_facts(partner_tags=None)) == [Code.PARTNER_NOT_SCREENED]
    assert codes("BED", make_facts(partner_tags=None)) == []


@pytest.mark.parametrize(
    ("bouts", "warm"),
    [
        pytest.param([("FB", 2, "now")], True, id="34-seconds-in-this-session"),
        pytest.param([("KR", 2, "now")], True, id="30-seconds"),
        pytest.param([("DK", 60, "now")], True, id="long-ago-but-this-session"),
        pytest.param([("DK", 15, "other")], True, id="another-session-a-quarter-of-an-hour-ago"),
        pytest.param([("DK", 15.5, "other")], True, id="begun-earlier-but-ended-in-time"),
        pytest.param([("DK", 17, "other")], False, id="another-session-too-long-ago"),
        pytest.param([("CT", 2, "other")], False, id="mobilising-is-no-stretch"),
        pytest.param([], False, id="nothing"),
        pytest.param([("CT", 5, "now")], True, id="not-the-first-mobilising-bout"),
    ],
)
def test_stretch_first(bouts, warm):
    done = [make_bout(name, NOW - timedelta(minutes=m), session=s) for name, m, s in bouts]
    facts = make_facts(bouts=tuple(done))
    assert (codes("CT", facts) == []) is warm
    assert codes("DK", facts) == []


def test_a_stretch_broken_off_counts_what_was_done():
    short = make_bout("DK", NOW - timedelta(minutes=2), session="now", stretch_seconds=29)
    assert codes("CT", make_facts(bouts=(short,))) == [Code.STRETCH_FIRST]
    more = make_bout("DK", NOW - timedelta(minutes=1), session="now", stretch_seconds=1)
    assert codes("CT", make_facts(bouts=(short, more))) == []


def test_a_local_clock_that_jumps_between_stretch_and_start_counts_what_passed():
    """The clocks go forward at 01:00: from 00:55 to 02:02 seven minutes pass."""
    london = ZoneInfo("Europe/London")
    now = datetime(2026, 3, 29, 2, 2, tzinfo=london)
    warm = make_bout("DK", datetime(2026, 3, 29, 0, 55, tzinfo=london))
    facts = make_facts(bouts=(warm,), screening=make_screening(answered_at=warm.start))
    assert codes("CT", facts, now) == []


def test_what_the_start_card_can_answer_locks_no_page():
    bare = make_facts(acks=frozenset(), prerequisites=frozenset(), partner_tags=None, bouts=())
    for name in ("BB", "HUG"):
        assert codes(name, bare)
        assert set(codes(name, bare)) <= ANSWERED_AT_START
        assert locks(SHORT[name], bare, NOW) == ()


def test_a_caution_is_shown_and_never_refused():
    facts = make_facts(tags={Tag.OSTEOPOROSIS})
    assert codes("CT", facts) == []
    (verdict,) = cautions(SHORT["CT"], facts, NOW)
    assert (verdict.code, verdict.level) == (Code.CAUTION, Level.NOTICE)


def test_a_tag_that_blocks_is_not_also_a_caution():
    both = replace(SHORT["CT"], caution=SHORT["CT"].caution | {Tag.SPINE_SURGERY})
    assert cautions(both, make_facts(tags={Tag.SPINE_SURGERY}), NOW) == ()


def test_at_the_limit_of_releases_one_more_is_confirmed():
    morning = tuple(released("CT", NOW - hours * HOUR) for hours in (4, 2))
    facts = make_facts(bouts=(*make_facts().bouts, *morning))
    assert codes("CT", facts) == []
    (verdict,) = cautions(SHORT["CT"], facts, NOW)
    assert (verdict.code, verdict.rule) == (Code.AT_LIMIT, Rule.D2)
    assert cautions(SHORT["CB"], facts, NOW) == ()


def test_a_limit_that_refuses_is_not_confirmed_as_well():
    facts = make_facts(bouts=(*make_facts().bouts, make_bout("BED", NOW - 4 * HOUR)))
    assert codes("BED", facts) == [Code.LIMIT_REACHED, Code.LIMIT_REACHED]
    assert cautions(SHORT["BED"], facts, NOW) == ()


def test_a_stretch_beyond_its_daily_number_is_remarked_on_and_starts():
    often = tuple(make_bout("DK", NOW - hours * HOUR) for hours in range(1, 6))
    facts = make_facts(bouts=often)
    assert codes("DK", facts) == []
    (verdict,) = cautions(SHORT["DK"], facts, NOW)
    assert (verdict.code, verdict.params["count"]) == (Code.CAP_PASSED, 5)


def test_a_weekly_limit_opens_on_the_date_with_room():
    days = [timedelta(days=day) for day in (6, 2)]
    facts = make_facts(bouts=(*make_facts().bouts, *(make_bout("BED", NOW - d) for d in days)))
    (verdict,) = check_start(SHORT["BED"], facts, NOW)
    assert (verdict.code, verdict.rule) == (Code.LIMIT_REACHED, Rule.W4)
    assert verdict.until == datetime(2026, 6, 1, 23, 0, tzinfo=UTC)
    assert locks(SHORT["BED"], facts, verdict.until - timedelta(seconds=1)) == (verdict,)
    assert locks(SHORT["BED"], facts, verdict.until) == ()
