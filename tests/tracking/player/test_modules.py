"""The player's script as it is served: every import resolves, is preloaded, and little is sent."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.template.loader import render_to_string

from config.storage import Storage

SOURCES = Path(settings.BASE_DIR) / "static/js/player"
IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
MOST_BYTES = 25_000


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


def test_every_import_of_the_served_modules_resolves_to_a_hashed_file(served):
    main = next(path for path in served.glob("main.*.js"))
    seen, ahead = set(), [main]
    while ahead:
        path = ahead.pop()
        assert path.is_file(), path
        assert HASHED.search(path.name), path
        seen.add(path)
        ahead += set(imports(path)) - seen
    assert {re.sub(HASHED, "", path.name) for path in seen} == {
        p.stem for p in SOURCES.glob("*.js")
    }


def test_every_module_is_preloaded_by_the_page():
    page = render_to_string("tracking/player/_scripts.html")
    named = re.findall(r"js/player/(\w+)\.js", page)
    assert sorted(named) == sorted(path.stem for path in SOURCES.glob("*.js"))


def test_no_module_imports_in_a_circle():
    # The hash of a file holds the names of what it imports, so a circle has no answer.
    graph = {path.resolve(): imports(path) for path in SOURCES.glob("*.js")}
    while leaves := [path for path, needs in graph.items() if not set(needs) & set(graph)]:
        for leaf in leaves:
            del graph[leaf]
    assert list(graph) == []


def test_all_script_of_the_page_is_small_as_it_is_served(served):
    sent = [path for path in served.glob("*.js") if HASHED.search(path.name)]
    sent += [path for path in served.parent.glob("site.*.js") if HASHED.search(path.name)]
    assert len(sent) == len([*SOURCES.glob("*.js")]) + 1
    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) < MOST_BYTES


def test_what_only_explains_a_script_is_not_sent(served):
    [sent] = [path for path in served.glob("cues.*.js") if HASHED.search(path.name)]
    assert "// What is told when" in (SOURCES / "cues.js").read_text()
    assert not re.findall(r"^\s*//", sent.read_text(), re.MULTILINE)
    assert 'word("paused")' in sent.read_text()
