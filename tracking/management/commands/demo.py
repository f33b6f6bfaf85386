"""`manage.py demo`: a demo person with 90 days of history, lived through the product's own actions.

Nothing is written beside them: every session is started, moved and finished by the code that
serves real people, at instants of the past, so limits, cool-downs and mails are the real ones.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions import welcome
from accounts.models import User
from tracking.models import Reminder, Routine, Session
from tracking.player.actions import (
    FinishAnswers,
    Press,
    StartAnswers,
    apply_move,
    finish_session,
    start_session,
)
from tracking.player.bouts import bouts_of
from tracking.player.machine import Kind
from tracking.player.queries import Subject
from tracking.reminders.actions import Draft, create_reminder
from tracking.safety import questions
from tracking.screening.actions import save_screening

DAYS = 90
EMAIL = "demo@limber.localhost"
ZONE = ZoneInfo("Europe/London")
SEED = 20  # the same history on every machine, up to the calendar
OVERUSE_DAYS_AGO = 24  # one day with too many releases, so that the alert can be seen
SCREENED_DAYS_AGO = (90, 21)
PAIN_THEN, PAIN_NOW = 5.2, 2.4
ANSWERS = {
    "q1": ["46"],
    **{f"q{number}": ["no"] for number in range(2, 7)},
    "none": ["spine", "health", "joints"],
    "q14": ["3"],
    "q14_quality": ["ache"],
}
BY_HOUR = {
    7: ("morning-loosen", "stretch-only"),
    12: ("desk-break", "standing-reset"),
    20: ("evening-unwind", "mid-back-opener", "roller-session"),
}


@dataclass
class Life:
    """Someone who does a little most days and gets better slowly."""

    user: User
    now: datetime
    dice: Random

    def live(self) -> int:
        """Do all sessions up to now, in order; return how many were logged."""
        today = self.now.astimezone(ZONE).date()
        begin_at = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
        for on in begin_at:
            if (today - on).days + 1 in SCREENED_DAYS_AGO:
                self.screen(at(on, 6, 30))
            self.day(on, days_ago=(today - on).days)
        return Session.objects.of(self.user).closed().count()

    def screen(self, when: datetime) -> None:
        """Answer the health questions."""
        answers, _errors = questions.read(ANSWERS)
        if answers is None:
            raise CommandError("The demo's answers no longer fit the questions.")
        save_screening(user=self.user, answers=answers, raw=ANSWERS, now=when)

    def day(self, on: date, days_ago: int) -> None:
        """Do the day's sessions: three with a release on the day of overuse."""
        if days_ago == OVERUSE_DAYS_AGO:
            for hour in (7, 12, 20):
                slug = "desk-break" if hour == 12 else "morning-loosen"
                self.run(slug, at(on, hour, 10), days_ago, release=True)
            return
        for hour, slugs in BY_HOUR.items():
            chance = {7: 0.5, 12: 0.25, 20: 0.4}[hour] * (0.7 if on.weekday() > 4 else 1)
            if self.dice.random() < chance:
                self.run(self.dice.choice(slugs), at(on, hour, self.dice.randrange(50)), days_ago)

    def run(self, slug: str, when: datetime, days_ago: int, *, release: bool = False) -> None:
        """Run one routine from its start card to its finish page."""
        if when + timedelta(minutes=15) > self.now:
            return
        drift = PAIN_NOW + (PAIN_THEN - PAIN_NOW) * days_ago / DAYS
        pain = min(5, max(0, round(self.dice.gauss(drift, 1.0))))
        subject = Subject(routine=Routine.objects.built_in().get(slug=slug))
        answers = StartAnswers(pain_now=pain, signs_read=True)
        session = start_session(user=self.user, subject=subject, answers=answers, now=when).session
        if session is None:
            return
        end = self.press_through(session, when)
        self.finish(session, end, pain, release=release)

    def press_through(self, session: Session, clock: datetime) -> datetime:
        """Begin each item when the last one ran out, or give up; return when it ended."""
        items = session.plan["items"]
        give_up = self.dice.randrange(1, len(items)) if self.dice.random() < 0.05 else len(items)
        for number, item in enumerate(items):
            if number:
                kind = Kind.END if number == give_up else Kind.BEGIN
                press = Press(kind=kind, client="demo", seq=number, data={"item": number})
                apply_move(user=self.user, pk=session.pk, press=press, now=clock)
                if kind is Kind.END:
                    return clock
            clock += timedelta(seconds=item["seconds"] + self.dice.randrange(2, 9))
        return clock

    def finish(self, session: Session, end: datetime, pain: int, *, release: bool) -> None:
        """Answer the finish page."""
        done = bouts_of(session.plan, session.moves.all(), session.started_at, end)
        releases = {
            bout.position: self.released(session, bout.position, release=release)
            for bout in done
            if bout.mobilising
        }
        relief = self.dice.choice((0, 0, 1, 1, 2))
        answers = FinishAnswers(
            releases=releases,
            pain_after=max(0, pain - relief),
            relief=relief,
            effort=self.dice.randrange(1, 5),
            note=self.dice.choice(NOTES) if self.dice.random() < 0.1 else "",
        )
        finish_session(user=self.user, pk=session.pk, answers=answers, now=end + SOON)

    def released(self, session: Session, position: int, *, release: bool) -> str:
        """Say no, not sure, or where."""
        regions: list[str] = session.plan["items"][position]["release_regions"]
        if release or self.dice.random() < 0.2:
            return regions[0]
        return "unsure" if self.dice.random() < 0.05 else "no"


