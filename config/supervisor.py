"""Keep named child processes running, pass on what they say, end them together."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from config.processes import die_with_parent

TICK = 0.2
# Asked to end, children have this long in all; after it they are killed.
PATIENCE = 4.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
# A child that lived this long was well: its next fall is a first one again.
SETTLED = 30.0
END_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LINE_LIMIT = 64 * 1024

Say = Callable[[str, str], None]


class EndedEarly(SystemExit):
    """Asked to end before the children run; wherever it is raised, the exit is an orderly one."""


@dataclass
class Child:
    """A command that is to run all the time; it starts in its own session.

    One that serves the others (`serves`) is ended after them.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    serves: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    falls: int = 0
    unfinished: bytes = b""

    @property
    def runs(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the command with its output in a pipe."""
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.started_at = time.monotonic()

    def signal_group(self, number: int) -> None:
        """Signal the process and all it has started; silent if none is left."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def wait_before_restart(self, now: float) -> float:
        """Return seconds until the next start: doubling, short again after a settled life."""
        self.falls = 1 if now - self.started_at > SETTLED else self.falls + 1
        return min(FIRST_WAIT * 2.0 ** (self.falls - 1), LONGEST_WAIT)


class Supervisor:
    """Run children until a signal asks to end; `say(name, line)` prints a line of a child."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.running, self.ending = False, 0

    def listen(self) -> None:
        """Turn Ctrl-C, SIGTERM and a closed terminal into an orderly end."""
        for number in END_SIGNALS:
            signal.signal(number, self.ask_to_end)

    def ask_to_end(self, _number: int = 0, _frame: object = None) -> None:
        """End at the next tick, or now if not running yet; asked twice, do not wait."""
        self.ending += 1
        if not self.running:
            raise EndedEarly(0)

    def add(self, child: Child) -> None:
        """Start a child and keep it running."""
        self.children.append(child)
        self.start(child)

    def start(self, child: Child) -> None:
        """Start a child and listen to what it says."""
        child.start()
        if child.process is not None and child.process.stdout is not None:
            os.set_blocking(child.process.stdout.fileno(), False)
            self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def run(self, on_tick: Callable[[], None]) -> None:
        """Keep the children running until asked to end, then end them."""
        self.running = True
        try:
            while not self.ending:
                self.pass_on(TICK)
                self.mend()
                on_tick()
        finally:
            self.end()

    def pass_on(self, patience: float) -> None:
        """Print whole lines the children have written, waiting at most `patience` seconds."""
        for key, _mask in self.selector.select(patience):
            child: Child = key.data
            said = os.read(key.fd, LINE_LIMIT)
            if not said:
                self.selector.unregister(key.fileobj)
            *lines, child.unfinished = (child.unfinished + said).split(b"\n")
            for line in lines:
                if line.strip():
                    self.say(child.name, line.decode(errors="replace").rstrip())

    def mend(self) -> None:
        """Say which child has ended, and start it again when its wait is over."""
        now = time.monotonic()
        for child in self.children:
            if child.runs:
                continue
            if not child.start_at:
                # Its own workers may have outlived it and would still hold the port.
                child.signal_group(signal.SIGKILL)
                wait = child.wait_before_restart(now)
                child.start_at = now + wait
                code = child.process.returncode if child.process else None
                self.say("limber", f"{child.name} ended ({reason(code)}); again in {wait:g} s")
            elif now >= child.start_at:
                child.start_at = 0.0
                self.start(child)
                self.say("limber", f"{child.name} runs again")

    def end(self) -> None:
        """Ask all to end, servers after their clients; kill what is left after PATIENCE seconds."""
        deadline = time.monotonic() + PATIENCE
        for serves in (False, True):
            group = [child for child in self.children if child.serves is serves]
            for child in group:
                if child.process is not None and child.runs:
                    child.process.terminate()
            while any(child.runs for child in group):
                if time.monotonic() > deadline or self.ending > 1:
                    break
                self.pass_on(0.05)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        self.pass_on(0)


def reason(code: int | None) -> str:
    """Return in words how a process ended."""
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"code {code}"
