"""Whatever a network does to the presses of a session: loss, delay, copies, order. The same log."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from tests.tracking.player.account import Account, logged, send
from tests.tracking.player.conftest import Hand, begin
from tests.tracking.player.moves import M
from tracking.models import Incident, Routine
from tracking.player.actions import Press, Refusal, close_abandoned
from tracking.player.machine import MOVES, Kind, Phase, State, fold, step
from tracking.safety.limits import STRETCH_SECONDS

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
#: A run costs most of a second: 30 of them in `make test`, 500 in `make soak`.
RUNS = max(30, settings().max_examples // 10)
PRESSED = ["pause", "resume", "previous", "next", "skip", "extend", "release", "end", "stop"]
ANSWERS = ["mistake", "ache", "pain"]
PLACE = st.integers(0, 50)
FINISH: dict[str, Any] = {"releases": {1: "no"}, "pain_after": 2}


class SameLog(RuleBasedStateMachine):
    """A page that does a session by its own clock, and a network that brings it when it likes.

    One thing it does not do: part a stop from its answer for ten minutes. That is a STOP (0061).
    """

    start: Callable[[], Hand]

    @initialize()
    def begins(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.hand = type(self).start()
        self.plan = self.hand.session.plan
        self.names = (f"device-{number:04}" for number in count())
        self.page = Account(self.hand, client=next(self.names))
        self.known: list[M] = [
            M("begin", 0, {"item": 0}, client="server")
        ]  # what all pages have done
        self.done: list[Press] = []
        self.waiting: list[Press] = []
        self.sent: list[Press] = []
        self.seconds = 1.0

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            self.ends_the_same()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # -------------------------------------------------------------- what the person does

    @rule(seconds=st.sampled_from([0.3, 1.5, 4, 11, 40, 100]))
    def time_passes(self, seconds: float) -> None:
        self.seconds += seconds

    @rule(kind=st.sampled_from(PRESSED), rest=st.sampled_from([0, 2, 30]))
    def presses(self, kind: str, rest: float) -> None:
        state = self.state()
        data = {"region": "lumbar"} if kind == "release" else {}
        self.does(kind, item=1 if kind == "release" else state.item, **data)
        self.seconds += rest

    @rule(kind=st.sampled_from(ANSWERS))
    def answers_the_stop_question(self, kind: str) -> None:
        if self.state().phase is Phase.STOPPING:
            self.does(kind, **({"quality": "burning"} if kind == "pain" else {}))

    @rule(rest=st.sampled_from([1, 12, 50]))
    def goes_on_with_the_next_item(self, rest: float) -> None:
        state = self.state()
        if state.phase is Phase.RUNNING:
            item = self.plan["items"][state.item]
            left = item["seconds"] * 1000 - state.position_ms + state.extra_ms
            self.seconds += left / 1000
            state = self.state()
        if state.phase is Phase.WAITING:
            self.does("begin" if self.may_begin(state) else "skip", item=state.item)
            self.seconds += rest

    def may_begin(self, state: State) -> bool:
        """The page knows that it must stretch first."""
        stretched = sum(r.repeated_ms for r in state.runs if not self.mobilises(r.item)) / 1000
        return not self.mobilises(state.item) or stretched >= STRETCH_SECONDS

    def mobilises(self, item: int) -> bool:
        return self.plan["items"][item]["mobilising"]

    # -------------------------------------------------------------- what the network does

    @precondition(lambda self: self.waiting)
    @rule(place=PLACE)
    def arrives(self, place: int) -> None:
        self.deliver(self.waiting[place % len(self.waiting)])

    @precondition(lambda self: self.sent)
    @rule(place=PLACE)
    def arrives_again(self, place: int) -> None:
        send(self.hand, self.sent[place % len(self.sent)], self.seconds)

    @precondition(lambda self: not self.waiting)
    @rule()
    def another_device_takes_over(self) -> None:
        """After a moment it shows what the server knows: the one before had sent all it did."""
        self.seconds += 1
        self.page = Account(self.hand, client=next(self.names))

    @rule(hours=st.sampled_from([1, 7, 50]))
    def nothing_is_heard_for_hours(self, hours: int) -> None:
        """The person rests; the clock may close the session, and what was done still arrives."""
        if self.state().phase in (Phase.ENDED, Phase.STOPPED):
            self.seconds += hours * 3600
            close_abandoned(now=self.hand.now(self.seconds))

    # -------------------------------------------------------------- what must come of it

    def ends_the_same(self) -> None:
        state = self.state()
        if state.phase is Phase.STOPPING:
            self.does("mistake")
        if self.state().phase not in (Phase.ENDED, Phase.STOPPED):
            self.does("end")
        if self.state().phase is Phase.ENDED:
            self.does("finish")
        self.seconds += 1
        while self.waiting:
            for press in self.waiting[::-1]:
                if press in self.waiting:  # an answer comes along with its stop
                    self.deliver(press)
        told = logged(self.hand)
        with transaction.atomic():
            self.hand.session.delete()
            Incident.objects.all().delete()
            assert told == self.ordered(type(self).start())
            transaction.set_rollback(True)

    def ordered(self, hand: Hand) -> list[tuple[Any, ...]]:
        """The log if each press had arrived at once."""
        for press in self.done:
            send(hand, press, (press.offset_ms or 0) / 1000, **answers(press))
        return logged(hand)

    # -------------------------------------------------------------- how

    def does(self, kind: str, **data: Any) -> None:
        state = self.state()
        move = M(kind, round(self.seconds * 1000), {"item": 0} | data, seq=len(self.known))
        if kind != "finish" and not self.allows(state, move):
            return
        press = self.page.did(kind, self.seconds, **data)
        self.known.append(move)
        self.done.append(press)
        self.waiting.append(press)
        if kind in ANSWERS and any(known.kind is Kind.STOP for known in self.sent):
            self.deliver(press)
        self.seconds += 0.001  # one client's presses have an order

    def allows(self, state: State, move: M) -> bool:
        """A page takes no press that changes nothing."""
        return (state.phase, Kind(move.kind)) in MOVES and step(self.plan, state, move) != state

    def state(self) -> State:
        return fold(self.plan, self.known, round(self.seconds * 1000))

    def deliver(self, press: Press) -> None:
        outcome = send(self.hand, press, self.seconds, **answers(press))
        if outcome.refusal is not Refusal.EARLIER_MISSING:
            self.waiting.remove(press)
            self.sent.append(press)
        if press.kind is Kind.STOP:
            for answer in [known for known in self.waiting if known.kind in ANSWERS]:
                self.deliver(answer)


def answers(press: Press) -> dict[str, Any]:
    return FINISH if press.kind is Kind.FINISH else {}


def test_the_same_log_whatever_the_network_does(ann: User, routines: dict[str, Routine]):
    def start() -> Hand:
        return begin(ann, routines["morning-loosen"])

    machine = type("Bound", (SameLog,), {"start": staticmethod(start)})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=RUNS, stateful_step_count=25, suppress_health_check=checks),
    )
