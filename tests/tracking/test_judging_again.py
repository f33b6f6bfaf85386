"""A change of long ago: judged as far as it reaches, with the same result as judging everything."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from accounts.models import User
from exercises.models import Exercise
from tests.factories import NOW, make_bout, make_session, new_bout, new_session
from tracking import incidents
from tracking.ledger import key_of
from tracking.models import Bout, Incident, Session
from tracking.safety import facts, overuse
from tracking.safety.limits import DEFAULT_LIMITS
from tracking.safety.own_limits import OwnLimits
from tracking.snapshot import incident_facts, logged

pytestmark = pytest.mark.django_db
DAYS = 200
LONG_AGO = date(1, 1, 1)


def live(user: User, dice: Random) -> None:
    """Store many dates of sessions, some over midnight, some that hurt; judge them once."""
    twist, bouts = Exercise.objects.get(pk="seated-chair-twist"), list[Bout]()
    for days in range(DAYS):
        for hour in dice.sample((7, 9, 12, 15, 18, 23), dice.randrange(4)):
            at = (NOW - timedelta(days=days)).replace(hour=hour - 1, minute=58)
            pains = {"pain_before": dice.randrange(5), "pain_after": dice.randrange(7)}
            session = new_session(user, at=at, **(pains if dice.random() < 0.4 else {}))
            for number, minutes in enumerate((0, 4), start=1):
                places = ["lumbar"] if dice.random() < 0.3 else []
                then = at + timedelta(minutes=minutes)
                bouts.append(new_bout(session, twist, at=then, released=places, position=number))
    Session.objects.bulk_create(dict.fromkeys(bout.session for bout in bouts))
    Bout.objects.bulk_create(bouts)
    first = Session.objects.of(user).earliest("on").on
    incidents.reevaluate(user=user, since=first, now=NOW)


def stored(user: User) -> dict[object, facts.Incident]:
    found = map(incident_facts, Incident.objects.filter(user=user))
    return {key_of(incident): incident for incident in found}


def from_scratch(user: User) -> dict[object, facts.Incident]:
    found = overuse.evaluate(*logged(user, since=LONG_AGO), DEFAULT_LIMITS).incidents
    return {key_of(incident): incident for incident in found}


def change(user: User, dice: Random) -> date:
    """Turn a release of some old date over, or delete its session; return the date."""
    bout = dice.choice(list(Bout.objects.of(user).filter(on__lt=NOW - timedelta(days=90))))
    on = bout.session.on
    if dice.random() < 0.5:
        bout.session.delete()
    else:
        bout.release_regions = [] if bout.release_regions else ["lumbar"]
        bout.save()
    return on


@pytest.mark.either_engine
@pytest.mark.parametrize("seed", range(4))
def test_a_change_of_long_ago_comes_to_the_same_as_judging_everything(alice, catalogue, seed):
    dice = Random(seed)
    live(alice, dice)
    assert stored(alice) == from_scratch(alice)
    for _ in range(5):
        incidents.reevaluate(user=alice, since=change(alice, dice), now=NOW)
        assert stored(alice) == from_scratch(alice)


def test_a_change_of_long_ago_is_judged_only_as_far_as_it_reaches(alice, catalogue):
    def one(at: datetime) -> None:
        make_bout(make_session(alice, at=at), released=[])

    for days in range(0, DAYS, 3):
        one(NOW - timedelta(days=days))
    since = (NOW - timedelta(days=150)).date()
    found, until = incidents.judge_again(alice, OwnLimits(DEFAULT_LIMITS), since, [], NOW)
    assert (list(found), until) == ([], since + incidents.SETTLES_WITHIN)


def test_a_change_of_today_is_judged_to_the_end_at_once(
    alice, catalogue, django_assert_num_queries
):
    make_bout(make_session(alice))
    with django_assert_num_queries(1):
        _found, until = incidents.judge_again(alice, OwnLimits(DEFAULT_LIMITS), NOW.date(), [], NOW)
    assert until == date.max
