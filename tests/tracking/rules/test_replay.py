"""A month judged once more finds what was found while it was lived, and shows what it counted."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import User
from exercises.models import Exercise
from tests.factories import make_bout, make_screening, make_session, make_user
from tracking.incidents import reevaluate
from tracking.models import Incident, Instance, Session
from tracking.player.actions import FinishAnswers
from tracking.player.queries import Subject, plan_as_written
from tracking.player.timeline import Plan
from tracking.progress.actions import LogAnswers, delete_session, edit_session, enter_session
from tracking.rules.actions import set_own_limits
from tracking.rules.queries import replay
from tracking.safety.limits import Limits
from tracking.safety.verdict import Code
from tracking.snapshot import facts_for, incident_facts

pytestmark = pytest.mark.django_db
URL = "tracking:replay"
LONDON = ZoneInfo("Europe/London")
SLUGS = [
    *("seated-chair-twist", "chair-back-thoracic-extension", "standing-trunk-rotation"),
    *("bed-edge-extension", "double-knee-to-chest", "foam-roller-back"),
]
FIRST = datetime(2026, 5, 12, 6, tzinfo=LONDON)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@dataclass
class Life:
    """Someone who logs, corrects and deletes at random, and changes their limits now and then."""

    user: User
    dice: Random
    plans: dict[str, Plan]
    now: datetime = FIRST
    sessions: list[Session] = field(default_factory=list)

    def live(self, acts: int) -> None:
        for _ in range(acts):
            self.now += timedelta(minutes=self.dice.choice([40, 70, 200, 600, 1500]))
            kinds = [self.enter] * 6 + [self.late, self.correct, self.delete, self.tighten]
            self.dice.choice(kinds)()

    def enter(self, at: datetime | None = None) -> None:
        slug = self.dice.choice(SLUGS)
        plan = self.plans[slug]
        subject = Subject(exercise=Exercise.objects.get(pk=slug))
        session = enter_session(
            user=self.user,
            subject=subject,
            plan=plan,
            answers=LogAnswers(
                finish=self.answers(plan["items"][0]["release_regions"]),
                pain_before=self.dice.choice([None, 1, 2, 4]),
                started_at=at or self.now,
            ),
            now=self.now + timedelta(minutes=15),
        )
        self.sessions.append(session)

    def answers(self, regions: list[str]) -> FinishAnswers:
        told = self.dice.choice([*regions, "unsure", "no"]) if regions else "no"
        return FinishAnswers(releases={0: told}, pain_after=self.dice.choice([None, 1, 2, 4, 6]))

    def late(self) -> None:
        self.enter(at=self.now - timedelta(hours=self.dice.randrange(1, 400)))

    def correct(self) -> None:
        if self.sessions:
            session = self.dice.choice(self.sessions)
            regions = session.plan["items"][0]["release_regions"]
            answers = LogAnswers(finish=self.answers(regions), pain_before=2)
            edit_session(user=self.user, pk=session.pk, answers=answers, now=self.now)

    def delete(self) -> None:
        if self.sessions:
            session = self.sessions.pop(self.dice.randrange(len(self.sessions)))
            delete_session(user=self.user, pk=session.pk, now=self.now)

    def tighten(self) -> None:
        figures = {"release_day_back": self.dice.randrange(1, 4)}
        figures["refractory_minutes"] = self.dice.choice([60, 90])
        figures["release_day_region"] = self.dice.randrange(1, 3)
        set_own_limits(user=self.user, figures=figures, now=self.now)


@dataclass
class LifeUnderAnOperator(Life):
    """The same where whoever runs the instance moves its limits now and then."""

    settings: Any = None

    def tighten(self) -> None:
        figures = {
            "release_day_region": self.dice.randrange(1, 4),
            "release_day_back": self.dice.randrange(1, 5),
            "refractory_minutes": self.dice.choice([30, 60, 120]),
            "cool_down_hours_1": self.dice.choice([12, 24, 48]),
        }
        self.settings.LIMITS = Limits.checked(**figures)
        Instance.objects.note(self.settings.LIMITS, self.now)


@pytest.fixture
def plans(catalogue):
    found = {slug: plan_as_written(Subject(exercise=catalogue[slug])) for slug in SLUGS}
    assert not any(isinstance(plan, Code) for plan in found.values())
    return found


@pytest.mark.either_engine
@pytest.mark.parametrize("seed", range(8))
def test_a_replay_finds_what_was_found_while_it_was_lived(plans, seed):
    life = Life(make_user(), Random(seed), plans)
    life.live(60)
    assert_replay_equals_life(life)


def assert_replay_equals_life(life: Life) -> None:
    user = User.objects.get(pk=life.user.pk)
    stored = [incident_facts(row) for row in Incident.objects.filter(user=user)]
    assert stored
    for month in (MAY, JUNE, date(2026, 7, 1)):
        again = replay(user, month, life.now)
        lived = [i for i in stored if (i.on.year, i.on.month) == (month.year, month.month)]
        assert sorted(again.incidents, key=repr) == sorted(lived, key=repr)
        assert again.gone == ()
        assert all(found.kept for day in again.days for found in day.alerts)


#: One seed on both databases; what the rules find is ours.
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.either_engine) for seed in range(1, 8))]
)
def test_a_replay_finds_the_same_though_the_operator_moved_the_limits(plans, seed, settings):
    Instance.objects.note(settings.LIMITS, FIRST)
    life = LifeUnderAnOperator(make_user(), Random(seed), plans, settings=settings)
    life.live(60)
    assert len(Instance.objects.get().limits_history) > 1
    assert_replay_equals_life(life)


def test_a_limit_loosened_today_counts_from_tomorrow(alice, catalogue, settings):
    """Nothing that was found is lifted, and what would be found is refused at the start."""
    make_screening(alice, at=at(6))
    Instance.objects.note(Limits(), at(6, day=1))
    settings.LIMITS = Limits.checked(release_day_region=3, elevated_week=1)
    Instance.objects.note(settings.LIMITS, at(9))
    found = [facts_for(alice, at(10, day=day), running=None).limits for day in (3, 4)]
    assert [limits.release_day_region for limits in found] == [2, 3]
    assert [limits.elevated_week for limits in found] == [1, 1]


def at(hour: int, day: int = 3) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=LONDON)


def release(user: User, when: datetime, **fields) -> Session:
    session = make_session(user, at=when, **fields)
    make_bout(session, "seated-chair-twist", released=["lumbar"])
    return session


def judge(user: User, now: datetime) -> None:
    reevaluate(user=user, since=date(2026, 6, 1), now=now)


def test_each_verdict_stands_with_the_logs_that_it_counted(client, alice, catalogue):
    for hour in (8, 12, 18):
        release(alice, at(hour), title="Desk break")
    judge(alice, at(19))
    client.force_login(alice)
    page = client.get(reverse(URL), {"month": "2026-06"}).text
    assert "Releases in a day, one region (Lower back): 3, limit 2" in page
    assert "/safety/rules/#d2" in page
    assert page.count("3 Jun, 08:00") >= 1
    assert "Desk break" in page
    assert "Rest until 18:00 on 4 June" in page


def test_a_stop_is_an_alert_of_its_day(client, alice, catalogue):
    session = make_session(alice, at=at(8), status=Session.Status.STOPPED, stop_quality="stabbing")
    make_bout(session, "seated-chair-twist", released=[])
    client.force_login(alice)
    page = client.get(reverse(URL), {"month": "2026-06"}).text
    assert "A pain stopped a session on this day." in page
    assert "/safety/rules/#p1" in page


def test_a_limit_that_the_operator_has_moved_since_is_told(client, settings, alice, catalogue):
    for hour in (8, 12):
        release(alice, at(hour))
    judge(alice, at(13))
    settings.LIMITS = Limits.checked(release_day_region=1)
    client.force_login(alice)
    assert "Not stored at the time" in client.get(reverse(URL), {"month": "2026-06"}).text
    judge(alice, at(14))
    settings.LIMITS = Limits()
    assert (
        "Stored at the time, not found now" in client.get(reverse(URL), {"month": "2026-06"}).text
    )


def test_a_rest_of_the_month_before_still_counts(alice, catalogue):
    """Three releases on 31 May close the region into June: working it then is found in June."""
    for hour in (8, 12, 18):
        release(alice, datetime(2026, 5, 31, hour, tzinfo=LONDON))
    make_bout(make_session(alice, at=at(9, day=1)), "seated-chair-twist", released=[])
    reevaluate(user=alice, since=date(2026, 5, 1), now=at(10, day=1))
    found = [(i.rule, i.level) for i in replay(alice, JUNE, at(10, day=1)).incidents]
    assert found == [("C1", 2)]


def test_a_session_over_the_last_midnight_belongs_to_the_month_of_its_last_exercise(
    alice, catalogue
):
    late = make_session(
        alice, at=datetime(2026, 6, 30, 23, 58, tzinfo=LONDON), pain_before=1, pain_after=7
    )
    make_bout(late, "seated-chair-twist", released=[])
    make_bout(late, "seated-chair-twist", at=late.started_at + timedelta(minutes=4), released=[])
    assert replay(alice, JUNE, at(9, day=4)).incidents == ()
    assert {i.rule for i in replay(alice, date(2026, 7, 1), at(9, day=4)).incidents} == {"P2"}


def test_another_ones_log_is_not_replayed(client, alice, bob, catalogue):
    for hour in (8, 12, 18):
        release(alice, at(hour))
    judge(alice, at(19))
    client.force_login(bob)
    assert (
        "Nothing was logged in this month." in client.get(reverse(URL), {"month": "2026-06"}).text
    )


@pytest.mark.parametrize("month", ["2026-13", "x", "1999-12", "9999-01"])
def test_a_month_that_cannot_be_is_refused_and_this_one_shown(client, alice, month):
    client.force_login(alice)
    response = client.get(reverse(URL), {"month": month})
    assert response.status_code == 422
    assert response.context["form"].errors


def test_it_costs_few_queries_whatever_was_logged(
    client, alice, catalogue, django_assert_max_num_queries
):
    make_screening(alice, at=at(6, day=1))
    for day in range(1, 29):
        for hour in (8, 12, 18):
            release(alice, at(hour, day=day))
    judge(alice, at(19, day=28))
    client.force_login(alice)
    with django_assert_max_num_queries(8):  # two of them the sign-in, one the consent
        client.get(reverse(URL), {"month": "2026-06"})


def test_without_javascript_and_with_htmx_it_is_the_same_month(client, alice, catalogue):
    client.force_login(alice)
    whole = client.get(reverse(URL), {"month": "2026-06"}).text
    part = client.get(reverse(URL), {"month": "2026-06"}, headers={"HX-Request": "true"}).text
    assert "<h1>" in whole
    assert "<h1>" not in part
    assert "June 2026" in part
