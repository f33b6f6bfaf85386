"""After any change of the log: what the rules find now, and what is mailed about what is new.

Everything here runs in the transaction of the change that caused it. It costs three queries (the
person's row, locked; incidents; bouts, a few times over only for a change of long ago) and up to
four more if something new is found: the last mail, incidents, mails, decisions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.queries import address_confirmed
from tracking.ledger import Key, Ledger, key_of, words_of
from tracking.models import Incident, Instance, MailDecision, Screening, Session
from tracking.reminders.letters import stop_mail
from tracking.safety import facts, mail, overuse
from tracking.safety.mail import Decision, Mailbox, Outcome
from tracking.safety.own_limits import OwnLimits
from tracking.safety.verdict import BACK, Rule
from tracking.snapshot import incident_facts, limits, limits_of, logged

LOOKBACK = timedelta(days=overuse.LOOKBACK_DAYS)
#: How many dates after a change are judged at first; twice as many each time that is too few.
SETTLES_WITHIN = 2 * LOOKBACK
#: What may change about an incident while it stays the same one.
CHANGEABLE = ("tripped_at", "until", "level", "count", "limit", "rows")


def reevaluate(
    *, user: User, since: date, now: datetime, session: Session | None = None
) -> list[Incident]:
    """Bring incidents and mail up to date after a log of the date `since` came, went or changed.

    Its last bouts may be of the date after. `session` is the one just closed or corrected; if it
    was stopped for pain, its STOP is recorded once.
    Returns the incidents that are new. Call it inside the transaction of the change.
    """
    return _reevaluate(user.pk, since, now, session)


def record_stop(*, session: Session, now: datetime) -> list[Incident]:
    """Record the STOP of a session just closed as stopped, and all that its log comes to.

    Harmless when repeated. Returns the incidents that are new, the STOP among them.
    """
    return _reevaluate(session.user_id, session.on, now, session)


def record_answered_stop(*, screening: Screening, now: datetime) -> Incident:
    """Record the STOP that answers tell of, a red pain among them, and decide on its mail.

    It locks as one in a session does, from when they were given.
    """
    person, box = lock_mailbox(screening.user_id)
    at = screening.answered_at
    row = _stop(person, at=at, on=facts.local_date(at, person.zone))
    row.save(force_insert=True)
    ledger = Ledger(person, box, now)
    decide_stop(row, ledger)
    ledger.write()
    return row


def _reevaluate(pk: UUID, since: date, now: datetime, session: Session | None) -> list[Incident]:
    person, box = lock_mailbox(pk)
    own = limits_of(person, history=getattr(person, "limits_history", None))
    rows = list(Incident.objects.filter(user=person, on__gte=since - LOOKBACK).order_by("on"))
    before = [row for row in rows if row.rule != Rule.P1]
    found, until = judge_again(person, own, since, [incident_facts(row) for row in before], now)
    stop = new_stop(session, rows, person, now)
    new = sync([row for row in before if since <= row.on < until], found, person, also=stop)
    if new:
        ledger = Ledger(person, box, now)
        decide_overuse([incident for incident in found if key_of(incident) in new], ledger)
        for row in stop:
            decide_stop(row, ledger)
        ledger.write()
    return list(new.values())


def judge_again(
    person: User, limits: OwnLimits, since: date, stored: Sequence[facts.Incident], now: datetime
) -> tuple[Sequence[facts.Incident], date]:
    """Return what the rules find from `since` on, and the date from which what is stored stands.

    A verdict rests on no more than LOOKBACK dates before it: once as many dates in a row come out
    as they are stored, so do all later ones, and a change of long ago costs as much as a fresh one.
    """
    earlier = [incident for incident in stored if incident.on < since]
    days = SETTLES_WITHIN
    while True:
        end = since + days
        done = end > now.date() + LOOKBACK
        bouts, pains = logged(person, since=since - LOOKBACK, before=date.max if done else end)
        found = overuse.evaluate(bouts, pains, limits, since=since, earlier=earlier).incidents
        if done:
            return found, date.max
        tail = end - LOOKBACK
        if by_key(found, tail, end) == by_key(stored, tail, end):
            return found, end
        days *= 2


def by_key(
    incidents: Iterable[facts.Incident], first: date, end: date
) -> dict[Key, facts.Incident]:
    """Return the incidents from `first` on and before `end`."""
    return {key_of(incident): incident for incident in incidents if first <= incident.on < end}


def decide_held(*, now: datetime, limit: int = 500) -> int:
    """Decide again on overuse mails whose hold is over; return for how many people."""
    due = MailDecision.objects.held().filter(held_until__lte=now).order_by("held_until")
    people = dict.fromkeys(due.values_list("user_id", flat=True)[:limit])
    for person in people:
        with transaction.atomic():
            settle_held(person, now)
    return len(people)


def settle_held(pk: UUID, now: datetime) -> None:
    """Close one person's holds: what is gone is cleared, the rest goes out as one mail."""
    try:
        person, box = lock_mailbox(pk)
    except User.DoesNotExist:  # erased meanwhile
        return
    holds = list(MailDecision.objects.of(person).held().filter(held_until__lte=now))
    asked = {tuple(words): None for hold in holds for words in hold.incidents}
    rows = Incident.objects.filter(user=person, on__in={date.fromisoformat(on) for *_, on in asked})
    stored = {words_of(incident_facts(row)): row for row in rows if row.rule != Rule.P1}
    ledger = Ledger(person, with_last_mail(box, person, now), now)
    groups: dict[Decision, list[tuple[str, ...]]] = {}
    for words in asked:
        found = incident_facts(stored[words]) if words in stored else None
        decision = mail.decide_held(found, box=ledger.box, now=now)
        groups.setdefault(decision, []).append(words)
    for decision, named in groups.items():
        known = [incident_facts(stored[words]) for words in named if words in stored]
        ledger.note_overuse(decision, known, named)
    MailDecision.objects.filter(pk__in=[hold.pk for hold in holds]).update(settled_at=now)
    ledger.write()


