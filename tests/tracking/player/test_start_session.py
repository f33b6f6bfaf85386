"""Starting a session: the whole plan is checked, and what the rules refuse is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Consent
from exercises.vocabulary import Tag
from tests.factories import NOW, make_bout, make_incident, make_screening, make_session
from tests.tracking.player.conftest import start
from tracking.models import Session
from tracking.safety.gates import PARTNER_TICKS, SPOTTER_TICKS
from tracking.safety.verdict import Code, Rule

pytestmark = pytest.mark.django_db


def codes(verdicts):
    return [verdict.code for verdict in verdicts]


def items(session):
    return [item["slug"] for item in session.plan["items"]]


def practised(user):
    """Five sessions on three dates: what opens elevated exercises."""
    for days in (10, 9, 9, 8, 8):
        make_session(user, at=NOW - timedelta(days=days))


def test_a_routine_starts_with_its_first_item_begun(ann, routines):
    session = start(ann, routines["morning-loosen"]).session
    assert items(session) == ["double-knee-to-chest", "seated-floor-twist", "childs-pose"]
    [move] = session.moves.all()
    assert (move.kind, move.offset_ms, move.data) == ("begin", 0, {"item": 0})
    assert (session.status, session.title, str(session.on)) == (
        "open",
        "Morning loosen",
        "2026-06-01",
    )


def test_every_built_in_routine_starts_for_a_healthy_person(ann, routines):
    practised(ann)
    ticks = frozenset(SPOTTER_TICKS) | frozenset(PARTNER_TICKS)
    for slug, routine in routines.items():
        can = frozenset({"standing-extension-hand-press"})
        told = start(ann, routine, acks=ticks, partner_tags=frozenset(), prerequisites=can)
        assert told.session is not None, slug
        assert not told.ready.preparation.left_out
        told.session.delete()


def test_a_single_exercise_brings_its_stretch_and_its_counter(ann, catalogue):
    session = start(ann, catalogue["chair-back-thoracic-extension"]).session
    first, middle, last = session.plan["items"]
    assert middle["slug"] == "chair-back-thoracic-extension"
    assert (first["role"], middle["role"], last["role"]) == ("warm_up", "main", "counter")
    assert last["slug"] in middle["counter"]


def test_a_stretch_runs_alone(ann, catalogue):
    assert items(start(ann, catalogue["childs-pose"]).session) == ["childs-pose"]


def test_without_a_screening_nothing_starts(alice, routines):
    told = start(alice, routines["morning-loosen"])
    assert told.session is None
    assert codes(told.ready.preparation.refusals) == [Code.SCREENING_REQUIRED]


def test_the_professional_only_entry_never_starts(ann, catalogue):
    told = start(ann, catalogue["floor-manipulation-by-another"])
    assert Code.PROFESSIONAL_ONLY in codes(told.ready.preparation.refusals)
    assert not Session.objects.exists()


def test_partner_methods_can_be_switched_off(ann, routines, settings):
    settings.PARTNER_METHODS = False
    practised(ann)
    told = start(ann, routines["partner-hug"], acks=frozenset(PARTNER_TICKS))
    assert told.session is None
    assert codes(told.ready.preparation.refusals) == [Code.NOT_RUNNABLE]
    assert told.ready.never


def test_blocked_items_are_replaced_and_told(alice, routines):
    make_screening(alice, tags=[Tag.STENOSIS_SLIP])
    told = start(alice, routines["standing-reset"], now=NOW + timedelta(minutes=5))
    assert "standing-extension-hand-press" not in items(told.session)
    assert told.ready.preparation.changes[0].was == "standing-extension-hand-press"


def test_what_is_left_must_still_be_a_routine(alice, routines):
    make_screening(alice, tags=[Tag.RECENT_SURGERY])  # closes both floor stretches
    told = start(alice, routines["spotted-bed-edge"], now=NOW + timedelta(minutes=5))
    assert told.session is None
    preparation = told.ready.preparation
    assert preparation.findings or preparation.refusals


MANY_ANSWERS = [Tag.OSTEOPOROSIS, Tag.RECENT_FRACTURE, Tag.DISC_PROBLEM, Tag.SPINE_SURGERY]


def test_a_routine_of_which_nothing_is_left_names_the_answers_that_close_it(alice, routines):
    make_screening(alice, tags=MANY_ANSWERS)
    for slug in ("morning-loosen", "desk-break", "evening-unwind", "mid-back-opener"):
        preparation = start(alice, routines[slug]).ready.preparation
        assert not preparation.rows, slug
        assert set(codes(preparation.refusals)) == {Code.CONTRAINDICATED}, slug
        assert {v.rule for v in preparation.refusals} == {Rule.A1}
        assert not preparation.findings
        assert len(set(preparation.refusals)) == len(preparation.refusals)


def test_what_closes_all_is_told_of_a_routine_with_every_other_hit(alice, routines, catalogue):
    make_screening(alice, tags=[Tag.RED_FLAG, Tag.AGE_UNDER_18], age=16)
    make_incident(alice, "D1", scope="back", at=NOW - timedelta(hours=2))
    told = codes(start(alice, routines["morning-loosen"]).ready.preparation.refusals)
    assert told == [Code.AGE_UNDER_18, Code.RED_FLAG, Code.COOLING_DOWN]
    alone = codes(start(alice, catalogue["seated-floor-twist"]).ready.preparation.refusals)
    assert told == alone


def test_all_hits_of_a_routine_come_in_the_stated_order(alice, routines):
    long_ago = NOW - timedelta(days=100)
    make_screening(alice, at=long_ago, tags=[Tag.RED_FLAG, *MANY_ANSWERS])
    make_incident(alice, "D1", scope="back", at=NOW - timedelta(hours=2))
    told = codes(start(alice, routines["morning-loosen"]).ready.preparation.refusals)
    assert list(dict.fromkeys(told)) == [
        Code.RED_FLAG,
        Code.SCREENING_REQUIRED,
        Code.CONTRAINDICATED,
        Code.COOLING_DOWN,
    ]


def test_a_switched_off_partner_routine_tells_a_red_flag_first(alice, routines, settings):
    settings.PARTNER_METHODS = False
    make_screening(alice, tags=[Tag.RED_FLAG])
    told = codes(start(alice, routines["partner-hug"]).ready.preparation.refusals)
    assert told[:2] == [Code.RED_FLAG, Code.NOT_RUNNABLE]


def test_a_resting_region_is_left_out_and_told_until_when(ann, routines):
    earlier = make_session(ann, at=NOW - timedelta(minutes=30))
    make_bout(earlier, "seated-chair-twist", released=["lumbar"])
    told = start(ann, routines["morning-loosen"])
    assert items(told.session) == ["double-knee-to-chest", "childs-pose"]
    [left] = told.ready.preparation.left_out
    assert left.slug == "seated-floor-twist"
    assert left.verdicts[0].code is Code.REFRACTORY
    assert left.verdicts[0].until == NOW + timedelta(minutes=30)


def test_a_resting_exercise_alone_is_refused_to_the_second(ann, catalogue):
    earlier = make_session(ann, at=NOW - timedelta(minutes=30))
    make_bout(earlier, "seated-chair-twist", released=["lumbar"])
    opens = NOW + timedelta(minutes=30)
    early = start(ann, catalogue["seated-chair-twist"], now=opens - timedelta(seconds=1))
    assert codes(early.ready.preparation.refusals) == [Code.REFRACTORY]
    assert start(ann, catalogue["seated-chair-twist"], now=opens).session is not None


def test_pain_six_opens_stretches_only(ann, routines):
    told = start(ann, routines["desk-break"], pain_now=6)
    assert set(items(told.session)) == {"standing-forward-bend-twist"}
    assert told.session.pain_before == 6


def test_pain_five_changes_nothing(ann, routines):
    assert len(items(start(ann, routines["desk-break"], pain_now=5).session)) == 4


def test_a_cool_down_leaves_stretches(ann, routines):
    make_incident(ann, "D1", scope="back", at=NOW - timedelta(hours=2))
    told = start(ann, routines["evening-unwind"])
    assert "supine-spinal-twist" not in items(told.session)
    assert codes(told.ready.preparation.left_out[0].verdicts)[0] is Code.COOLING_DOWN


def test_after_a_stop_nothing_starts(ann, routines):
    make_incident(ann, "P1", scope="back", at=NOW - timedelta(hours=2), hours=168)
    told = start(ann, routines["stretch-only"])
    assert codes(told.ready.preparation.refusals)[0] is Code.STOP_LOCK


def test_elevated_work_needs_practice_first(ann, routines):
    told = start(ann, routines["spotted-bed-edge"], acks=frozenset(SPOTTER_TICKS))
    [left] = told.ready.preparation.left_out
    assert codes(left.verdicts) == [Code.ELEVATED_LOCKED]


def test_every_tick_of_the_spotter_is_needed(ann, catalogue):
    practised(ann)
    bed = catalogue["bed-edge-extension"]
    missing = start(ann, bed, acks=frozenset(SPOTTER_TICKS[:3]))
    assert (missing.session, codes(missing.missing)) == (None, [Code.ELEVATED_NO_ACK])
    session = start(ann, bed, acks=frozenset(SPOTTER_TICKS)).session
    assert session.acknowledgements["acks"] == sorted(tick.value for tick in SPOTTER_TICKS)
    assert session.acknowledgements["at"] == NOW.isoformat()


def test_the_partner_must_have_answered(ann, catalogue):
    practised(ann)
    hug = catalogue["partner-bear-hug"]
    missing = start(ann, hug, acks=frozenset(PARTNER_TICKS))
    assert codes(missing.missing) == [Code.PARTNER_NOT_SCREENED]
    assert start(ann, hug, acks=frozenset(PARTNER_TICKS), partner_tags=frozenset()).session


def test_a_partner_with_a_bad_back_closes_the_method(ann, catalogue):
    practised(ann)
    told = start(
        ann,
        catalogue["partner-bear-hug"],
        acks=frozenset(PARTNER_TICKS),
        partner_tags=frozenset({Tag.DISC_PROBLEM}),
    )
    assert codes(told.ready.preparation.refusals) == [Code.PARTNER_CONTRAINDICATED]


def test_the_partners_answers_are_not_kept(ann, catalogue):
    practised(ann)
    session = start(
        ann,
        catalogue["partner-bear-hug"],
        acks=frozenset(PARTNER_TICKS),
        partner_tags=frozenset({Tag.EYE_PRESSURE}),
    ).session
    assert session.acknowledgements["partner"] is True
    assert "eye_pressure" not in str(session.acknowledgements)


def test_a_prerequisite_is_ticked(ann, catalogue):
    press = catalogue["standing-extension-hand-press"]
    assert codes(start(ann, press).missing) == [Code.PREREQUISITE_NOT_MET]
    assert start(ann, press, prerequisites=frozenset({press.slug})).session


def test_a_second_tap_makes_no_second_session(ann, routines):
    key = uuid4()
    first = start(ann, routines["morning-loosen"], key=key)
    again = start(ann, routines["morning-loosen"], key=key, now=NOW + timedelta(seconds=1))
    assert again.session == first.session
    assert Session.objects.count() == 1


def test_one_session_is_open_at_a_time(ann, routines):
    first = start(ann, routines["morning-loosen"])
    other = start(ann, routines["stretch-only"], now=NOW + timedelta(hours=5))
    assert (other.session, other.open_session) == (None, first.session)


def test_an_abandoned_session_makes_way(ann, routines):
    first = start(ann, routines["morning-loosen"]).session
    later = NOW + timedelta(hours=6)
    second = start(ann, routines["stretch-only"], now=later).session
    first.refresh_from_db()
    assert (first.status, second.status) == ("partial", "open")


def test_a_plan_that_changed_since_it_was_shown_is_shown_again(ann, routines):
    shown = ("double-knee-to-chest", "seated-floor-twist", "childs-pose")
    told = start(ann, routines["morning-loosen"], shown=shown, pain_now=7)
    assert (told.session, told.changed) == (None, True)
    assert start(ann, routines["morning-loosen"], shown=told.ready.slugs, pain_now=7).session


def test_reading_the_emergency_signs_is_kept_with_its_time(ann, routines):
    Consent.objects.filter(text=Consent.Text.EMERGENCY_SIGNS).delete()
    start(ann, routines["morning-loosen"], signs_read=True)
    given = Consent.objects.get(user=ann, text=Consent.Text.EMERGENCY_SIGNS)
    assert given.given_at == NOW


def test_a_refused_start_keeps_nothing(alice, routines):
    Consent.objects.filter(text=Consent.Text.EMERGENCY_SIGNS).delete()
    start(alice, routines["morning-loosen"], signs_read=True)
    assert not Session.objects.exists()
    assert not Consent.objects.filter(text=Consent.Text.EMERGENCY_SIGNS).exists()


def test_rolling_lasts_as_chosen(ann, catalogue):
    session = start(ann, catalogue["foam-roller-back"], minutes=5).session
    [roller] = [i for i in session.plan["items"] if i["slug"] == "foam-roller-back"]
    assert roller["seconds"] == 5 * 60 + 10


@pytest.mark.parametrize(
    ("runs", "offers"), [(0, (2,)), (2, (2,)), (3, (2, 5)), (5, (2, 5)), (6, (2, 5, 10))]
)
def test_longer_rolling_opens_with_practice(ann, catalogue, runs, offers):
    for number in range(runs):
        past = make_session(ann, at=NOW - timedelta(days=10 + number))
        make_bout(past, "foam-roller-back")
    ready = start(ann, catalogue["foam-roller-back"]).ready
    assert ready.offers == offers
    assert ready.sore is (runs < 3)


def test_cautions_and_limits_are_kept_with_the_start(alice, catalogue):
    make_screening(alice, tags=[Tag.DIZZINESS])
    session = start(alice, catalogue["childs-pose"], now=NOW + timedelta(minutes=1)).session
    assert session.acknowledgements["cautions"] == [["childs-pose", "CAUTION", "dizziness"]]


def test_the_zone_of_the_person_gives_the_date(ann, routines):
    ann.time_zone = "Pacific/Auckland"
    ann.save()
    session = start(ann, routines["stretch-only"], now=NOW + timedelta(hours=6)).session
    assert (session.zone, str(session.on)) == ("Pacific/Auckland", "2026-06-02")
