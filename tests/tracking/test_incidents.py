"""Incidents and their mail: the worked examples of docs/safety.md played through the database."""

import re
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from accounts.models import OutboxMail, User
from tests.factories import NOW, make_bout, make_screening, make_session, make_user
from tests.tracking.safety.story import Log, Story, read_story, tables
from tracking import incidents
from tracking.models import Incident, MailDecision, Session
from tracking.safety import overuse, pain
from tracking.safety.verdict import Code, Rule
from tracking.snapshot import incident_facts

pytestmark = pytest.mark.django_db
EXAMPLES = [pytest.param(*row[1:], id=row[0]) for row in tables("## Worked examples")]
ABOUT_MAIL_OR_INCIDENTS = re.compile(r"over|flare|trend|mail")


def store(log: Log, user: User) -> Session:
    """Store one log of a story as a closed session with its bout."""
    bout = log.bout
    red = pain.is_red(log.quality)
    session = Session.objects.filter(user=user, title=bout.session).first() or make_session(
        user,
        at=bout.start,
        title=bout.session,
        on=bout.on,
        status=Session.Status.STOPPED if red else Session.Status.FINISHED,
        stopped_at=bout.start if red else None,
        stop_quality=log.quality or "",
        pain_before=log.before,
        pain_after=log.after,
        received_at=log.arrives,
    )
    make_bout(
        session,
        bout.exercise,
        at=bout.start,
        on=bout.on,
        released=[region.value for region in bout.released],
        auxiliary=bout.auxiliary,
        stretch_seconds=bout.stretch_seconds,
    )
    return session


def play(story: Story, user: User) -> None:
    """Let logs come and go at their times, and the scheduler decide on what was held."""
    comings = {log.arrives for log in story.logs}
    goings = {log.deleted for log in story.logs if log.deleted}
    changes = sorted(comings | goings)
    while changes:
        now = changes.pop(0)
        incidents.decide_held(now=now)
        for log in story.logs:
            if log.arrives == now:
                with transaction.atomic():
                    session = store(log, user)
                    incidents.reevaluate(user=user, since=session.on, now=now, session=session)
            if log.deleted == now:
                with transaction.atomic():
                    Session.objects.get(user=user, title=log.bout.session).delete()
                    incidents.reevaluate(user=user, since=log.bout.on, now=now)
        holds = MailDecision.objects.of(user).held().values_list("held_until", flat=True)
        changes = sorted({*changes, *holds})


def told(user: User) -> Counter[str]:
    """What is stored about a person, as the statements of the examples."""
    rows = Incident.objects.filter(user=user)
    statements = [incident_statement(row) for row in rows if row.rule != Rule.P1]
    return Counter(statements + [mail_statement(row) for row in MailDecision.objects.of(user)])


def incident_statement(row: Incident) -> str:
    zone, code = row.user.zone, overuse.as_verdict(incident_facts(row)).code
    head, until = f"{day(row.on)} {row.rule}", f"until {clock(row.until, zone)}"
    if code is Code.TREND:
        return f"{head} trend"
    if code is Code.FLARE:
        return f"{head} flare {row.scope} {until}"
    return f"{head} over {row.scope} level {row.level} {until}"


def mail_statement(row: MailDecision) -> str:
    zone = row.user.zone
    if row.outcome == "held":
        return f"mail held to {clock(row.held_until, zone)}"
    if row.outcome == "suppressed":
        return f"no mail: {row.reason}"
    assert row.mail is not None
    return ("STOP mail " if row.stream == "stop" else "mail ") + clock(row.decided_at, zone)


def day(on) -> str:
    return f"{on.day} {on:%b}"


def clock(at: datetime, zone) -> str:
    local = at.astimezone(zone)
    return f"{day(local.date())} {local:%H:%M}"


@pytest.mark.parametrize(("zone", "log", "expected"), EXAMPLES)
def test_worked_example_through_the_database(catalogue, zone, log, expected):
    user = make_user(zone=zone)
    play(read_story(zone, log), user)
    wanted: Counter[str] = Counter()
    for part in filter(None, (part.strip() for part in expected.split(";"))):
        if not part.startswith("start ") and ABOUT_MAIL_OR_INCIDENTS.search(part):
            wanted[part.removesuffix(" twice")] += 2 if part.endswith(" twice") else 1
    assert told(user) == wanted
    sent = MailDecision.objects.of(user).filter(outcome="sent")
    assert OutboxMail.objects.filter(user=user).count() == sent.count()


