"""Without a network: what is installed, what is kept, and that nothing private stays."""

import json
import re
import struct
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.test.signals import template_rendered
from django.utils import timezone
from playwright.sync_api import Page, expect

from exercises.models import Exercise
from tests.conftest import open_page
from tests.factories import make_screening, make_user
from tests.tracking.player.conftest import begin
from tests.tracking.player.story import sign_in
from tests.waiting import wait_until

STATIC = Path(settings.BASE_DIR) / "static"
CONTROLLED = "() => navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
KEPT = """async () => {
  const all = {};
  for (const name of await caches.keys()) {
    all[name] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
  }
  return all;
}"""


def test_the_worker_names_files_that_exist_and_asks_for_no_account(client, db):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    shell = json.loads(re.search(r"serve\((.*)\);", answer.text)[1])
    ours = [name for name in shell["files"] if "django_htmx" not in name]
    assert [name for name in ours if not (STATIC / name.removeprefix("/static/")).is_file()] == []
    assert [page for page in shell["pages"] if client.get(page).status_code != 200] == []


def test_the_icons_of_the_manifest_are_as_large_as_it_says(client, db):
    manifest = client.get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        head = (STATIC / icon["src"].removeprefix("/static/")).read_bytes()[:24]
        width, height = struct.unpack(">II", head[16:])
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_signing_out_tells_the_browser_to_clear_what_it_keeps(client, alice):
    client.force_login(alice)
    assert "Clear-Site-Data" not in client.get("/account/")
    assert client.post("/account/logout/")["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/exercises/")


@pytest.fixture
def ida(transactional_db, routines):
    user = make_user("ida@example.org")
    make_screening(user, at=timezone.now() - timedelta(days=1))
    return user


@contextmanager
def installed(browser, url, user):
    """A phone in which someone is signed in and the worker is installed."""
    with open_page(browser, url, worker=True) as page:
        sign_in(page.context, user, url)
        page.goto("/exercises/")
        page.wait_for_function(CONTROLLED)
        yield page
        page.context.set_offline(False)


@pytest.fixture
def phone(browser, live_server, ida):
    with installed(browser, live_server.url, ida) as phone:
        yield phone


def kept(page: Page) -> defaultdict[str, list[str]]:
    """The addresses in each cache; none in one that there is not."""
    return defaultdict(list, page.evaluate(KEPT))


@pytest.mark.django_db(transaction=True)
def test_kept_pages_open_without_a_network_and_are_gone_after_signing_out(phone):
    assert wait_until(lambda: len(kept(phone)["mine"]) > 2)
    assert wait_until(lambda: "/safety/help/" in kept(phone)["public"])
    phone.context.set_offline(True)
    for page in ("/safety/help/", "/exercises/", "/routines/", "/routines/morning-loosen/"):
        phone.goto(page)
        expect(phone.locator("h1")).to_be_visible()
        assert "needs the network" not in phone.locator("h1").inner_text()
    phone.goto("/progress/")
    expect(phone.get_by_text("This page needs the network")).to_be_visible()
    phone.context.set_offline(False)
    phone.goto("/account/")
    phone.get_by_role("button", name="Sign out", exact=True).click()
    expect(phone.get_by_role("link", name="Sign in").first).to_be_visible()
    assert wait_until(lambda: not kept(phone)["mine"])
    assert phone.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)") == []


@pytest.mark.django_db(transaction=True)
def test_where_storage_is_full_or_refused_pages_are_kept_all_the_same(browser, live_server, ida):
    with open_page(browser, live_server.url, worker=True) as phone:
        phone.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
        sign_in(phone.context, ida, live_server.url)
        phone.goto("/safety/help/")
        assert wait_until(lambda: "/routines/" in kept(phone)["mine"])


