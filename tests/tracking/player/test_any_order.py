"""Two clients, random presses, delays, copies and any order of arrival: what must always hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from tests.tracking.player.conftest import Hand, begin
from tracking.models import Bout, Incident, MailDecision, Routine, Session
from tracking.player.actions import (
    FinishAnswers,
    Outcome,
    Press,
    apply_move,
    close_abandoned,
    discard_session,
    finish_session,
    rate_stop,
)
from tracking.player.actions.presses import ABOUT_PAIN
from tracking.player.bouts import elapsed_ms
from tracking.player.machine import Kind, Phase, State, fold

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
#: A run of 25 presses costs most of a second: 30 of them in `make test`, 500 in `make soak`.
RUNS = max(30, settings().max_examples // 10)
CALM = [k for k in Kind if k not in (*ABOUT_PAIN, Kind.REFUSE, Kind.BEGIN)]
PAINFUL = sorted(ABOUT_PAIN)
CLIENTS = st.sampled_from(["phone-123", "tablet-45"])
REGIONS = st.sampled_from(["", "lumbar", "thoracolumbar"])
#: By whose clock: right, in the lead-in of the last item begun, just before that, or long ago.
DATED = st.sampled_from(["now", "lead-in", "before", "early"])


class AnyOrder(RuleBasedStateMachine):
    """One session of morning-loosen and everything that can arrive about it."""

    start: Callable[[], Hand]

    @initialize()
    def begins(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.hand = type(self).start()
        self.plan = self.hand.session.plan
        self.seconds = 0.0
        self.waiting: list[Press] = []
        self.sent: list[Press] = []
        self.numbers = count(1)
        self.worked: set[int] = set()
        self.released: set[tuple[int, str]] = set()
        self.red = self.gone = False

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            self.ends_well()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # -------------------------------------------------------------- what happens

    @rule(seconds=st.sampled_from([1, 4, 11, 30, 61, 100, 610]))
    def time_passes(self, seconds: float) -> None:
        self.seconds += seconds

    @rule(kind=st.sampled_from(CALM), client=CLIENTS, dated=DATED, region=REGIONS)
    def pressed(self, **how: Any) -> None:
        self.take(self.make(**how))

    @rule(kind=st.sampled_from(PAINFUL), client=CLIENTS, dated=DATED)
    def hurts(self, **how: Any) -> None:
        self.take(self.make(**how))

    @rule(kind=st.sampled_from([*CALM, *PAINFUL]), client=CLIENTS, dated=DATED, region=REGIONS)
    def pressed_offline(self, **how: Any) -> None:
        """It waits in the client's queue."""
        self.waiting.append(self.make(**how))

    @rule(kind=st.sampled_from([*CALM, *PAINFUL]), name=st.integers(0, 2), region=REGIONS)
    def pressed_without_script(self, kind: Kind, name: int, region: str) -> None:
        press = self.make(kind=kind, client=f"page-{name:08}", dated="now", region=region)
        self.take(replace(press, offset_ms=None, seq=None))

    @rule(seconds=st.sampled_from([0, 5, 15, 40]))
    def an_item_begins(self, seconds: float) -> None:
        """What happens most of the time; without it few examples get anywhere."""
        if self.gone:
            return
        state = self.state()
        if state.phase is Phase.RUNNING:
            self.seconds += self.plan["items"][state.item]["seconds"]
        item = self.state().item
        form = f"page-{next(self.numbers):08}-begin"  # its own client: the server numbers it
        self.take(Press(kind=Kind.BEGIN, client=form, data={"item": item}))
        self.seconds += seconds

    @precondition(lambda self: self.waiting)
    @rule(place=st.integers(0, 50))
    def arrives(self, place: int) -> None:
        self.take(self.waiting.pop(place % len(self.waiting)))

    @precondition(lambda self: self.waiting)
    @rule()
    def all_arrive(self) -> None:
        while self.waiting:
            self.take(self.waiting.pop(0))

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 50))
    def arrives_again(self, place: int) -> None:
        self.take(self.sent[place % len(self.sent)])

    @rule(which=st.integers(0, 3), pain=st.integers(0, 10))
    def something_else(self, which: int, pain: int) -> None:
        if which == 0:
            close_abandoned(now=self.now())
        elif which == 1:
            answers = FinishAnswers(releases=dict.fromkeys(range(4), "lumbar"), pain_after=pain)
            self.act(lambda **who: finish_session(answers=answers, **who))
        elif which == 2 and not self.gone:
            before = self.hand.fresh().stop_pain
            self.act(lambda **who: rate_stop(pain=pain, **who))
            assert before in (None, self.hand.fresh().stop_pain)
        elif not self.gone and self.act(discard_session) is None:
            self.gone = True
            assert not any(self.plan["items"][item]["mobilising"] for item in self.worked)
            assert not self.red

    # -------------------------------------------------------------- what always holds

    @invariant()
    def it_holds(self) -> None:
        assert Session.objects.count() == (0 if self.gone else 1)
        stops = Incident.objects.filter(rule="P1").count()
        assert stops <= 1
        assert MailDecision.objects.filter(stream="stop").count() == stops
        if self.gone:
            return
        session = self.hand.fresh()
        assert (session.status == "stopped") is bool(stops)
        assert stops or not self.red
        if session.status == "open":
            self.note()
            return
        bouts = {bout.position - 1: bout for bout in Bout.objects.all()}
        begun = set(session.moves.filter(kind="begin").values_list("data__item", flat=True))
        begun |= {0} if session.moves.filter(kind="repeat") else set()  # the one stretch in front
        assert self.worked <= set(bouts) <= begun
        assert {item for item, _ in self.released} <= {n for n, b in bouts.items() if b.released}

    def note(self) -> None:
        """Note what was begun and told: from now on it must never be gone."""
        runs = {run.item: run for run in self.state().runs}
        assert self.worked <= {n for n, run in runs.items() if run.work_from_ms is not None}
        assert {n for n, _ in self.released} <= {
            n for n, r in runs.items() if r.released is not None
        }
        self.worked = {n for n, run in runs.items() if run.work_from_ms is not None}
        self.released = {(n, run.released) for n, run in runs.items() if run.released}

    def ends_well(self) -> None:
        """In the end nothing stays open, and a question that nobody answered is a STOP."""
        if self.gone:
            return
        asked = self.state().phase is Phase.STOPPING
        self.seconds += 7 * 3600
        close_abandoned(now=self.now())
        status = self.hand.fresh().status
        assert status == "stopped" or not (asked or self.red or status == "open")

    # -------------------------------------------------------------- how

    def make(self, *, kind: Kind, client: str, dated: str, region: str = "") -> Press:
        state, elapsed = self.state(), int(self.seconds * 1000)
        begins = self.hand.session.moves.filter(kind=Kind.BEGIN).values_list("offset_ms", flat=True)
        last = max(begins, default=0)
        offset = {"now": elapsed, "lead-in": last + 5000, "before": max(0, last - 5000), "early": 0}
        between = kind is Kind.RELEASE and state.phase is not Phase.RUNNING
        data: dict[str, Any] = {"item": max(0, state.item - between)}
        data |= {"region": region} if kind is Kind.RELEASE else {}
        data |= {"quality": "burning"} if kind is Kind.PAIN else {}
        return Press(
            kind=kind, client=client, seq=next(self.numbers), offset_ms=offset[dated],
            data=data, confirmed=True,
        )  # fmt: skip

    def now(self) -> datetime:
        return self.hand.now(self.seconds)

    def state(self) -> State:
        session = self.hand.session
        elapsed = elapsed_ms(session.started_at, self.now())
        return fold(self.plan, session.moves.all(), elapsed)

    def act(self, action: Callable[..., Any]) -> Any:
        try:
            told = action(user=self.hand.user, pk=self.hand.session.pk, now=self.now())
        except Http404:
            assert self.gone
            return None
        if isinstance(told, Outcome):
            assert told.state == self.state() or told.session.status != "open"
        return told

    def take(self, press: Press) -> None:
        self.sent.append(press)
        self.act(lambda **who: apply_move(press=press, **who))
        self.red |= press.kind is Kind.PAIN and not self.gone


def test_whatever_arrives_in_whatever_order(ann: User, routines: dict[str, Routine]):
    def start() -> Hand:
        return begin(ann, routines["morning-loosen"])

    machine = type("Bound", (AnyOrder,), {"start": staticmethod(start)})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=RUNS, stateful_step_count=25, suppress_health_check=checks),
    )
