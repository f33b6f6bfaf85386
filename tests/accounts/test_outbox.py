"""The outbox: one winner a row, nothing lost, at most what was in flight sent twice."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from celery import Celery
from django.db import connection, transaction

from accounts import outbox, tasks
from accounts.models import OutboxMail, User
from accounts.outbox import BACK_OFF, LEASE, LEASE_MARGIN, SERVER_PAUSE
from config.celery import app as site
from tests.accounts.sinks import Sink, serving
from tests.factories import make_user
from tests.waiting import free_port

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
SMTP = "django.core.mail.backends.smtp.EmailBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """Send the site's mail to a server that answers as told."""
    with serving(Sink()) as running:
        use_server(settings, running.port)
        yield running


def use_server(settings, port: int) -> None:
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}


def write(number: int = 1, *, user: User | None = None, **fields) -> OutboxMail:
    mail = outbox.write(
        **{
            "user": user,
            "recipient": user.email if user else f"mail{number}@example.org",
            "stream": "account",
            "key": f"test:{number}",
            "subject": f"Mail {number}",
            "text": "Plain words.",
            "html": "<p>Rich words.</p>",
            "now": NOW,
        }
        | fields
    )
    assert mail is not None
    return mail


def deliver(now: datetime = NOW) -> dict[str, int]:
    return dict(outbox.deliver(outbox.claim(now=now), clock=lambda: now))


def test_a_key_is_written_once():
    first = write(1)
    with transaction.atomic():
        assert outbox.write(
            user=None, recipient="b@example.org", stream="account", key=first.key,
            subject="Again", text="…", now=NOW,
        ) is None  # fmt: skip
        assert User.objects.count() == 0, "the transaction is still usable"
    assert OutboxMail.objects.get().subject == "Mail 1"


def test_mail_is_claimed_once_and_only_when_due():
    later = write(1, due_at=NOW + timedelta(minutes=5))
    assert outbox.claim(now=NOW) == []
    assert [mail.pk for mail in outbox.claim(now=later.due_at)] == [later.pk]
    assert outbox.claim(now=later.due_at) == []


def test_a_claim_takes_the_oldest_and_no_more_than_its_limit():
    for number in range(5):
        write(number, due_at=NOW - timedelta(minutes=number))
    assert [mail.subject for mail in outbox.claim(now=NOW, limit=2)] == ["Mail 4", "Mail 3"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_mail():
    for number in range(40):
        write(number)
    taken: list[list[str]] = [[], []]
    barrier = threading.Barrier(2)

    def work(mine: list[str]) -> None:
        barrier.wait()
        while mails := outbox.claim(now=NOW, limit=3):
            mine.extend(mail.key for mail in mails)
        connection.close()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken[0] + taken[1]) == sorted(f"test:{number}" for number in range(40))


def test_mail_goes_out_as_text_and_html_with_its_headers(sink):
    link = f"<https://limber.example/{'long' * 40}>"
    mail = write(1, headers={"List-Unsubscribe": link})
    assert deliver() == {"sent": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.error) == ("sent", NOW, 1, "")
    (message,) = sink.messages
    assert message["To"] == "mail1@example.org"
    assert message["Message-ID"] == f"<{mail.pk.hex}@localhost>"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert dict(message.raw_items())["List-Unsubscribe"] == link, "whole, not encoded"
    assert message.get_body(("plain",)).get_content().strip() == "Plain words."
    assert message.get_body(("html",)).get_content().strip() == "<p>Rich words.</p>"


def test_letters_of_any_kind_arrive_as_they_were_written(sink, settings):
    settings.DEFAULT_FROM_EMAIL = "Rückenschule Grün <limber@127.0.0.1>"
    subject = "Zeit für eine Pause, " * 8 + "日本語"
    text = f"Grüße — 日本語\nFrom here\n.\n=3D \n{'w' * 1200}\n"
    write(1, recipient="person@bücher.example", subject=subject, text=text, html=f"<p>{text}</p>")
    assert deliver() == {"sent": 1}
    (message,) = sink.messages
    assert message["Subject"] == subject
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert message["To"] == "person@xn--bcher-kva.example"
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.splitlines() == text.splitlines()
    assert html.splitlines() == f"<p>{text}</p>".splitlines()
    lines = message.as_bytes().splitlines()
    assert max(map(len, lines)) < 1000


def test_a_batch_uses_one_connection(sink):
    for number in range(12):
        write(number)
    assert deliver() == {"sent": 12}
    assert len(sink.connections) == 1


def test_a_server_that_takes_few_mails_a_connection_gets_them_all(sink):
    sink.drop_after = 2
    for number in range(7):
        write(number)
    assert deliver() == {"sent": 7}
    assert sorted(sink.subjects) == [f"Mail {number}" for number in range(7)]