def log(user: User, text: str, *, released=("lumbar",), now: datetime | None = None) -> Session:
    """Log one twist at a local time of the person and evaluate."""
    at = datetime.fromisoformat(text).replace(tzinfo=user.zone).astimezone(UTC)
    with transaction.atomic():
        session = make_session(user, at=at)
        make_bout(session, "seated-chair-twist", released=list(released))
        incidents.reevaluate(user=user, since=session.on, now=now or at, session=session)
    return session


def pass_the_limit(user: User, on: str = "2026-06-01") -> Session:
    """Log three releases of one region on a date."""
    log(user, f"{on} 08:00")
    log(user, f"{on} 12:00")
    return log(user, f"{on} 18:00")


def decisions(user: User) -> list[tuple[str, str]]:
    return list(
        MailDecision.objects.filter(user=user)
        .order_by("decided_at", "id")
        .values_list("outcome", "reason")
    )


def test_the_mail_names_rule_count_limit_and_date_but_no_region_pain_or_answer(catalogue, settings):
    settings.BASE_URL = "https://limber.example"
    user = make_user(zone="Europe/London")
    pass_the_limit(user)
    mail = OutboxMail.objects.get()
    assert mail.subject == "Your back exercises: time for a rest"
    assert mail.recipient == user.email
    for body in (mail.text, mail.html):
        assert "(rule D2): the limit of 2 was passed on 1 June: 3 logged" in body
        assert "pause until 18:00 (UTC+01:00) on 2 June" in body
        assert "Stretches stay open." in body
        assert "cautious defaults of this product, not clinical limits" in body
        assert "Seek care" in body
        assert "https://limber.example/reminders/mail/" in body
        assert "https://limber.example/safety/rules/#d2" in body
        assert not re.search(r"lumbar|lower back|thorac|pelvi|seated|twist|/progress/", body, re.I)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].strip("<>") in mail.text


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        pytest.param(1, None, id="first"),
        pytest.param(2, "This is the second time in 14 days.", id="second"),
        pytest.param(3, "Please see a clinician before going on.", id="third"),
    ],
)
def test_each_level_adds_its_sentence(catalogue, dates, words):
    user = make_user()
    for number in range(dates):
        pass_the_limit(user, f"2026-06-{1 + 4 * number:02}")
    text = OutboxMail.objects.order_by("-created_at").first().text
    assert MailDecision.objects.of(user).first().level == dates
    for sentence in ("second time in 14 days", "see a clinician before going on"):
        assert (sentence in text) == (words is not None and sentence in words)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"alert_mail": False}, id="switched-off"),
        pytest.param({"bounced_at": NOW}, id="bounced"),
        pytest.param({"verified": False}, id="unconfirmed"),
        pytest.param({"is_active": False}, id="inactive"),
    ],
)
def test_without_a_channel_the_incident_stands_and_no_mail_is_written(catalogue, change):
    user = make_user(**change)
    pass_the_limit(user)
    assert Incident.objects.get().rule == "D2"
    assert decisions(user) == [("suppressed", "channel_off")]
    assert not OutboxMail.objects.exists()


def test_a_second_incident_within_a_day_is_mailed_only_if_its_level_is_higher(catalogue):
    user = make_user()
    pass_the_limit(user)
    log(user, "2026-06-01 18:30")
    assert decisions(user) == [("sent", ""), ("suppressed", "recent")]
    log(user, "2026-06-02 08:00")
    assert decisions(user)[-1] == ("sent", ""), "the next date has level 2"


def test_all_that_one_log_trips_is_one_mail(catalogue):
    user = make_user()
    for time in ("08:00", "08:30", "08:59"):
        log(user, f"2026-06-01 {time}")
    assert set(Incident.objects.values_list("rule", flat=True)) == {"D2", "F2"}
    (row,) = MailDecision.objects.filter(outcome="sent")
    assert {rule for rule, *_ in row.incidents} == {"D2", "F2"}
    assert "rule D2" in row.mail.text
    assert "rule F2" in row.mail.text


