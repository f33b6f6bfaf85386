"""Every address of the site, walked as anonymous, stranger and owner.

An address that is in none of the tables below fails: whoever adds one says here what it is.
"""

import re
import uuid
from contextlib import contextmanager

import html5lib
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from tests.dress import undressed, weight
from tests.world import make_world

pytestmark = pytest.mark.django_db

PUBLIC = {
    "home", "help", "rules", "list", "detail", "figure", "still", "thumbnail", "reel",
    "mail-link", "health-live", "health-ready", "service-worker", "manifest", "offline",
    "account_invite", "account_signup", "account_email_verification_sent", "account_login",
    "account_logout", "account_inactive", "account_reset_password",
    "account_confirm_password_reset_code", "account_complete_password_reset",
    "dev-mail", "dev-mail-message", "dev-mail-html",
    "partner-enter", "partner", "partner-now", "partner-stop",
}  # fmt: skip
# What belongs to one person: a stranger is told that it does not exist.
OWNED = {
    "session-detail", "session-move", "session-finish", "session-stop", "session-discard",
    "session-edit", "session-delete", "reminder-edit", "reminder-switch", "reminder-delete",
    "reminder-test", "reminder-start", "session-now", "session-hold", "session-partner",
}  # fmt: skip
# Changes only: asking for them by GET changes and shows nothing.
POST_ONLY = {
    "session-move", "session-stop", "session-discard", "reminder-switch",
    "reminder-test", "account_time_zone", "account_sign_out_elsewhere", "screening-news",
    "session-hold", "partner-stop",
}  # fmt: skip
# Shown only: they take no answers.
GET_ONLY = {"session-detail", "session-now", "reminder-start"}
# The button alone is the answer: an empty form is a whole one.
BUTTON_ONLY = {"account_logout", "reminder-delete", "session-delete"}
# Of a session that runs, to be looked at.
RUNNING = {"session-now", "session-partner"}
# Where the owner is led on, because there is nothing to do there now.
LED_ON = {
    "home", "spine", "session-new", "session-finish", "reminder-start", "seek-care",
    "account_login", "account_signup", "account_invite", "account_email_verification_sent",
    "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_set_password", "account_reauthenticate", "account_delete", "account_email",
    "account_change_password", "account_consent", "account_export", "account_inactive",
    "account_reset_password",
}  # fmt: skip
# Addresses of which nothing exists in this small world.
NOT_HERE = {"dev-mail-message", "dev-mail-html", "mail-link"}
FILES = {
    "export-csv", "export-json", "health-live", "health-ready", "account_export",
    "session-now", "partner-now", "figure", "still", "thumbnail",
    "reel", "service-worker", "manifest",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


def patterns(resolver=None, namespace=""):
    """Yield (name with namespace, pattern) of every address outside the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}", entry)
        elif entry.namespace != "admin":
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)


ALL = dict(patterns())


def short(name):
    """A name without its namespace."""
    return name.rpartition(":")[2]


@pytest.fixture
def world(routines):
    """A lived-in site."""
    return make_world()


def address(name, world):
    """The address as the owner would follow it."""
    pk = world.closed.pk
    if short(name).startswith("reminder"):
        pk = world.reminder.pk
    elif short(name) in POST_ONLY | RUNNING:
        pk = world.running.pk
    known = {
        "uuid": pk,
        "on": world.closed.on,
        "slug": "stretch-only" if "routine" in name else "seated-chair-twist",
        "step": 1,
        "key": 1,
        "code": world.code if short(name).startswith("partner") else "nothing",
        "token": "nothing",
        "name": "20260101-000000-1-0",
    }
    wanted = ALL[name].pattern.converters
    return reverse(name, kwargs={key: known.get("uuid" if key == "pk" else key) for key in wanted})


def browser(user=None):
    """A browser on this machine, signed in if it has a user."""
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    return client


@contextmanager
def undone():
    """Whatever is asked in here leaves the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def private():
    """Names of the addresses that need a sign-in."""
    return [name for name in ALL if short(name) not in PUBLIC]


def looked_at():
    """Names of the addresses that can be looked at."""
    return [name for name in ALL if short(name) not in POST_ONLY | NOT_HERE]


def login_required(url):
    """Whether a view is private: all are, unless they say otherwise."""
    return getattr(url.callback, "login_required", True)


def test_the_public_addresses_are_the_listed_ones():
    public = {short(name) for name, url in ALL.items() if not login_required(url)}
    assert public == PUBLIC


def test_the_tables_name_addresses_that_exist():
    names = {short(name) for name in ALL}
    assert len(names) == len(ALL), "two addresses share a name"
    assert names >= PUBLIC | OWNED | POST_ONLY | GET_ONLY | LED_ON | NOT_HERE | FILES | BUTTON_ONLY


def test_every_address_with_a_key_belongs_to_someone():
    keyed = {short(name) for name, url in ALL.items() if "pk" in url.pattern.converters}
    assert keyed == OWNED


@pytest.mark.either_engine
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_asked_to_sign_in(method, world):
    wrong = {}
    for name in private():
        asked = getattr(browser(), method)(address(name, world))
        led = asked.headers.get("Location", "")
        if asked.status_code != 302 or not led.startswith(reverse(settings.LOGIN_URL)):
            wrong[name] = (asked.status_code, led)
    assert wrong == {}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_stranger_is_told_that_it_does_not_exist(headers, world):
    stranger, wrong = browser(world.stranger), {}
    for name in (name for name in ALL if short(name) in OWNED):
        if short(name) not in GET_ONLY:
            wrong[name, "post"] = stranger.post(address(name, world), headers=headers).status_code
        if short(name) not in POST_ONLY:
            wrong[name, "get"] = stranger.get(address(name, world), headers=headers).status_code
    assert wrong
    assert {what: status for what, status in wrong.items() if status != 404} == {}


def test_keys_of_nothing_are_not_found(world):
    owner, found = browser(world.owner), {}
    for name in (name for name in ALL if short(name) in OWNED):
        ask = owner.get if short(name) in GET_ONLY else owner.post
        found[name] = ask(reverse(name, kwargs={"pk": uuid.UUID(int=0)})).status_code
    assert set(found.values()) == {404}, found


def test_a_change_is_not_made_by_looking(world):
    owner = browser(world.owner)
    for name in (name for name in ALL if short(name) in POST_ONLY):
        assert owner.get(address(name, world)).status_code == 405, name
        assert owner.head(address(name, world)).status_code == 405, name


@pytest.mark.either_engine
def test_an_empty_answer_is_refused_and_never_taken_for_a_look(world):
    owner, wrong = browser(world.owner), {}
    for name in (name for name in looked_at() if short(name) not in BUTTON_ONLY | GET_ONLY):
        with undone():
            status = owner.post(address(name, world)).status_code
        led_on = status == 302 and short(name) in LED_ON
        if not (400 <= status < 500 or led_on):
            wrong[name] = status
    assert wrong == {}


def test_its_owner_sees_it_and_looking_writes_nothing(world):
    owner = browser(world.owner)
    owner.get("/today/")
    wrong = {}
    for name in looked_at():
        with CaptureQueriesContext(connection) as asked, undone():
            seen = owner.get(address(name, world))
        usual = {200, 302} if short(name) in LED_ON else {200}
        problems = writes(asked) + page_problems(name, seen)
        if seen.status_code not in ({503} if short(name) == "health-ready" else usual):
            problems.append(f"status {seen.status_code}")
        if problems:
            wrong[name] = problems
    assert wrong == {}


@pytest.mark.either_engine
def test_asking_for_the_head_alone_is_answered_as_a_look(world):
    owner, wrong = browser(world.owner), {}
    for name in looked_at():
        seen, head = (ask(address(name, world)) for ask in (owner.get, owner.head))
        if head.status_code != seen.status_code or b"".join(head):
            wrong[name] = (seen.status_code, head.status_code)
    assert wrong == {}


def test_a_visitor_sees_public_pages_and_leaves_no_trace(world):
    wrong = {}
    for name in (name for name in looked_at() if short(name) in PUBLIC):
        with CaptureQueriesContext(connection) as asked:
            seen = browser().get(address(name, world))
        problems = writes(asked) + page_problems(name, seen)
        if seen.status_code not in {200, 302} and short(name) != "health-ready":
            problems.append(f"status {seen.status_code}")
        if settings.SESSION_COOKIE_NAME in seen.cookies:
            problems.append("a session cookie")
        if problems:
            wrong[name] = problems
    assert wrong == {}


@pytest.mark.either_engine
def test_a_part_for_htmx_is_valid_and_says_that_it_varies(world):
    owner, wrong = browser(world.owner), {}
    for name in looked_at():
        whole = owner.get(address(name, world))
        part = owner.get(address(name, world), headers=HTMX)
        if short(name) in FILES:
            continue
        problems = page_problems(name, part)
        if part.status_code == 200 and whole.status_code == 200 and part.content != whole.content:
            same = normal(part) == normal(whole)
            if not same and "HX-Request" not in part.headers.get("Vary", ""):
                problems.append("does not vary by HX-Request")
        if problems:
            wrong[name] = problems
    assert wrong == {}


def normal(answer):
    """A page without what is new at every request."""
    return re.sub(rb'(csrfmiddlewaretoken" value|name="key" value)="[^"]*"', b"", answer.content)


def writes(asked):
    """The statements that change a row."""
    changing = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.IGNORECASE)
    return [query["sql"] for query in asked.captured_queries if changing.match(query["sql"])]


