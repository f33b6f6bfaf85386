import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts import actions, outbox, privacy, tasks
from accounts.models import BrowserSession, Invitation, OutboxMail, User
from exercises.models import Exercise
from tests.accounts.flows import PASSWORD, confirm, newest_code, sign_in, sign_up, signed_in
from tests.factories import (
    NOW,
    make_incident,
    make_reminder,
    make_routine,
    make_screening,
    make_session,
    make_user,
)
from tracking.models import Bout, MailDecision, Move, PainAnswer

pytestmark = pytest.mark.django_db
DELETE = "/account/delete/"


def models_of_people() -> set[type[models.Model]]:
    """Every model with a foreign key to User, found from the models' side."""
    return {
        model
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }


def fill(user: User) -> None:
    """Give a person at least one row of every model that can belong to them."""
    session = make_session(user, note="a note of mine", pain_before=3)
    Move.objects.create(
        user=user, session=session, client="c", seq=1, kind="begin", offset_ms=0, received_at=NOW
    )
    make_bout(session)
    make_screening(user, answers={"q8": "yes"}, tags=["disc_problem"])
    make_routine("mine", owner=user)
    make_reminder(user)
    make_incident(user)
    PainAnswer.objects.keep(user, on=NOW.date(), pain=4)
    MailDecision.objects.create(
        user=user, stream="reminder", key=f"k:{user.pk}", outcome="sent", decided_at=NOW
    )
    outbox.write(
        user=user,
        recipient=user.email,
        stream="account",
        key=f"mail:{user.pk}",
        subject="Subject BCDF-GHJK",
        text="BCDF-GHJK",
        html="<p>BCDF-GHJK</p>",
        now=NOW,
    )
    actions.invite(email="friend@example.org", days=3, by=user, now=NOW)
    used = actions.invite(email=user.email, days=3, by=None, now=NOW)
    actions.name_invited(code=used.code, user=user)
    user.groups.add(Group.objects.get_or_create(name="helpers")[0])
    user.user_permissions.add(Permission.objects.all()[0])
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(User),
        object_id="1",
        object_repr="x",
        action_flag=ADDITION,
    )
    sign_in(Client(), user.email)


def make_bout(session):
    """Return a bout of an exercise that exists only for this test."""
    exercise = Exercise.objects.get_or_create(
        slug="test-exercise",
        defaults={
            "name": "Test",
            "position": 1,
            "tier": "low",
            "run_mode": "run",
            "mobilising": True,
            "data": {},
            "checksum": "x",
        },
    )[0]
    return Bout.objects.create(
        user=session.user,
        session=session,
        exercise=exercise,
        position=1,
        on=NOW.date(),
        started_at=NOW,
        ended_at=NOW,
        seconds=60,
        tier="low",
        mobilising=True,
        regions=["lumbar"],
        daily_cap=5,
    )


def exported(client: Client) -> Any:
    """Return the document that the page sends."""
    response: Any = client.get("/account/export/")
    assert response.status_code == 200
    return json.loads(b"".join(response.streaming_content))


def test_the_walk_finds_every_model_that_points_at_a_person():
    user = make_user()
    found = {model for model, _rows in privacy.owned(user)}
    assert found == models_of_people()
    assert len(found) >= 15


def test_everything_of_a_person_is_in_the_export_and_nothing_of_others(client):
    ada, bob = make_user("ada@example.org"), make_user("bob@example.org")
    fill(ada)
    fill(bob)
    client.force_login(ada)
    document = exported(client)
    assert document["account"]["email"] == "ada@example.org"
    for model in models_of_people():
        label = model._meta.label_lower
        assert document["data"][label], f"{label} has no row in the export"
    assert document["data"]["tracking.session"][0]["note"] == "a note of mine"
    assert document["data"]["tracking.screening"][0]["answers"] == {"q8": "yes"}
    assert "bob@example.org" not in json.dumps(document)


def test_the_export_opens_no_account(client):
    ada = make_user("ada@example.org")
    fill(ada)
    client.force_login(ada)
    text = json.dumps(exported(client))
    assert ada.password not in text
    assert client.session.session_key not in text
    assert "BCDF-GHJK" not in text
    for invitation in Invitation.objects.all():
        assert invitation.code not in text


def test_the_code_for_a_strangers_address_cannot_be_read_in_the_export(client):
    make_user("ada@example.org")
    sign_in(client)
    client.post("/account/email/", {"action_add": "1", "email": "victim@example.org"})
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/email/"})
    code = newest_code()
    assert OutboxMail.objects.get().recipient == "victim@example.org"
    assert code not in json.dumps(exported(client))


def test_the_export_is_a_file_that_no_cache_keeps(client):
    client.force_login(make_user())
    response = client.get("/account/export/")
    assert response["Content-Disposition"].startswith('attachment; filename="limber-')
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert client.post("/account/export/").status_code == 405


def test_the_export_of_an_empty_account_is_a_whole_document(client):
    client.force_login(make_user(consented=False))
    document = exported(client)
    assert document["format"] == 1
    assert document["data"]["tracking.session"] == []


