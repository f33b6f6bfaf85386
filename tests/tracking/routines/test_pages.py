"""The routine pages: what each needs, and what is different for me and why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exercises.vocabulary import Companion, Equipment
from tests.factories import (
    NOW,
    make_bout,
    make_incident,
    make_routine,
    make_screening,
    make_session,
)
from tracking.models import Routine
from tracking.routines.queries import offer, offers

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
LIST = reverse("tracking:routine-list")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def screened(alice, now):
    """Alice has answered the questions, with practice enough for everything."""

    def screen(**fields):
        for day in range(5):
            make_session(alice, at=now - timedelta(days=day + 1))
        return make_screening(alice, at=now - timedelta(hours=1), **fields)

    return screen


def offer_of(user, slug, now):
    return offer(user, Routine.objects.get(slug=slug), now)


def detail(client, user, slug):
    client.force_login(user)
    return client.get(reverse("tracking:routine-detail", args=[slug])).content.decode()


def test_all_ten_are_open_to_a_healthy_person_with_practice(routines, alice, screened, now):
    screened()
    found = offers(alice, now)
    assert [one.routine.slug for one in found] == list(routines)
    assert all(one.is_open and not one.is_changed for one in found)


@pytest.mark.parametrize(
    ("slug", "minutes", "equipment", "changes", "companion"),
    [
        ("morning-loosen", 3.7, {Equipment.MAT}, 2, Companion.NONE),
        ("desk-break", 4.2, {Equipment.CHAIR, Equipment.WALL}, 2, Companion.NONE),
        ("roller-session", 4.3, {Equipment.MAT, Equipment.ROLLER}, 1, Companion.NONE),
        ("standing-reset", 5.2, set(), 0, Companion.NONE),
        ("partner-hug", 3.8, {Equipment.MAT}, 3, Companion.ACTIVE_PARTNER),
        ("spotted-bed-edge", 4.7, {Equipment.MAT, Equipment.BED}, 1, Companion.SPOTTER),
    ],
)
def test_a_routine_says_what_it_needs(
    routines, alice, screened, now, slug, minutes, equipment, changes, companion
):
    screened()
    found = offer_of(alice, slug, now)
    assert round(found.minutes, 1) == minutes
    assert set(found.equipment) == equipment
    assert (found.posture_changes, found.companion) == (changes, companion)


def test_what_only_helps_is_told_apart(client, routines, alice, screened, now):
    screened()
    assert offer_of(alice, "morning-loosen", now).helpful == (Equipment.SHOES,)
    assert "Helpful: Shoes with grip" in detail(client, alice, "morning-loosen")


def test_the_list_shows_every_routine_with_its_minutes(client, routines, alice, screened):
    screened()
    client.force_login(alice)
    page = client.get(LIST).content.decode()
    for slug in routines:
        assert reverse("tracking:routine-detail", args=[slug]) in page
    assert "4 min" in page
    assert "Nothing is open" not in page


def test_the_detail_leads_to_the_start(client, routines, alice, screened):
    screened()
    page = detail(client, alice, "desk-break")
    assert f"{reverse('tracking:session-new')}?routine=desk-break" in page
    assert page.index("Seated chair twist") < page.index("Seated thoracic extension")


def test_without_answers_the_reason_is_told_once(client, routines, alice):
    client.force_login(alice)
    page = client.get(LIST).content.decode()
    assert page.count("The health questions come first.") == 1
    assert reverse("tracking:screening") in page
    page = detail(client, alice, "desk-break")
    assert "Not open to you now" in page
    assert "session-new" not in page
    assert "?routine=" not in page


def test_a_closed_step_is_replaced_and_said_so(client, routines, alice, screened, now):
    screened(tags=["disc_problem"])
    step = offer_of(alice, "desk-break", now).steps[0]
    assert step.exercise.slug == "standing-forward-bend-twist"
    assert step.instead.slug == "childs-pose"
    page = detail(client, alice, "desk-break")
    assert "In place of “Standing forward bend with a gentle turn to each side”" in page
    assert "Disc problem" in page


def test_a_closed_step_without_a_substitute_is_left_out_and_said_so(
    client, routines, alice, screened, now
):
    screened(tags=["osteoporosis"])
    found = offer_of(alice, "roller-session", now)
    roller = found.steps[1]
    assert roller.instead is not None or roller.is_dropped
    screened(tags=["recent_fracture"])
    found = offer_of(alice, "morning-loosen", now)
    assert [step.is_dropped for step in found.steps] == [True, True, True]
    assert not found.is_open
    assert "Left out, because your answers close it:" in detail(client, alice, "morning-loosen")


def test_what_keeps_it_from_being_a_routine_links_to_its_rule(client, routines, alice, screened):
    screened(tags=["recent_surgery"])
    client.force_login(alice)
    start = client.get("/sessions/new/?routine=morning-loosen").text
    for page in (
        detail(client, alice, "morning-loosen"),
        client.get(reverse("tracking:routine-list")).text,
        start,
    ):
        assert f'href="{reverse("tracking:rules")}#stretch_first"' in page
    assert 'id="stretch_first"' in client.get(reverse("tracking:rules")).text


def test_the_way_to_the_elevated_routines_is_told_once(client, routines, alice, now):
    make_session(alice, at=now - timedelta(days=1), practice=True)
    make_screening(alice, at=now - timedelta(hours=1))
    client.force_login(alice)
    page = client.get(reverse("tracking:routine-list")).text
    assert page.count("So far 1 of 5 sessions, on 1 of 3 days.") == 1
    assert page.count("Locked for you but for its stretches.") == 3
    assert "So far 1 of 5 sessions" in detail(client, alice, "partner-hug")


def test_a_resting_step_is_left_out_and_says_until_when(client, routines, alice, screened, now):
    screened()
    make_bout(make_session(alice, at=now - timedelta(minutes=10)), released=["lumbar"])
    found = offer_of(alice, "desk-break", now)
    assert [step.runs for step in found.steps] == [True, False, True, True]
    assert found.is_open
    page = detail(client, alice, "desk-break")
    assert "Left out for now." in page
    assert "Opens again at" in page


def test_a_cool_down_leaves_the_stretches(routines, alice, screened, now):
    screened()
    make_incident(alice, "D1", scope="back", at=now - timedelta(hours=1))
    found = {one.routine.slug: one for one in offers(alice, now)}
    assert found["stretch-only"].is_open
    assert not found["stretch-only"].is_changed
    assert [step.runs for step in found["desk-break"].steps] == [True, False, False, True]


def test_elevated_work_stays_closed_without_practice(routines, alice, now):
    make_screening(alice, at=now)
    found = offer_of(alice, "spotted-bed-edge", now)
    (left,) = [step for step in found.steps if step.rests]
    assert left.exercise.slug == "bed-edge-extension"
    assert "0 of 5 sessions" in left.rests[0].progress


def card_of(client, user, slug):
    """The card of a routine in the list, as text."""
    client.force_login(user)
    cards = client.get(LIST).content.decode().split('<li class="card')
    [card] = [one for one in cards if reverse("tracking:routine-detail", args=[slug]) in one]
    return " ".join(card.split())


def test_a_routine_of_which_only_stretches_are_left_is_locked_and_says_why(
    client, routines, alice, now
):
    make_screening(alice, at=now - timedelta(hours=1))
    assert offer_of(alice, "partner-hug", now).only_stretches
    card = card_of(client, alice, "partner-hug")
    assert card.startswith('routine is-closed"')
    assert "Locked for you but for its stretches." in card
    assert "Changed for you" not in card
    assert "The reason stands above." in card
    assert client.get(LIST).text.count("Elevated-risk exercises open with practice.") == 1
    assert "Start the stretches" in detail(client, alice, "partner-hug")


def test_a_changed_routine_says_on_its_card_which_answers_change_it(
    client, routines, alice, screened
):
    screened(tags=["disc_problem"])
    card = card_of(client, alice, "desk-break")
    assert "Changed for you. Your health answers: Disc problem" in card


def test_a_resting_step_is_told_on_the_card_with_its_end(client, routines, alice, screened, now):
    screened()
    past = make_session(alice, at=now - timedelta(minutes=20))
    make_bout(past, "seated-chair-twist", released=["lumbar"])
    card = card_of(client, alice, "desk-break")
    assert "Changed for you." in card
    assert "rests" in card


def test_a_routine_of_stretches_is_never_only_stretches_left(routines, alice, now):
    make_screening(alice, at=now - timedelta(hours=1))
    assert not offer_of(alice, "stretch-only", now).only_stretches


@pytest.mark.parametrize("slug", ["partner-hug", "partner-lift"])
def test_partner_routines_are_information_when_switched_off(
    client, routines, alice, screened, now, settings, slug
):
    screened()
    settings.PARTNER_METHODS = False
    found = offer_of(alice, slug, now)
    assert (found.is_open, found.information) == (False, True)
    page = detail(client, alice, slug)
    assert "Information only here" in page
    assert "?routine=" not in page


def test_the_other_routines_stay_when_partner_methods_are_off(
    routines, alice, screened, now, settings
):
    screened()
    settings.PARTNER_METHODS = False
    closed = {one.routine.slug for one in offers(alice, now) if not one.is_open}
    assert closed == {"partner-hug", "partner-lift"}


def test_the_warning_about_risk_goes_with_the_risky_step(client, routines, alice, screened):
    screened()
    warning = "This has a higher risk of injury"
    assert warning in detail(client, alice, "spotted-bed-edge")
    screened(tags=["neck_problem"])
    assert warning not in detail(client, alice, "spotted-bed-edge")


def test_a_routine_of_another_person_does_not_exist(client, routines, alice, bob):
    make_routine("secret", owner=bob, items=["childs-pose"])
    client.force_login(alice)
    url = reverse("tracking:routine-detail", args=["secret"])
    assert client.get(url).status_code == 404
    assert "secret" not in client.get(LIST).content.decode()


def test_a_retired_routine_is_gone(client, routines, alice, now):
    Routine.objects.filter(slug="desk-break").update(retired_at=now)
    client.force_login(alice)
    assert client.get(reverse("tracking:routine-detail", args=["desk-break"])).status_code == 404


def test_a_routine_that_names_the_professional_one_cannot_start(client, routines, alice, screened):
    screened()
    make_routine(
        "sneaky",
        owner=alice,
        items=["double-knee-to-chest", "floor-manipulation-by-another", "childs-pose"],
    )
    page = detail(client, alice, "sneaky")
    assert "Only a trained professional may do this." in page
    assert "?routine=" not in page


def test_an_empty_routine_is_shown_and_cannot_start(client, routines, alice, screened):
    screened()
    make_routine("empty", owner=alice)
    assert "?routine=" not in detail(client, alice, "empty")


def test_a_retired_step_is_left_out_and_said_so(client, routines, catalogue, alice, screened, now):
    screened()
    catalogue["knees-to-chest-rock"].retired_at = now
    catalogue["knees-to-chest-rock"].save()
    found = offer_of(alice, "stretch-only", now)
    assert [step.runs for step in found.steps] == [True, False, True]
    assert found.is_open
    assert "not offered here" in detail(client, alice, "stretch-only")


def test_routines_are_private(client, routines):
    for url in (LIST, reverse("tracking:routine-detail", args=["desk-break"])):
        assert client.get(url).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("many", [1, 60], ids=["one-session", "sixty-sessions"])
@pytest.mark.parametrize("slug", [None, "desk-break"], ids=["list", "detail"])
def test_pages_cost_the_same_whatever_is_stored(
    client, routines, alice, now, many, slug, django_assert_num_queries
):
    make_screening(alice, at=now)
    for number in range(many):
        make_bout(make_session(alice, at=now - timedelta(hours=number + 2)), "childs-pose")
        make_routine(owner=alice, items=["childs-pose"])
    client.force_login(alice)
    url = reverse("tracking:routine-detail", args=[slug]) if slug else LIST
    client.get(reverse("tracking:help"))
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"age": 17, "tags": ["age_under_18"]}, "Opens at 18.", id="under-age"),
        pytest.param(
            {"tags": ["red_flag"], "red_care": "emergency", "red_since": NOW},
            "get help now",
            id="red-flag",
        ),
    ],
)
def test_what_closes_everything_is_told_once_and_no_routine_seems_empty(
    client, routines, alice, screened, fields, reason
):
    screened(**fields)
    client.force_login(alice)
    page = client.get(LIST).content.decode()
    assert page.count(reason) == 1
    assert "nothing in this routine" not in page
    card = client.get(reverse("tracking:session-new"), {"routine": "morning-loosen"})
    assert reason in card.content.decode()
    assert "nothing in this routine" not in card.content.decode()
