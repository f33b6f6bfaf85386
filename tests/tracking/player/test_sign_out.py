"""A sign-out clears the browser: it is held while presses wait, and where the site is not heard."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import open_page
from tests.tracking.player.test_in_browser import kinds, phase, press, run, show, sign_in
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hand(ida):
    return run(ida, "childs-pose", seconds=30)


@pytest.fixture
def player(browser, live_server, ida, hand):
    """The open page of her session."""
    with open_page(browser, live_server.url) as page:
        sign_in(page, ida, live_server.url)
        show(page, hand)
        phase(page, "running")
        yield page


@pytest.fixture
def account(player) -> Page:
    """Her account in another tab."""
    page = player.context.new_page()
    page.goto("/account/")
    return page


def is_out(page: Page) -> None:
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_a_sign_out_is_held_while_a_press_waits_until_one_lets_it_go(player, account, hand):
    player.context.route("**/moves/", lambda route: route.fulfill(status=503))
    player.watch.expected.add(503)
    press(player, "Pause")
    press(account, "Sign out")
    held = account.locator("#sign-out-held")
    expect(held).to_contain_text("not sent yet: 1.")
    expect(held).not_to_contain_text("does not answer", use_inner_text=True)
    expect(held).to_be_focused()
    press(account, "Sign out and lose them")
    is_out(account)
    assert kinds(hand) == []


def test_without_a_network_a_sign_out_stays_and_says_so_and_goes_on_with_it(player, account, hand):
    player.context.set_offline(True)
    press(player, "Pause")
    press(account, "Sign out")
    held = account.locator("#sign-out-held")
    expect(held).to_contain_text("Limber does not answer", use_inner_text=True)
    expect(held).to_contain_text("not sent yet: 1.", use_inner_text=True)
    expect(account.get_by_role("button", name="Sign out and lose them")).to_be_hidden()
    player.context.set_offline(False)
    assert wait_until(lambda: kinds(hand) == ["pause"])
    press(account, "Try again")
    is_out(account)
