"""A small load generator: threads with kept connections, every answer checked."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat

CONNECTIONS, SECONDS = 4, 6.0


@dataclass(frozen=True)
class Ask:
    """One request; `status` is the only answer that counts."""

    path: str
    headers: dict[str, str]
    body: str | None = None
    status: int = 200


@dataclass
class Result:
    """Latencies in seconds, and how long it all took."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return len(self.latencies) / self.seconds

    @property
    def p99(self) -> float:
        """The latency that 99 of 100 requests stay below, in ms."""
        return statistics.quantiles(self.latencies, n=100)[98] * 1000


def run(port: int, asks: Callable[[int], Iterable[Ask]]) -> Result:
    """Send what `asks(connection)` yields over each connection until the time is over."""
    result, failures = Result(), list[str]()
    started = time.monotonic()
    threads = [
        threading.Thread(target=work, args=(port, iter(asks(number)), started, result, failures))
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.monotonic() - started
    if failures:
        raise SystemExit(f"The load did not run: {failures[0]}")
    return result


def work(
    port: int, asks: Iterator[Ask], started: float, result: Result, failures: list[str]
) -> None:
    """Be one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() - started < SECONDS and not failures:
        ask = next(asks, None)
        if ask is None:
            failures.append("there was too little to ask for")
            return
        before = time.perf_counter()
        connection.request("POST" if ask.body else "GET", ask.path, ask.body, ask.headers)
        answer = connection.getresponse()
        body = answer.read()
        result.latencies.append(time.perf_counter() - before)
        if answer.status != ask.status:
            failures.append(f"{ask.path}: {answer.status} {body.decode()[-3000:]}")
    connection.close()


def same(path: str, headers: dict[str, str]) -> Callable[[int], Iterable[Ask]]:
    """Ask for one page over and over."""
    return lambda _number: repeat(Ask(path, headers))
