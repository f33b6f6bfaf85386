"""A stop that arrives late, twice or out of order, and after the session has closed."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.tracking.player.conftest import begin
from tests.tracking.player.test_close_session import finish
from tracking.models import Bout, Incident, MailDecision, Move
from tracking.player.actions import Refusal, close_abandoned, discard_session, rate_stop
from tracking.player.actions.presses import MOST_MOVES
from tracking.player.machine import Phase

pytestmark = pytest.mark.django_db
SECOND, THIRD, END = 60, 160, 224  # of morning-loosen
TEN_MINUTES = 600


@pytest.fixture
def hand(ann, routines):
    return begin(ann, routines["morning-loosen"])


@pytest.fixture
def done(hand):
    """A session that was finished and closed."""
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    finish(hand, END + 20, releases={1: "no"})
    assert hand.fresh().status == "finished"
    return hand


# ------------------------------------------------------------------ behind a late stop


LATE = 2000  # seconds; the phone had no network since the press


@pytest.mark.parametrize(
    ("answer", "phase", "status"),
    [
        pytest.param("mistake", Phase.WAITING, "open", id="by-mistake-goes-on"),
        pytest.param("ache", Phase.ENDED, "open", id="an-ache-ends-it"),
        pytest.param("left", Phase.STOPPED, "stopped", id="leaving-is-a-stop"),
        pytest.param("pain", Phase.STOPPED, "stopped", id="red-pain-is-a-stop"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["in-order", "answer-first"])
@pytest.mark.parametrize("copies", [1, 2])
def test_an_answer_queued_behind_a_late_stop_is_taken(hand, answer, phase, status, turned, copies):
    said = {"quality": "burning"} if answer == "pain" else {}
    presses = [
        lambda: hand.press("stop", LATE, offset_ms=20_000, seq=1),
        lambda: hand.press(answer, LATE + 1, offset_ms=30_000, seq=2, **said),
    ]
    for act in [act for act in presses[:: -1 if turned else 1] for _ in range(copies)]:
        outcome = act()
    assert outcome.state.phase is phase
    assert hand.fresh().status == status
    assert Incident.objects.filter(rule="P1").count() == (status == "stopped")


def test_a_late_stop_without_an_answer_asks_for_ten_minutes_and_stops(hand):
    assert hand.press("stop", LATE, offset_ms=20_000).state.phase is Phase.STOPPING
    assert close_abandoned(now=hand.now(LATE + TEN_MINUTES - 1)) == 0
    assert close_abandoned(now=hand.now(LATE + TEN_MINUTES)) == 1
    assert hand.fresh().status == "stopped"
    assert hand.fresh().stopped_at == NOW + timedelta(seconds=20)


def test_an_answer_given_later_than_ten_minutes_after_the_press_is_too_late(hand):
    hand.press("stop", LATE, offset_ms=20_000)
    outcome = hand.press("mistake", LATE + 1, offset_ms=(20 + TEN_MINUTES) * 1000)
    assert (outcome.state.phase, hand.fresh().status) == (Phase.STOPPED, "stopped")


def test_a_recorded_stop_is_lifted_by_no_answer_however_early_it_is_dated(hand):
    """Mail and lock are out; only a new screening lifts them."""
    hand.press("stop", 20)
    close_abandoned(now=hand.now(20 + TEN_MINUTES))
    hand.press("mistake", 700, offset_ms=30_000)
    assert hand.fresh().status == "stopped"


def test_a_second_stop_counts_even_if_the_answer_to_the_first_is_slow(hand):
    hand.press("stop", 20, seq=1)
    hand.press("stop", 41, offset_ms=40_000, seq=3)
    outcome = hand.press("mistake", 42, offset_ms=30_000, seq=2)
    assert (outcome.state.phase, outcome.state.asked_ms) == (Phase.STOPPING, 40_000)


# ------------------------------------------------------------------ and keeps what was done


@pytest.mark.parametrize("answer", ["ache", "mistake", "pain"])
def test_a_backdated_stop_keeps_work_that_was_begun(hand, answer):
    hand.press("begin", SECOND, item=1, client="tablet-45")
    hand.press("release", SECOND + 60, item=1, region="lumbar", client="tablet-45")
    hand.press("stop", SECOND + 65, offset_ms=12_000)
    hand.press(answer, SECOND + 66, offset_ms=14_000, quality="burning")
    if answer == "ache":
        finish(hand, SECOND + 70, releases={1: "lumbar"})
    close_abandoned(now=hand.now(7 * 3600))
    twist = Bout.objects.get(exercise="seated-floor-twist")
    assert twist.release_regions == ["lumbar"]


@pytest.mark.parametrize("kind", ["stop", "pain"])
def test_pain_backdated_into_the_lead_in_leaves_a_trace(hand, kind):
    hand.press("begin", SECOND, item=1)
    hand.press(kind, SECOND + 50, offset_ms=(SECOND + 2) * 1000, quality="burning")
    hand.press("ache", SECOND + 51)
    now = hand.now(SECOND + 52)
    assert discard_session(user=hand.user, pk=hand.session.pk, now=now)
    close_abandoned(now=hand.now(7 * 3600))
    assert Bout.objects.filter(exercise="seated-floor-twist").exists()


def test_a_backdated_mistake_does_not_take_back_an_ache(hand):
    hand.press("stop", 20)
    hand.press("ache", 30)
    outcome = hand.press("mistake", 40, offset_ms=25_000)
    assert (outcome.state.phase, outcome.state.ached) == (Phase.ENDED, True)


def test_a_backdated_ache_does_not_end_what_went_on_since(hand):
    hand.press("stop", 20)
    hand.press("mistake", 50)
    hand.press("begin", SECOND + 40, item=1)
    outcome = hand.press("ache", SECOND + 80, offset_ms=30_000, client="tablet-45")
    assert (outcome.state.phase, outcome.state.item) == (Phase.RUNNING, 1)


# ------------------------------------------------------------------ a session that is closed


def test_a_stop_pressed_on_a_closed_session_asks(done):
    outcome = done.press("stop", END + 60)
    assert (outcome.refusal, outcome.state.phase) == (Refusal.SESSION_CLOSED, Phase.STOPPING)
    assert done.fresh().status == "finished"


@pytest.mark.parametrize(
    ("answer", "status"),
    [("mistake", "finished"), ("ache", "finished"), ("left", "stopped"), ("pain", "stopped")],
)
def test_its_answer_decides(done, answer, status):
    done.press("stop", END + 60)
    done.press(answer, END + 70, quality="burning")
    assert done.fresh().status == status
    assert Incident.objects.filter(rule="P1").count() == (status == "stopped")
    assert Bout.objects.count() == 3
    assert close_abandoned(now=done.now(END + 60 + TEN_MINUTES)) == 0


def test_without_an_answer_it_becomes_a_stop(done):
    done.press("stop", END + 60)
    assert close_abandoned(now=done.now(END + 59 + TEN_MINUTES)) == 0
    assert close_abandoned(now=done.now(END + 60 + TEN_MINUTES)) == 1
    assert close_abandoned(now=done.now(END + 120 + TEN_MINUTES)) == 0
    assert done.fresh().status == "stopped"
    assert MailDecision.objects.filter(stream="stop").count() == 1


def test_a_stop_that_comes_in_the_instant_of_the_closing_becomes_one_too(done):
    done.press("stop", END + 20)
    assert close_abandoned(now=done.now(END + 20 + TEN_MINUTES)) == 1
    assert done.fresh().status == "stopped"


def test_a_stop_that_waited_offline_while_the_session_closed_counts(hand):
    close_abandoned(now=hand.now(7 * 3600))
    assert hand.fresh().status == "partial"
    hand.press("stop", 8 * 3600, offset_ms=20_000)
    hand.press("left", 8 * 3600 + 1, offset_ms=25_000)
    assert hand.fresh().status == "stopped"


def test_pain_told_weeks_later_is_stored(hand):
    """More milliseconds than fit into 31 bits."""
    close_abandoned(now=hand.now(7 * 3600))
    weeks = 30 * 24 * 3600
    hand.press("pain", weeks, offset_ms=None, seq=None, quality="burning")
    assert hand.fresh().stopped_at == hand.now(weeks)


# ------------------------------------------------------------------ how strong it was


def test_how_strong_it_was_is_noted_once(hand):
    hand.press("pain", 20, quality="burning")
    for pain in (7, 1):
        rate_stop(user=hand.user, pk=hand.session.pk, pain=pain, now=hand.now(60))
    session = hand.fresh()
    assert (session.stop_pain, session.pain_after) == (7, 7)


def test_it_does_not_lessen_what_was_told_when_finishing(hand):
    hand.press("end", 30)
    finish(hand, 40, pain_after=8)
    hand.press("pain", 60, quality="burning")
    rate_stop(user=hand.user, pk=hand.session.pk, pain=2, now=hand.now(70))
    assert hand.fresh().pain_after == 8


# ------------------------------------------------------------------ how many presses


@pytest.fixture
def full(hand):
    """A session that has taken all the presses that it can hold."""
    Move.objects.bulk_create(
        Move(
            user=hand.user,
            session=hand.session,
            client="restless-1",
            seq=number,
            kind="pause" if number % 2 else "resume",
            offset_ms=11_000 + number,
            data={"item": 0},
            received_at=NOW,
        )
        for number in range(MOST_MOVES - 1)
    )
    return hand


@pytest.mark.parametrize("kind", ["pause", "resume", "next", "skip", "release"])
def test_a_session_takes_so_many_presses_and_no_more(full, kind):
    assert full.press(kind, 30).refusal is Refusal.TOO_MANY_MOVES
    assert full.session.moves.count() == MOST_MOVES


def test_a_full_session_can_be_ended(full):
    assert full.press("end", 30).state.phase is Phase.ENDED
    assert full.press("end", 31).refusal is Refusal.TOO_MANY_MOVES


def test_pain_always_passes(full):
    assert full.press("stop", 30).state.phase is Phase.STOPPING
    assert full.press("mistake", 31).refusal is Refusal.TOO_MANY_MOVES
    full.press("pain", 32, quality="burning")
    assert full.fresh().status == "stopped"


@pytest.mark.either_engine
def test_no_number_of_stops_makes_a_full_session_grow_on(full):
    for number in range(20):
        full.press("stop", 30 + number)
        full.press("stop", 30 + number)
        full.press("ache", 30 + number)
        full.press("mistake", 30 + number)
    assert full.session.moves.count() <= MOST_MOVES + 3
