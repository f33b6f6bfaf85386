"""My limits: stricter at once, looser from tomorrow, and never a rest that was set is lifted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from tests.factories import make_bout, make_screening, make_session, make_user
from tracking.models import Incident, MailDecision
from tracking.player.actions import StartAnswers, start_session
from tracking.player.queries import Subject
from tracking.rules.actions import set_own_limits
from tracking.safety.limits import Limits
from tracking.safety.own_limits import PERSONAL
from tracking.screening.queries import safety_page
from tracking.snapshot import facts_for, limits, limits_of
from tracking.today.queries import today

pytestmark = pytest.mark.django_db
URL = "tracking:own-limits"


@pytest.fixture
def now():
    return timezone.now()


def release(user, at, region="lumbar"):
    session = make_session(user, at=at)
    make_bout(session, "seated-chair-twist", released=[region])
    return session


def start(user, now, slug="seated-chair-twist"):
    subject = Subject(exercise=Exercise.objects.get(pk=slug))
    return start_session(user=user, subject=subject, answers=StartAnswers(), now=now)


def refused(started):
    return {verdict.code for verdict in started.ready.preparation.refusals}


def test_the_figures_of_the_instance_come_from_its_settings(settings, alice, now):
    settings.LIMITS = Limits.checked(refractory_minutes=90)
    assert limits().refractory_minutes == 90
    assert facts_for(alice, now, running=None).limits.refractory_minutes == 90


def test_a_longer_rest_of_my_own_refuses_the_start_that_was_open(alice, catalogue, now):
    make_screening(alice, at=now - timedelta(hours=3))
    release(alice, now - timedelta(minutes=61))
    assert refused(start(alice, now)) == set()
    alice.sessions.filter(status="open").delete()
    set_own_limits(user=alice, figures={"refractory_minutes": 90}, now=now)
    assert refused(start(alice, now)) == {"REFRACTORY"}


def test_a_pain_line_of_my_own_closes_all_but_stretches(alice, catalogue, now):
    make_screening(alice, at=now, pain_now=4)
    assert "seated-chair-twist" in {o.exercise.slug for o in safety_page(alice, now).offers.open}
    set_own_limits(user=alice, figures={"pain_now": 4}, now=now)
    open_now = {o.exercise.slug for o in safety_page(alice, now).offers.open}
    assert "seated-chair-twist" not in open_now
    assert "childs-pose" in open_now


def test_stricter_limits_judge_today_anew_and_say_so_everywhere(alice, catalogue):
    now = timezone.now().replace(hour=12, minute=0)
    make_screening(alice, at=now - timedelta(days=1))
    for hours in (4, 1):
        release(alice, now - timedelta(hours=hours))
    new = set_own_limits(user=alice, figures={"release_day_region": 1}, now=now)
    assert [(found.rule, found.count, found.limit) for found in new] == [("D2", 2, 1)]
    assert "limit 1" in today(alice, now).alerts[0].sentence
    assert MailDecision.objects.of(alice).count() == 1


def test_setting_it_back_lifts_nothing_and_counts_from_tomorrow(alice, catalogue):
    now = timezone.now().replace(hour=12, minute=0)
    for hours in (4, 1):
        release(alice, now - timedelta(hours=hours))
    set_own_limits(user=alice, figures={"release_day_region": 1}, now=now)
    stored = list(Incident.objects.values_list("pk", "until"))
    later = now + timedelta(minutes=5)
    assert set_own_limits(user=alice, figures={}, now=later) == []
    assert list(Incident.objects.values_list("pk", "until")) == stored
    alice.refresh_from_db()
    on = now.astimezone(alice.zone).date()
    assert limits_of(alice).on(on).release_day_region == 1
    assert limits_of(alice).on(on + timedelta(days=1)) == limits()


def test_days_before_are_not_judged_by_new_limits(alice, catalogue, now):
    for hours in (30, 28):
        release(alice, now - timedelta(hours=hours, minutes=24 * 60))
    assert set_own_limits(user=alice, figures={"release_day_region": 1}, now=now) == []


def test_the_page_shows_every_limit_with_its_range_and_saves(client, alice):
    client.force_login(alice)
    page = client.get(reverse(URL)).text
    assert all(f'name="{name}"' in page for name in PERSONAL)
    assert "Here: 60. Yours may be 60 to 120." in page
    response = client.post(reverse(URL), {"refractory_minutes": "90"}, follow=True)
    assert "What is stricter counts from now on." in response.text
    alice.refresh_from_db()
    assert limits_of(alice).chosen == Limits(refractory_minutes=90)
    assert "For you" in client.get(reverse("tracking:rules")).text


def test_a_looser_figure_waits_visibly_for_tomorrow(client, alice, now):
    set_own_limits(user=alice, figures={"pain_now": 4}, now=now)
    client.force_login(alice)
    page = client.post(reverse(URL), {"pain_now": "6"}, follow=True).text
    assert "Until midnight the stricter figure still counts for:" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("release_day_back", "4", id="looser-than-here"),
        pytest.param("release_day_back", "-1", id="negative"),
        pytest.param("refractory_minutes", "59", id="shorter-rest"),
        pytest.param("refractory_minutes", "121", id="beyond-the-bounds"),
        pytest.param("pain_now", "five", id="a-word"),
        pytest.param("elevated_week", "1.5", id="a-fraction"),
    ],
)
def test_what_is_not_stricter_is_refused_at_its_field_and_changes_nothing(
    client, alice, field, value
):
    client.force_login(alice)
    response = client.post(reverse(URL), {field: value, "release_week_back": "5"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert 'value="5"' in response.text
    alice.refresh_from_db()
    assert alice.own_limits == []


def test_others_keep_their_limits(client, alice, bob):
    client.force_login(alice)
    client.post(reverse(URL), {"pain_now": "3"})
    bob.refresh_from_db()
    assert limits_of(bob).chosen == Limits()


def test_it_needs_consent(client, db):
    client.force_login(make_user(consented=False))
    assert client.post(reverse(URL), {"pain_now": "3"}).status_code == 302


def test_saving_costs_few_queries(client, alice, django_assert_max_num_queries):
    client.force_login(alice)
    with django_assert_max_num_queries(10):
        client.post(reverse(URL), {"pain_now": "3"})
