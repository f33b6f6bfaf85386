"""The player's script as served: imports resolve, all but the figure come early, little is sent."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Route

from tests.release import release

SOURCES = Path(settings.BASE_DIR) / "static/js"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
IMPORT = re.compile(r"""(?:^|;)(?:import|export)\b[^;]*?["'](\.[^"']+)["'](?=;)""", re.MULTILINE)
LATER = re.compile(r"""\bimport\(["'](\.[^"']+)["']\)""")
NAMED = re.compile(r"""{% static ["']js/([\w/]+)\.js["'] %}""")
RUN = re.compile(r"""<script\b[^>]*{% static ["']js/([\w/]+)\.js["'] %}""")
HASHED = re.compile(r"\.[0-9a-f]{8}\.js$")
MOST_BYTES = 25_000
#: Templates that name modules, and the module that each of them runs.
PAGES = {
    "tracking/player/_scripts.html": "player/main",
    "tracking/player/_sound_scripts.html": "player/panel",
    "tracking/partner/watch.html": "player/partner",
    "components/_sign_out_held.html": "signout",
}
#: What runs only when presses of an earlier page wait.
OUTBOX = "player/outbox"
#: What the player fetches when it takes presses: until then its still picture is in the page.
BEHIND = {"follow", "figure"}


def imports(path: Path) -> list[Path]:
    """The files that a module names, now or later, but for what only an earlier page needs."""
    text = path.read_text()
    names = IMPORT.findall(text) + [name for name in LATER.findall(text) if OUTBOX not in name]
    return [(path.parent / name).resolve() for name in names]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Path:
    """The folder of scripts as production serves it: hashed names, imports rewritten."""
    root = tmp_path_factory.mktemp("static")
    release(root, [f"js/{path.relative_to(SOURCES)}" for path in SOURCES.rglob("*.js")])
    return root / "js"


def sent(served: Path, *entries: str) -> dict[str, Path]:
    """The scripts that a page runs and all that they import, by name, as they are served."""
    found: dict[str, Path] = {}
    ahead = [next(served.glob(f"{entry}.*.js")) for entry in entries]
    while ahead:
        path = ahead.pop()
        assert path.is_file(), path
        assert HASHED.search(path.name), path
        found[re.sub(HASHED, "", str(path.relative_to(served)))] = path
        ahead += set(imports(path)) - set(found.values())
    return found


def test_every_import_of_the_served_modules_resolves_to_a_hashed_file(served):
    reached = {name for entry in PAGES.values() for name in sent(served, entry)}
    ours = {f"player/{path.stem}" for path in (SOURCES / "player").glob("*.js")}
    assert {name for name in reached if name.startswith("player/")} == ours


@pytest.mark.parametrize("page", PAGES)
def test_every_module_is_preloaded_by_its_page(served, page):
    named = NAMED.findall((TEMPLATES / page).read_text())
    assert sorted(named) == sorted(set(sent(served, PAGES[page])) - BEHIND)


def test_no_module_imports_in_a_circle():
    # The hash of a file holds the names of what it imports, so a circle has no answer.
    graph = {path.resolve(): imports(path) for path in SOURCES.rglob("*.js")}
    while leaves := [path for path, needs in graph.items() if not set(needs) & set(graph)]:
        for leaf in leaves:
            del graph[leaf]
    assert list(graph) == []


def test_all_script_of_the_player_is_small_as_it_is_served(served):
    """Whatever the page runs, with all that this imports; htmx is a library and not counted."""
    pages = ("base.html", "tracking/player/_scripts.html")
    run = [name for page in pages for name in RUN.findall((TEMPLATES / page).read_text())]
    assert set(run) >= {"site", "player/main"}
    files = sent(served, *run)
    assert {"figure", "player/sound"} <= set(files)
    sizes = {name: len(gzip.compress(path.read_bytes())) for name, path in files.items()}
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_modules_come_later_only_for_the_figure_and_where_presses_of_an_earlier_page_wait():
    later = {name for path in SOURCES.rglob("*.js") for name in LATER.findall(path.read_text())}
    assert later == {"../follow.js", f"./{OUTBOX}.js"}


def test_what_only_explains_a_script_is_not_sent(served):
    files = sent(served, "player/main")
    cues, figure = files["player/cues"].read_text(), files["figure"].read_text()
    assert "// What is told when" in (SOURCES / "player/cues.js").read_text()
    assert not re.search(r"//|^\s|\n\s", cues)
    assert 'word("paused")' in cues
    assert "/*" not in figure
    assert figure.startswith("const BASE")


def test_every_script_is_read_by_a_browser_as_it_is_served(served, browser):
    def serve(route: Route) -> None:
        path = served / urlsplit(route.request.url).path[1:]
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(content_type="text/html", body="")

    page = browser.new_page()
    page.route("**", serve)
    page.goto("http://scripts.test/")
    read = (
        "name => import(name).then(() => [], error => error instanceof SyntaxError ? [name] : [])"
    )
    files = [
        f"/{path.relative_to(served)}" for path in served.rglob("*") if HASHED.search(path.name)
    ]
    assert [page.evaluate(read, name) for name in files] == [[]] * len(files)
    assert len(files) > 20
    page.close()
