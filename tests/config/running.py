"""Run `manage.py up` as a person does: as a process of its own, on a folder of its own."""

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

from tests.waiting import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
# What the suite itself runs with must not reach the site under test.
OURS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL")


class Site:
    """A running `up`: what it printed, its address, its process."""

    def __init__(self, var: Path, *options: str, **environment: str) -> None:
        self.var, self.port = var, int(environment.pop("PORT", free_port()))
        self.url = f"http://127.0.0.1:{self.port}"
        here = environment.pop("CWD", ROOT)
        clean = {name: value for name, value in os.environ.items() if name not in OURS}
        clean |= {"VAR_DIR": str(var), "PORT": str(self.port), "WEB_WORKERS": "1", **environment}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "up", *options],
            cwd=here,
            env=clean,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        """Keep what it prints."""
        assert self.process.stdout is not None
        with self.process.stdout as output:
            self.lines.extend(line.rstrip() for line in output)

    def says(self, words: str, *, patience: float = 60.0) -> bool:
        """Whether it prints a line with these words before it ends."""
        return wait_until(
            lambda: any(words in line for line in self.lines) or not self.reader.is_alive(),
            patience=patience,
        ) and any(words in line for line in self.lines)

    def get(self, path: str) -> int:
        """Return the status of a page."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return int(answer.status)

    def descendants(self) -> dict[int, str]:
        """Return every process below it: id and command line."""
        parents, commands = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                facts = (folder / "stat").read_text().rpartition(")")[2].split()
                commands[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            parents[int(folder.name)] = int(facts[1])
        found = {self.process.pid}
        while grown := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= grown
        return {pid: commands[pid] for pid in found - {self.process.pid}}

    def child(self, words: str) -> int:
        """Return the id of the first process below it whose command holds these words."""
        return min(pid for pid, command in self.descendants().items() if words in command)

    def stop(self, number: int = signal.SIGTERM, *, patience: float = 5.0) -> int:
        """Signal it and return its exit code; it must have ended within `patience` seconds."""
        self.process.send_signal(number)
        code = self.process.wait(patience)
        self.reader.join(patience)
        return code


def alive(pids: set[int]) -> set[int]:
    """Return which of these processes still run; one that only waits to be reaped does not."""
    return {pid for pid in pids if runs(pid)}


def runs(pid: int) -> bool:
    """Whether the process lives."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return facts[0] != "Z"
