"""Start PostgreSQL, Valkey, a mail sink and the web server, fill them, and measure.

TEST_DATABASE=sqlite measures the embedded database. Figures are of this machine: compare them
with each other, `bare_view` and `smtplib_loop` first.
"""

import os
import subprocess
import sys
import time
import urllib.request
from importlib import import_module

import django
from django.core.management import call_command

from config.processes import die_with_parent, end
from tests import services
from tests.waiting import free_port, wait_until


def environment(sink: int, port: int) -> None:
    """Set what the site under test reads, for this process and its children."""
    postgres = os.environ.get("TEST_DATABASE", "postgres") == "postgres"
    services.start(postgres=postgres)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "for the bench only, and worth nothing elsewhere",
        "VAR_DIR": str(services.make_folder()),
        "DATABASE_URL": os.environ["TEST_DATABASE_URL"] if postgres else "",
        "REDIS_URL": f"{os.environ['TEST_REDIS_URL']}?db=15",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "error",
    }


def child(*command: str) -> subprocess.Popen[bytes]:
    """Start a module that ends with this process."""
    return subprocess.Popen([sys.executable, "-m", *command], preexec_fn=die_with_parent)


def main() -> None:
    """Measure everything."""
    sink, port = free_port(), free_port()
    environment(sink, port)
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("prepare", verbosity=0, stdout=sys.stderr)
    # Models can be imported only now.
    names = ("figures", "people", "frames", "player")
    figures, people, frames, player = (import_module(f"tests.bench.{name}") for name in names)
    web = ["granian", "--interface", "wsgi", "--port", str(port), "--log-level", "error"]
    web += ["--workers", "2", "--blocking-threads", "2", "config.wsgi:application"]
    children = [child("tests.bench.sink", str(sink)), child(*web)]
    try:
        reader = people.make_reader()
        if not wait_until(lambda: answers(port), patience=30):
            raise SystemExit("The web server did not start.")
        figures.pages(port, reader)
        frames.moving(port)
        player.player(port)
        figures.start_check()
        figures.ticks()
        figures.mails(sink)
    finally:
        for process in children:
            end(process, patience=5)


def answers(port: int) -> bool:
    """Whether the web server is live."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"measured in {time.monotonic() - started:.0f} s", file=sys.stderr)
