"""Never lost, never doubled: whatever happens to network, page or server, the log is the same."""

import pytest

from tests.browsers import close
from tests.tracking.player.story import STORY, Clock, log_of, open_session, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = "**/sessions/*/*/"
NAMES = [name for name, _ in STORY]
UNCUT = []


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def context(browser, live_server, catalogue, clock):
    """A phone whose clock stands still."""
    opened = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, service_workers="block"
    )
    opened.set_default_timeout(20_000)
    clock.rule(opened)
    yield opened
    close(opened)


@pytest.fixture
def start(clock, context, live_server):
    """Open a new session of somebody new."""
    return lambda: open_session(clock, context, live_server.url)


@pytest.fixture
def uncut(start):
    """The log of a session that nothing happened to; it is played once."""
    if not UNCUT:
        UNCUT.append(play_uncut(start()))
    return UNCUT[0]


def play_uncut(player):
    for _name, step in STORY:
        step(player)
    log = log_of(player)
    kinds = [kind for kind, *_ in log["moves"]]
    assert kinds == [
        "begin",
        "begin",
        "pause",
        "resume",
        "next",
        "previous",
        "release",
        "begin",
    ]
    return log


def play(player, number, *, before=None, after=None):
    """Play one step of the story, with something done right before and after it."""
    player.clock.settle()
    if before:
        before()
    STORY[number][1](player)
    if after:
        after()


def test_a_network_cut_at_any_transition_leaves_the_same_log(start, context, uncut, subtests):
    for cut in range(len(STORY)):
        context.set_offline(False)
        with subtests.test(msg=f"cut before: {NAMES[cut]}"):
            player = start()
            for number in range(len(STORY)):
                without = number in (cut, cut + 1)
                play(player, number, before=lambda without=without: context.set_offline(without))
            context.set_offline(False)
            assert log_of(player) == uncut


def test_a_page_killed_at_any_transition_leaves_the_same_log(start, context, uncut, subtests):
    def cut():
        context.route(
            POSTS,
            lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
        )

    for killed in range(len(STORY)):
        with subtests.test(msg=f"killed after: {NAMES[killed]}"):
            player = start()

            def kill(player=player):
                context.unroute(POSTS)
                player.kill()

            for number in range(len(STORY)):
                now = number == killed
                play(player, number, before=cut if now else None, after=kill if now else None)
            assert log_of(player) == uncut


def test_a_sign_in_that_ended_meanwhile_leaves_the_same_log(start, context, live_server, uncut):
    player = start()
    for number in range(len(STORY)):
        play(player, number, before=lambda number=number: context.set_offline(number > 2))
    context.clear_cookies()
    context.set_offline(False)
    player.page.wait_for_url("**/account/login/**")
    sign_in(context, player.hand.user, live_server.url)
    player.open()
    assert log_of(player) == uncut
