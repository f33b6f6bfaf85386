"""`make screenshots`: pictures of the main pages of the demo account, in var/screenshots/."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsers import launch
from tests.config.running import ROOT, Site

FOLDER = ROOT / "var/screenshots"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
PAGES = {
    "today": "/today/",
    "exercise": "/exercises/seated-chair-twist/",
    "routines": "/routines/",
    "progress": "/progress/",
    "safety": "/safety/",
}


def sign_in(page: Page, site: Site) -> None:
    """Use the sign-in that the site has printed."""
    printed = next(line for line in site.lines if "demo sign-in" in line)
    found = re.search(r"(\S+@\S+)\s+password\s+(\S+)", printed)
    assert found, printed
    page.goto("/account/login/")
    page.locator("[name=login]").fill(found[1])
    page.locator("[name=password]").fill(found[2])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today/")


def start_player(page: Page) -> None:
    """Begin the routine of stretches."""
    page.goto("/sessions/new/?routine=stretch-only")
    if page.locator("[name=signs]").count():
        page.locator("[name=signs]").check()
    page.locator("[name=pain_now][value='2']").check()
    page.get_by_role("button", name="All true, start", exact=True).click()
    page.locator("#player [data-stage]").wait_for()


def take(browser: Browser, site: Site) -> None:
    """Take all pictures, on a phone and on a desk, in both themes."""
    context = browser.new_context(
        base_url=site.url,
        viewport=PHONE,  # type: ignore[arg-type]
        locale="en-GB",
        timezone_id="Europe/London",  # The demo account's, so that no page offers to change it.
    )
    page = context.new_page()
    sign_in(page, site)
    for name, path in PAGES.items():
        page.goto(path)
        for size, place in ((PHONE, "phone"), (DESK, "desk")):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.screenshot(path=FOLDER / f"{name}-{place}-{theme}.png")
    page.emulate_media(color_scheme="light")
    page.goto("/today/")
    page.screenshot(path=FOLDER / "today.png")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    start_player(page)
    page.screenshot(path=FOLDER / "player.png")
    context.close()


def main() -> int:
    """Start a site with its demo account, take the pictures, stop it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="limber-") as folder:
        site = Site(Path(folder) / "var", "--verbosity=1")
        try:
            if not site.says("Limber runs at", patience=300):
                print("\n".join(site.lines), file=sys.stderr)
                return 1
            with sync_playwright() as playwright:
                take(launch(playwright), site)
        finally:
            site.stop(patience=30)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures are in {FOLDER.relative_to(ROOT)}/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