# Tells the pages when nothing of what the worker has begun is left; it may be ended right after.
TELL_IDLE = """() => {
  let begun = 0;
  const ended = () => --begun || new BroadcastChannel("idle").postMessage("");
  const { waitUntil } = ExtendableEvent.prototype;
  ExtendableEvent.prototype.waitUntil = function (work) {
    begun += 1;
    waitUntil.call(this, work.finally(ended));
  };
}"""
HEAR_IDLE = """() => {
  window.idle = false;
  new BroadcastChannel("idle").onmessage = () => (window.idle = true);
}"""
HOLD_OPENING = """() => {
  const { open } = CacheStorage.prototype;
  const go = new Promise((done) => (self.go = done));
  let opened = 0;
  const held = new Promise((done) => (self.held = done));
  self.isHeld = () => held;
  CacheStorage.prototype.open = async function (name) {
    if (name === "mine") {
      if (++opened === 3) self.held(); // the page itself, what is open, the list of routines
      await go;
    }
    return open.call(this, name);
  };
}"""


@contextmanager
def held_answer():
    """Hold the page of one routine when it is as good as written; until then, and let go."""
    asked, go = Event(), Event()

    def hold(template, **_known):
        if template.name == "tracking/routines/detail.html" and not asked.is_set():
            asked.set()
            go.wait(20)

    template_rendered.connect(hold)
    yield lambda: wait_until(asked.is_set), go.set
    go.set()
    template_rendered.disconnect(hold)


@contextmanager
def held_opening(worker):
    """Hold the worker between an answer and the cache that it is for."""
    worker.evaluate(HOLD_OPENING)
    yield (
        lambda: worker.evaluate("() => self.isHeld().then(() => true)"),
        lambda: worker.evaluate("() => self.go()"),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["on its way", "being kept"])
def test_what_the_worker_had_in_hand_at_the_sign_out_is_not_kept(phone, where):
    assert wait_until(lambda: len(kept(phone)["mine"]) > 2)
    [worker] = phone.context.service_workers
    worker.evaluate(TELL_IDLE)
    phone.evaluate("localStorage.removeItem('limber-kept')")  # as on another day
    tab = phone.context.new_page()
    with held_answer() if where == "on its way" else held_opening(worker) as (is_held, let_go):
        tab.goto("/account/")
        assert is_held()
        tab.get_by_role("button", name="Sign out", exact=True).click()
        expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()
        phone.evaluate(HEAR_IDLE)
        let_go()
        phone.wait_for_function("() => window.idle")
    assert kept(tab)["mine"] == []


@pytest.mark.django_db(transaction=True)
def test_a_session_begun_with_a_network_ends_without_one_in_a_page_opened_anew(
    browser, server, ida
):
    url, run = server
    site = run()
    with installed(browser, url, ida) as phone:
        started = timezone.now() - timedelta(seconds=30)
        hand = begin(ida, Exercise.objects.get(pk="childs-pose"), now=started)
        address = f"/sessions/{hand.session.pk}/"
        phone.goto(address)
        player = phone.locator("#player")
        expect(player).to_have_attribute("data-ready", "")
        assert wait_until(lambda: address in kept(phone)["mine"])
        site.terminate()  # a browser cuts its own network late, and not all of it
        phone.context.set_offline(True)
        phone.keyboard.press("k")
        expect(player).to_have_attribute("data-phase", "paused")
        left = phone.locator("[data-time]").inner_text()
        phone.reload()
        expect(player).to_have_attribute("data-phase", "paused")
        assert phone.locator("[data-time]").inner_text() == left
        phone.keyboard.press("k")
        for _step in range(4):
            phone.wait_for_timeout(300)
            phone.keyboard.press("ArrowRight")
        expect(player).to_have_attribute("data-phase", "ended")
        phone.locator(".finish [name=note]").fill("On the train.")
        phone.get_by_role("button", name="Save and close").click()
        expect(phone.locator("#player-banner")).to_contain_text("kept here")
        assert hand.kinds() == ["begin"]
        phone.goto("/safety/help/")
        run()
        phone.context.set_offline(False)
        assert wait_until(lambda: hand.fresh().status == "finished")
        assert hand.fresh().note == "On the train."
        assert hand.kinds()[:4] == ["begin", "pause", "resume", "next"]