def hold(user: User) -> None:
    """Pass the limit within the quiet hours of 1 June."""
    log(user, "2026-06-01 09:00")
    log(user, "2026-06-01 15:00")
    log(user, "2026-06-01 22:30")


def at_local(user: User, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=user.zone).astimezone(UTC)


def test_a_rule_that_two_regions_broke_is_one_line_of_the_mail(catalogue):
    user = make_user()
    for time in ("08:00", "12:00", "18:00"):
        log(user, f"2026-06-01 {time}", released=("lumbar", "thoracolumbar"))
    assert Incident.objects.filter(rule="D2").count() == 2
    assert OutboxMail.objects.get().text.count("rule D2") == 1


def test_a_held_mail_goes_out_once_at_the_end_of_the_quiet_hours(catalogue):
    user = make_user()
    hold(user)
    seven = at_local(user, "2026-06-02 07:00")
    assert incidents.decide_held(now=seven - timedelta(seconds=1)) == 0
    assert not OutboxMail.objects.exists()
    assert incidents.decide_held(now=seven) == 1
    assert incidents.decide_held(now=seven) == 0
    assert decisions(user) == [("held", "quiet_hours"), ("sent", "")]
    assert "pause until 22:30 (UTC+01:00) on 2 June" in OutboxMail.objects.get().text


def test_a_held_mail_is_dropped_if_the_channel_closed_meanwhile(catalogue):
    user = make_user()
    hold(user)
    User.objects.filter(pk=user.pk).update(alert_mail=False)
    incidents.decide_held(now=at_local(user, "2026-06-02 07:00"))
    assert decisions(user) == [("held", "quiet_hours"), ("suppressed", "channel_off")]


def test_a_held_mail_is_held_on_if_the_quiet_hours_were_moved(catalogue):
    user = make_user()
    hold(user)
    User.objects.filter(pk=user.pk).update(quiet_until="09:00")
    incidents.decide_held(now=at_local(user, "2026-06-02 07:00"))
    assert decisions(user) == [("held", "quiet_hours")] * 2
    nine = at_local(user, "2026-06-02 09:00")
    assert [row.held_until for row in MailDecision.objects.of(user).held()] == [nine]


def test_two_held_logs_become_one_mail(catalogue):
    user = make_user()
    hold(user)
    log(user, "2026-06-01 23:10", released=["lumbar", "thoracolumbar"])
    assert decisions(user) == [("held", "quiet_hours")] * 2
    incidents.decide_held(now=at_local(user, "2026-06-02 07:00"))
    assert OutboxMail.objects.count() == 1


def test_a_deleted_log_takes_its_incident_along_but_no_sent_mail(catalogue):
    user = make_user()
    last = pass_the_limit(user)
    with transaction.atomic():
        last.delete()
        incidents.reevaluate(user=user, since=last.on, now=at_local(user, "2026-06-01 19:00"))
    assert not Incident.objects.exists()
    assert decisions(user) == [("sent", "")]


def test_an_incident_that_goes_on_is_changed_not_repeated(catalogue):
    user = make_user()
    pass_the_limit(user)
    log(user, "2026-06-01 20:00")
    row = Incident.objects.get(rule="D2")
    assert (row.count, row.until) == (4, at_local(user, "2026-06-02 20:00"))
    assert len(row.rows) == 4


def test_another_persons_log_is_never_looked_at(catalogue):
    stranger, user = make_user(), make_user()
    pass_the_limit(stranger)
    log(user, "2026-06-01 20:00")
    assert not Incident.objects.filter(user=user).exists()


def stop(user: User, *, at: datetime = NOW) -> Session:
    session = make_session(user, at=at, status=Session.Status.STOPPED, stopped_at=at, pain_before=1)
    make_bout(session, "bed-edge-extension")
    return session


