"""What the player is sent."""

from tracking.player.forms.finish import FinishForm
from tracking.player.forms.moves import (
    HelperStopForm,
    HoldForm,
    MoveForm,
    StopForm,
    StopPainForm,
    page_client,
)
from tracking.player.forms.start import StartForm

__all__ = [
    "FinishForm",
    "HelperStopForm",
    "HoldForm",
    "MoveForm",
    "StartForm",
    "StopForm",
    "StopPainForm",
    "page_client",
]
