"""Wait for what another thread or process does; never assert how long it took."""

import socket
import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], *, patience: float = 20.0) -> bool:
    """Return whether the condition came true within `patience` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
