"""Run the whole suite: on PostgreSQL, then what touches a database again on SQLite.

`python -m tests.run [pytest arguments]`; the last line adds up both runs.
"""

import os
import re
import subprocess
import sys
import time

RUNS = {
    "PostgreSQL": {"TEST_DATABASE": "postgres"},
    "SQLite": {"TEST_DATABASE": "sqlite"},
}
# One more than cores, as some tests wait for a server or a browser; Valkey has databases for eight.
WORKERS = min((os.cpu_count() or 2) + 1, 8)
# Whoever is idle takes over what is left of another's share.
SHARED_OUT = ["-n", str(WORKERS), "--dist", "worksteal"]
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed|warning|deselected)")
CLOSING = re.compile(r"^=* ?((\d+ \w+, )*\d+ \w+) in [\d.]+s")


def run(database: str, environment: dict[str, str], arguments: list[str]) -> tuple[int, str]:
    """Return pytest's exit code and its closing line; all it prints is passed on."""
    print(f"--- {database}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", *SHARED_OUT, *arguments]
    closing = ""
    with subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as child:
        for line in child.stdout or ():
            print(line, end="", flush=True)
            closing = line.strip() if CLOSING.match(line) else closing
    return child.returncode, closing


def main(arguments: list[str]) -> int:
    """Run both, print one closing line, return 0 only if every test of both passed."""
    started, codes, totals = time.monotonic(), [], {}
    for database, environment in RUNS.items():
        only = ["--database-only"] if database == "SQLite" else []
        code, closing = run(database, environment, [*only, *arguments])
        codes.append(code)
        for count, word in COUNT.findall(closing):
            totals[word] = totals.get(word, 0) + int(count)
    summary = ", ".join(f"{count} {word}" for word, count in totals.items()) or "nothing ran"
    print(f"=== {summary} in {time.monotonic() - started:.2f}s ===")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
