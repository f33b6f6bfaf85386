"""What the player is sent."""

from tracking.player.forms.devices import HelperStopForm, HoldForm
from tracking.player.forms.finish import FinishForm
from tracking.player.forms.moves import (
    MoveForm,
    StopForm,
    StopPainForm,
    finish_press,
    page_client,
)
from tracking.player.forms.start import StartForm
from tracking.player.forms.tempo import TempoForm

__all__ = [
    "FinishForm",
    "HelperStopForm",
    "HoldForm",
    "MoveForm",
    "StartForm",
    "StopForm",
    "StopPainForm",
    "TempoForm",
    "finish_press",
    "page_client",
]
