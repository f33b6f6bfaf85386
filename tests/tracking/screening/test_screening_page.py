"""The page with the health questions: asked as a page and by htmx, confirmed, kept by version."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Consent, OutboxMail
from tests.factories import make_incident, make_screening
from tests.tracking.screening.answers import healthy, saying_yes
from tracking.models import Incident, Screening
from tracking.wording.when import when

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
URL = reverse("tracking:screening")
SAFETY = reverse("tracking:safety")
SEEK_CARE = reverse("tracking:seek-care")


@pytest.fixture
def browser_of_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def send(browser_of_alice, mode):
    """Post answers in both modes; the answer leads to `.leads_to`, None if the page stays."""

    def post(data, **more):
        response = browser_of_alice.post(URL, data | more, headers=mode.headers)
        response.leads_to = response.headers.get("HX-Redirect" if mode.htmx else "Location")
        return response

    return post


def test_the_page_asks_all_questions(browser_of_alice):
    page = browser_of_alice.get(URL).content.decode()
    for number in range(1, 15):
        assert f'name="q{number}"' in page
    assert page.count("None of these apply to me") == 3


def test_a_healthy_person_is_led_to_what_is_open(send, alice):
    response = send(healthy())
    assert response.leads_to == SAFETY
    (row,) = Screening.objects.filter(user=alice)
    assert (row.age, row.pain_now, row.tags, row.red_care) == (40, 0, [], "")
    assert row.questions_version == "1"


def test_the_person_goes_on_to_where_they_were_going(send):
    assert send(healthy(), next="/routines/").leads_to == "/routines/"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example"])
def test_nobody_is_led_to_another_site(send, address):
    assert send(healthy(), next=address).leads_to == SAFETY


def test_answers_become_tags(send, alice):
    send(saying_yes("q9", "birth_by_section"))
    row = Screening.objects.get(user=alice)
    assert row.tags == ["pregnancy", "recent_surgery"]
    assert row.answers["q9_details"] == ["birth_by_section"]


def test_a_missing_answer_is_named_and_nothing_is_lost_or_stored(send, mode):
    response = send(saying_yes("q7", "thin_bones") | {"q3": "", "q1": "44"})
    page = response.content.decode()
    chosen = dict(re.findall(r'name="(\w+)" value="(\w+)"[^>]* checked', page))
    assert response.status_code == 422
    assert not Screening.objects.exists()
    assert chosen == {**dict.fromkeys(("q2", "q4", "q5", "q6", "q8"), "no"), "q14": "0"} | {
        "spine": "some",
        "q7": "yes",
        "q7_details": "thin_bones",
        "health": "none",
        "joints": "none",
    }
    assert 'id="id_q3_error"' in page
    assert "One answer is still open. Nothing is saved yet." in page
    assert 'value="44"' in page
    assert ("<html" in page) is not mode.htmx


def test_both_modes_answer_under_one_address(send):
    assert "HX-Request" in send(healthy(q2=None)).headers["Vary"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"q2": "yes"}, id="emergency"),
        pytest.param({"q4": "not_sure"}, id="same-day"),
        pytest.param({"q14": "3", "q14_quality": "stabbing"}, id="stabbing-pain"),
    ],
)
def test_a_red_answer_is_asked_again_before_it_is_saved(send, changes):
    response = send(healthy(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Did you mean this?" in page
    assert not Screening.objects.exists()
    for name, value in healthy(**changes).items():
        assert f'name="{name}" value="{value}"' in page
    assert send(healthy(**changes), step="save").leads_to == SEEK_CARE
    assert Screening.objects.count() == 1


def test_a_red_answer_can_be_taken_back(send):
    page = send(healthy(q2="yes", q1="44"), step="change").content.decode()
    assert not Screening.objects.exists()
    assert "Did you mean this?" not in page
    assert 'value="44"' in page
    assert "still open" not in page


def test_saving_is_not_a_way_around_the_questions(send):
    assert send(healthy(q3=None), step="save").status_code == 422
    assert not Screening.objects.exists()


def test_an_emergency_is_told_before_it_is_confirmed(send, settings):
    settings.EMERGENCY_NUMBER = "112"
    assert "call 112" in send(healthy(q6="yes")).content.decode()
    settings.EMERGENCY_NUMBER = ""
    assert "call your local emergency number" in send(healthy(q6="yes")).content.decode()


def test_someone_under_18_is_stopped(send, browser_of_alice):
    assert send(healthy(q1="17")).leads_to == SEEK_CARE
    assert "written for adults" in browser_of_alice.get(SEEK_CARE).content.decode()
    assert Screening.objects.get().tags == ["age_under_18"]


def test_every_set_of_answers_is_a_new_row(send, alice):
    send(healthy())
    send(healthy(q1="41"))
    assert [row.age for row in Screening.objects.of(alice)] == [41, 40]


def test_stabbing_pain_starts_the_stop_flow(send, alice):
    before = timezone.now()
    send(healthy(q14="4", q14_quality="stabbing"), step="save")
    stop = Incident.objects.get(user=alice)
    assert (stop.rule, stop.scope, stop.session, stop.rescreened_at) == ("P1", "back", None, None)
    assert before <= stop.tripped_at <= timezone.now()
    assert Screening.objects.get(user=alice).voided_by == Screening.STOP
    assert stop.until == stop.tripped_at + timedelta(hours=168)
    assert OutboxMail.objects.get().stream == "stop"


def test_new_answers_lift_a_stop(send, alice):
    stop = make_incident(alice, "P1", scope="back", at=timezone.now() - timedelta(hours=1))
    send(healthy())
    stop.refresh_from_db()
    assert stop.rescreened_at == Screening.objects.get(user=alice).answered_at


def test_answers_with_red_pain_lift_no_stop_and_begin_another(send, alice):
    stop = make_incident(alice, "P1", scope="back", at=timezone.now() - timedelta(hours=1))
    send(healthy(q14="4", q14_quality="burning"), step="save")
    stop.refresh_from_db()
    assert stop.rescreened_at is None
    assert Incident.objects.filter(user=alice, rule="P1", rescreened_at=None).count() == 2


def test_nobody_lifts_the_stop_of_another(send, bob):
    stop = make_incident(bob, "P1", scope="back", at=timezone.now() - timedelta(hours=1))
    send(healthy())
    stop.refresh_from_db()
    assert stop.rescreened_at is None


@pytest.mark.parametrize(
    ("hours", "seen", "clears"),
    [
        pytest.param(23, True, False, id="too-soon"),
        pytest.param(25, False, False, id="no-clinician"),
        pytest.param(25, True, True, id="a-day-later-and-seen"),
    ],
)
def test_a_red_flag_is_cleared_by_a_clinician_and_new_answers_a_day_later(
    send, alice, hours, seen, clears
):
    at = timezone.now() - timedelta(hours=hours)
    make_screening(alice, at=at, tags=["red_flag"], red_care="same_day", red_since=at)
    response = send(healthy(**({"clinician_seen": "on"} if seen else {})))
    row = Screening.objects.of(alice)[0]
    assert (row.tags == []) is clears
    assert (row.red_since is None) is clears
    assert row.red_care == ("" if clears else "same_day")
    assert response.leads_to == (SAFETY if clears else SEEK_CARE)


@pytest.mark.parametrize("hours", [1, 25])
def test_answers_that_leave_a_warning_sign_say_so_and_when_it_can_clear(
    send, browser_of_alice, alice, hours
):
    at = timezone.now() - timedelta(hours=hours)
    make_screening(alice, at=at, tags=["red_flag"], red_care="same_day", red_since=at)
    send(healthy())
    page = " ".join(browser_of_alice.get(SEEK_CARE).content.decode().split())
    assert "your warning sign from before stays in force" in page
    opens = when(at + timedelta(hours=24), zone=alice.zone)
    assert f"Answers given from {opens} on can clear it" in page


def test_a_warning_sign_told_just_now_is_told_once(send, browser_of_alice):
    send(healthy(q3="yes", step="save"))
    assert "stays in force" not in browser_of_alice.get(SEEK_CARE).content.decode()


def test_the_clinician_question_stands_only_where_it_is_needed(browser_of_alice, alice):
    assert "A clinician has seen me" not in browser_of_alice.get(URL).content.decode()
    now = timezone.now()
    make_screening(alice, at=now, tags=["red_flag"], red_care="same_day", red_since=now)
    assert "A clinician has seen me" in browser_of_alice.get(URL).content.decode()


def test_health_answers_need_consent(client, alice):
    Consent.objects.filter(user=alice, text="health_data").delete()
    client.force_login(alice)
    assert client.get(URL).headers["Location"].startswith(reverse("account_consent"))
    client.post(URL, healthy())
    assert not Screening.objects.exists()


def test_something_new_sets_the_answers_aside(browser_of_alice, alice):
    row = make_screening(alice, at=timezone.now())
    response = browser_of_alice.post(reverse("tracking:screening-news"))
    row.refresh_from_db()
    assert response.headers["Location"] == URL
    assert (row.voided_by, row.voided_at is not None) == ("news", True)


def test_something_new_keeps_where_the_person_was_going(browser_of_alice, alice):
    going = "/sessions/new/?routine=desk-break"
    response = browser_of_alice.post(reverse("tracking:screening-news"), {"next": going})
    page = browser_of_alice.get(response.headers["Location"]).content.decode()
    assert f'name="next" value="{going}"' in page


def test_something_new_needs_a_post(browser_of_alice, alice):
    make_screening(alice, at=timezone.now())
    assert browser_of_alice.get(reverse("tracking:screening-news")).status_code == 405


def test_something_new_without_answers_leads_to_the_questions(browser_of_alice):
    response = browser_of_alice.post(reverse("tracking:screening-news"))
    assert response.headers["Location"] == URL


def test_answers_never_reach_the_address_or_the_log(send, caplog):
    with caplog.at_level("DEBUG"):
        response = send(saying_yes("q10", "heart"))
    assert "heart" not in str(response.headers)
    assert "heart" not in caplog.text


@pytest.mark.either_engine
@pytest.mark.parametrize("name", [f"q{number}" for number in range(1, 15)])
@pytest.mark.parametrize("bad", ["\x00", "a\x00b", "x" * 5000])
def test_what_no_browser_sends_is_refused_at_its_question(browser_of_alice, name, bad):
    response = browser_of_alice.post(URL, healthy() | {name: bad})
    assert response.status_code == 422
    assert name in response.context["form"].errors
    assert not Screening.objects.exists()


def test_details_that_no_browser_sends_are_refused(send):
    for bad in ("\x00", "x" * 5000, "recent_fracture\x00"):
        assert send(saying_yes("q7", bad)).status_code == 422
    assert not Screening.objects.exists()


@pytest.mark.either_engine
@pytest.mark.parametrize("name", ["spine", "joints"])
@pytest.mark.parametrize("bad", ["\x00", "x" * 5000])
def test_a_group_answered_with_neither_choice_is_refused(send, name, bad):
    assert send(healthy() | {name: bad}).status_code == 422
    assert not Screening.objects.exists()


@pytest.mark.either_engine
@pytest.mark.parametrize("going", ["save", "tracking:day", "-1", "a\x00b", "javascript:alert(1)"])
def test_what_is_no_path_leads_nowhere(send, going):
    assert send(healthy(), next=going).leads_to == SAFETY
