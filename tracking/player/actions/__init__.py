"""What the player writes: a session is started, moved, and closed in one of four ways."""

from tracking.player.actions.closing import (
    FinishAnswers,
    close_abandoned,
    discard_session,
    finish_locked,
    finish_session,
    rate_stop,
    stop_session,
)
from tracking.player.actions.moving import Outcome, Press, Refusal, apply_move
from tracking.player.actions.starting import StartAnswers, Started, start_session

__all__ = [
    "FinishAnswers",
    "Outcome",
    "Press",
    "Refusal",
    "StartAnswers",
    "Started",
    "apply_move",
    "close_abandoned",
    "discard_session",
    "finish_locked",
    "finish_session",
    "rate_stop",
    "start_session",
    "stop_session",
]