def lock_mailbox(pk: UUID) -> tuple[User, Mailbox]:
    """Lock the person's row, so that others who change the same log wait; return their mailbox.

    The person comes with `limits_history` of this instance.
    """
    rows = User.objects.select_for_update(no_key=True).annotate(
        confirmed=address_confirmed(), limits_history=Instance.objects.history()
    )
    person = rows.get(pk=pk)
    return person, Mailbox(
        zone=person.zone,
        switched_on=person.alert_mail,
        verified=person.confirmed and person.is_active,
        bounced=person.bounced_at is not None,
        quiet_from=person.quiet_from,
        quiet_to=person.quiet_until,
    )


def with_last_mail(box: Mailbox, person: User, now: datetime) -> Mailbox:
    """Add the last overuse mail; asked under the lock, or one decided meanwhile is missed."""
    last = (
        MailDecision.objects.of(person)
        .filter(stream="overuse", outcome=Outcome.SENT, level__gt=0)
        .filter(decided_at__gt=now - mail.MAIL_GAP)
        .first()
    )
    return replace(box, last_sent_at=last.decided_at, last_level=last.level) if last else box


def sync(
    before: Sequence[Incident],
    found: Iterable[facts.Incident],
    person: User,
    *,
    also: Sequence[Incident],
) -> dict[Key, Incident]:
    """Make the stored rows what was found, and store `also`; return the rows that are new."""
    old = {(row.rule, row.scope, row.on): row for row in before}
    new: dict[Key, Incident] = {(row.rule, row.scope, row.on): row for row in also}
    changed = []
    for incident in found:
        key, figures = key_of(incident), figures_of(incident)
        row = old.pop(key, None)
        if row is None:
            rule, scope, on = key
            new[key] = Incident(user=person, rule=rule, scope=scope, on=on, **figures)
        elif any(getattr(row, name) != value for name, value in figures.items()):
            for name, value in figures.items():
                setattr(row, name, value)
            changed.append(row)
    if new or changed:
        Incident.objects.bulk_create(
            [*changed, *new.values()],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=CHANGEABLE,
        )
    if old:
        Incident.objects.filter(pk__in=[row.pk for row in old.values()]).delete()
    return new


def new_stop(
    session: Session | None, rows: Iterable[Incident], person: User, now: datetime
) -> list[Incident]:
    """The STOP of a stopped session that has none yet, unsaved; sets the screening aside."""
    if session is None or session.status != Session.Status.STOPPED:
        return []
    if any(row.rule == Rule.P1 and row.session_id == session.pk for row in rows):
        return []
    at = session.stopped_at or now
    latest = Screening.objects.of(person).values("pk")[:1]
    Screening.objects.filter(pk__in=latest, voided_at=None).update(
        voided_at=at, voided_by=Screening.STOP
    )
    row = _stop(person, at=at, on=session.on)
    row.session, row.rows = session, [str(session.pk)]
    return [row]


def _stop(person: User, *, at: datetime, on: date) -> Incident:
    """A STOP, unsaved."""
    return Incident(
        user=person,
        rule=Rule.P1,
        scope=BACK.key,
        on=on,
        tripped_at=at,
        until=at + timedelta(hours=limits().stop_elevated_hours),
        count=1,
    )


def decide_overuse(new: Iterable[facts.Incident], ledger: Ledger) -> None:
    """Decide on each new incident that is a matter for mail; equal decisions share one row."""
    mailed = [incident for incident in new if mail.is_mailed(incident)]
    box = with_last_mail(ledger.box, ledger.person, ledger.now) if mailed else ledger.box
    groups: dict[Decision, list[facts.Incident]] = {}
    for incident in mailed:
        decision = mail.decide(incident, box=box, received_at=ledger.now, now=ledger.now)
        groups.setdefault(decision, []).append(incident)
    for decision, incidents in groups.items():
        ledger.note_overuse(decision, incidents, [words_of(incident) for incident in incidents])


def decide_stop(row: Incident, ledger: Ledger) -> None:
    """Decide on the mail after a STOP: at once, quiet hours or not."""
    decision = mail.decide_stop(ledger.box)
    key = f"stop:{row.session_id or row.pk}"
    letter = None
    if decision.outcome == Outcome.SENT:
        at, on = row.tripped_at, row.on
        letter = stop_mail(ledger.person, on=on, at=at, limits=limits(), now=ledger.now, key=key)
    ledger.note("stop", key, decision, letter=letter)


def figures_of(incident: facts.Incident) -> Mapping[str, object]:
    """The figures of an incident as its row stores them."""
    return {name: getattr(incident, name) for name in CHANGEABLE} | {"rows": list(incident.rows)}
