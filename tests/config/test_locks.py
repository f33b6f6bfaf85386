"""What the running site needs is in the lock it is installed from."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def locked(lock: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
    return {match[1].lower() for line in lines if (match := NAME.match(line))}


@pytest.mark.parametrize("lock", ["app", "dev"])
def test_the_broker_transport_is_locked_whole(lock):
    # The tests' own packages bring some of these along, so a gap would show only in `make up`.
    extra = [line for line in requires("kombu") or () if 'extra == "redis"' in line]
    needed = {match[1].lower() for line in extra if (match := NAME.match(line))}
    assert needed
    assert needed <= locked(lock)


def test_what_runs_is_locked_alike_for_running_and_for_testing():
    assert locked("app") <= locked("dev")
