"""The tick: once per due instant, caught up once, never for somebody who is done."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import OutboxMail, User
from tests.factories import make_reminder, make_routine, make_session, make_user
from tracking.models import MailDecision, Reminder, Session
from tracking.reminders.dispatch import BATCH, dispatch_due, due_batch, judge, next_due, write

pytestmark = pytest.mark.django_db


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DUE = utc("2026-06-01 06:30")  # a Monday, 07:30 in London


def reminder(user: User | None = None, *, at: datetime = DUE, **fields) -> Reminder:
    return make_reminder(user or make_user(), at=at, **fields)


def decisions() -> list[tuple[str, str]]:
    rows = MailDecision.objects.order_by("due_at", "id")
    return list(rows.values_list("outcome", "reason"))


def test_a_due_reminder_is_mailed_once_and_moves_on():
    due = reminder()
    assert dispatch_due(now=DUE - timedelta(seconds=1)) == 0
    assert dispatch_due(now=DUE) == 1
    assert dispatch_due(now=DUE) == 0
    due.refresh_from_db()
    assert due.next_due_at == utc("2026-06-02 06:30")
    (mail,) = OutboxMail.objects.all()
    (row,) = MailDecision.objects.all()
    assert (row.outcome, row.due_at, row.mail) == ("sent", DUE, mail)
    assert row.key == mail.key == f"reminder:{due.pk}:{DUE.isoformat()}"
    assert (mail.stream, mail.due_at, mail.recipient) == ("reminder", DUE, due.user.email)


def test_missed_ticks_are_caught_up_once_for_the_last_of_them():
    due = reminder(times=["07:30", "12:00", "18:00"])
    now = utc("2026-06-04 11:30")  # 12:30 in London, three days and ten instants later
    assert dispatch_due(now=now) == 1
    (row,) = MailDecision.objects.all()
    assert (row.outcome, row.due_at) == ("sent", utc("2026-06-04 11:00"))
    due.refresh_from_db()
    assert due.next_due_at == utc("2026-06-04 17:00")


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        pytest.param(timedelta(hours=2), ("sent", ""), id="two-hours"),
        pytest.param(timedelta(hours=2, seconds=1), ("suppressed", "stale"), id="later"),
    ],
)
def test_a_reminder_that_would_only_disturb_is_not_sent(late, expected):
    reminder()
    dispatch_due(now=DUE + late)
    assert decisions() == [expected]


def test_a_mail_that_waits_for_the_server_expires():
    reminder()
    dispatch_due(now=DUE + timedelta(hours=1))
    assert OutboxMail.objects.get().expires_at == DUE + timedelta(hours=3)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(["2026-03-28", "2026-03-29", "2026-03-30"], "01:30 02:00 01:30", id="skipped"),
        pytest.param(["2026-10-24", "2026-10-25", "2026-10-26"], "01:30 01:30 01:30", id="twice"),
    ],
)
def test_the_two_odd_nights_of_a_year_fire_exactly_once(days, expected):
    due = reminder(times=["01:30"])
    zone = due.user.zone
    start = datetime.fromisoformat(days[0]).replace(tzinfo=zone).astimezone(UTC)
    Reminder.objects.update(next_due_at=next_due(due, start))
    now = start
    while now < start + timedelta(days=3):  # 71 or 73 hours of ticks
        dispatch_due(now=now)
        now += timedelta(minutes=10)
    local = [row.due_at.astimezone(zone) for row in MailDecision.objects.order_by("due_at")]
    assert [f"{at:%Y-%m-%d}" for at in local] == days
    assert " ".join(f"{at:%H:%M}" for at in local) == expected
    assert local[1].fold == 0


def test_only_the_chosen_weekdays_are_mailed():
    reminder(weekdays=[0, 2], times=["07:30"])
    for day in range(7):
        dispatch_due(now=DUE + timedelta(days=day, minutes=1))
    assert [row.due_at.weekday() for row in MailDecision.objects.order_by("due_at")] == [0, 2]


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        pytest.param({"at": utc("2026-06-01 06:00")}, ("suppressed", "done"), id="that-morning"),
        pytest.param({"at": utc("2026-05-31 22:00")}, ("sent", ""), id="the-evening-before"),
        pytest.param(
            {"at": utc("2026-05-31 23:30")}, ("suppressed", "done"), id="just-after-local-midnight"
        ),
        pytest.param(
            {"at": utc("2026-06-01 06:00"), "status": "partial"}, ("sent", ""), id="partial"
        ),
        pytest.param({"at": utc("2026-06-01 06:00"), "status": "open"}, ("sent", ""), id="open"),
    ],
)
def test_only_if_not_done_looks_at_sessions_finished_that_local_date(session, expected):
    due = reminder()
    make_session(due.user, **session)
    dispatch_due(now=DUE)
    assert decisions() == [expected]


def test_a_routine_is_done_only_by_itself():
    user, morning, evening = make_user(), make_routine(), make_routine()
    reminder(user, routine=morning)
    make_session(user, at=DUE - timedelta(hours=1), routine=evening)
    dispatch_due(now=DUE)
    assert decisions() == [("sent", "")]
    Session.objects.update(routine=morning)
    Reminder.objects.update(next_due_at=DUE + timedelta(days=1))
    make_session(user, at=DUE + timedelta(hours=23), routine=morning)
    dispatch_due(now=DUE + timedelta(days=1))
    assert decisions()[1] == ("suppressed", "done")


def test_another_persons_session_does_not_count():
    reminder()
    make_session(make_user(), at=DUE - timedelta(hours=1))
    dispatch_due(now=DUE)
    assert decisions() == [("sent", "")]


def test_whoever_wants_it_anyway_gets_it_though_done():
    due = reminder(only_if_not_done=False)
    make_session(due.user, at=DUE - timedelta(hours=1))
    dispatch_due(now=DUE)
    assert decisions() == [("sent", "")]


@pytest.mark.parametrize(
    "person",
    [
        pytest.param({"reminder_mail": False}, id="switched-off"),
        pytest.param({"bounced_at": DUE}, id="bounced"),
        pytest.param({"verified": False}, id="unconfirmed"),
        pytest.param({"is_active": False}, id="inactive"),
    ],
)
def test_without_a_channel_it_is_noted_and_not_sent(person):
    reminder(make_user(**person))
    dispatch_due(now=DUE)
    assert decisions() == [("suppressed", "channel_off")]
    assert not OutboxMail.objects.exists()


def test_a_confirmed_former_address_does_not_count():
    due = reminder()
    User.objects.update(email="new@example.org")
    assert due.user.pk
    dispatch_due(now=DUE)
    assert decisions() == [("suppressed", "channel_off")]


def test_a_switched_off_reminder_is_never_due():
    reminder(enabled=False)
    assert dispatch_due(now=DUE) == 0


def test_a_row_that_cannot_be_read_is_switched_off_and_holds_nobody_up(caplog):
    broken = reminder(times=["half past seven"])
    reminder()
    assert dispatch_due(now=DUE) == 2
    assert decisions() == [("sent", "")]
    broken.refresh_from_db()
    assert (broken.enabled, broken.next_due_at) == (False, None)
    assert str(broken.pk) in caplog.text


def test_an_instant_decided_before_is_not_decided_again():
    due = reminder()
    dispatch_due(now=DUE)
    Reminder.objects.update(next_due_at=DUE)  # as after a clock that was set back
    dispatch_due(now=DUE)
    due.refresh_from_db()
    assert due.next_due_at == utc("2026-06-02 06:30")
    assert decisions() == [("sent", "")]


def test_a_reminder_changed_after_it_was_read_is_left_alone():
    due = reminder()
    ticks = judge(due_batch(DUE, BATCH), DUE)
    Reminder.objects.update(next_due_at=DUE + timedelta(hours=1))
    assert write(ticks) == 0
    due.refresh_from_db()
    assert due.next_due_at == DUE + timedelta(hours=1)
    assert decisions() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_mail_each_reminder_once():
    for _person in range(30):
        reminder()
    barrier = threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        dispatch_due(now=DUE, limit=7)
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while dispatch_due(now=DUE):
        pass
    assert OutboxMail.objects.count() == MailDecision.objects.count() == 30


@pytest.mark.parametrize("people", [1, 25])
def test_a_batch_costs_the_same_however_many_are_due(django_assert_num_queries, people):
    for _person in range(people):
        reminder()
    # Read, done, claim, advance, known, mails, decisions; a look that finds no more; begin and end.
    with django_assert_num_queries(10):
        assert dispatch_due(now=DUE) == people


def test_the_tick_reads_an_index_of_what_is_switched_on():
    query = Reminder.objects.filter(enabled=True, next_due_at__lte=DUE).order_by("next_due_at")
    if connection.vendor == "postgresql":
        # A handful of rows would be read faster without an index.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = query[:BATCH].explain()
    assert "reminder_due" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
