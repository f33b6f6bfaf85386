"""Staff look the catalogue up; they cannot change it."""

import pytest
from django.urls import reverse

from exercises.models import Exercise
from tests.exercises.pages import text_of
from tests.factories import make_user

LIST = "/admin/exercises/exercise/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, catalogue):
    """Sign an administrator in."""
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def test_staff_search_and_filter_the_catalogue(staff):
    text = text_of(staff.get(f"{LIST}?q=twist&tier=low"))
    assert "Seated chair twist" in text
    assert "Low risk" in text
    assert "Standing forward bend" not in text


def test_staff_read_a_whole_file(staff):
    text = text_of(staff.get(reverse("admin:exercises_exercise_change", args=["childs-pose"])))
    assert "Shins flat on floor" in text


@pytest.mark.parametrize("action", ["change", "delete"])
def test_staff_cannot_change_or_delete_an_entry(staff, action):
    before = list(Exercise.objects.order_by("pk").values())
    address = reverse(f"admin:exercises_exercise_{action}", args=["childs-pose"])
    assert staff.post(address, {"name": "x", "post": "yes"}).status_code == 403
    assert staff.get(reverse("admin:exercises_exercise_add")).status_code == 403
    staff.post(LIST, {"action": "delete_selected", "_selected_action": "childs-pose"})
    assert list(Exercise.objects.order_by("pk").values()) == before
