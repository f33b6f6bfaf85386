"""`make icons`: the icons of an installed Limber, drawn from the favicon by Chromium."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browsers import launch

FOLDER = Path(__file__).resolve().parent.parent / "static/icons"
#: File -> its size, and how much of it the sign fills. A maskable icon may be cut to a circle.
ICONS = {"app-192.png": (192, 1.0), "app-512.png": (512, 1.0), "maskable-512.png": (512, 0.8)}


def main() -> None:
    """Write them."""
    sign = (FOLDER / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, (size, share) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = sign.split('fill="', 1)[1].split('"', 1)[0] if share < 1 else "transparent"
            style = f"margin:0;background:{ground};display:grid;place-items:center;height:100vh"
            drawn = sign.replace("<svg ", f'<svg width="{size * share}" height="{size * share}" ')
            page.set_content(f'<body style="{style}">{drawn}</body>')
            page.screenshot(path=FOLDER / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