def page_problems(name, seen):
    """What is wrong with an answer as HTML; nothing for files and for what leads elsewhere."""
    if seen.status_code in {302, 503} or short(name) in FILES:
        return []
    if seen.status_code >= 500:
        return [f"status {seen.status_code}"]
    body = seen.content.decode()
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = body.lstrip().lower().startswith("<!doctype")
    try:
        root = parser.parse(body) if whole else parser.parseFragment(body)
    except html5lib.html5parser.ParseError as error:
        return [f"invalid HTML: {error} at {parser.errors[-1][0]}"]
    return twins(root) + (whole_page_problems(root, seen) if whole else [])


def twins(root):
    """Ids that stand twice, labels that name no field."""
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    problems = [f"twice: {found}" for found in sorted(set(ids)) if ids.count(found) > 1]
    labels = {element.get("for") for element in root.iter("label") if element.get("for")}
    return problems + [f"label for nothing: {target}" for target in labels - set(ids)]


def whole_page_problems(root, seen):
    """What each page must have: language, title, one heading, one main part, the policy."""
    bare = sorted(undressed(seen.content.decode()))
    musts = {
        "language": root.get("lang"),
        "title": (root.findtext(".//title") or "").strip(),
        "one h1": len(root.findall(".//h1")) == 1,
        "one main": len(root.findall(".//main")) == 1,
        "page below 60 kB": weight(seen.content.decode()) < 60_000,
        "style for " + ", ".join(bare): not bare,
        "policy": "default-src 'self'" in seen.headers.get("Content-Security-Policy", ""),
    }
    return [f"no {must}" for must, there in musts.items() if not there]