def test_the_export_reads_each_table_once(client, django_assert_num_queries):
    ada = make_user("ada@example.org")
    for day in range(30):
        make_session(ada, at=NOW - timedelta(days=day))
    tables = len(models_of_people())
    with django_assert_num_queries(tables):
        "".join(privacy.export(ada, now=NOW))


def test_erasing_leaves_no_row_of_the_person(client):
    ada, bob = make_user("ada@example.org"), make_user("bob@example.org")
    fill(ada)
    fill(bob)
    adas, bobs = dict(privacy.owned(ada)), dict(privacy.owned(bob))
    before = {model: rows.count() for model, rows in bobs.items()}
    assert all(rows.exists() for rows in adas.values())
    privacy.erase(ada)
    for model, rows in adas.items():
        assert not rows.all().exists(), f"{model._meta.label} is left"
    assert not User.objects.filter(email="ada@example.org").exists()
    assert {model: rows.all().count() for model, rows in bobs.items()} == before


def test_erasing_leaves_the_address_in_no_table(client):
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    ada, root = make_user("ada@example.org"), User.objects.create_superuser("root@example.org")
    fill(ada)
    client.force_login(root)
    assert client.post(f"/admin/accounts/user/{ada.pk}/change/", {}).status_code == 302
    assert LogEntry.objects.filter(user=root, object_repr="ada@example.org").exists()
    assert OutboxMail.objects.filter(user=None, recipient="ada@example.org").exists()
    privacy.erase(ada)
    for model in apps.get_models(include_auto_created=True):
        stored = json.dumps(list(model._base_manager.values()), default=str)
        assert "ada@example.org" not in stored, f"the address is left in {model._meta.label}"
        assert str(ada.pk) not in stored


def test_a_person_deletes_their_account_with_their_password(client):
    other = Client()
    sign_up(client)
    confirm(client, newest_code())
    sign_in(other)
    page = client.get(DELETE).content.decode()
    assert "your answers about your health" in page
    refused = client.post(DELETE, {"password": "wrong"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["password"] == ["This is not your password."]
    assert "Nothing was deleted. Please look at this:" in refused.text
    assert User.objects.exists()
    assert client.post(DELETE, {"password": PASSWORD}).url == "/"
    assert not User.objects.exists()
    assert not BrowserSession.objects.exists()
    assert not signed_in(client)
    assert other.get("/account/").status_code == 302


def test_the_address_is_free_again_after_deletion(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    for _time in range(2):
        sign_up(client)
        assert confirm(client, newest_code()).url == "/today/"
        client.post(DELETE, {"password": PASSWORD})
        assert not User.objects.exists()


def test_guessing_the_password_of_an_open_browser_is_limited(client):
    client.force_login(make_user("ada@example.org"))
    for _try in range(5):
        client.post(DELETE, {"password": "wrong"})
    response = client.post(DELETE, {"password": PASSWORD})
    assert response.status_code == 422
    assert "Wait five minutes" in response.content.decode()
    assert User.objects.exists()


def test_the_last_administrator_stays(client):
    admin = User.objects.create_superuser("root@example.org", PASSWORD)
    client.force_login(admin)
    response = client.post(DELETE, {"password": PASSWORD})
    assert response.status_code == 422
    assert "only administrator" in response.content.decode()
    User.objects.create_superuser("second@example.org", PASSWORD)
    assert client.post(DELETE, {"password": PASSWORD}).url == "/"


def test_sign_ups_that_nobody_confirmed_are_forgotten_after_a_week():
    now = timezone.now()
    week = timedelta(days=7, seconds=1)
    stale = make_user(verified=False, date_joined=now - week)
    kept = [
        make_user(verified=False, date_joined=now - week + timedelta(minutes=1)),
        make_user(verified=True, date_joined=now - week),
        make_user(verified=False, date_joined=now - week, is_staff=True),
        make_user(verified=False, date_joined=now - week, last_login=now),
    ]
    assert privacy.forget_abandoned(now=now) == 1
    assert set(User.objects.all()) == set(kept)
    assert not User.objects.filter(pk=stale.pk).exists()


def test_the_hourly_task_drops_expired_sessions_and_abandoned_sign_ups(client):
    make_user("ada@example.org")
    make_user(verified=False, date_joined=timezone.now() - timedelta(days=8))
    sign_in(client)
    expired = BrowserSession.objects.create(
        session_key="old", session_data="", expire_date=timezone.now() - timedelta(seconds=1)
    )
    tasks.forget_abandoned()
    assert User.objects.count() == 1
    assert not BrowserSession.objects.filter(pk=expired.pk).exists()
    assert client.get("/account/").status_code == 200


def test_invitations_are_forgotten_a_month_after_they_ran_out():
    now = timezone.now()
    actions.invite(email="old@example.org", days=1, by=None, now=now - timedelta(days=32))
    recent = actions.invite(email="new@example.org", days=1, by=None, now=now - timedelta(days=30))
    privacy.forget_abandoned(now=now)
    assert list(Invitation.objects.all()) == [recent]
