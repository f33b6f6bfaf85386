"""A page with scripts as the server sees it: it numbers what it does and sends it when it can."""

from dataclasses import dataclass, field
from typing import Any

from tests.tracking.player.conftest import Hand
from tracking.player.actions import FinishAnswers, Outcome, Press, apply_move, finish_session
from tracking.player.machine import Kind


@dataclass
class Account:
    """What one client did, in order."""

    hand: Hand
    client: str = "phone-1234"
    made: list[Press] = field(default_factory=list)

    def did(self, kind: str, at: float, *, item: int = 0, **data: Any) -> Press:
        """Note a press so many seconds after the start; it is sent by nobody yet."""
        press = Press(
            kind=Kind(kind),
            client=self.client,
            seq=len(self.made),
            follows=len(self.made) - 1,
            offset_ms=round(at * 1000),
            data={"item": item, **data},
            confirmed=True,
        )
        self.made.append(press)
        return press


def send(hand: Hand, press: Press, at: float, **answers: Any) -> Outcome:
    """Let a press arrive so many seconds after the start."""
    who: Any = {"user": hand.user, "pk": hand.session.pk, "now": hand.now(at)}
    if press.kind is Kind.FINISH:
        return finish_session(answers=FinishAnswers(**answers), press=press, **who)
    return apply_move(press=press, **who)


def logged(hand: Hand) -> list[tuple[Any, ...]]:
    """The log as it is kept: how it ended, times, seconds, answers."""
    session = hand.fresh()
    stopped = session.stopped_at and session.stopped_at - session.started_at
    rows = [
        (b.position, b.exercise_id, b.started_at - session.started_at, b.seconds, b.completed,
         b.sides_done, b.stretch_seconds, b.released, tuple(b.release_regions))
        for b in session.bouts.order_by("position")
    ]  # fmt: skip
    end = session.status, session.seconds, session.practice, session.pain_after
    return [(*end, stopped, session.stop_step, session.stop_quality), *rows]