SOON = timedelta(seconds=20)
NOTES = (
    "Slept badly, took it slowly.",
    "Long day at the desk.",
    "Easier than last week.",
    "Breathing out helped.",
)


def at(on: date, hour: int, minute: int) -> datetime:
    """Return the instant of a local time of the demo person."""
    return datetime.combine(on, time(hour, minute), tzinfo=ZONE)


class Command(BaseCommand):
    """Make the demo person."""

    help = "Make the demo person with 90 days of history (only on a loopback instance)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the password of the account."""
        parser.add_argument("--password", required=True, help="password of the demo account")

    def handle(self, *args: Any, password: str, **options: Any) -> None:
        """Make person, history and reminders in one transaction; refuse a second one."""
        if not settings.LOCAL_ONLY:
            raise CommandError("The demo account exists only on a loopback instance without mail.")
        if User.objects.filter(is_demo=True).exists():
            raise CommandError("There is a demo account already.")
        now = timezone.now()
        with transaction.atomic():
            user = make_person(password, now)
            logged = Life(user, now, Random(SEED)).live()
            make_reminders(user, now)
        self.stdout.write(f"{EMAIL} has {logged} sessions in {DAYS} days.")


def make_person(password: str, now: datetime) -> User:
    """Return the signed-up, confirmed demo person."""
    joined = now - timedelta(days=DAYS)
    user = User.objects.create_verified(EMAIL, password, is_demo=True, date_joined=joined)
    return welcome(user=user, time_zone=ZONE.key, now=joined)


def make_reminders(user: User, now: datetime) -> list[Reminder]:
    """Set one reminder for the mornings and one for weekday evenings."""
    routines = {routine.slug: routine for routine in Routine.objects.built_in()}
    drafts = (
        Draft(
            label="Before breakfast",
            routine=routines["morning-loosen"],
            times=[time(7, 30)],
            weekdays=range(7),
            zone=ZONE.key,
        ),
        Draft(
            label="Wind down",
            routine=routines["evening-unwind"],
            times=[time(20, 30)],
            weekdays=range(5),
            zone=ZONE.key,
        ),
    )
    return [create_reminder(user=user, draft=draft, now=now) for draft in drafts]
