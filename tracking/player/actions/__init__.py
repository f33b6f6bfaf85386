"""What the player writes: a session is started, moved, and closed in one of four ways."""

from tracking.player.actions.closing import (
    FinishAnswers,
    came_too_late,
    close_abandoned,
    discard_session,
    finish_locked,
    finish_session,
    may_revise,
)
from tracking.player.actions.moving import apply_move
from tracking.player.actions.presses import Outcome, Press, Refusal
from tracking.player.actions.starting import StartAnswers, Started, keep_pain, start_session
from tracking.player.actions.stopping import rate_stop, stop_session
from tracking.player.actions.tempo import set_tempo

__all__ = [
    "FinishAnswers",
    "Outcome",
    "Press",
    "Refusal",
    "StartAnswers",
    "Started",
    "apply_move",
    "came_too_late",
    "close_abandoned",
    "discard_session",
    "finish_locked",
    "finish_session",
    "keep_pain",
    "may_revise",
    "rate_stop",
    "set_tempo",
    "start_session",
    "stop_session",
]