@pytest.mark.django_db(transaction=True)
def test_a_session_that_was_opened_before_the_worker_came_is_kept_as_well(
    browser, live_server, ida
):
    hand = begin(ida, Exercise.objects.get(pk="childs-pose"), now=timezone.now())
    address = f"/sessions/{hand.session.pk}/"
    with open_page(browser, live_server.url, worker=True) as phone:
        sign_in(phone.context, ida, live_server.url)
        phone.goto(address)
        assert wait_until(lambda: address in kept(phone)["mine"])
        pictures = {f"/exercises/childs-pose/{one}" for one in ("thumbnail.svg", "figure.json")}
        assert wait_until(lambda: pictures <= set(kept(phone)["public"]))


OLD = "/static/js/player/main.0ld0ld00.js"
ADD_OLD = (
    """async (old) => (await caches.open("files")).put(old, new Response("of an older release"))"""
)
PRUNE = "() => navigator.serviceWorker.controller.postMessage({})"


@pytest.mark.django_db(transaction=True)
def test_files_of_an_older_release_stay_while_a_session_is_open(phone, ida):
    _hand, address = show_kept(phone, ida, seconds=90)
    phone.evaluate(ADD_OLD, OLD)
    phone.goto("/safety/help/")
    phone.evaluate(PRUNE)
    phone.wait_for_timeout(500)
    assert OLD in kept(phone)["files"]
    phone.goto(address)
    phone.get_by_role("button", name="Save and close").click()
    expect(phone.get_by_text("That is enough for now.")).to_be_visible()
    assert wait_until(lambda: address not in kept(phone)["mine"])
    phone.goto("/safety/help/")
    phone.evaluate(PRUNE)
    assert wait_until(lambda: OLD not in kept(phone)["files"])


def show_kept(phone, user, *, seconds):
    """Open a session that was begun so many seconds ago and wait until it is kept; its address."""
    started = timezone.now() - timedelta(seconds=seconds)
    hand = begin(user, Exercise.objects.get(pk="childs-pose"), now=started)
    address = f"/sessions/{hand.session.pk}/"
    phone.goto(address)
    assert wait_until(lambda: address in kept(phone)["mine"])
    return hand, address


@pytest.fixture
def held(phone, ida):
    """A session that plays in another tab of the phone: the tab that stands still, and that one."""
    hand, address = show_kept(phone, ida, seconds=20)
    other = phone.context.new_page()
    other.goto(address)
    expect(phone.locator("#player-held")).to_be_visible()
    return hand, phone, other


@pytest.mark.django_db(transaction=True)
def test_a_tab_that_stands_still_stops_without_a_network_too(held):
    hand, still, playing = held
    still.context.set_offline(True)
    still.get_by_role("button", name="Stop, it hurts").click()
    expect(still.locator("#player")).to_have_attribute("data-phase", "stopping")
    expect(playing.locator("#player-held")).to_be_visible()
    still.context.set_offline(False)
    assert wait_until(lambda: hand.kinds() == ["begin", "stop"])
    still.get_by_role("button", name="An ache, a pull or pressure").click()
    assert wait_until(lambda: hand.kinds() == ["begin", "stop", "ache"])