def test_a_server_that_is_down_costs_no_attempt_and_loses_nothing(settings):
    port = free_port()
    use_server(settings, port)
    for number in range(3):
        write(number)
    now = NOW
    for _hour in range(30):
        assert deliver(now) == {"released": 3}
        assert deliver(now) == {}, "it waits before it knocks again"
        now += timedelta(hours=1)
    assert set(OutboxMail.objects.values_list("state", "attempts", "error")) == {
        ("due", 0, "ConnectionRefusedError")
    }
    with serving(Sink(port=port)) as back:
        assert deliver(now) == {"sent": 3}
        assert len(back.messages) == 3


def test_a_connection_lost_while_sending_loses_nothing(sink):
    sink.data = "drop"
    for number in range(3):
        write(number)
    assert deliver() == {"released": 3}
    sink.data = ""
    assert deliver(NOW + SERVER_PAUSE) == {"sent": 2}, "the mail that met the trouble waits longer"
    assert deliver(NOW + 2 * SERVER_PAUSE) == {"sent": 1}


def test_a_refused_sender_is_the_operators_trouble_and_fails_no_mail(sink):
    sink.sender = "550 5.7.1 limber@127.0.0.1 may not send"
    mail = write(1)
    assert deliver() == {"released": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == ("due", 0, "550 5.7.1 … may not send")


def test_not_now_is_tried_again_with_growing_pauses_and_then_fails(sink):
    mail = write(1)
    sink.recipients[mail.recipient] = "451 4.7.1 Greylisted, try again"
    now = NOW
    for attempt, pause in enumerate(BACK_OFF, start=1):
        assert deliver(now) == {"due": 1}
        mail.refresh_from_db()
        assert (mail.attempts, mail.due_at, mail.error) == (
            attempt, now + pause, "451 4.7.1 Greylisted, try again",
        )  # fmt: skip
        assert deliver(now + pause - timedelta(seconds=1)) == {}
        now += pause
    assert deliver(now) == {"failed": 1}
    assert deliver(now + timedelta(days=30)) == {}


def test_not_now_is_over_when_the_server_takes_it(sink):
    mail = write(1)
    sink.data = "452 4.3.1 Mailbox full"
    assert deliver() == {"due": 1}
    sink.data = ""
    assert deliver(NOW + BACK_OFF[0]) == {"sent": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == ("sent", 2, "")


@pytest.mark.parametrize(
    ("answer", "bounced"),
    [
        pytest.param("550 5.1.1 No such person as {}", True, id="no-such-person"),
        pytest.param("550 {} is unknown here", True, id="without-enhanced-code"),
        pytest.param("550 5.7.1 Blocked by policy", False, id="policy"),
    ],
)
def test_a_refused_recipient_fails_at_once_and_the_error_names_nobody(sink, answer, bounced):
    user = make_user()
    mail = write(1, user=user)
    sink.recipients[user.email] = answer.format(f"<{user.email}>")
    write(2)
    assert deliver() == {"failed": 1, "sent": 1}
    mail.refresh_from_db()
    user.refresh_from_db()
    assert mail.state == "failed"
    assert mail.error == answer.format("…")
    assert user.bounced_at == (NOW if bounced else None)


def test_a_bounce_of_an_old_address_says_nothing_about_the_new_one(sink):
    user = make_user("new@example.org")
    write(1, user=user, recipient="old@example.org")
    sink.recipients["old@example.org"] = "550 5.1.1 No such person"
    assert deliver() == {"failed": 1}
    user.refresh_from_db()
    assert user.bounced_at is None


def test_refused_content_fails_the_mail_and_not_the_address(sink):
    user = make_user()
    write(1, user=user)
    sink.data = "554 5.6.0 Not this content"
    assert deliver() == {"failed": 1}
    user.refresh_from_db()
    assert user.bounced_at is None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"recipient": "nobody"}, id="no-address"),
        pytest.param({"recipient": "a@example.org\nBcc: b@example.org"}, id="header-injection"),
        pytest.param({"subject": "One\nBcc: b@example.org"}, id="subject-injection"),
    ],
)
def test_a_mail_that_cannot_be_built_fails_alone(sink, fields):
    sink.recipients["nobody"] = "501 5.1.3 Bad address"
    write(1, **fields)
    write(2)
    assert deliver() == {"failed": 1, "sent": 1}
    assert sink.subjects == ["Mail 2"]


def test_expired_mail_is_cancelled_instead_of_sent(sink):
    mail = write(1, expires_at=NOW + timedelta(hours=2))
    assert deliver(NOW + timedelta(hours=2)) == {"cancelled": 1}
    mail.refresh_from_db()
    assert (mail.state, sink.messages) == ("cancelled", [])


def test_mail_in_time_is_sent_though_it_would_expire(sink):
    write(1, expires_at=NOW + timedelta(hours=2))
    assert deliver(NOW + timedelta(hours=2, seconds=-1)) == {"sent": 1}


