"""A start check reads bounded windows: its cost does not grow with what is stored."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_bout, make_incident, make_screening, make_session
from tracking.frozen import exercise_facts
from tracking.models import Bout, Session
from tracking.safety.assess import check_start
from tracking.snapshot import facts_for

pytestmark = pytest.mark.django_db
YEARS, BOUTS, EACH = 10, 20_000, 5
TWIST = "seated-chair-twist"


@pytest.fixture
def ten_years(alice, catalogue):
    """A session of five bouts on every day but some, with a limit passed once a month."""
    make_screening(alice, at=NOW - timedelta(days=2))
    first = make_session(alice, at=NOW - timedelta(days=1), pain_before=2, pain_after=1)
    bout = make_bout(first, TWIST, released=["lumbar"])
    names = [f.attname for f in Bout._meta.concrete_fields if f.attname not in {"id", "session_id"}]
    same = {name: getattr(bout, name) for name in names}
    step = timedelta(days=365 * YEARS) / (BOUTS // EACH)
    sessions, bouts = [], []
    for number in range(BOUTS // EACH):
        at = first.started_at - number * step
        when = {"on": at.date(), "started_at": at, "ended_at": at}
        session = Session(user=alice, title="", status="finished", received_at=at, **when)
        sessions.append(session)
        bouts += [Bout(**same | when, session=session) for _ in range(EACH)]
    Session.objects.bulk_create(sessions)
    Bout.objects.bulk_create(bouts[1:])
    for months in range(12 * YEARS):
        make_incident(alice, at=NOW - timedelta(days=30 * months + 20))
    return alice


@pytest.mark.either_engine
def test_a_start_check_of_ten_years_costs_three_queries(
    ten_years, catalogue, django_assert_num_queries
):
    assert Bout.objects.of(ten_years).count() == BOUTS
    on = NOW.date().isoformat()
    figures = {"refractory_minutes": 90}
    ten_years.own_limits = [{"on": on, "that_day": figures, "after": figures}]
    with django_assert_num_queries(3):
        facts = facts_for(ten_years, NOW, running=None)
        check_start(exercise_facts(catalogue[TWIST]), facts, NOW)
    # A week of bouts, the incidents of two weeks; one's own limits cost no query.
    assert 0 < len(facts.bouts) <= 8 * EACH
    assert len(facts.incidents) <= 1
    assert facts.limits.refractory_minutes == 90
    # What opens elevated exercises costs none of its own, and is bounded as well.
    Session.objects.update(practice=True)
    with django_assert_num_queries(3):
        facts = facts_for(ten_years, NOW, running=None, unlock=True)
    needed = facts.limits.unlock_sessions
    assert needed <= len(facts.practice_dates) <= 2 * needed
