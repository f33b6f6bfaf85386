"""What the player may ask of the database, counted with a person who is signed in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_bout, make_log, make_session
from tests.tracking.player.test_pages import END, SECOND, THIRD, at, finished, running
from tracking.models import Incident, Session

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def signed_in(client: Client, eve) -> Client:
    client.force_login(eve)
    client.get("/today/")
    return client


@pytest.fixture(params=[0, 300], ids=["no-history", "300-sessions"])
def history(request, eve):
    """A log behind the person; it must not make anything dearer."""
    now = timezone.now()
    make_log(eve, [(now - timedelta(hours=7 * n + 30), []) for n in range(request.param)])


def cost(client: Client, address: str, sent: dict[str, str], headers=None) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.post(address, sent, headers=headers or {})
    assert response.status_code in (200, 302), response.content[:500]
    return [q["sql"] for q in captured.captured_queries if q["sql"].startswith(COUNTED)]


def test_a_move_within_an_item_costs_four(signed_in, eve, routines, history, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    sent = {"client": "page-12345678", "kind": "pause", "item": "0"}
    queries = cost(signed_in, at(hand, "move"), sent, mode.headers)
    assert len(queries) <= 4, queries


def test_a_move_of_the_script_costs_four(signed_in, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    sent = {"client": "a" * 32, "seq": "1", "offset_ms": "15000", "kind": "pause", "item": "0"}
    queries = cost(signed_in, at(hand, "move"), sent, {"Accept": "application/json"})
    assert len(queries) <= 4, queries


def test_a_question_about_the_stretch_and_its_repeat_cost_eight(signed_in, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    hand.press("skip", 5)
    for kind in ("begin", "repeat"):
        sent = {"client": f"page-{kind}-678", "kind": kind, "item": "1"}
        queries = cost(signed_in, at(hand, "move"), sent, mode.headers)
        assert len(queries) <= 8, queries
    assert hand.kinds() == ["begin", "skip", "repeat"]


def test_a_move_that_begins_an_item_costs_eight(signed_in, eve, routines, history, mode):
    hand = running(eve, routines["morning-loosen"], seconds=SECOND + 2)
    sent = {"client": "page-12345678", "kind": "begin", "item": "1"}
    queries = cost(signed_in, at(hand, "move"), sent, mode.headers)
    assert len(queries) <= 8, queries
    assert hand.kinds() == ["begin", "begin"]


def test_beginning_an_elevated_item_costs_eight(signed_in, eve, catalogue):
    now = timezone.now()
    for days in (10, 9, 9, 8, 8):
        make_session(eve, at=now - timedelta(days=days))
    bed = catalogue["bed-edge-extension"]
    ticks = frozenset({"helper_present", "signal_agreed", "floor_clear", "can_call_help"})
    hand = running(eve, bed, seconds=80, acks=ticks)
    sent = {"client": "page-12345678", "kind": "begin", "item": "1"}
    queries = cost(signed_in, at(hand, "move"), sent)
    assert len(queries) <= 8, queries
    assert hand.kinds() == ["begin", "begin"]


def test_finishing_costs_twelve(signed_in, eve, routines, history, mode):
    hand = finished(eve, routines["morning-loosen"])
    sent = {"client": "page-12345678", "release_1": "lumbar", "pain_after": "2"}
    queries = cost(signed_in, at(hand, "finish"), sent, mode.headers)
    assert len(queries) <= 12, queries
    assert hand.fresh().status == "finished"


def test_finishing_over_a_limit_costs_twelve(signed_in, eve, routines):
    """The dearest finish: a limit is passed, an incident and its mail are written."""
    now = timezone.now()
    for hours in (3, 2):
        past = make_session(eve, at=now - timedelta(hours=hours))
        make_bout(past, "seated-chair-twist", released=["lumbar"])
    hand = finished(eve, routines["morning-loosen"])
    queries = cost(
        signed_in, at(hand, "finish"), {"client": "page-12345678", "release_1": "lumbar"}
    )
    assert len(queries) <= 12, queries
    assert Incident.objects.filter(rule="D2", on=hand.session.on).exists()


def test_a_stop_costs_no_more_than_a_press_and_a_finish(signed_in, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=SECOND + 40)
    hand.press("begin", SECOND, item=1)
    sent = {"client": "page-12345678", "answer": "burning"}
    queries = cost(signed_in, at(hand, "stop"), sent)
    assert len(queries) <= 4 + 12, queries
    assert Session.objects.get(pk=hand.session.pk).status == "stopped"


def test_looking_costs_three(signed_in, eve, routines, django_assert_max_num_queries):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    with django_assert_max_num_queries(3):
        assert signed_in.get(at(hand)).status_code == 200
    assert END > THIRD


def test_what_is_told_late_costs_no_more(signed_in, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=END + 900)
    json = {"Accept": "application/json"}
    for seq, (kind, at_ms, bound) in enumerate((("pause", 20_000, 4), ("resume", 30_000, 4))):
        sent = {"client": "a" * 32, "seq": str(seq), "follows": str(seq - 1)}
        sent |= {"kind": kind, "item": "0", "offset_ms": str(at_ms)}
        queries = cost(signed_in, at(hand, "move"), sent, json)
        assert len(queries) <= bound, queries
    sent |= {"seq": "2", "follows": "1", "kind": "begin", "item": "1", "offset_ms": "80000"}
    queries = cost(signed_in, at(hand, "move"), sent, json)
    assert len(queries) <= 8, queries
    assert hand.kinds() == ["begin", "pause", "resume", "begin"]
