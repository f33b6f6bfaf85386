"""The player's script as it is served: every import resolves, is preloaded, and little is sent."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from config.storage import Storage

SOURCES = Path(settings.BASE_DIR) / "static/js/player"
IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
MOST_BYTES = 25_000
#: The modules that pages name, and where.
PAGES = {
    "main": "tracking/player/_scripts.html",
    "sound": "tracking/player/_sound_scripts.html",
    "partner": "tracking/partner/watch.html",
}
#: What the site's own script and the service worker import when presses wait.
ELSEWHERE = ("outbox",)


def imports(path: Path) -> list[Path]:
    """The files that a module names, resolved."""
    return [(path.parent / name).resolve() for name in IMPORT.findall(path.read_text())]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Path:
    """The folder of modules as production serves it: hashed names, imports rewritten."""
    root = tmp_path_factory.mktemp("static")
    storage = Storage(location=str(root), base_url="/static/")
    source = FileSystemStorage(location=settings.BASE_DIR / "static")
    names = ["js/site.js", *(f"js/player/{path.name}" for path in SOURCES.glob("*.js"))]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    for name, hashed, done in storage.post_process({name: (source, name) for name in names}):
        assert not isinstance(done, Exception), (name, hashed, done)
    return root / "js/player"


def sent(served: Path, entry: str) -> dict[str, Path]:
    """The module a page names and all that it imports, by name, as they are served."""
    found: dict[str, Path] = {}
    ahead = [next(served.glob(f"{entry}.*.js"))]
    while ahead:
        path = ahead.pop()
        assert path.is_file(), path
        assert HASHED.search(path.name), path
        found[re.sub(HASHED, "", path.name)] = path
        ahead += set(imports(path)) - set(found.values())
    return found


def test_every_import_of_the_served_modules_resolves_to_a_hashed_file(served):
    reached = [sent(served, entry) for entry in [*PAGES, *ELSEWHERE]]
    assert {name for one in reached for name in one} == {p.stem for p in SOURCES.glob("*.js")}


@pytest.mark.parametrize("entry", PAGES)
def test_every_module_is_preloaded_by_its_page(served, entry):
    page = (Path(settings.BASE_DIR) / "templates" / PAGES[entry]).read_text()
    named = re.findall(r"js/player/(\w+)\.js", page)
    assert sorted(named) == sorted(sent(served, entry))


def test_no_module_imports_in_a_circle():
    # The hash of a file holds the names of what it imports, so a circle has no answer.
    graph = {path.resolve(): imports(path) for path in SOURCES.glob("*.js")}
    while leaves := [path for path, needs in graph.items() if not set(needs) & set(graph)]:
        for leaf in leaves:
            del graph[leaf]
    assert list(graph) == []


def test_all_script_of_the_player_is_small_as_it_is_served(served):
    files = [*sent(served, "main").values(), *served.parent.glob("site.*.js")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < MOST_BYTES


def test_what_only_explains_a_script_is_not_sent(served):
    cues = sent(served, "main")["cues"].read_text()
    assert "// What is told when" in (SOURCES / "cues.js").read_text()
    assert not re.findall(r"^(?:\s*//|\s+|$)", cues.rstrip("\n"), re.MULTILINE)
    assert 'word("paused")' in cues


def test_no_script_holds_text_over_two_lines():
    # Its indentation would be lost on the way.
    texts = {path.name: path.read_text() for path in SOURCES.parent.rglob("*.js")}
    lines = {(name, line) for name, text in texts.items() for line in text.splitlines()}
    assert [one for one in lines if one[1].count("`") % 2] == []
