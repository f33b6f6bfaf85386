"""Run the whole suite: on PostgreSQL, and what touches a database on SQLite as well.

`python -m tests.run [pytest arguments]`; the last line adds up both runs. They run side by side, so
that one computes while the other waits for a server, a browser or its own last test.
"""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

CORES = os.cpu_count() or 2
COUNT = re.compile(
    r"(\d+) ((?:subtests )?(?:passed|failed)|errors?|skipped|xfailed|xpassed|warnings?|deselected)"
)
CLOSING = re.compile(r"^=* ?((\d+ [a-z ]+, )*\d+ [a-z ]+) in [\d.]+s")
# So few that what waits is shared by all workers, and so many that neighbours share what they made.
CHUNK = "8"


@dataclass(frozen=True)
class Run:
    """A run of pytest: on which database, by how many workers, with which options."""

    name: str
    database: str
    workers: int
    options: tuple[str, ...] = ()

    def start(self, arguments: list[str], output: int | IO[str]) -> subprocess.Popen[str]:
        """Start it; its workers take what is next in few tests at a time."""
        command = [sys.executable, "-m", "pytest", "-q", "--color=no", *self.options]
        command += ["-n", str(self.workers), "--maxschedchunk", CHUNK, *arguments]
        environment = os.environ | {"TEST_DATABASE": self.database}
        return subprocess.Popen(command, env=environment, stdout=output, text=True)


# One worker more than cores, as some tests wait; Valkey has databases for eight. The other run is
# the smaller one: with half as many it still ends first, and then all cores are the first one's.
MOST = min(CORES + 1, 8)
POSTGRES = Run("PostgreSQL", "postgres", MOST)
SQLITE = Run("SQLite", "sqlite", MOST // 2, ("--database-only",))


def pass_on(run: Run, lines: IO[str]) -> str:
    """Print all that a run says; return its closing line."""
    print(f"--- {run.name}", flush=True)
    closing = ""
    for line in lines:
        print(line, end="", flush=True)
        closing = line.strip() if CLOSING.match(line) else closing
    return closing


def main(arguments: list[str]) -> int:
    """Run both, print one closing line, return 0 only if every test of both passed."""
    started, totals = time.monotonic(), dict[str, int]()
    with (
        TemporaryFile("w+") as kept,
        SQLITE.start(arguments, kept) as other,
        POSTGRES.start(arguments, subprocess.PIPE) as first,
    ):
        assert first.stdout is not None
        closings = [pass_on(POSTGRES, first.stdout)]
        codes = [first.wait(), other.wait()]
        kept.seek(0)
        closings.append(pass_on(SQLITE, kept))
    for count, word in COUNT.findall(" ".join(closings)):
        totals[word] = totals.get(word, 0) + int(count)
    summary = ", ".join(f"{count} {word}" for word, count in totals.items()) or "nothing ran"
    print(f"=== {summary} in {time.monotonic() - started:.2f}s ===")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