def test_a_trend_alone_closes_nothing_and_says_so(catalogue):
    user = make_user()
    before = [2, 3, 2, 4, 5, 5]
    for day, pain_before in zip((1, 3, 5, 9, 11, 13), before, strict=True):
        at = at_local(user, f"2026-06-{day:02} 08:00")
        session = make_session(user, at=at, pain_before=pain_before)
        make_bout(session, "childs-pose")
        with transaction.atomic():
            incidents.reevaluate(user=user, since=session.on, now=at)
    mail = OutboxMail.objects.get()
    assert mail.subject == "Your back exercises: your last two weeks"
    for body in (mail.text, mail.html):
        assert "Rule P3: a remark about your last two weeks, on 13 June" in body
        assert "Nothing is paused." in body
        assert "pause until" not in body


def test_a_stop_locks_sets_the_answers_aside_and_is_mailed_in_quiet_hours(catalogue):
    user = make_user()
    screening = make_screening(user, at=NOW - timedelta(days=1))
    night = at_local(user, "2026-06-01 23:30")
    session = stop(user, at=night)
    with transaction.atomic():
        incidents.record_stop(session=session, now=night)
    screening.refresh_from_db()
    assert (screening.voided_at, screening.voided_by) == (night, "stop")
    row = Incident.objects.get(rule="P1")
    assert (row.session, row.level, row.tripped_at) == (session, 0, night)
    mail = OutboxMail.objects.get()
    assert (mail.stream, mail.subject) == ("stop", "Your back exercises: stopped for now")
    for body in (mail.text, mail.html):
        assert "open at 23:30 (UTC+01:00) on 3 June" in body
        assert "open at 23:30 (UTC+01:00) on 8 June" in body
        assert "Seek care" in body
        assert "/safety/rules/#p1" in body
        words = re.sub(r"https?://\S+", "", body)  # keys in links may spell anything
        assert not re.search(r"stabbing|lumbar|bed|extension|0-10", words, re.I)
    assert mail.headers == {}, "it belongs to no stream that could be stopped"


def test_a_stop_is_recorded_and_mailed_once(catalogue):
    user = make_user()
    session = stop(user)
    for _time in range(2):
        with transaction.atomic():
            incidents.record_stop(session=session, now=NOW)
    assert Incident.objects.filter(rule="P1").count() == 1
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        pytest.param({"alert_mail": False}, "sent", id="alerts-off-does-not-matter"),
        pytest.param({"bounced_at": NOW}, "suppressed", id="bounced"),
        pytest.param({"verified": False}, "suppressed", id="unconfirmed"),
    ],
)
def test_a_stop_is_mailed_whenever_the_address_can_receive_it(catalogue, change, outcome):
    user = make_user(**change)
    with transaction.atomic():
        incidents.record_stop(session=stop(user), now=NOW)
    assert [found for found, _ in decisions(user)] == [outcome]


def test_a_stop_outlives_its_log(catalogue):
    user = make_user()
    session = stop(user)
    with transaction.atomic():
        incidents.record_stop(session=session, now=NOW)
        session.delete()
        incidents.reevaluate(user=user, since=session.on, now=NOW)
    assert Incident.objects.get().rule == "P1"


@pytest.mark.django_db(transaction=True)
def test_two_logs_at_once_follow_each_other(catalogue):
    user = make_user()
    log(user, "2026-06-01 08:00")
    log(user, "2026-06-01 12:00")
    barrier = threading.Barrier(2)

    def work(text: str) -> None:
        barrier.wait()
        log(user, text)
        connection.close()

    threads = [
        threading.Thread(target=work, args=(f"2026-06-01 {time}",)) for time in ("16:00", "18:00")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Incident.objects.get(rule="D2").count == 4
    assert OutboxMail.objects.count() == 1


def test_closing_an_ordinary_session_costs_three_queries(catalogue, django_assert_num_queries):
    user = make_user()
    session = make_session(user)
    make_bout(session)
    with django_assert_num_queries(3):
        incidents.reevaluate(user=user, since=session.on, now=NOW, session=session)


def test_the_worst_close_costs_eight_queries(catalogue, django_assert_max_num_queries):
    user = make_user()
    make_screening(user)
    pass_the_limit(user)
    session = stop(user, at=at_local(user, "2026-06-01 18:10"))
    make_bout(session, "seated-chair-twist", released=["lumbar"], position=2)
    with django_assert_max_num_queries(8):
        new = incidents.record_stop(session=session, now=session.started_at)
    assert {row.rule for row in new} >= {"P1", "C1"}
