"""The table of states and moves: every rule of it, and what no sequence of moves can do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.player.moves import M, moves
from tests.tracking.player.moves import after as folded
from tests.tracking.player.plans import item, plan, segment
from tracking.player.forms import StopForm
from tracking.player.machine import MOVES, Kind, Phase, fold, is_too_fast, is_too_long
from tracking.safety.facts import PainQuality
from tracking.safety.pain import is_red

# Ten seconds of lead-in, then setup 5, move 4, hold 6, return 4: one item lasts 29 seconds.
PLAN = plan(item("stretch"), item("twist", mobilising=True, releases=("lumbar", "thoracic")))
LEAD, MOVE, HOLD, RETURN, END = 10_000, 15_000, 19_000, 25_000, 29_000


def after(*rows, now):
    return folded(PLAN, *rows, now=now)


def test_a_session_waits_for_its_first_item():
    assert fold(PLAN, [], 5000).phase is Phase.WAITING


@pytest.mark.parametrize(
    ("rows", "now", "phase", "item_number", "position"),
    [
        pytest.param([("begin", 0)], 12_000, "running", 0, 12_000, id="the-clock-moves-the-item"),
        pytest.param([("begin", 0)], END - 1, "running", 0, END - 1, id="last-millisecond"),
        pytest.param([("begin", 0)], END, "waiting", 1, 0, id="an-item-ends-by-itself"),
        pytest.param([("begin", 0)], 9_999_999, "waiting", 1, 0, id="never-past-the-item"),
        pytest.param([("begin", 0), ("pause", 12_000)], 99_000, "paused", 0, 12_000, id="pause"),
        pytest.param(
            [("begin", 0), ("pause", 12_000), ("resume", 60_000)],
            63_000,
            "running",
            0,
            15_000,
            id="resume",
        ),
        pytest.param([("begin", 0), ("next", 3000)], 3000, "running", 0, LEAD, id="next-is-a-step"),
        pytest.param([("begin", 0), ("next", 26_000)], 26_000, "waiting", 1, 0, id="next-at-last"),
        pytest.param([("begin", 0), ("pause", 12_000), ("next", 13_000)], 20_000, "paused", 0, MOVE,
                     id="next-while-paused-stays-paused"),
        pytest.param([("begin", 0), ("previous", 22_000)], 22_000, "running", 0, HOLD,
                     id="previous-restarts-the-step"),
        pytest.param([("begin", 0), ("previous", 22_000), ("previous", 22_500)], 22_500, "running",
                     0, MOVE, id="previous-again-goes-back"),
        pytest.param([("begin", 0), ("previous", 1000)], 1000, "running", 0, 0, id="not-before-0"),
        pytest.param([("begin", 0), ("skip", 12_000)], 12_000, "waiting", 1, 0, id="skip-running"),
        pytest.param([("skip", 500)], 600, "waiting", 1, 0, id="skip-before-it-begins"),
        pytest.param([("refuse", 500)], 600, "waiting", 1, 0, id="refused-items-are-passed-over"),
        pytest.param([("pause", 500)], 600, "waiting", 0, 0, id="nothing-to-pause"),
        pytest.param([("begin", 0), ("begin", 5000)], 6000, "running", 0, 6000, id="begin-twice"),
        pytest.param([("begin", 0, {"item": 1})], 6000, "waiting", 0, 0, id="begin-another-item"),
        pytest.param([("begin", 0), ("end", 20_000)], 90_000, "ended", 0, 20_000, id="end-early"),
        pytest.param([("begin", 0), ("stop", 20_000)], 90_000, "stopping", 0, 20_000, id="stop"),
        pytest.param([("stop", 20_000)], 90_000, "stopping", 0, 0, id="stop-while-waiting"),
        pytest.param([("begin", 0), ("stop", 20_000), ("mistake", 50_000)], 51_000, "running", 0,
                     21_000, id="a-mistake-goes-on-where-it-was"),
        pytest.param([("begin", 0), ("pause", 9000), ("stop", 20_000), ("mistake", 50_000)],
                     51_000, "paused", 0, 9000, id="a-mistake-while-paused-stays-paused"),
        pytest.param([("begin", 0), ("stop", 20_000), ("ache", 50_000)], 51_000, "ended", 0,
                     20_000, id="an-ache-ends-it"),
        pytest.param([("begin", 0), ("stop", 20_000), ("pain", 50_000)], 51_000, "stopped", 0,
                     20_000, id="red-pain-stops-it"),
        pytest.param([("begin", 0), ("pain", 20_000)], 51_000, "stopped", 0, 20_000,
                     id="red-pain-needs-no-question"),
        pytest.param([("begin", 0), ("stop", 20_000)], 619_999, "stopping", 0, 20_000,
                     id="one-millisecond-before-ten-minutes"),
        pytest.param([("begin", 0), ("stop", 20_000)], 620_000, "stopped", 0, 20_000,
                     id="no-answer-in-ten-minutes-is-a-stop"),
        pytest.param([("begin", 0), ("stop", 20_000), ("mistake", 620_000)], 620_001, "stopped", 0,
                     20_000, id="an-answer-after-ten-minutes-is-too-late"),
        pytest.param([("begin", 0), ("stop", 20_000), ("ache", 620_000)], 620_001, "stopped", 0,
                     20_000, id="and-so-is-an-ache"),
        pytest.param([("begin", 0), ("stop", 20_000), ("left", 21_000)], 22_000, "stopped", 0,
                     20_000, id="leaving-the-page-is-a-stop"),
        pytest.param([("begin", 0), ("stop", 20_000), ("left", 21_000, {"returns": True})],
                     40_999, "stopping", 0, 20_000, id="a-tab-may-be-back-at-once"),
        pytest.param([("begin", 0), ("stop", 20_000), ("left", 21_000, {"returns": True})],
                     41_000, "stopped", 0, 20_000, id="one-that-is-not-back-has-left"),
        pytest.param([("begin", 0), ("stop", 20_000), ("left", 21_000, {"returns": True}),
                      ("returned", 25_000)], 619_999, "stopping", 0, 20_000,
                     id="one-that-is-back-shows-the-question"),
        pytest.param([("begin", 0), ("stop", 20_000), ("left", 21_000, {"returns": True}),
                      ("returned", 25_000)], 620_000, "stopped", 0, 20_000,
                     id="and-wins-no-time"),
        pytest.param([("begin", 0), ("stop", 20_000), ("left", 21_000, {"returns": True}),
                      ("returned", 41_000)], 41_001, "stopped", 0, 20_000, id="back-too-late"),
        pytest.param([("begin", 0), ("stop", 20_000), ("returned", 25_000)], 26_000, "stopping",
                     0, 20_000, id="nobody-had-left"),
        pytest.param([("begin", 0), ("stop", 20_000, {"heard_ms": 900_000})], 1_499_999,
                     "stopping", 0, 20_000, id="ten-minutes-run-from-when-a-late-press-was-heard"),
        pytest.param([("begin", 0), ("stop", 20_000, {"heard_ms": 900_000})], 1_500_000,
                     "stopped", 0, 20_000, id="and-then-it-is-a-stop"),
        pytest.param([("begin", 0), ("stop", 20_000, {"heard_ms": 900_000}), ("mistake", 50_000)],
                     51_000, "running", 0, 21_000, id="its-answer-counts-by-its-own-time"),
        pytest.param([("begin", 0), ("stop", 20_000, {"heard_ms": 900_000}), ("mistake", 620_000)],
                     900_001, "stopped", 0, 20_000, id="and-is-too-late-by-its-own-time"),
        pytest.param([("begin", 0), ("stop", 20_000), ("stop", 500_000)], 620_000, "stopped", 0,
                     20_000, id="a-second-press-wins-no-time"),
    ],
)  # fmt: skip
def test_the_table(rows, now, phase, item_number, position):
    state = after(*rows, now=now)
    assert (state.phase, state.item, state.position_ms) == (phase, item_number, position)


def test_the_session_ends_after_its_last_item():
    state = after(("begin", 0), ("begin", 30_000, {"item": 1}), now=59_000)
    assert state.phase is Phase.ENDED
    assert [run.completed for run in state.runs] == [True, True]


def test_next_does_not_shorten_a_move_step_below_three_seconds():
    begun = [("begin", 0)]
    assert after(*begun, ("next", MOVE + 2999), now=MOVE + 2999).position_ms == MOVE + 2999
    assert after(*begun, ("next", MOVE + 3000), now=MOVE + 3000).position_ms == HOLD


def test_too_fast_is_about_move_steps_only():
    assert is_too_fast(PLAN, after(("begin", 0), now=MOVE + 1))
    assert not is_too_fast(PLAN, after(("begin", 0), now=HOLD + 1))


def test_who_has_paused_may_leave_a_movement_at_once():
    paused = [("begin", 0), ("pause", MOVE + 1000)]
    assert not is_too_fast(PLAN, after(*paused, now=MOVE + 1000))
    state = after(*paused, ("next", MOVE + 1500), now=MOVE + 2000)
    assert (state.phase, state.position_ms) == (Phase.PAUSED, HOLD)


def test_a_second_press_on_skip_does_not_skip_the_next_item():
    state = after(("skip", 100), ("skip", 150), now=200)
    assert (state.item, state.phase) == (1, Phase.WAITING)


def test_work_leaves_out_lead_in_and_pauses():
    state = after(("begin", 0), ("pause", 14_000), ("resume", 74_000), now=80_000)
    run = state.runs[0]
    assert (run.work_from_ms, run.work_until_ms) == (LEAD, 80_000)
    assert run.worked_ms == 10_000
    assert run.repeated_ms == 5_000


def test_an_item_left_in_its_lead_in_was_not_worked():
    state = after(("begin", 0), ("skip", 9_000), now=9_000)
    assert state.runs[0].work_from_ms is None


def test_a_release_is_noted_for_an_item_that_was_done():
    rows = [
        ("skip", 0),
        ("begin", 100, {"item": 1}),
        ("release", 15_000, {"item": 1, "region": "lumbar"}),
    ]
    assert after(*rows, now=16_000).runs[1].released == "lumbar"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"item": 1, "region": "lumbar"}, id="not-begun"),
        pytest.param({"item": 0, "region": "lumbar"}, id="not-a-region-of-it"),
        pytest.param({"item": -1, "region": ""}, id="negative"),
        pytest.param({"item": "0", "region": ""}, id="not-a-number"),
    ],
)
def test_a_release_elsewhere_changes_nothing(data):
    without = after(("begin", 0), now=12_000)
    assert after(("begin", 0), ("release", 12_000, data), now=12_000) == without


@pytest.mark.parametrize("quality", PainQuality)
def test_a_quality_stops_exactly_if_it_is_red(quality):
    form = StopForm({"client": "page-12345678", "answer": quality.value})
    assert form.is_valid()
    kind = form.to_press().kind
    state = after(("begin", 0), ("stop", 20_000), (kind, 25_000), now=26_000)
    assert (state.phase is Phase.STOPPED) is is_red(quality)


def test_pain_wins_over_what_was_pressed_later():
    late = moves(("begin", 0), ("pause", 21_000), ("skip", 22_000))
    late.append(M("stop", 20_000, client="b"))
    assert fold(PLAN, late, 23_000).phase is Phase.STOPPING


def test_a_stopped_session_keeps_what_was_said():
    said = {"quality": "burning", "whose": "partner"}
    state = after(("begin", 0), ("stop", 20_000), ("pain", 25_000, said), now=90_000)
    assert (state.quality, state.whose, state.asked_ms) == ("burning", "partner", 20_000)


def test_every_phase_but_stopped_has_a_way_on():
    assert {phase for phase, _ in MOVES} == set(Phase) - {Phase.STOPPED}


anything = st.lists(
    st.builds(
        M,
        kind=st.sampled_from(Kind).map(str),
        offset_ms=st.integers(0, 120_000),
        data=st.fixed_dictionaries(
            {"item": st.integers(0, 2)}, optional={"region": st.sampled_from(["", "lumbar"])}
        ),
        client=st.sampled_from(["a", "b"]),
        seq=st.integers(0, 12),
    ),
    max_size=14,
    unique_by=lambda move: (move.client, move.seq),
)


@given(anything, st.randoms(use_true_random=False), st.integers(0, 200_000))
def test_order_of_arrival_and_replays_change_nothing(made, random, now):
    late = made + [move for move in made if random.random() < 0.5]
    random.shuffle(late)
    assert fold(PLAN, late, now) == fold(PLAN, made, now)


@given(anything, st.integers(0, 900_000))
def test_the_position_never_exceeds_the_plan(made, now):
    state = fold(PLAN, made, now)
    assert 0 <= state.item <= len(PLAN["items"])
    if state.item < len(PLAN["items"]):
        assert 0 <= state.position_ms <= PLAN["items"][state.item]["seconds"] * 1000
    for run in state.runs:
        assert run.reach_ms <= PLAN["items"][run.item]["seconds"] * 1000


@given(anything)
def test_nothing_leaves_the_stop_question_but_its_answers(made):
    others = [m for m in made if m.kind not in ("mistake", "ache", "left", "pain")]
    stop = M("stop", 0, client="0")
    assert fold(PLAN, [stop, *others], 130_000).phase is Phase.STOPPING


@given(anything, st.sampled_from(["a", "b"]), st.integers(0, 120_000))
def test_red_pain_always_ends_in_a_stop(made, client, offset):
    pain = M("pain", offset, client=client, seq=99)
    assert fold(PLAN, [*made, pain], 130_000).phase is Phase.STOPPED


@given(anything, st.integers(0, 60_000), st.integers(0, 60_000))
def test_the_clock_may_be_read_as_often_as_one_likes(made, first, more):
    """Time that passes in one go or in two leads to the same place."""
    last = max([m.offset_ms for m in made], default=0)
    tick = M("resume", last + first, client="z", seq=1)  # allowed only while paused
    if fold(PLAN, made, last + first).phase is Phase.PAUSED:
        return
    assert fold(PLAN, [*made, tick], last + first + more) == fold(PLAN, made, last + first + more)


def test_a_plan_of_nothing_has_ended():
    assert fold(plan(), [], 0).phase is Phase.ENDED


def test_moves_of_two_clients_may_share_a_number():
    rows = [M("begin", 0, {"item": 0}), M("pause", 1000, {"item": 0}, client="b")]
    assert fold(PLAN, rows, 2000).phase is Phase.PAUSED


# ------------------------------------------------------------------ ten seconds more


def test_extra_time_is_used_up_before_the_position_moves_on():
    rows = [("begin", 0), ("extend", MOVE + 1000)]
    assert after(*rows, now=MOVE + 6000).position_ms == MOVE + 1000
    assert after(*rows, now=MOVE + 11_000).position_ms == MOVE + 1000
    assert after(*rows, now=MOVE + 13_000).position_ms == MOVE + 3000
    assert after(*rows, now=END + 9_999).phase is Phase.RUNNING
    assert after(*rows, now=END + 10_000).phase is Phase.WAITING


def test_extra_time_of_a_step_is_work_and_of_a_lead_in_is_none():
    [run] = after(("begin", 0), ("extend", MOVE + 1000), now=END + 10_000).runs
    assert (run.worked_ms, run.work_until_ms) == (29_000, END + 10_000)
    [run] = after(("begin", 0), ("extend", 1000), now=END + 10_000).runs
    assert (run.worked_ms, run.work_from_ms) == (19_000, LEAD + 10_000)


def test_a_pause_keeps_the_extra_time():
    rows = [("begin", 0), ("extend", 16_000), ("pause", 18_000), ("resume", 50_000)]
    assert after(*rows, now=58_000).position_ms == 16_000
    assert after(*rows, now=59_000).position_ms == 17_000


def test_the_next_step_has_no_extra_time():
    rows = [("begin", 0), ("extend", HOLD + 1000), ("next", HOLD + 2000)]
    assert after(*rows, now=RETURN).extra_ms == 0


def test_a_hold_is_extended_up_to_its_prescription_only():
    hold = segment("hold", 10, longest=20)
    bounded = plan(item("rest", segments=[segment("ready", 10), hold], seconds=20))
    rows = [("begin", 0), ("extend", 12_000), ("extend", 13_000)]
    state = folded(bounded, *rows, now=13_000)
    assert (state.extra_ms, is_too_long(bounded, state)) == (9000, True)


def test_a_step_without_a_bound_takes_a_minute_more_at_most():
    rows = [("begin", 0), *(("extend", 16_000 + n) for n in range(9))]
    assert after(*rows, now=16_009).given_ms == 60_000
