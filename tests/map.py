"""`make map`: write the tree in docs/map.md from the first line of each module.

The words for folders stand here; those for modules are their own docstrings, so the map cannot
say something else than the code. `tests/test_docs.py` checks that it is up to date.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAP, MARK = ROOT / "docs/map.md", "<!-- What follows is written by `make map`. -->\n"
MADE = {
    ".git", ".venv", "var", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache",
    ".hypothesis", "node_modules",
}  # fmt: skip
# In the order in which they are best read.
FOLDERS = {
    "config/": "how the site runs: settings, supervisor, backup, health; nothing of the product",
    "config/formats/": "dates and numbers by language where Django's own do not serve",
    "config/formats/en/": "the formats of English",
    "accounts/": "who you are, what you agreed to, and the outbox by which we reach you",
    "exercises/": "what can be done: public, owned by no one",
    "exercises/catalogue/": "one file an exercise, checked on load",
    "exercises/figures/": "poses in numbers become drawn, moving people",
    "exercises/figures/reels/": "the frames of each figure, written by `manage.py figures --write`",
    "exercises/templatetags/": "what templates may ask of an exercise",
    "tracking/": "what one person does: every row has its owner",
    "tracking/models/": "the tables and their named questions; no decisions",
    "tracking/safety/": "the safety rules: pure, from facts to verdicts",
    "tracking/wording/": "verdict codes and parameters to sentences",
    "tracking/today/": "slice: the landing page, today, the spine map",
    "tracking/screening/": "slice: questions, answers, what they lock, red flags",
    "tracking/rules/": "slice: the rules in force, one's own limits, a month judged once more",
    "tracking/routines/": "slice: the built-in routines",
    "tracking/player/": "slice: a session from its start card to its finish page",
    "tracking/player/actions/": "the player's writes, one a module",
    "tracking/player/forms/": "the player's forms, one page a module",
    "tracking/partner/": "slice: a second phone that follows a session by a code",
    "tracking/progress/": "slice: calendar, charts, days, edits, export",
    "tracking/reminders/": "slice: reminders, the tick, links in mails, the ledger",
    "templates/": "pages of the whole site; parts are inside their page, by partialdef",
    "templates/components/": "parts that several pages use",
    "templates/account/": "allauth's pages, in our look",
    "templates/account/email/": "allauth's mails",
    "templates/account/messages/": "allauth's notices",
    "templates/accounts/": "profile, consent, deletion",
    "templates/admin/": "the admin's pages where they differ",
    "templates/dev/": "the reader of sent mail on this machine",
    "templates/django/forms/widgets/": "Django's lists of choices, each in one template",
    "templates/email/": "mails, each as text and HTML",
    "templates/exercises/": "the catalogue",
    "templates/tracking/today/": "landing page, today, spine map",
    "templates/tracking/screening/": "screening, safety, seek care, help",
    "templates/tracking/rules/": "rules page, own limits, replay",
    "templates/tracking/routines/": "list and detail",
    "templates/tracking/player/": "start card, player, finish page",
    "templates/tracking/partner/": "the panel with the code, and the page of the second phone",
    "templates/tracking/progress/": "progress, day, edit",
    "templates/tracking/reminders/": "reminders and the ledger",
    "static/css/": "tokens first, then one file a concept, in declared layers",
    "static/js/": "small deferred scripts; pages work without them",
    "static/js/player/": "the player as ES modules; docs/player.md has the map",
    "static/audio/": "the silence that gives the player the buttons of a headset",
    "static/icons/": "favicon and the icon sprite",
    "locale/": "translations, one folder a language; English is in the source",
    "tests/": "mirrors the source; what watches the whole stands at its top",
    "docs/": "rules, settings, deployment, design, and decisions/ with the reasons",
    "requirements/": "locked packages with hashes: app to run, dev to test, servers as wheels",
    ".ci/": "what continuous integration runs",
}
# Folders whose place follows from a tool or a standard.
BY_TOOL = {"migrations", "management", "commands", "vendor", "decisions"}
PACKAGES = ("accounts", "config", "exercises", "tracking")


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Return every file of the repository."""
    for path in sorted(folder.iterdir()):
        if path.name in MADE:
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def folders() -> set[str]:
    """Return the folders a newcomer must know."""
    found = set()
    for folder in {path.parent for path in files()} - {ROOT}:
        parts = folder.relative_to(ROOT).parts
        nested = parts[0] in {"tests", "locale"} and len(parts) > 1
        if not BY_TOOL & set(parts) and not nested:
            found.add(f"{folder.relative_to(ROOT)}/")
    return found


def modules(folder: str) -> Iterator[Path]:
    """Return the modules of a folder of ours that say something, commands too."""
    if folder.split("/")[0] in PACKAGES:
        for path in [
            *sorted((ROOT / folder).glob("*.py")),
            *sorted((ROOT / folder).glob("management/commands/*.py")),
        ]:
            if path.name != "__init__.py":
                yield path


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring, as it stands in a list."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    return text.partition("\n")[0].rstrip(".")


def tree() -> str:
    """Return the tree as nested lists."""
    lines = []
    for folder, words in FOLDERS.items():
        if folder in folders():
            lines.append(f"- `{folder}` {words}")
            for path in modules(folder):
                lines.append(f"  - `{path.relative_to(ROOT / folder)}` {first_line(path)}")
    return "\n".join(lines) + "\n"


def current() -> str:
    """Return what docs/map.md must hold: its own head and the tree as it is."""
    return MAP.read_text().partition(MARK)[0] + MARK + tree()


if __name__ == "__main__":
    MAP.write_text(current())
