"""Relief, not pops: whatever praises or ranks, more releases make nothing of it better.

The same history is told twice, the second time with more releases; everything that a person could
read as a result is collected both times and compared.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutboxMail, User
from tests.factories import make_bout, make_reminder, make_screening, make_session
from tests.world import make_closed
from tracking.incidents import reevaluate
from tracking.models import Bout, Incident, MailDecision, Session
from tracking.player.queries import Subject, ready_for
from tracking.reminders.letters import reminder_mail
from tracking.routines.queries import offers
from tracking.safety.regions import Status
from tracking.screening.queries import open_list
from tracking.snapshot import facts_for
from tracking.today.queries import Today, today
from tracking.today.step import Kind
from tracking.today.week import Mark

pytestmark = pytest.mark.django_db
DAYS = 16
REGIONS = {
    "seated-chair-twist": "lumbar",
    "chair-back-thoracic-extension": "thoracic",
    "standing-trunk-rotation": "thoracolumbar",
    "foam-roller-back": "thoracic",
    "seated-floor-twist": "lumbar",
}
#: From the best to the worst that can happen to a person.
STEPS = [Kind.ROUTINE, Kind.STRETCH, Kind.SCREENING, Kind.ANSWER_AGAIN, Kind.SEEK_CARE]
RELEASES = re.compile(r'<section[^>]* aria-labelledby="releases-title">.*?</section>', re.DOTALL)
CAPTION = "Moving, advised rest and quiet days count the same."
STATES = [Status.READY, Status.AT_LIMIT, Status.RESTING, Status.COOLING_DOWN, Status.LOCKED]


@dataclass(frozen=True)
class Seen:
    """What one could be proud of, or sorry about, after a history."""

    today: Today
    progress: dict[str, Any]
    passed: int
    progress_said: str
    summary_said: str
    week_said: str
    open: list[str]
    routines: list[str]
    practice_dates: tuple[Any, ...]
    offers: tuple[int, ...]
    mails: list[OutboxMail]
    reminder: str
    overs: set[tuple[Any, ...]]


def said(page: str) -> str:
    """The words of a page, without what stands there about releases themselves."""
    main = page[page.index("<main") : page.index("</main>")]
    main = RELEASES.sub("", main)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def live(user: User, dice: Random, now: datetime, *, days: int = DAYS) -> None:
    """Some weeks of sessions without a release, with pain that mostly gets less."""
    make_screening(user, at=now - timedelta(days=DAYS + 2))
    make_closed(user, "morning-loosen", now - timedelta(days=DAYS + 1), releases={1: "no"})
    for ago in range(days, 0, -1):
        for hour in range(dice.choice([0, 1, 2, 3])):
            at = now - timedelta(days=ago) + timedelta(hours=4 * hour)
            before = dice.randrange(1, 5)
            session = make_session(user, at=at, pain_before=before, pain_after=before - 1)
            make_bout(session, "double-knee-to-chest", at=at)
            for place in range(dice.choice([1, 2])):
                slug = dice.choice(list(REGIONS))
                later = at + timedelta(minutes=3 * place + 2)
                make_bout(session, slug, at=later, released=[])


def flip(user: User, dice: Random, share: float) -> int:
    """Make some of the bouts that did not release release; return how many."""
    flipped = [
        bout
        for bout in Bout.objects.of(user).filter(mobilising=True, released="no")
        if dice.random() < share
    ]
    for bout in flipped:
        bout.released, bout.release_regions = "yes", [REGIONS[bout.exercise_id]]
    Bout.objects.bulk_update(flipped, ["released", "release_regions"])
    return len(flipped)


def look(client: Client, user: User, now: datetime) -> Seen:
    """Judge the history as if it had just been logged, and collect all there is to see."""
    Incident.objects.filter(user=user).delete()
    MailDecision.objects.filter(user=user).delete()
    OutboxMail.objects.filter(user=user).delete()
    first = (now - timedelta(days=DAYS + 2)).date()
    reevaluate(user=user, since=first, now=now)
    page = client.get("/progress/")
    session = Session.objects.of(user).exclude(routine=None).get()
    summary = client.get(reverse("tracking:session-detail", args=[session.pk])).text
    reminder = reminder_mail(user.reminders.get(), due=now, now=now, key="x")
    names = ("minutes", "pain", "pain_days", "weeks", "year_days")
    routines = offers(user, now)
    roller = Subject(exercise=Bout.objects.filter(exercise="foam-roller-back")[0].exercise)
    return Seen(
        today=today(user, now),
        progress={name: page.context[name] for name in names},
        passed=page.context["release_over"],
        progress_said=said(page.text),
        summary_said=re.sub(r"No release|A joint released: [\w ]+?(?= \d|$)", "", said(summary)),
        week_said=client.get("/today/").text,
        open=[offer.exercise.slug for offer in open_list(user, now).open],
        routines=[offer.routine.slug for offer in routines if offer.is_open],
        practice_dates=facts_for(user, now, running=None, unlock=True).practice_dates,
        offers=ready_for(user, roller, now).offers,
        mails=list(OutboxMail.objects.filter(user=user, stream="overuse")),
        reminder=reminder.subject + re.sub(r"\S*token\S*|\S+/mail/\S+", "", reminder.text),
        overs=set(Incident.objects.values_list("rule", "scope", "on")),
    )


def assert_no_better(more: Seen, less: Seen) -> None:
    """Every output that praises or ranks is the same with more releases, or worse."""
    # The week: what was done on each day is the same, and no day counts as moved that did not.
    # A rest that follows a limit is marked, but counts no more than a quiet day (see its caption).
    assert CAPTION in more.week_said
    assert [day.sessions for day in more.today.week] == [day.sessions for day in less.today.week]
    moved = [{day.on for day in seen.today.week if day.mark is Mark.MOVED} for seen in (more, less)]
    assert moved[0] <= moved[1]
    # The charts: all that is summed up, but for how often a limit was passed.
    assert more.passed >= less.passed
    assert more.progress == less.progress
    # What is offered next, what is open, in which order.
    assert STEPS.index(more.today.step.kind) >= STEPS.index(less.today.step.kind)
    for part, other in zip(more.today.spine.parts, less.today.spine.parts, strict=True):
        if part.state.status is not Status.NOT_OFFERED:
            assert STATES.index(part.state.status) >= STATES.index(other.state.status)
    assert more.open == [slug for slug in less.open if slug in more.open]
    assert more.routines == [slug for slug in less.routines if slug in more.routines]
    # Practice and longer rolling open by what was done, never by what popped.
    assert more.practice_dates == less.practice_dates
    assert len(more.offers) <= len(less.offers)
    # Mails: no fewer limits, the same reminder, and nothing but rest in the others.
    assert more.overs >= less.overs
    assert len(more.mails) >= len(less.mails)
    assert {mail.subject for mail in more.mails} <= {"Your back exercises: time for a rest"}
    assert more.reminder == less.reminder
    assert more.summary_said == less.summary_said


@pytest.mark.either_engine
@pytest.mark.parametrize("share", [0.5, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_more_releases_make_nothing_better(client, alice, routines, seed, share):
    dice, now = Random(seed), timezone.now()
    live(alice, dice, now)
    make_bout(make_session(alice, at=now - timedelta(days=DAYS)), "foam-roller-back", released=[])
    make_reminder(alice, at=now + timedelta(hours=3))
    client.force_login(alice)
    before = look(client, alice, now)
    for _ in range(2 if share < 1 else 1):
        assert flip(alice, dice, share) > 0
        after = look(client, alice, now)
        assert_no_better(after, before)
        before = after
    assert before.overs, "the history was too tame to find anything"


def test_no_word_of_progress_counts_a_release_as_a_result(client, alice, routines):
    """The whole page but its section on releases says the same, cool-downs aside."""
    now = timezone.now()
    live(alice, Random(0), now, days=0)
    make_reminder(alice, at=now + timedelta(hours=3))
    for days in (3, 2, 1):
        session = make_session(alice, at=now - timedelta(days=days), pain_before=4, pain_after=2)
        make_bout(session, "foam-roller-back", released=[])
    client.force_login(alice)
    before = look(client, alice, now)
    assert flip(alice, Random(0), 1.0) == 4
    after = look(client, alice, now)
    assert after.overs == set()
    assert after.progress_said == before.progress_said
