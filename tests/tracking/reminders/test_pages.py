"""The reminder pages with and without htmx, and the links in mails."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutboxMail, User
from tests.factories import (
    NOW,
    make_incident,
    make_reminder,
    make_routine,
    make_session,
    make_user,
)
from tracking.models import MailDecision, Reminder
from tracking.reminders import actions
from tracking.reminders.links import LIFE, Link, Purpose, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
LIST = reverse("tracking:reminder-list")
NEW = reverse("tracking:reminder-new")


@pytest.fixture
def user() -> User:
    return make_user(zone="Europe/London")


@pytest.fixture
def client(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def url(name: str, reminder: Reminder) -> str:
    return reverse(f"tracking:reminder-{name}", args=[reminder.pk])


def said(**changes) -> dict:
    """A form as the browser sends it."""
    return {
        "time_1": "07:30",
        "weekdays": ["0", "1", "2", "3", "4"],
        "zone": "Europe/London",
        "only_if_not_done": "on",
        "enabled": "on",
    } | changes


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_person_without_reminders_is_offered_one_slot_after_the_quiet_hours(client):
    page = text_of(client.get(LIST))
    assert "Every day at 08:00?" in page
    assert f'href="{NEW}?time=08:00"' in page
    assert 'value="08:00"' in text_of(client.get(f"{NEW}?time=08:00"))
    assert not Reminder.objects.exists(), "nothing is on before it was seen"


def test_a_reminder_is_made_and_its_next_time_is_shown(client, user):
    routine = make_routine("desk-break")
    answer = client.post(NEW, said(label="Tea", time_2="18:00", routine=str(routine.pk)))
    assert (answer.status_code, answer.url) == (302, LIST)
    row = Reminder.objects.get(user=user)
    assert (row.label, row.times, row.weekdays) == ("Tea", ["07:30", "18:00"], [0, 1, 2, 3, 4])
    assert (row.routine, row.zone, row.only_if_not_done) == (routine, "Europe/London", True)
    assert row.next_due_at > timezone.now()
    page = text_of(client.get(LIST))
    assert "07:30, 18:00" in page
    assert "Monday to Friday · Desk break · only if not done" in page
    assert "Next: " in page


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        pytest.param({"time_1": ""}, "time_1", "Give at least one time.", id="no-time"),
        pytest.param({"time_2": "25:00"}, "time_2", "hours and minutes", id="no-such-time"),
        pytest.param({"weekdays": []}, "weekdays", "Choose at least one day.", id="no-day"),
        pytest.param({"weekdays": ["7"]}, "weekdays", "7 is not one", id="no-such-day"),
        pytest.param({"zone": "Mars/Olympus"}, "zone", "not one of the", id="no-such-zone"),
        pytest.param({"routine": "x"}, "routine", "not one of the", id="no-such-routine"),
        pytest.param({"label": "x" * 61}, "label", "at most 60", id="long-name"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_changes_nothing(client, changes, field, sentence):
    answer = client.post(NEW, said(label="Before lunch") | changes)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[field])
    if "label" not in changes:
        assert 'value="Before lunch"' in text_of(answer)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({}, "", id="outside"),
        pytest.param({"time_1": "22:00"}, "22:00 lies inside your quiet", id="first"),
        pytest.param({"time_2": "06:59", "time_3": "23:30"}, "06:59, 23:30 lie inside", id="two"),
        pytest.param({"time_1": "07:00"}, "", id="just-over"),
        pytest.param({"zone": "America/New_York", "time_1": "18:00"}, "18:00 lies", id="elsewhere"),
    ],
)  # fmt: skip
def test_a_time_inside_the_quiet_hours_is_saved_with_a_remark(client, user, changes, told):
    page = text_of(client.post(NEW, said(**changes), follow=True))
    assert Reminder.objects.filter(user=user).exists()
    assert told in page
    assert bool(told) is ("because you chose" in page)


def test_the_form_tells_the_quiet_hours(client):
    assert "A time inside your quiet hours (22:00–07:00) is fine" in text_of(client.get(NEW))
    User.objects.update(quiet_from=time(7), quiet_until=time(7))
    assert "quiet hours" not in text_of(client.get(NEW))


def test_zones_stand_by_region_and_the_browsers_is_chosen_only_in_a_new_form(client, user):
    page = text_of(client.get(NEW))
    assert '<optgroup label="Europe">' in page
    assert '<option value="Europe/London" selected>London</option>' in page
    assert 'data-time-zone="here"' in page
    row = make_reminder(user, zone="GB")
    page = text_of(client.get(url("edit", row)))
    assert '<option value="GB" selected>GB</option>' in page
    assert "data-time-zone" not in page
    assert client.post(url("edit", row), said(zone="GB")).status_code == 302
    assert "data-time-zone" not in text_of(client.post(NEW, said(time_1="")))


def test_another_persons_routine_cannot_be_chosen(client):
    routine = make_routine(owner=make_user())
    assert client.post(NEW, said(routine=str(routine.pk))).status_code == 422


def test_a_day_has_five_reminders_at_most(client, user):
    make_reminder(user, times=["08:00", "10:00", "12:00"], weekdays=[0])
    two = said(time_1="14:00", time_2="16:00", weekdays=["0"])
    assert client.post(NEW, two).status_code == 302
    sixth = client.post(NEW, said(time_1="18:00", weekdays=["0", "1"]))
    assert sixth.status_code == 422
    assert sixth.context["form"].errors.as_data()["__all__"][0].code == "REMINDER_TOO_MANY"
    assert "At most 5 reminders a day: Monday would have 6." in text_of(sixth)
    assert client.post(NEW, said(time_1="18:00", weekdays=["1"])).status_code == 302
    off = said(time_1="18:00", weekdays=["0"])
    del off["enabled"]
    assert client.post(NEW, off).status_code == 302, "what is off does not count"


def test_the_ceiling_holds_when_one_is_switched_on_or_changed(client, user):
    make_reminder(user, times=["08:00", "10:00", "12:00", "14:00", "16:00"])
    sixth = make_reminder(user, times=["18:00"], enabled=False)
    for htmx in ({}, {"HX-Request": "true"}):
        answer = client.post(url("switch", sixth), {"on": "1"}, headers=htmx)
        assert answer.status_code == 422
        assert 'data-code="REMINDER_TOO_MANY"' in text_of(answer)
    assert client.post(url("edit", sixth), said(time_1="18:00")).status_code == 422
    sixth.refresh_from_db()
    assert (sixth.enabled, sixth.next_due_at) == (False, None)


@pytest.mark.parametrize("answer", [{}, {"on": ""}, {"on": "yes"}])
def test_a_switch_that_says_neither_on_nor_off_is_refused_and_changes_nothing(client, user, answer):
    row = make_reminder(user, at=timezone.now() + timedelta(hours=1))
    refused = client.post(url("switch", row), answer)
    assert refused.status_code == 422
    assert 'data-code="SWITCH_UNKNOWN"' in text_of(refused)
    row.refresh_from_db()
    assert row.enabled


def test_another_persons_reminders_do_not_count(client):
    make_reminder(make_user(), times=["08:00", "10:00", "12:00", "14:00", "16:00"])
    assert client.post(NEW, said()).status_code == 302


def test_a_changed_reminder_is_due_at_its_new_time(client, user):
    row = make_reminder(user, at=NOW)
    assert 'value="07:30"' in text_of(client.get(url("edit", row)))
    assert client.post(url("edit", row), said(time_1="09:15", zone="Asia/Tokyo")).status_code == 302
    row.refresh_from_db()
    due = row.next_due_at.astimezone(timezone.get_fixed_timezone(9 * 60))
    assert (row.times, f"{due:%H:%M}") == (["09:15"], "09:15")


def test_switching_is_the_same_with_and_without_htmx_and_harmless_when_repeated(client, user, mode):
    row = make_reminder(user, at=timezone.now() + timedelta(hours=1))
    for _press in range(2):
        answer = client.post(url("switch", row), {"on": "0"}, headers=mode.headers)
        assert answer.status_code == (200 if mode.htmx else 302)
        row.refresh_from_db()
        assert (row.enabled, row.next_due_at) == (False, None)
    if mode.htmx:
        assert text_of(answer).startswith('<div id="mails"')
        assert "Switch on" in text_of(answer)
    client.post(url("switch", row), {"on": "1"}, headers=mode.headers)
    row.refresh_from_db()
    assert row.enabled
    assert row.next_due_at > timezone.now()


def test_deleting_asks_once_and_keeps_the_ledger(client, user, mode):
    row = make_reminder(user, label="Tea")
    MailDecision.objects.create(
        user=user, stream="reminder", key="k", outcome="sent", decided_at=NOW, label="Tea"
    )
    assert "Delete this reminder?" in text_of(client.get(url("delete", row)))
    assert Reminder.objects.exists(), "a GET deletes nothing"
    answer = client.post(url("delete", row), headers=mode.headers)
    assert answer.status_code == (200 if mode.htmx else 302)
    assert not Reminder.objects.exists()
    assert "Reminder: Tea" in text_of(client.get(LIST))


def test_a_test_goes_out_at_once_and_says_so(client, user, mode):
    row = make_reminder(user, label="Tea")
    answer = client.post(url("test", row), headers=mode.headers)
    assert answer.status_code == (200 if mode.htmx else 302)
    mail = OutboxMail.objects.get()
    assert "This is the test you asked for." in mail.text
    page = text_of(answer if mode.htmx else client.get(LIST))
    assert "The test is on its way to you." in page
    assert "Test. On its way." in page
    again = client.post(url("test", row), headers=mode.headers)
    assert (again.status_code, OutboxMail.objects.count()) == (422, 1)
    assert 'data-code="TEST_TOO_SOON"' in text_of(again)


@pytest.mark.parametrize("change", [{"reminder_mail": False}, {"bounced_at": NOW}])
def test_no_test_is_sent_where_no_reminder_could_arrive(client, user, change):
    row = make_reminder(user)
    User.objects.update(**change)
    answer = client.post(url("test", row))
    assert (answer.status_code, OutboxMail.objects.count()) == (422, 0)
    assert 'data-code="CHANNEL_OFF"' in text_of(answer)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        pytest.param({"verified": False}, "Your address is not confirmed", id="unconfirmed"),
        pytest.param({"bounced_at": NOW}, "Your address refused our last mail", id="bounced"),
        pytest.param({"reminder_mail": False}, "Reminder mails are switched off", id="off"),
    ],
)
def test_the_page_says_why_nothing_would_arrive(person, sentence):
    browser, user = Client(), make_user(**person)
    make_reminder(user, at=timezone.now() + timedelta(hours=1))
    browser.force_login(user)
    page = text_of(browser.get(LIST))
    assert sentence in page
    assert "Will not be sent: reminder mails are off" in page


def test_what_comes_next_is_said_with_its_reason(client, user):
    due = timezone.now() + timedelta(minutes=1)
    make_reminder(user, at=due, label="Tea")
    assert "Will be sent" in text_of(client.get(LIST))
    make_session(user, at=due, on=due.astimezone(user.zone).date())
    assert "Will not be sent: you have finished a session that day" in text_of(client.get(LIST))


def test_a_held_mail_is_announced(client, user):
    until = timezone.now() + timedelta(hours=3)
    MailDecision.objects.create(
        user=user, stream="overuse", key="k", outcome="held", reason="quiet_hours",
        decided_at=timezone.now(), held_until=until,
    )  # fmt: skip
    page = text_of(client.get(LIST))
    assert "A mail about a passed limit is held until" in page
    assert "Held until the end of your quiet hours." in page


@pytest.mark.parametrize(
    ("fields", "mail", "words"),
    [
        pytest.param({"reason": "done"}, None, "you had finished a session that day", id="done"),
        pytest.param({"reason": "stale"}, None, "more than two hours late", id="stale"),
        pytest.param({"reason": "channel_off"}, None, "switched off", id="channel"),
        pytest.param(
            {"stream": "overuse", "reason": "recent"}, None, "in the last 24 hours", id="recent"
        ),
        pytest.param({"outcome": "sent"}, {"state": "sent"}, "Sent.", id="sent"),
        pytest.param({"outcome": "sent"}, None, "Sent.", id="sent-long-ago"),
        pytest.param({"outcome": "sent"}, {"state": "due"}, "On its way.", id="waiting"),
        pytest.param(
            {"outcome": "sent"},
            {"state": "due", "error": "ConnectionRefusedError"},
            "Waiting for the mail server: ConnectionRefusedError",
            id="server-down",
        ),
        pytest.param(
            {"outcome": "sent"},
            {"state": "failed", "error": "550 5.1.1 No such person"},
            "Could not be delivered: 550 5.1.1 No such person",
            id="failed",
        ),
        pytest.param(
            {"outcome": "sent"}, {"state": "cancelled"}, "could not be sent in time", id="late"
        ),
    ],
)
def test_the_ledger_gives_the_reason_of_every_mail_sent_or_not(client, user, fields, mail, words):
    row = {"stream": "reminder", "outcome": "suppressed", "key": "k", "decided_at": NOW} | fields
    if mail:
        row["mail"] = OutboxMail.objects.create(
            user=user, key="k", stream="reminder", recipient=user.email, subject="s", text="t",
            due_at=NOW, created_at=NOW, **mail,
        )  # fmt: skip
    MailDecision.objects.create(user=user, **row)
    assert words in text_of(client.get(LIST))


def add_decisions(user: User, count: int) -> None:
    MailDecision.objects.bulk_create(
        MailDecision(
            user=user, stream="reminder", key=f"k{number}", outcome="suppressed", reason="done",
            decided_at=NOW + timedelta(minutes=number), label=f"Number {number}",
        )
        for number in range(count)
    )  # fmt: skip


def test_the_ledger_is_paged_newest_first(client, user, mode):
    add_decisions(user, 45)
    first = text_of(client.get(LIST, headers=mode.headers))
    assert first.startswith("<section") == mode.htmx
    assert "Number 44" in first
    assert "Number 24<" not in first
    last = text_of(client.get(f"{LIST}?page=3", headers=mode.headers))
    assert "Number 0<" in last
    assert "Page 3 of 3" in last


@pytest.mark.parametrize("stored", [1, 500])
def test_the_page_costs_the_same_whatever_is_stored(
    client, user, stored, django_assert_num_queries
):
    add_decisions(user, stored)
    make_reminder(user, at=timezone.now() + timedelta(hours=1), routine=make_routine())
    for _more in range(4 if stored > 1 else 0):
        make_reminder(user, at=timezone.now() + timedelta(hours=1), routine=make_routine())
    # The person; reminders, sessions done, held mail; two for the ledger.
    with django_assert_num_queries(6):
        client.get(LIST)


@pytest.mark.parametrize("name", ["edit", "switch", "delete", "test", "start"])
def test_another_persons_reminder_does_not_exist(client, name):
    row = make_reminder(make_user())
    method = client.get if name in {"edit", "start"} else client.post
    assert method(url(name, row)).status_code == 404
    assert Reminder.objects.filter(pk=row.pk).exists()


# ------------------------------------------------------------------------------ links in mails


def test_the_start_link_opens_the_routine(client, user):
    row = make_reminder(user, routine=make_routine("desk-break"))
    assert client.get(url("start", row)).url == "/sessions/new/?routine=desk-break"


def test_the_start_link_opens_today_without_a_routine_or_with_a_retired_one(client, user):
    assert client.get(url("start", make_reminder(user))).url == "/today/"
    retired = make_routine(retired_at=NOW)
    assert client.get(url("start", make_reminder(user, routine=retired))).url == "/today/"


def hours_ago(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours)


STOPPED = {"rule": "P1", "scope": "back", "hours": 168, "rescreened_at": timezone.now()}


@pytest.mark.parametrize(
    ("incident", "rests"),
    [
        pytest.param({"at": timezone.now()}, True, id="cool-down"),
        pytest.param({"at": timezone.now() - timedelta(hours=25)}, False, id="cool-down-over"),
        pytest.param({"rule": "P1", "at": NOW, "hours": 168}, True, id="stop-not-answered"),
        pytest.param(
            {"rule": "P1", "at": NOW, "hours": 168, "rescreened_at": NOW}, False, id="stop-answered"
        ),
        pytest.param(STOPPED | {"at": hours_ago(47)}, True, id="two-days-after-a-stop"),
        pytest.param(STOPPED | {"at": hours_ago(49)}, False, id="only-elevated-rests-after-a-stop"),
        pytest.param({"rule": "D5", "scope": "seated-chair-twist"}, False, id="one-exercise-rests"),
    ],
)
def test_the_start_link_opens_stretches_in_a_cool_down_or_after_a_stop(
    client, user, incident, rests
):
    row = make_reminder(user, routine=make_routine("desk-break"))
    make_incident(user, **{"at": timezone.now()} | incident)
    slug = "stretch-only" if rests else "desk-break"
    assert client.get(url("start", row)).url == f"/sessions/new/?routine={slug}"


def test_the_start_link_asks_a_visitor_to_sign_in_and_comes_back(user):
    start = url("start", make_reminder(user))
    answer = Client().get(start)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={start}"


def mail_link(link: Link, *, at: datetime | None = None) -> str:
    return reverse("tracking:mail-link", args=[token_of(link, at or timezone.now())])


def test_opening_a_stop_link_only_asks(user):
    row = make_reminder(user)
    answer = Client().get(mail_link(Link(Purpose.STOP_REMINDERS, user.pk, row.pk)))
    assert "Stop reminder mails?" in text_of(answer)
    user.refresh_from_db()
    assert user.reminder_mail, "a scanner that follows every link stops nothing"
    assert user.email not in text_of(answer)


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.mark.parametrize(
    ("purpose", "off"),
    [
        pytest.param(Purpose.STOP_REMINDERS, "reminder_mail", id="reminders"),
        pytest.param(Purpose.STOP_ALERTS, "alert_mail", id="alerts"),
    ],
)
def test_one_click_stops_its_stream_and_no_other_without_session_or_csrf(user, purpose, off):
    mail_reader = Client(enforce_csrf_checks=True)
    link = mail_link(Link(purpose, user.pk))
    for _click in range(2):
        assert mail_reader.post(link, ONE_CLICK).status_code == 200
        user.refresh_from_db()
        switches = {"reminder_mail": user.reminder_mail, "alert_mail": user.alert_mail}
        assert switches == {"reminder_mail": True, "alert_mail": True} | {off: False}


def test_only_this_reminder_can_be_stopped(user):
    row, other = make_reminder(user, at=NOW), make_reminder(user, at=NOW)
    link = mail_link(Link(Purpose.STOP_REMINDERS, user.pk, row.pk))
    assert "This reminder is off" in text_of(Client().post(link, {"what": "this"}))
    row.refresh_from_db()
    other.refresh_from_db()
    user.refresh_from_db()
    assert (row.enabled, row.next_due_at) == (False, None)
    assert other.enabled
    assert user.reminder_mail


def test_a_stop_link_of_an_erased_account_is_harmless(user):
    link = mail_link(Link(Purpose.STOP_REMINDERS, user.pk))
    user.delete()
    assert Client().post(link, ONE_CLICK).status_code == 200


def test_an_expired_link_says_what_to_do_and_stops_nothing(user):
    link = mail_link(Link(Purpose.STOP_REMINDERS, user.pk), at=timezone.now() - LIFE)
    for answer in (Client().get(link), Client().post(link, ONE_CLICK)):
        assert answer.status_code == 410
        assert "This link has run out" in text_of(answer)
    user.refresh_from_db()
    assert user.reminder_mail


def test_a_forged_link_is_not_found(user):
    link = mail_link(Link(Purpose.STOP_REMINDERS, user.pk))
    assert Client().post(link.rstrip("/") + "x/", ONE_CLICK).status_code == 404
    user.refresh_from_db()
    assert user.reminder_mail


def test_a_log_link_leads_the_owner_to_the_date_and_nobody_else(client, user):
    link = mail_link(Link(Purpose.LOG, user.pk, day=date(2026, 6, 1)))
    day = reverse("tracking:day", args=[date(2026, 6, 1)])
    assert client.get(link).url == day
    assert Client().get(link).url == day, "which asks a visitor to sign in"
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(link).status_code == 403
    assert client.post(link).status_code == 405


def test_reminder_mail_has_no_health_detail_and_all_its_links(user, settings):
    settings.BASE_URL = "https://limber.example"
    row = make_reminder(
        user, label="Tea <3", routine=make_routine("mid-back-opener", name="Mid-back opener")
    )
    actions.send_test(reminder=row, now=datetime(2026, 6, 1, 12, tzinfo=UTC))
    mail = OutboxMail.objects.get()
    assert mail.subject == "A few minutes for yourself"
    for body in (mail.text, mail.html):
        assert f"https://limber.example{url('start', row)}" in body
        assert f"https://limber.example{LIST}" in body
        assert mail.headers["List-Unsubscribe"].strip("<>") in body
        assert "As needed" in mail.html
        assert "07:30" in body
        assert "opener" not in body
    assert "back" not in mail.text.lower()
    assert "Tea <3" in mail.text
    assert "Tea &lt;3" in mail.html
    assert user.email not in mail.text + mail.html


@pytest.mark.parametrize(
    ("at", "time"),
    [
        pytest.param(datetime(2026, 6, 1, 17, tzinfo=UTC), "18:00", id="the-next-one"),
        pytest.param(None, "07:30", id="the-first-of-one-that-is-off"),
    ],
)
def test_a_test_mail_names_the_time_of_the_reminder_not_that_of_the_test(user, at, time):
    row = make_reminder(user, times=["07:30", "18:00"], at=at)
    actions.send_test(reminder=row, now=datetime(2026, 6, 1, 12, tzinfo=UTC))
    mail = OutboxMail.objects.get()
    assert f"This is your reminder for {time}." in mail.text
    assert mail.expires_at == datetime(2026, 6, 1, 14, tzinfo=UTC)


def test_the_suggestion_follows_the_quiet_hours(user):
    User.objects.update(quiet_until=time(23, 30))
    browser = Client()
    browser.force_login(user)
    assert "Every day at 00:30?" in text_of(browser.get(LIST))
