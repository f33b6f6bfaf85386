"""Keep how much time a person wants between exercises and sides."""

from dataclasses import asdict

from accounts.models import User
from tracking.player.tempo import Tempo


def set_tempo(*, user: User, tempo: Tempo) -> None:
    """Keep it for the sessions that start from now on; an open one keeps its own."""
    user.tempo = asdict(tempo)
    user.save(update_fields=["tempo"])
