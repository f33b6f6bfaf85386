"""The parts of the player's tests that these need as well."""

from tests.tracking.player.conftest import browser_of, eve, now

__all__ = ["browser_of", "eve", "now"]
