"""Two requests at the same moment, on real connections."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from exercises.models import Exercise
from tests.factories import NOW, make_screening, make_user
from tests.tracking.player.conftest import begin, start
from tracking.models import Bout, Incident, MailDecision, Move, Session
from tracking.player.actions import FinishAnswers, Press, apply_move, finish_session, stop_session
from tracking.player.machine import Kind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(transactional_db, catalogue):
    """A screened person on a site with its catalogue."""
    user = make_user("ann@example.org")
    make_screening(user, at=NOW - timedelta(days=1))
    return user


@pytest.fixture
def pose(ann) -> Exercise:
    return Exercise.objects.get(pk="childs-pose")


def at_once(act: Callable[[], Any], *, times: int = 4) -> list[Any]:
    """Do it in as many threads, let loose together; return what each came to."""
    gate, results = Barrier(times), []

    def run() -> None:
        gate.wait()
        try:
            results.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == times
    return results


def test_many_starts_make_one_session(ann, pose):
    told = at_once(lambda: start(ann, pose))
    [session] = Session.objects.all()
    assert [one.session for one in told].count(session) == 1
    assert [one.open_session for one in told].count(session) == 3
    assert Move.objects.count() == 1


def test_copies_of_a_press_are_stored_once(ann, pose):
    hand = begin(ann, pose)
    press = Press(kind=Kind.PAUSE, client="phone-123", seq=1, offset_ms=15_000)
    now = hand.now(16)
    told = at_once(lambda: apply_move(user=ann, pk=hand.session.pk, press=press, now=now))
    assert {one.state.phase for one in told} == {"paused"}
    assert hand.kinds() == ["begin", "pause"]


def test_finishing_at_once_logs_once(ann, pose):
    hand = begin(ann, pose)
    now, answers = hand.now(70), FinishAnswers()
    at_once(lambda: finish_session(user=ann, pk=hand.session.pk, answers=answers, now=now))
    assert Bout.objects.count() == 1


def test_a_stop_told_at_once_is_recorded_once(ann, pose):
    hand = begin(ann, pose)
    press = Press(
        kind=Kind.PAIN, client="phone-123", seq=1, offset_ms=15_000, data={"quality": "burning"}
    )
    at_once(lambda: stop_session(user=ann, pk=hand.session.pk, press=press, now=hand.now(16)))
    assert Incident.objects.filter(rule="P1").count() == 1
    assert MailDecision.objects.filter(stream="stop").count() == 1
