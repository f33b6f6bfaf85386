"""Documentation says what the code does: settings, commands, tree, links."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.map import FOLDERS, MAP, current, files, folders
from tracking.safety.limits import Limits

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def read_variables():
    """Names of the environment variables that config/ reads."""
    found = set()
    for path in (ROOT / "config").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and reads_environment(node.func):
                name = node.args[0]
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    found.add(name.value)
    return found - {"DJANGO_SETTINGS_MODULE"}


def reads_environment(function):
    """Whether a call is one of our readers or `os.environ.get`."""
    if isinstance(function, ast.Name):
        return function.id.startswith("env_")
    return ast.unparse(function) in {"os.environ.get", "os.environ.setdefault"}


def documented(heading):
    """Names in the first column of the table below a heading of docs/settings.md."""
    text = (ROOT / "docs/settings.md").read_text()
    part = text.partition(heading)[2].partition("\n## ")[0]
    return re.findall(r"^\| `([A-Z_]+)` \|", part, re.MULTILINE)


def test_every_setting_is_documented_and_no_other():
    names = documented("# Settings")
    assert sorted(read_variables()) == names


def test_every_limit_is_documented_with_its_bounds_and_no_other():
    text = (ROOT / "docs/settings.md").read_text()
    part = text.partition("## Limits of the safety rules")[2].partition("\n## ")[0]
    row = r"^\| `LIMIT_([A-Z0-9_]+)` \| (\d+) \| (\d+) \| (\d+) \| \S"
    found = [(name.lower(), *map(int, rest)) for name, *rest in re.findall(row, part, re.MULTILINE)]
    assert found == sorted(
        (item.name, item.default, item.metadata["low"], item.metadata["high"])
        for item in fields(Limits)
    )


def test_every_variable_of_compose_is_documented():
    used = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()))
    own = documented("## Of docker-compose.yml only")
    assert used - set(documented("# Settings")) == set(own)


def test_every_named_command_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        text = page.read_text()
        named = set(re.findall(r"`make ([a-z]+)", text)) | set(
            re.findall(r"^ *make ([a-z]+)", text, re.MULTILINE)
        )
        assert named <= targets, page
        managed = set(re.findall(r"manage\.py ([a-z_]+)", text))
        assert managed <= set(get_commands()) | {"help"}, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_every_folder_is_on_the_map_and_no_other():
    assert folders() - set(FOLDERS) == set()


def test_the_map_is_the_tree():
    assert MAP.read_text() == current(), "run `make map`"


def test_decisions_have_numbers_of_their_own():
    names = [path.name for path in (ROOT / "docs/decisions").glob("*.md")]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names), names
    assert len({name[:4] for name in names}) == len(names)


# Written in pieces, so that this file does not find itself.
FOREIGN = [
    "/" + "work/", "/" + "root/", "/" + "home/", "/" + "tmp/", "/" + "opt/",
    "pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "registry" + ".npmjs",
]  # fmt: skip


def test_nothing_names_a_machine_or_a_registry():
    found = []
    for path in files():
        if path.suffix in {".woff2", ".png", ".ico", ".mo", ".flac"}:
            continue
        text = path.read_text()
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FOREIGN if word in text]
    assert found == []
