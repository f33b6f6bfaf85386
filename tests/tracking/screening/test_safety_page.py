"""My safety, and what is open to me: every health answer locks with its reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from exercises.catalogue import tag_texts
from exercises.vocabulary import BLOCK_ALL, Tag
from tests.factories import make_bout, make_incident, make_screening, make_session
from tracking.screening.queries import open_exercise, open_list, safety_page

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
PROFESSIONAL = "floor-manipulation-by-another"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def screened(alice, now):
    """Alice has answered the questions an hour ago; with practice enough for everything."""

    def screen(**fields):
        for day in range(5):
            make_session(alice, at=now - timedelta(days=day + 1))
        return make_screening(alice, at=now - timedelta(hours=1), **fields)

    return screen


def open_slugs(user, now):
    return {offer.exercise.slug for offer in open_list(user, now).open}


def test_a_healthy_person_with_practice_has_all_but_the_professional_one(
    catalogue, alice, screened, now
):
    screened()
    assert open_slugs(alice, now) == catalogue.keys() - {PROFESSIONAL}


def test_without_answers_nothing_is_open_and_the_reason_is_told_once(catalogue, alice, now):
    offers = open_list(alice, now)
    assert offers.open == ()
    assert [told.code for told in offers.about_me] == ["SCREENING_REQUIRED"]


@pytest.mark.parametrize("tag", [tag for tag in Tag if tag not in BLOCK_ALL])
def test_every_tag_closes_exactly_what_names_it_and_says_why(catalogue, alice, screened, now, tag):
    screened(tags=[tag.value])
    blocked = {slug for slug, row in catalogue.items() if tag in row.spec.contraindications.block}
    assert catalogue.keys() - open_slugs(alice, now) == blocked | {PROFESSIONAL}
    for slug in blocked:
        told = [lock for lock in open_exercise(alice, slug, now).locks]
        assert [lock.code for lock in told] == ["CONTRAINDICATED"]
        assert tag_texts()[tag].text in told[0].sentence
        assert told[0].lifts == "Opens if your health answers change."


@pytest.mark.parametrize("tag", sorted(BLOCK_ALL))
def test_some_tags_close_everything(catalogue, alice, screened, now, tag):
    screened(tags=[tag.value], red_care="same_day", red_since=now)
    assert open_slugs(alice, now) == set()


@pytest.mark.parametrize("tag", [tag for tag in Tag if tag not in BLOCK_ALL])
def test_my_safety_lists_what_each_answer_closes_with_the_reason(
    catalogue, alice, screened, now, tag
):
    screened(tags=[tag.value])
    (effect,) = safety_page(alice, now).effects
    closes = {exercise.slug: why for exercise, why in effect.closes}
    assert effect.tag == tag_texts()[tag]
    assert closes == {
        slug: row.spec.contraindications.block[tag]
        for slug, row in catalogue.items()
        if tag in row.spec.contraindications.block
    }
    assert all(closes.values())


def test_answers_count_for_ninety_days(catalogue, alice):
    row = make_screening(alice)
    until = row.answered_at + timedelta(days=90)
    assert open_slugs(alice, until)
    assert not open_slugs(alice, until + timedelta(seconds=1))
    (told,) = open_list(alice, until + timedelta(seconds=1)).about_me
    assert told.sentence == "Your health answers are more than 90 days old."


def test_my_safety_shows_answers_dates_and_reasons(client, catalogue, alice, now, screened):
    row = screened(
        tags=["osteoporosis"],
        answers={"q7": ["yes"], "q7_details": ["thin_bones"], "q14": ["2"]},
        pain_now=2,
        pain_quality="ache",
    )
    client.force_login(alice)
    page = client.get(reverse("tracking:safety")).content.decode()
    assert "Yes: Thin bones (low bone density)" in page
    assert "2: An ache, a pull or pressure" in page
    assert f"{row.answered_at + timedelta(days=90):%Y}" in page
    why = catalogue["foam-roller-back"].spec.contraindications.block[Tag.OSTEOPOROSIS]
    assert escape(why) in page
    assert reverse("tracking:help") in page


def test_my_safety_teaches_when_there_is_nothing_yet(client, catalogue, alice):
    client.force_login(alice)
    page = client.get(reverse("tracking:safety")).content.decode()
    assert "Fourteen questions, one minute" in page
    assert reverse("tracking:screening") in page


def test_my_safety_shows_what_rests(client, catalogue, alice, screened, now):
    screened()
    make_incident(alice, "D2", scope="lumbar", at=now - timedelta(hours=1))
    at = now - timedelta(hours=3)
    make_incident(alice, "P1", scope="back", at=at, rescreened_at=now - timedelta(hours=2))
    client.force_login(alice)
    page = client.get(reverse("tracking:safety")).content.decode()
    assert "Resting now" in page
    assert "You stopped because of pain" in page
    assert "Lower back" in page


def test_a_stop_closes_everything_and_leads_to_help(client, catalogue, alice, now):
    make_screening(alice, at=now)
    make_incident(alice, "P1", scope="back", at=now)
    client.force_login(alice)
    page = client.get(reverse("tracking:safety")).content.decode()
    assert "Nothing is open to you now" in page
    assert reverse("tracking:seek-care") in page


def test_answers_to_questions_no_longer_asked_do_no_harm(client, catalogue, alice, now):
    make_screening(alice, at=now, answers={"q99": ["yes"], "q2": ["no"]}, questions_version="0")
    client.force_login(alice)
    assert client.get(reverse("tracking:safety")).status_code == 200


def test_nobody_sees_the_answers_of_another(client, catalogue, alice, bob, now):
    make_screening(bob, at=now, answers={"q10": ["yes"], "q10_details": ["heart"]}, tags=["heart"])
    client.force_login(alice)
    page = client.get(reverse("tracking:safety")).content.decode()
    assert "Heart" not in page


@pytest.mark.parametrize("url", ["open-list", "open-exercise"])
def test_the_fragment_is_part_of_the_page(client, catalogue, alice, screened, mode, url):
    screened()
    client.force_login(alice)
    args = ["childs-pose"] if url == "open-exercise" else []
    response = client.get(reverse(f"tracking:{url}", args=args), headers=mode.headers)
    page = response.content.decode()
    assert f"{reverse('tracking:session-new')}?exercise=childs-pose" in page
    assert ("<html" in page) is not mode.htmx
    assert "HX-Request" in response.headers["Vary"]


def test_the_list_renews_the_count_of_the_catalogue_page(client, catalogue, alice, screened):
    screened()
    client.force_login(alice)
    url = reverse("tracking:open-list")
    count = '<p id="exercise-count" hx-swap-oob="innerHTML">17 exercises are open to you now'
    assert count in client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-swap-oob" not in client.get(url).content.decode()


def test_a_reason_that_closes_several_exercises_is_told_once(client, alice, catalogue, now):
    make_screening(alice, at=now)
    client.force_login(alice)
    page = client.get(reverse("tracking:open-list")).text
    assert page.count("So far 0 of 5 sessions, on 0 of 3 days.") == 1
    assert "Bed-edge" in page or "edge of a bed" in page.lower()


def test_a_locked_exercise_has_every_reason_and_no_start(client, catalogue, alice, screened, now):
    screened(tags=["spine_surgery"])
    make_bout(make_session(alice, at=now - timedelta(minutes=10)), released=["lumbar"])
    client.force_login(alice)
    url = reverse("tracking:open-exercise", args=["seated-chair-twist"])
    page = client.get(url).content.decode()
    assert "session" not in page.split("<main")[1].split("</main>")[0]
    assert "Closed because of your health answers" in page
    assert "a joint released there" in page
    assert "Opens again at" in page


def test_a_resting_region_opens_after_an_hour(catalogue, alice, screened, now):
    screened()
    make_bout(make_session(alice, at=now), released=["lumbar"])
    last_second = now + timedelta(minutes=59, seconds=59)
    assert not open_exercise(alice, "seated-chair-twist", last_second).is_open
    assert open_exercise(alice, "seated-chair-twist", last_second + timedelta(seconds=1)).is_open


def test_the_professional_one_is_never_open_and_has_no_start(client, catalogue, alice, screened):
    screened()
    client.force_login(alice)
    page = client.get(reverse("tracking:open-exercise", args=[PROFESSIONAL])).content.decode()
    assert "Only a trained professional may do this." in page
    assert f"exercise={PROFESSIONAL}" not in page
    page = client.get(reverse("tracking:open-list")).content.decode()
    assert f"exercise={PROFESSIONAL}" not in page


def test_partner_methods_switched_off_are_information(catalogue, alice, screened, now, settings):
    screened()
    settings.PARTNER_METHODS = False
    offer = open_exercise(alice, "partner-bear-hug", now)
    assert (offer.is_open, offer.information) == (False, True)
    assert [told.code for told in offer.locks] == ["NOT_RUNNABLE"]


def test_cautions_are_told_with_an_open_exercise(catalogue, alice, screened, now):
    screened(tags=["knee_hip_problem"])
    offer = open_exercise(alice, "double-knee-to-chest", now)
    assert offer.is_open
    assert [told.code for told in offer.cautions] == ["CAUTION"]


@pytest.mark.parametrize("slug", ["no-such-exercise", "childs-pose"])
def test_what_the_catalogue_no_longer_holds_is_not_found(client, catalogue, alice, now, slug):
    catalogue["childs-pose"].retired_at = now
    catalogue["childs-pose"].save()
    client.force_login(alice)
    assert client.get(reverse("tracking:open-exercise", args=[slug])).status_code == 404


@pytest.mark.parametrize("sessions", [1, 60], ids=["one-session", "sixty-sessions"])
@pytest.mark.parametrize(
    ("name", "args", "queries"),
    [("safety", [], 7), ("open-list", [], 6), ("open-exercise", ["childs-pose"], 6)],
)
def test_pages_cost_the_same_whatever_is_stored(
    client, catalogue, alice, now, sessions, name, args, queries, django_assert_num_queries
):
    make_screening(alice, at=now)
    for number in range(sessions):
        session = make_session(alice, at=now - timedelta(hours=number + 2))
        make_bout(session, "childs-pose")
    client.force_login(alice)
    client.get(reverse("tracking:help"))
    with django_assert_num_queries(queries):
        client.get(reverse(f"tracking:{name}", args=args))
