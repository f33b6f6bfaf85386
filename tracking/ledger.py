"""Decisions about mails of one person, and the mails, written with one statement each."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from accounts import outbox
from accounts.models import OutboxMail, User
from tracking.models import MailDecision
from tracking.reminders.letters import overuse_mail
from tracking.safety import facts
from tracking.safety.mail import Decision, Mailbox, Outcome

type Key = tuple[str, str, date]


class Ledger:
    """What is decided in one transaction."""

    def __init__(self, person: User, box: Mailbox, now: datetime) -> None:
        self.person, self.box, self.now = person, box, now
        self.decisions: list[MailDecision] = []
        self.mails: list[OutboxMail] = []

    def note_overuse(
        self,
        decision: Decision,
        incidents: Sequence[facts.Incident],
        named: Sequence[tuple[str, ...]],
    ) -> None:
        """Note one decision about incidents (`named` also lists those gone); write their mail."""
        key = f"overuse:{uuid4().hex}"
        letter = None
        if decision.outcome == Outcome.SENT:
            letter = overuse_mail(self.person, incidents, now=self.now, key=key)
        level = max((incident.level for incident in incidents), default=0)
        self.note("overuse", key, decision, letter=letter, level=level, named=named)

    def note(
        self,
        stream: str,
        key: str,
        decision: Decision,
        *,
        letter: OutboxMail | None,
        level: int = 0,
        named: Sequence[tuple[str, ...]] = (),
    ) -> None:
        """Note one decision, with its mail if there is one."""
        row = MailDecision(
            user=self.person,
            stream=stream,
            key=key,
            outcome=decision.outcome,
            reason=decision.reason,
            decided_at=self.now,
            held_until=decision.held_until,
            level=level,
            incidents=[list(words) for words in named],
            mail=letter,
        )
        self.decisions.append(row)
        self.mails += [letter] if letter else []

    def write(self) -> None:
        """Store mails and decisions."""
        outbox.write_all(self.mails)
        MailDecision.objects.bulk_create(self.decisions)


def key_of(incident: facts.Incident) -> Key:
    """What makes an incident the same one after another evaluation."""
    return incident.rule.value, incident.scope.key, incident.on


def words_of(incident: facts.Incident) -> tuple[str, ...]:
    """The key as a decision's row stores it."""
    rule, scope, on = key_of(incident)
    return rule, scope, on.isoformat()
