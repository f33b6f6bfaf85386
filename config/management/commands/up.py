"""`manage.py up`: everything Limber needs, under one supervisor."""

import gc
import io
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.crypto import get_random_string

from accounts.models import User
from config import preparation
from config.env import url_host
from config.processes import SOCKET_PATH_LIMIT, MissingServer, find_valkey, valkey_command
from config.supervisor import Child, EndedEarly, Supervisor

BROKER_PATIENCE = 10.0
# Without the letters and digits that look like others.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
WEB_PATIENCE = 30.0


class Command(BaseCommand):
    """Run web server, worker and scheduler until Ctrl-C."""

    help = "Run web server, worker, scheduler and, unless REDIS_URL is set, their broker."
    # `make check` runs them; here they would cost every start half a second.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to make the demo account."""
        parser.add_argument("--no-demo", action="store_true", help="make no demo account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start the children, and keep them running until a signal."""
        preparation.private_folder()
        lock = preparation.hold_lock()
        self.address = preparation.listen_address()
        preparation.require_free_port(self.address)
        preparation.require_reachable_settings()
        preparation.require_database()
        self.supervisor = Supervisor(self.say)
        self.supervisor.listen()
        # The children import what this process does, from whatever folder it was started.
        self.environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        # The demo's password is printed, so only this machine may know the account.
        self.demo = settings.LOCAL_ONLY and not options["no_demo"]
        try:
            if settings.EMBEDDED_BROKER:
                self.start_broker()
            elif not answers(settings.REDIS_URL):
                raise CommandError("The server that REDIS_URL names does not answer.")
            self.prepare()
            # From here on it only waits: without a walk through all that is loaded it ends at once.
            gc.freeze()
            self.ready, self.waiting_since = False, time.monotonic()
            self.supervisor.add(Child("web", web_command(self.address), self.environment))
            self.supervisor.run(self.on_tick)
        except EndedEarly:
            self.say("limber", "stopped before it was ready; the next start begins where it was")
        finally:
            self.supervisor.end()
            lock.close()
        self.stdout.write("Limber has stopped; everything is kept.")

    def say(self, name: str, line: str) -> None:
        """Print a line of a child behind its name."""
        self.stdout.write(f"{name:<6} | {line}")
        self.stdout.flush()

    def prepare(self) -> None:
        """Bring database, content, static files and the demo account up to date."""
        preparation.migrate()
        preparation.load_content()
        if preparation.forget_demo():
            self.say("limber", "the demo account is erased: others are served now")
        preparation.collect_static()
        if self.demo:
            self.make_demo(demo_password())
        connections.close_all()

    def make_demo(self, password: str) -> None:
        """Make the demo account with its history on the first start."""
        if not User.objects.filter(is_demo=True).exists():
            self.say("limber", "making the demo account and its 90 days, this once ...")
            call_command("demo", password=password, stdout=io.StringIO())

    def start_broker(self) -> None:
        """Start Valkey on a socket in var/run, or on a loopback port if that path is too long."""
        run = settings.VAR / "run"
        path = run / "valkey.sock"
        socket_path = path if len(str(path)) <= SOCKET_PATH_LIMIT else None
        port = 0 if socket_path else free_port()
        url = f"unix://{path}" if socket_path else f"redis://127.0.0.1:{port}/0"
        self.environment["REDIS_URL"] = url
        path.unlink(missing_ok=True)
        try:
            command = valkey_command(find_valkey(), run, socket=socket_path, port=port)
        except MissingServer as error:
            raise CommandError(str(error)) from error
        self.supervisor.add(Child("broker", command, serves=True))
        if not answers(url):
            raise CommandError(f"The broker did not start; {run / 'broker.log'} says why.")

    def on_tick(self) -> None:
        """Once the web server answers, start the others and say where to go."""
        if self.ready:
            return
        status = web_status(self.address)
        if status:
            self.ready = True
            if status != 200:
                self.say("limber", f"the web server answers {status}; its lines above say why")
            self.supervisor.add(Child("worker", worker_command(), self.environment))
            self.supervisor.add(Child("beat", beat_command(), self.environment))
            self.stdout.write(self.welcome())
            self.stdout.flush()
        elif time.monotonic() - self.waiting_since > WEB_PATIENCE:
            self.waiting_since = time.monotonic()
            self.say("limber", "the web server does not answer yet; its lines above say why")

    def welcome(self) -> str:
        """Return what a newcomer needs to know."""
        lines = ["", f"Limber runs at {settings.BASE_URL}/"]
        if self.demo:
            demo = User.objects.get(is_demo=True)
            lines.append(f"  demo sign-in   {demo.email}  password  {demo_password()}")
        if settings.LOCAL_ONLY:
            lines.append(f"  mail it sends  {settings.BASE_URL}/dev/mail/")
        lines += [f"  your data      {settings.VAR}", "  stop           Ctrl-C", ""]
        return "\n".join(lines)


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Return whether the broker answers within its patience."""
    deadline = time.monotonic() + BROKER_PATIENCE
    while time.monotonic() < deadline:
        try:
            with redis.Redis.from_url(url, socket_connect_timeout=1) as connection:
                return bool(connection.ping())
        except redis.exceptions.RedisError:
            time.sleep(0.02)
    return False


def web_status(address: str) -> int:
    """Return the status with which the web server answers that it is live; 0 if it does not."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)
    request = urllib.request.Request(f"http://{url_host(host)}:{settings.PORT}/health/live")
    request.add_header("Host", urlsplit(settings.BASE_URL).netloc)
    try:
        with urllib.request.urlopen(request, timeout=2) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def demo_password() -> str:
    """Return the demo account's password, made once and kept in a file of its own."""
    kept: Path = settings.VAR / "demo_password"
    if not kept.exists():
        kept.write_text(get_random_string(12, PASSWORD_LETTERS))
        demo = User.objects.filter(is_demo=True).first()
        if demo is not None:
            demo.set_password(kept.read_text())
            demo.save(update_fields=["password"])
    return kept.read_text()


def web_command(address: str) -> list[str]:
    """Return granian serving WSGI; WSGI beats its ASGI by far for synchronous views."""
    command = [
        sys.executable,
        "-m",
        "config.serve",
        "--interface",
        "wsgi",
        "--log-level",
        "warning",
    ]
    command += ["--host", address, "--port", str(settings.PORT)]
    command += ["--workers", str(settings.WEB_WORKERS), "--workers-kill-timeout", "3"]
    command += ["--blocking-threads", str(settings.WEB_THREADS), "--respawn-failed-workers"]
    return [*command, "config.supervised:application"]


def worker_command() -> list[str]:
    """Return a worker of threads: its tasks wait for mail servers, not for the processor."""
    # Root is who runs in a small container; only task messages in pickle would make it unsafe.
    command = [sys.executable, "-W", "ignore:You're running the worker with superuser"]
    command += ["-m", "celery", "--app", "config", "--quiet", "worker"]
    command += ["--pool", "threads", "--concurrency", str(settings.WORKER_THREADS)]
    return [*command, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]


def beat_command() -> list[str]:
    """Return the scheduler; it keeps no file, as what is due lives in the database."""
    command = [sys.executable, "-m", "celery", "--app", "config", "--quiet", "beat"]
    command += ["--scheduler", "celery.beat:Scheduler", "--pidfile", ""]
    return [*command, "--loglevel", "WARNING"]