def test_a_worker_stops_before_its_lease_ends(sink):
    for number in range(3):
        write(number)
    mails = outbox.claim(now=NOW)
    times = iter([NOW, NOW, NOW + LEASE - LEASE_MARGIN, NOW + LEASE - LEASE_MARGIN])
    assert dict(outbox.deliver(mails, clock=lambda: next(times))) == {"sent": 1, "released": 2}
    assert len(outbox.claim(now=NOW + LEASE - LEASE_MARGIN)) == 2


def test_a_late_worker_does_not_undo_what_another_has_sent(sink):
    write(1)
    slow = outbox.claim(now=NOW)
    assert deliver(NOW + LEASE) == {"sent": 1}
    sink.recipients["mail1@example.org"] = "451 4.7.1 Not now"
    outbox.deliver(slow, clock=lambda: NOW)
    assert OutboxMail.objects.get().state == "sent"


WORKER = """
import django, datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = "{name}"
django.setup()
from accounts import outbox
now = datetime.datetime.fromisoformat("{now}")
outbox.deliver(outbox.claim(now=now), clock=lambda: now)
"""


def database_url() -> str:
    """Return the address of the tests' server; "" means SQLite."""
    if connection.vendor == "sqlite":
        return ""
    name = connection.settings_dict["NAME"]
    host = quote(connection.settings_dict["HOST"], safe="")
    return f"postgresql://{connection.settings_dict['USER']}@{host}/{name}"


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_repeats_only_what_was_in_flight(sink):
    for number in range(6):
        write(number)
    port = sink.port
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", WORKER.format(now=NOW.isoformat(), name=name)]
    child = subprocess.Popen(command, env=environment)

    def kill_at_the_third(count: int) -> None:
        # The server has taken the third mail, the worker does not know yet: the worst moment.
        if count == 3:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()

    sink.on_message = kill_at_the_third
    assert child.wait(30) == -signal.SIGKILL
    assert deliver(NOW + LEASE - timedelta(seconds=1)) == {}, "the dead worker's lease still runs"
    assert deliver(NOW + LEASE) == {"sent": 4}
    ids = [message["Message-ID"] for message in sink.messages]
    assert len(ids) == 7
    assert len(set(ids)) == 6
    assert ids[2] in ids[3:], "only the one in flight came twice, with the same Message-ID"


def test_one_task_sends_all_that_is_due(sink, settings):
    for number in range(5):
        write(number, due_at=NOW)
    tasks.deliver_due()
    assert len(sink.messages) == 5


def test_a_task_knocks_once_at_a_server_that_is_down(settings):
    use_server(settings, free_port())
    for number in range(outbox.BATCH + 1):
        write(number)
    tasks.deliver_due()
    assert OutboxMail.objects.filter(error="ConnectionRefusedError").count() == outbox.BATCH


@pytest.mark.django_db(transaction=True)
def test_a_written_mail_is_sent_by_a_real_worker_at_once(celery_worker, sink):
    arrived = threading.Event()
    sink.on_message = lambda _count: arrived.set()
    with transaction.atomic():
        write(1)
    assert arrived.wait(20)


@pytest.fixture
def broker_is_down() -> Iterator[None]:
    """The site's Celery app is one whose broker nobody answers for."""
    app = Celery(broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
    app.conf.broker_transport_options = site.conf.broker_transport_options
    app.set_current()
    yield
    site.set_current()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_fails_no_request(broker_is_down, caplog):
    with transaction.atomic():
        write(1)
    assert "The broker cannot be reached" in caplog.text
    assert OutboxMail.objects.get().state == "due"


def test_the_purge_empties_sent_mail_and_later_forgets_it(sink):
    write(1, now=datetime.now(UTC) - tasks.KEEP_BODIES - timedelta(days=1))
    write(2, now=datetime.now(UTC) - tasks.KEEP_BODIES + timedelta(days=1))
    tasks.deliver_due()
    write(3, now=datetime.now(UTC) - tasks.KEEP_ROWS - timedelta(days=1))
    tasks.purge_sent()
    old, young, waiting = OutboxMail.objects.order_by("key")
    assert (old.recipient, old.subject, old.text, old.html) == ("", "", "", "")
    assert young.text == "Plain words."
    assert waiting.text == "Plain words.", "what waits is never emptied"
    OutboxMail.objects.filter(pk=old.pk).update(created_at=waiting.created_at)
    tasks.purge_sent()
    assert set(OutboxMail.objects.values_list("key", flat=True)) == {"test:2", "test:3"}


def test_the_purge_forgets_mail_kept_in_files_too(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    old, young = tmp_path / "old.log", tmp_path / "young.log"
    for file in (old, young):
        file.write_text("Subject: …")
    long_ago = (datetime.now(UTC) - tasks.KEEP_BODIES - timedelta(days=1)).timestamp()
    os.utime(old, (long_ago, long_ago))
    tasks.purge_sent()
    assert list(tmp_path.iterdir()) == [young]
