"""What is made true before the servers start."""

import io

import pytest
from django.core.management import call_command

from accounts.models import User
from tests import factories
from tracking.models import Instance
from tracking.safety.limits import Limits

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("local", [True, False])
def test_the_demo_account_exists_on_this_machine_only(settings, local):
    factories.make_user("ada@example.org")
    factories.make_user("demo@limber.localhost", is_demo=True)
    settings.LOCAL_ONLY = local
    said = io.StringIO()
    call_command("prepare", stdout=said)
    assert User.objects.filter(is_demo=True).exists() is local
    assert User.objects.filter(email="ada@example.org").exists()
    assert ("demo account is erased" in said.getvalue()) is not local


def test_the_limits_in_force_are_noted_once_a_change(settings):
    for figure in (3, 3, 2):
        settings.LIMITS = Limits.checked(release_day_back=figure)
        call_command("prepare", stdout=io.StringIO())
    history = Instance.objects.get().limits_history
    assert [entry["figures"]["release_day_back"] for entry in history] == [3, 2]
