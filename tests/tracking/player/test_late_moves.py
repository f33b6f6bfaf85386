"""What a phone without a network tells afterwards: taken as done, at its own time, once."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.factories import NOW, make_bout, make_session
from tests.tracking.player.account import Account, logged, send
from tests.tracking.player.conftest import begin
from tracking.models import Bout, Incident, Session
from tracking.player.actions import Press, Refusal, close_abandoned
from tracking.player.machine import Phase

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
SECOND, THIRD, END = 60, 160, 224  # of morning-loosen
DAYS = 3 * 24 * 3600


@pytest.fixture
def hand(ann, routines):
    return begin(ann, routines["morning-loosen"])


@pytest.fixture
def page(hand):
    return Account(hand)


def rest_region(user, hand):
    """The lower back released half an hour ago, so that item 1 is refused."""
    past = make_session(user, at=NOW - timedelta(minutes=30))
    make_bout(past, "seated-chair-twist", released=["lumbar"])


# ------------------------------------------------------------------ begins


def test_a_begin_told_late_is_dated_by_its_own_time(page, hand):
    send(page.hand, page.did("begin", SECOND + 3, item=1), 900)
    bouts = hand.session.moves.filter(kind="begin").values_list("offset_ms", flat=True)
    assert sorted(bouts) == [0, (SECOND + 3) * 1000]


def test_a_begin_told_late_is_done_though_the_rules_would_refuse_it(page, hand, ann):
    rest_region(ann, hand)
    outcome = send(page.hand, page.did("begin", SECOND, item=1), 900)
    assert (outcome.state.item, outcome.refusal) == (2, None)
    move = hand.session.moves.get(client=page.client)
    codes = [told["code"] for told in move.data["verdicts"]]
    assert (move.kind, move.data["late"], codes) == ("begin", True, ["REFRACTORY"])


def test_what_was_begun_late_and_still_goes_on_ends_where_the_rules_say_no(page, hand, ann):
    rest_region(ann, hand)
    outcome = send(page.hand, page.did("begin", SECOND, item=1), SECOND + 30)
    assert (outcome.state.phase, outcome.state.item, outcome.rev) == (Phase.WAITING, 2, 3)
    assert hand.kinds() == ["begin", "begin", "refuse"]
    run = outcome.state.runs[1]
    assert [told["code"] for told in run.refused["verdicts"]] == ["REFRACTORY"]
    assert run.worked_ms == 20_000  # what was done of it counts
    close_abandoned(now=hand.now(7 * 3600))
    assert hand.fresh().bouts.filter(exercise="seated-floor-twist").get().seconds == 20


def test_what_was_begun_late_goes_on_where_the_rules_have_nothing_against_it(page, hand):
    outcome = send(page.hand, page.did("begin", SECOND, item=1), SECOND + 30)
    assert (outcome.state.phase, outcome.state.item, outcome.rev) == (Phase.RUNNING, 1, 2)


def test_a_begin_told_at_once_is_refused_as_ever(page, hand, ann):
    rest_region(ann, hand)
    send(page.hand, page.did("begin", SECOND, item=1), SECOND + 2)
    assert hand.kinds() == ["begin", "refuse"]


def test_a_bout_begun_late_counts_for_the_limits(page, hand, ann):
    for hours in (3, 2):
        past = make_session(ann, at=NOW - timedelta(hours=hours))
        make_bout(past, "seated-chair-twist", released=["lumbar"])
    send(page.hand, page.did("begin", SECOND, item=1), 900)
    send(page.hand, page.did("begin", THIRD, item=2), 900)
    send(page.hand, page.did("finish", END + 5), 900, releases={1: "lumbar"})
    assert Incident.objects.filter(rule="D2", on=hand.session.on).exists()


def test_a_begin_a_moment_before_the_end_waits_for_it(page, hand):
    outcome = send(page.hand, page.did("begin", SECOND - 0.4, item=1), SECOND + 1)
    assert outcome.state.item == 1
    assert hand.session.moves.get(client=page.client).offset_ms == SECOND * 1000


def test_a_begin_of_what_did_not_wait_then_changes_nothing(page, hand):
    outcome = send(page.hand, page.did("begin", 20, item=1), 900)
    assert (outcome.state.item, hand.kinds()) == (1, ["begin", "void"])


def test_an_item_begun_elsewhere_since_is_not_begun_again(page, hand):
    hand.press("begin", 300, item=1)
    send(page.hand, page.did("begin", SECOND, item=1), 400)
    assert hand.kinds() == ["begin", "void", "begin"]


# ------------------------------------------------------------------ order


def test_what_overtakes_an_earlier_press_is_sent_again(page, hand):
    first, second = page.did("begin", SECOND, item=1), page.did("pause", SECOND + 20, item=1)
    assert send(page.hand, second, 300).refusal is Refusal.EARLIER_MISSING
    send(page.hand, first, 301)
    assert send(page.hand, second, 302).state.phase is Phase.PAUSED
    assert hand.kinds() == ["begin", "begin", "pause"]


def test_pain_never_waits_for_what_was_pressed_before(page, hand):
    first, pain = (
        page.did("begin", SECOND, item=1),
        page.did("pain", SECOND + 20, quality="burning"),
    )
    assert send(page.hand, pain, 300).state.phase is Phase.STOPPED
    send(page.hand, first, 301)
    bouts = [b.exercise_id for b in Bout.objects.order_by("position")]
    assert bouts == ["double-knee-to-chest", "seated-floor-twist"]
    assert hand.fresh().stop_step == "seated-floor-twist/move/left"


def test_a_press_that_came_to_nothing_does_not_block_the_next(page, hand):
    send(page.hand, page.did("next", 19), 40)  # in the middle of a movement: too fast
    assert send(page.hand, page.did("pause", 30), 41).state.phase is Phase.PAUSED


def test_a_late_skip_in_the_lead_in_leaves_no_bout(page, hand):
    send(page.hand, page.did("skip", 5), 900)
    send(page.hand, page.did("begin", 8, item=1), 900)
    assert [run.work_from_ms for run in send(page.hand, page.did("end", 50), 900).state.runs] == [
        None, 18_000,
    ]  # fmt: skip


# ------------------------------------------------------------------ after the clock has closed it


def whole(page: Account) -> list[tuple[Press, dict[str, Any]]]:
    """A session that was started online and done without a network."""
    return [
        (page.did("pause", 20), {}),
        (page.did("resume", 30), {}),
        (page.did("begin", SECOND + 10, item=1), {}),
        (page.did("begin", THIRD + 40, item=2), {}),
        (page.did("extend", THIRD + 62, item=2), {}),
        (page.did("finish", END + 80), {"releases": {1: "no"}, "pain_after": 3}),
    ]


@pytest.fixture
def expected(hand):
    """The log of the same session with a network."""
    page = Account(hand)
    for press, answers in whole(page):
        send(page.hand, press, (press.offset_ms or 0) / 1000 + 0.2, **answers)
    log = logged(hand)
    assert log[0][0] == "finished"
    Session.objects.all().delete()
    return log


@pytest.mark.parametrize("cut", range(7))
def test_whatever_was_cut_off_arrives_days_later(expected, ann, routines, cut):
    hand = begin(ann, routines["morning-loosen"])
    page = Account(hand)
    for number, (press, answers) in enumerate(whole(page)):
        at = (press.offset_ms or 0) / 1000 + 0.2
        if number == cut:
            close_abandoned(now=hand.now(DAYS - 60))
            assert hand.fresh().status == "partial"
        send(page.hand, press, at if number < cut else DAYS, **answers)
    assert logged(hand) == expected


def test_what_was_corrected_meanwhile_stays(page, hand, ann):
    presses = whole(page)
    for press, _ in presses[:3]:
        send(page.hand, press, 300)
    close_abandoned(now=hand.now(DAYS - 60))
    Session.objects.update(pain_after=6)
    Bout.objects.filter(position=2).update(released="yes", release_regions=["thoracolumbar"])
    for press, answers in presses[3:]:
        send(page.hand, press, DAYS, **answers)
    assert hand.fresh().pain_after == 6
    assert Bout.objects.get(position=2).release_regions == ["thoracolumbar"]
    assert Bout.objects.filter(position=3).exists()


def test_what_was_done_after_the_closing_is_not_taken(page, hand):
    close_abandoned(now=hand.now(DAYS))
    outcome = send(page.hand, page.did("begin", DAYS + 60, item=1), DAYS + 61)
    assert outcome.refusal is Refusal.SESSION_CLOSED
    assert hand.kinds() == ["begin"]


def test_a_session_that_was_finished_takes_nothing_more(page, hand):
    for press, answers in whole(page):
        send(page.hand, press, 400, **answers)
    outcome = send(page.hand, page.did("skip", 25), 401)
    assert outcome.refusal is Refusal.SESSION_CLOSED


def test_finishing_twice_is_finishing_once(page, hand):
    presses = whole(page)
    for press, answers in presses:
        send(page.hand, press, 400, **answers)
    send(page.hand, presses[-1][0], 500, releases={1: "lumbar"}, pain_after=9)
    assert (hand.fresh().pain_after, Bout.objects.get(position=2).released) == (3, "no")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_of_arrival_ends_the_same(hand, page, order):
    presses = [page.did("pause", 20), page.did("resume", 50), page.did("begin", 95, item=1)]
    left = [presses[n] for n in order]
    while left:
        left = [p for p in left if send(page.hand, p, 700).refusal is Refusal.EARLIER_MISSING]
    assert hand.kinds() == ["begin", "pause", "resume", "begin"]
    assert [m.offset_ms for m in hand.session.moves.order_by("offset_ms")] == [
        0, 20_000, 50_000, 95_000,
    ]  # fmt: skip
