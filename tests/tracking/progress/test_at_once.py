"""Changes of one log at the same moment, on real connections."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from exercises.actions import store_catalogue
from exercises.models import Exercise
from tests.factories import NOW, make_user
from tests.tracking.player.test_at_once import at_once
from tracking.models import Bout, Incident, MailDecision, Session
from tracking.player.actions import FinishAnswers
from tracking.player.queries import Subject, plan_as_written
from tracking.progress.actions import LogAnswers, edit_session, enter_session
from tracking.safety.facts import PainQuality
from tracking.safety.verdict import Code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(transactional_db, read_files) -> User:
    store_catalogue(catalogue=read_files, now=NOW)
    return make_user("ann@example.org")


def enter(user: User, key: UUID) -> UUID:
    subject = Subject(exercise=Exercise.objects.get(pk="seated-chair-twist"))
    plan = plan_as_written(subject)
    assert not isinstance(plan, Code)
    finish = FinishAnswers(releases={0: "no"})
    answers = LogAnswers(finish=finish, started_at=NOW - timedelta(hours=1), key=key)
    return enter_session(user=user, subject=subject, plan=plan, answers=answers, now=NOW).pk


def test_taps_at_once_make_one_session(ann):
    key = uuid4()
    assert len(set(at_once(lambda: enter(ann, key)))) == 1
    assert (Session.objects.count(), Bout.objects.count()) == (1, 1)


def test_a_stop_told_by_corrections_at_once_is_recorded_once(ann):
    pk = enter(ann, uuid4())
    red = LogAnswers(finish=FinishAnswers(releases={0: "lumbar"}), quality=PainQuality.BURNING)
    at_once(lambda: edit_session(user=ann, pk=pk, answers=red, now=NOW))
    assert Session.objects.get(pk=pk).status == "stopped"
    assert Incident.objects.filter(rule="P1").count() == 1
    assert MailDecision.objects.filter(stream="stop").count() == 1
