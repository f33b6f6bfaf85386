"""The shape of the code: arrows between packages, sizes, names of migrations."""

import ast
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("accounts", "exercises", "tracking", "config")
# An arrow never points back: a package may import those before it, and itself.
MAY_IMPORT = {package: set(PACKAGES[: place + 1]) for place, package in enumerate(PACKAGES)}
SLICES = ("today", "screening", "rules", "routines", "player", "partner", "progress", "reminders")
FUNCTION, MODULE, VIEW, TEMPLATE, STYLE_SHEET = 40, 300, 25, 120, 200
# Generated from the catalogue by `manage.py`, so that its words can be translated.
GENERATED = {"exercises/catalogue_strings.py", "tracking/routine_strings.py"}


def sources(*packages):
    """Modules of the named packages, without migrations and generated ones."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and name(path) not in GENERATED:
                yield path


def name(path):
    """Return a path as the repository knows it."""
    return str(path.relative_to(ROOT))


def tree(path):
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(), str(path))


def imported(path):
    """Return the dotted names of all that a module imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: relative import"
            yield node.module or ""


def functions(path):
    """Return every function of a module, methods too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node):
    """Return how many lines a function has, decorators included."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return node.end_lineno - first + 1


@pytest.mark.parametrize("package", PACKAGES)
def test_arrows_between_packages_point_one_way(package):
    wrong = [
        f"{name(path)} imports {module}"
        for path in sources(package)
        for module in imported(path)
        if module.split(".")[0] in set(PACKAGES) - MAY_IMPORT[package]
    ]
    assert wrong == []


def test_the_product_does_not_import_its_tests():
    wrong = [
        name(path)
        for path in sources(*PACKAGES)
        if any(module.split(".")[0] == "tests" for module in imported(path))
    ]
    assert wrong == []


PURE = {
    "tracking/safety": {"exercises.vocabulary", "tracking.safety"},
    "exercises/vocabulary.py": set(),
    "tracking/player/machine.py": None,
    "tracking/progress/series.py": None,
    "tracking/reminders/schedule.py": None,
}
IMPURE = (
    "django.db",
    "django.http",
    "django.utils.timezone",
    "django.core.cache",
    "tracking.models",
)


@pytest.mark.parametrize("place", PURE)
def test_pure_rules_know_no_database_request_or_clock(place):
    paths = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
    assert paths
    for path in paths:
        modules = set(imported(path))
        assert not [module for module in modules if module.startswith(IMPURE)], name(path)
        assert not {"now", "today", "utcnow"} & called_methods(path), name(path)
        allowed = PURE[place]
        if allowed is not None:
            ours = {module for module in modules if module.split(".")[0] in PACKAGES}
            assert all(module.startswith(tuple(allowed)) for module in ours), name(path)
            assert not [module for module in modules if module.startswith("django")], name(path)


def called_methods(path):
    """Return the attribute names that a module calls."""
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return {function.attr for function in calls if isinstance(function, ast.Attribute)}


def test_no_slice_calls_the_views_of_another():
    wrong = [
        f"{name(path)} imports {module}"
        for home in SLICES
        for path in sources(f"tracking/{home}")
        for module in imported(path)
        if re.match(r"tracking\.\w+\.(views|urls)\b", module)
        and not module.startswith(f"tracking.{home}.")
    ]
    assert wrong == []


def test_imports_stand_at_the_head_of_the_module():
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in [*sources(*PACKAGES), *sources("tests")]
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_functions_are_short():
    long = [
        f"{name(path)}:{node.lineno} {node.name} has {length(node)} lines"
        for path in sources(*PACKAGES)
        for node in functions(path)
        if length(node) > FUNCTION
    ]
    assert long == []


def test_views_are_shorter():
    long = [
        f"{name(path)}:{node.lineno} {node.name} has {length(node)} lines"
        for path in sources(*PACKAGES)
        if path.stem == "views" or path.parent.name == "views"
        for node in functions(path)
        if node.args.args and node.args.args[0].arg == "request" and length(node) > VIEW
    ]
    assert long == []


@pytest.mark.parametrize(
    ("limit", "paths"),
    [
        pytest.param(MODULE, [*sources(*PACKAGES)], id="modules"),
        pytest.param(TEMPLATE, sorted(ROOT.glob("templates/**/*.*")), id="templates"),
        pytest.param(STYLE_SHEET, sorted(ROOT.glob("static/css/**/*.css")), id="style-sheets"),
        pytest.param(STYLE_SHEET, sorted(ROOT.glob("static/js/**/*.js")), id="scripts"),
    ],
)
def test_files_are_short(limit, paths):
    assert paths
    lines = {name(path): len(path.read_text().splitlines()) for path in paths}
    assert {path: count for path, count in lines.items() if count > limit} == {}


def test_migrations_have_names_that_tell_the_change():
    made = [path for path in ROOT.glob("*/migrations/[0-9]*.py")]
    assert made
    automatic = re.compile(r"_auto_|_alter_\w+_and_more|_\d{8}_\d{4}|_and_more$")
    assert [name(path) for path in made if automatic.search(path.stem)] == []


def test_no_migration_is_missing(db):
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def test_nothing_is_left_to_do():
    words = re.compile(
        "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error"])
    )
    paths = [*sources(*PACKAGES, "tests"), *ROOT.glob("templates/**/*.*")]
    assert [name(path) for path in paths if words.search(path.read_text())] == []


def test_no_test_is_skipped_or_expected_to_fail():
    words = re.compile(r"(mark|pytest)\.(sk" + "ip|xf" + "ail|importorsk" + "ip)")
    assert [name(path) for path in sources("tests") if words.search(path.read_text())] == []


def test_raw_colours_stand_among_the_tokens_only():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\(")
    wrong = [
        f"{name(path)}:{number}"
        for path in ROOT.glob("static/css/**/*.css")
        if path.name != "tokens.css"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if colour.search(line)
    ]
    assert wrong == []