NOWHERE = (
    "/nowhere/",
    "/exercises/nothing/",
    "/routines/nothing/",
    "/sessions/1/",
    "/progress/2026-13-01/",
)


@pytest.mark.either_engine
@pytest.mark.parametrize("path", NOWHERE)
def test_what_does_not_exist_is_a_page_that_says_so(path, world):
    seen = browser(world.owner).get(path)
    assert seen.status_code == 404
    assert page_problems("nowhere", seen) == []


BAD_FORMS = (
    {},
    {"pain": "99", "seq": "-1", "kind": "x", "item": "\x00", "age": "x", "answer": "?"},
    {"client": "é" * 300, "label": "x" * 5000, "times": "25:99", "key": "x", "on": "yesterday"},
)


@pytest.mark.parametrize(
    "headers", [{}, pytest.param(HTMX, marks=pytest.mark.either_engine)], ids=["page", "htmx"]
)
def test_bad_input_is_never_an_error_of_ours(headers, world):
    owner, wrong = browser(world.owner), {}
    for name in (name for name in ALL if short(name) not in FILES):
        for form in BAD_FORMS:
            with undone():
                status = owner.post(address(name, world), form, headers=headers).status_code
            if status >= 500:
                wrong[name] = form
            owner.force_login(world.owner)
    assert wrong == {}


BAD_QUERIES = (
    "page=0&region=x&tier=%00&position=x",
    "page=x&from=x&to=9999-99-99&year=0&month=13&days=x",
    "%ff=1&routine=%00&exercise=%ff&next=//evil.example",
)


@pytest.mark.either_engine
def test_a_bad_query_is_never_an_error_of_ours(world):
    owner, wrong = browser(world.owner), {}
    for name in looked_at():
        for query in BAD_QUERIES:
            status = owner.get(f"{address(name, world)}?{query}").status_code
            if status >= 500 and short(name) != "health-ready":
                wrong[name] = query
    assert wrong == {}


def test_the_admin_is_for_staff_only(world):
    assert browser(world.owner).get("/admin/").status_code in {302, 403, 404}
    assert browser().get("/admin/").status_code == 302
    world.owner.is_staff = world.owner.is_superuser = True
    world.owner.save()
    staff = browser(world.owner)
    front = staff.get("/admin/")
    assert front.status_code == 200
    lists = set(re.findall(r'href="(/admin/\w+/\w+/)"', front.content.decode()))
    assert len(lists) > 8
    for path in lists:
        assert staff.get(path).status_code == 200, path
        assert staff.get(path, {"q": "a"}).status_code == 200, path
