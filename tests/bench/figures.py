"""What is measured; each function prints its figures."""

import json
import smtplib
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from email.message import EmailMessage

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import outbox
from accounts.models import OutboxMail, User
from exercises.models import Exercise
from tests.bench import load, people
from tests.bench.load import Ask
from tracking.frozen import exercise_facts
from tracking.reminders import dispatch
from tracking.safety.assess import check_start
from tracking.snapshot import facts_for

MAILS = 1000


def figure(name: str, value: float, unit: str) -> None:
    """Print one figure."""
    print(json.dumps({"name": name, "value": round(value, 2), "unit": unit}), flush=True)


def pages(port: int, reader: User) -> None:
    """Measure pages beside a view that does nothing, on the same server."""
    headers = people.cookies(reader)
    players = people.make_players()
    measured: dict[str, Callable[[int], Iterable[Ask]]] = {
        # First, as an item of a session that nobody presses anything in runs out.
        "player_move": lambda number: people.presses(players, number),
        "bare_view": load.same("/health/live", headers),
        "today": load.same("/today/", headers),
        "history": load.same("/progress/", headers),
        "catalogue": load.same("/exercises/", headers),
    }
    for name, asks in measured.items():
        result = load.run(port, asks)
        figure(f"{name}_requests", result.per_second, "1/s")
        figure(f"{name}_p99", result.p99, "ms")


def start_check() -> None:
    """Measure what it takes to say whether somebody with 20,000 bouts may start an exercise."""
    user, exercise = people.make_veteran(), Exercise.objects.get(pk="seated-chair-twist")
    refresh_statistics()
    wanted, spent = exercise_facts(exercise), []

    def check() -> None:
        now = timezone.now()
        check_start(wanted, facts_for(user, now, running=None), now)

    with CaptureQueriesContext(connection) as asked:
        check()
    for _again in range(100):
        before = time.process_time()
        check()
        spent.append((time.process_time() - before) * 1000)
    figure("start_check_of_20000_queries", len(asked), "1")
    figure("start_check_of_20000_python", statistics.median(spent), "ms")


def ticks() -> None:
    """Measure the reminder tick with nothing due, however many reminders are stored."""
    stored = 0
    for count in (10_000, 100_000):
        people.make_reminders(count - stored, due=timezone.now() + timedelta(days=2))
        stored = count
        refresh_statistics()
        times = []
        for _again in range(50):
            before = time.perf_counter()
            if dispatch.dispatch_due(now=timezone.now()):
                raise SystemExit("Something was due.")
            times.append((time.perf_counter() - before) * 1000)
        figure(f"tick_nothing_due_of_{count}", statistics.median(times), "ms")


def refresh_statistics() -> None:
    """Let the planner know what is stored, as it would after a while by itself."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def mails(port: int) -> None:
    """Measure reminders from due row to SMTP server, beside a loop of plain smtplib."""
    people.make_reminders(MAILS, due=timezone.now() - timedelta(minutes=1))
    before = time.perf_counter()
    dispatch.dispatch_due(now=timezone.now())
    decided = time.perf_counter()
    while claimed := outbox.claim(now=timezone.now()):
        outbox.deliver(claimed)
    sent = time.perf_counter()
    if OutboxMail.objects.filter(state="sent").count() < MAILS:
        raise SystemExit("Not every mail was sent.")
    figure("reminders_decided", MAILS / (decided - before), "1/s")
    figure("reminders_delivered", MAILS / (sent - decided), "1/s")
    figure("reminders_sent", MAILS / (sent - before), "1/s")
    figure("smtplib_loop", MAILS / plain_loop(port), "1/s")


def plain_loop(port: int) -> float:
    """Return the seconds for the same mails, sent one after the other over one connection."""
    stored = OutboxMail.objects.filter(state="sent").latest("created_at")
    message = EmailMessage()
    message["Subject"], message["From"] = stored.subject, "limber@example.org"
    message["To"] = "ada@example.org"
    message.set_content(stored.text)
    message.add_alternative(stored.html, subtype="html")
    before = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _number in range(MAILS):
            server.send_message(message)
    return time.perf_counter() - before
