import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from accounts.models import Invitation, OutboxMail, User
from tests.accounts.flows import PASSWORD, confirm, newest_code, sign_in, sign_up
from tests.accounts.test_privacy import fill
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
#: Written by the product alone; staff may look.
LOCKED = {
    "account.EmailAddress",
    "accounts.Consent",
    "accounts.OutboxMail",
    "admin.LogEntry",
    "exercises.Exercise",
    "tracking.Bout",
    "tracking.Incident",
    "tracking.MailDecision",
    "tracking.Move",
    "tracking.PainAnswer",
    "tracking.Reminder",
    "tracking.Routine",
    "tracking.Screening",
    "tracking.Session",
}
#: Never shown in a list, and not on a row's page either: what a person said about themselves.
PRIVATE = {
    *("answers", "tags", "age", "pain_now", "pain_quality", "red_care", "clinician_seen"),
    *("pain", "pain_before", "pain_after", "relief", "effort", "note", "stop_quality", "stop_pain"),
    *("stop_step", "stop_whose", "stopped_at", "released", "release_regions", "scope"),
}


@pytest.fixture
def root(client):
    user = User.objects.create_superuser("root@example.org", PASSWORD)
    client.force_login(user)
    return user


def base(model):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def test_every_model_of_the_project_is_in_the_administration():
    ours = {
        model
        for app in ("accounts", "exercises", "tracking")
        for model in apps.get_app_config(app).get_models()
    }
    # Browser sessions are keys to accounts, so they are shown nowhere.
    assert ours - {apps.get_model("accounts.BrowserSession")} <= set(admin.site._registry)


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_lists_work_search_by_address_and_stay_flat(
    client, root, model, django_assert_max_num_queries
):
    fill(make_user("ada@example.org"))
    with django_assert_max_num_queries(12):
        response = client.get(base(model), {"q": "ada@example.org"})
    assert response.status_code == 200


@pytest.mark.parametrize("label", sorted(LOCKED))
def test_nothing_can_be_added_changed_or_deleted_past_the_rules(client, root, label):
    model = apps.get_model(label)
    fill(make_user("ada@example.org"))
    row = model._base_manager.first()
    assert client.get(f"{base(model)}add/").status_code == 403
    assert client.post(f"{base(model)}add/", {}).status_code == 403
    assert client.get(f"{base(model)}{row.pk}/delete/").status_code == 403
    assert client.post(f"{base(model)}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    page = client.get(f"{base(model)}{row.pk}/change/")
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert client.post(f"{base(model)}{row.pk}/change/", {}).status_code == 403


@pytest.mark.parametrize("label", sorted(LOCKED))
def test_no_page_shows_what_people_said_about_themselves(client, root, label):
    options = admin.site._registry[apps.get_model(label)]
    request = client.get("/admin/").wsgi_request
    shown = {*options.get_list_display(request), *options.get_list_filter(request)}
    fields = {field for field in options.get_fields(request, None) if isinstance(field, str)}
    assert not (shown | fields) & PRIVATE


def test_there_is_no_bulk_deletion(client, root):
    request = client.get("/admin/").wsgi_request
    for model, options in admin.site._registry.items():
        assert "delete_selected" not in options.get_actions(request), model


def test_staff_sign_in_through_the_same_door(client):
    User.objects.create_superuser("root@example.org", PASSWORD)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/account/login/?next=")
    data = {"username": "root@example.org", "password": PASSWORD}
    assert client.post("/admin/login/", data).url.startswith("/account/login/")
    assert client.get("/admin/").status_code == 302
    for _try in range(5):
        sign_in(client, "root@example.org", "wrong")
    assert sign_in(client, "root@example.org").status_code == 422


def test_an_administrator_made_by_command_needs_no_code(client):
    User.objects.create_superuser("root@example.org", PASSWORD)
    data = {"login": "root@example.org", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/account/login/", data).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_person_without_rights_is_refused(client):
    client.force_login(make_user())
    assert client.get("/admin/login/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_change_their_password_where_all_do(client, root):
    assert client.get("/admin/password_change/").url == "/account/password/change/"


def test_staff_switch_an_account_off(client, root):
    ada, browser = make_user("ada@example.org"), Client()
    sign_in(browser)
    page = client.get(f"{base(User)}{ada.pk}/change/")
    assert b"ada@example.org" in page.content
    assert client.post(f"{base(User)}{ada.pk}/change/", {}).status_code == 302
    ada.refresh_from_db()
    assert not ada.is_active
    assert ada.email == "ada@example.org"
    assert browser.get("/account/").status_code == 302


def test_staff_without_administrators_rights_hand_out_none(client, root):
    helper, ada = make_user(is_staff=True), make_user("ada@example.org")
    helper.user_permissions.set(
        apps.get_model("auth.Permission").objects.filter(codename__in=["view_user", "change_user"])
    )
    client.force_login(helper)
    data = {"is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(f"{base(User)}{ada.pk}/change/", data).status_code == 302
    ada.refresh_from_db()
    assert not ada.is_staff
    assert not ada.is_superuser
    assert client.post(f"{base(User)}{root.pk}/change/", {}).status_code == 403
    client.post(f"{base(User)}{helper.pk}/change/", data)
    helper.refresh_from_db()
    assert not helper.is_superuser


def test_nobody_locks_themselves_out(client, root):
    client.post(f"{base(User)}{root.pk}/change/", {})
    root.refresh_from_db()
    assert root.is_active
    assert root.is_superuser


def test_an_invitation_is_made_in_the_administration(client, root, settings):
    settings.REGISTRATION = "invite"
    page = client.get(f"{base(Invitation)}add/")
    assert page.status_code == 200
    data = {"email": "Ada@Example.org", "expires_at_0": "2099-01-01", "expires_at_1": "00:00:00"}
    assert client.post(f"{base(Invitation)}add/", data).status_code == 302
    invitation = Invitation.objects.get()
    assert invitation.created_by == root
    page = client.get(f"{base(Invitation)}{invitation.pk}/change/").content.decode()
    link = f"/account/invite/{invitation.code}/"
    assert settings.BASE_URL + link in page
    visitor = Client()
    assert b"password1" in visitor.get(link).content
    assert sign_up(visitor, invitation=invitation.code).status_code == 302
    assert confirm(visitor, newest_code()).url == "/today/"
    assert client.post(f"{base(Invitation)}{invitation.pk}/change/", data).status_code == 403


def test_codes_in_mails_are_hidden_from_staff(client, root):
    sign_up(Client())
    code, mail = newest_code(), OutboxMail.objects.get()
    for path in (base(OutboxMail), f"{base(OutboxMail)}{mail.pk}/change/"):
        page = client.get(path).content
        assert b"ada@example.org" in page
        assert code.encode() not in page


def test_the_overview_reminds_the_operator(client, root):
    assert b"You are the operator of this instance" in client.get("/admin/").content
