"""Changes that meet: a row goes, or another change comes, between a look and the write."""

from datetime import datetime, time, timedelta
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import Http404

from accounts import privacy
from accounts.models import User
from exercises.actions import store_catalogue
from exercises.models import Exercise
from tests.factories import NOW, make_reminder, make_screening, make_user
from tests.tracking.player.conftest import begin
from tests.tracking.screening.answers import healthy
from tracking import incidents
from tracking.access import get_reminder, lock_session
from tracking.models import MailDecision, Reminder, Screening, Session
from tracking.player.actions import FinishAnswers
from tracking.player.actions.record import close_if_due
from tracking.player.bouts import elapsed_ms
from tracking.player.machine import fold
from tracking.player.queries import Subject
from tracking.progress.actions import LogAnswers, enter_session
from tracking.reminders import actions, dispatch
from tracking.reminders.actions import Draft
from tracking.screening.actions import save_screening
from tracking.screening.forms import ScreeningForm
from tracking.snapshot import facts_for

pytestmark = pytest.mark.django_db


def draft(**changes) -> Draft:
    return Draft(**({"times": [time(9)], "weekdays": [0], "zone": "Europe/London"} | changes))


def test_a_reminder_deleted_meanwhile_does_not_come_back(alice):
    row = make_reminder(alice)
    Reminder.objects.all().delete()
    with pytest.raises(Http404):
        actions.update_reminder(reminder=row, draft=draft(), now=NOW)
    with pytest.raises(Http404):
        actions.switch_reminder(reminder=row, on=True, now=NOW)
    assert not Reminder.objects.exists()


def test_switching_keeps_what_was_changed_meanwhile(alice):
    seen = make_reminder(alice, at=NOW)
    actions.update_reminder(reminder=get_reminder(alice, seen.pk), draft=draft(), now=NOW)
    actions.switch_reminder(reminder=seen, on=True, now=NOW)
    row = Reminder.objects.get()
    assert row.times == ["09:00"]
    assert row.next_due_at == dispatch.next_due(row, NOW)


def save(user: User, sent: dict[str, Any], now: datetime) -> Screening:
    form = ScreeningForm(sent)
    assert form.is_valid()
    return save_screening(user=user, answers=form.answers, raw=form.kept, now=now)


def test_a_red_answer_that_had_to_wait_for_another_is_not_lost(alice):
    """Its time was read before the lock, so it may be the earlier of the two."""
    save(alice, healthy(), NOW)
    save(alice, healthy(q2="yes"), NOW - timedelta(seconds=1))
    assert "red_flag" in facts_for(alice, NOW, running=None).tags


def test_what_waits_for_a_person_who_is_gone_is_let_go(alice):
    incidents.settle_held(uuid4(), NOW)
    assert not MailDecision.objects.exists()


def test_nothing_is_entered_for_a_person_who_is_gone(alice):
    gone = User(pk=uuid4(), time_zone="Europe/London")
    with pytest.raises(Http404):
        enter_session(
            user=gone,
            subject=Subject(),
            plan={"version": 1, "items": []},
            answers=LogAnswers(finish=FinishAnswers()),
            now=NOW,
        )


def blocked() -> bool:
    """Whether somebody waits for a lock; SQLite has one writer at a time and tells nobody."""
    if connection.vendor != "postgresql":
        sleep(0.2)
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_account_is_erased_while_a_worker_closes_its_session(transactional_db, read_files):
    store_catalogue(catalogue=read_files, now=NOW)
    ann = make_user("ann@example.org")
    make_screening(ann, at=NOW - timedelta(days=1))
    twist = begin(ann, Exercise.objects.get(pk="seated-chair-twist"))
    locked, failed = Event(), []

    def erase() -> None:
        locked.wait()
        try:
            privacy.erase(User.objects.get(pk=ann.pk))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=erase)
    thread.start()
    with transaction.atomic():
        session = lock_session(ann, twist.session.pk)
        locked.set()
        until = monotonic() + 10
        while not blocked() and monotonic() < until:
            sleep(0.02)
        moves, now = list(session.moves.all()), NOW + timedelta(hours=7)
        state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
        assert close_if_due(session=session, state=state, moves=moves, now=now)
    thread.join()
    assert failed == []
    assert not User.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_is_erased_while_its_reminder_is_sent(transactional_db):
    ann = make_user("ann@example.org")
    make_reminder(ann, at=NOW)
    ticks = dispatch.judge(dispatch.due_batch(NOW, 10), NOW)
    privacy.erase(ann)
    assert dispatch.write(ticks) == 0
    assert not MailDecision.objects.exists()