FAIL = """(status) => {
  const { fetch } = self;
  self.fetch = async (asked) =>
    asked.mode === "navigate" ? new Response("", { status }) : fetch(asked);
}"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [503, 404])  # 404: a proxy that has lost the site
def test_a_page_that_is_kept_opens_while_the_site_fails(held, status):
    _hand, _still, playing = held
    [worker] = playing.context.service_workers
    worker.evaluate(FAIL, status)
    playing.reload()
    expect(playing.locator("#player")).to_have_attribute("data-phase", "running")
    playing.goto("/progress/")
    assert (
        playing.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == status
    )


AWAY = 15  # seconds: the step that runs is longer


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_kept_and_saw_no_press_goes_on_where_the_clock_is_now(phone, ida):
    _hand, address = show_kept(phone, ida, seconds=30)  # in the hold, which ends at 56 s
    before = seconds_left(phone)
    phone.context.set_offline(True)
    later = phone.context.new_page()
    later.clock.install(time=timezone.now() + timedelta(seconds=AWAY))
    later.goto(address)
    expect(later.locator("#player")).to_have_attribute("data-ready", "")
    expect(later.locator("#player")).to_have_attribute("data-phase", "running")
    assert before - AWAY - 10 <= seconds_left(later) <= before - AWAY


@pytest.mark.django_db(transaction=True)
def test_a_stop_of_another_device_that_was_seen_here_stands_without_a_network_too(phone, ida):
    hand, address = show_kept(phone, ida, seconds=30)
    hand.press("stop", 31)
    expect(phone.locator("#player")).to_have_attribute("data-phase", "stopping")
    phone.context.set_offline(True)
    other = phone.context.new_page()
    other.goto(address)
    expect(other.locator("#player")).to_have_attribute("data-phase", "stopping")


HAS_ENDED = """async (address) => {
  const page = await (await caches.open("mine")).match(address);
  return page && (await page.text()).includes('"phase": "ended"');
}"""


@pytest.mark.django_db(transaction=True)
def test_a_session_that_ended_while_no_window_showed_it_does_not_run_without_a_network(phone, ida):
    hand, address = show_kept(phone, ida, seconds=0)
    phone.goto("/safety/")
    hand.press("end", 1)
    phone.goto("/today/")
    assert wait_until(lambda: phone.evaluate(HAS_ENDED, address))
    phone.context.set_offline(True)
    phone.goto(address)
    expect(phone.locator("#player")).to_have_attribute("data-phase", "ended")
    phone.context.set_offline(False)
    phone.goto("/safety/")
    hand.fresh().delete()
    phone.watch.expected.add(404)
    phone.goto("/today/")
    assert wait_until(lambda: address not in kept(phone)["mine"])


def seconds_left(page):
    """What the dial says of the step that runs."""
    minutes, _, seconds = page.locator("[data-time]").inner_text().rpartition(":")
    return 60 * int(minutes or 0) + int(seconds)


@pytest.mark.django_db(transaction=True)
def test_the_exercises_open_without_a_network_with_their_pictures(phone):
    thumbnail = "/exercises/childs-pose/thumbnail.svg"
    assert wait_until(lambda: thumbnail in kept(phone)["public"])
    pages = {f"/exercises/{one.pk}/" for one in Exercise.objects.all()}
    assert wait_until(lambda: pages <= set(kept(phone)["public"]))
    phone.context.set_offline(True)
    phone.goto("/exercises/childs-pose/")
    expect(phone.locator("h1")).to_have_text("Child’s pose")
    assert phone.locator("main img, main svg").first.is_visible()
    assert "data-mine" not in phone.content()  # nobody's page


@pytest.mark.django_db(transaction=True)
def test_who_signs_in_where_another_sign_in_ran_out_finds_nothing_of_theirs(
    phone, ida, live_server
):
    hand = begin(ida, Exercise.objects.get(pk="childs-pose"), now=timezone.now())
    address = f"/sessions/{hand.session.pk}/"
    phone.goto(address)
    assert wait_until(lambda: address in kept(phone)["mine"])
    phone.context.clear_cookies()
    other = make_user("max@example.org")
    sign_in(phone.context, other, live_server.url)
    phone.goto("/today/")
    assert wait_until(lambda: address not in kept(phone)["mine"])
    assert wait_until(lambda: "/routines/" in kept(phone)["mine"])
    assert address not in kept(phone)["mine"]


@pytest.mark.django_db(transaction=True)
def test_today_is_drawn_anew_once_what_waited_has_arrived(browser, live_server, ida):
    hand = begin(ida, Exercise.objects.get(pk="childs-pose"), now=timezone.now())
    with open_page(browser, live_server.url) as phone:
        sign_in(phone.context, ida, live_server.url)
        phone.goto(f"/sessions/{hand.session.pk}/")
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Stop, it hurts").click()
        phone.get_by_role("button", name="Stabbing").click()
        expect(phone.get_by_text("You said: stabbing.")).to_be_visible()
        phone.route("**/stop/", lambda route: route.abort())
        phone.context.set_offline(False)
        phone.goto("/today/")
        expect(phone.get_by_text("is not finished")).to_be_visible()
        phone.unroute("**/stop/")
        phone.evaluate("dispatchEvent(new Event('online'))")
        expect(phone.get_by_text("is not finished")).to_have_count(0)
        assert hand.fresh().status == "stopped"
