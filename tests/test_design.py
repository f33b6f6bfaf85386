"""The rules of docs/design.md that a machine can check: colour, contrast, size, clean markup."""

import hashlib
import math
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CSS = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "email" not in path.relative_to(ROOT / "templates").parts]
SPRITE = ROOT / "static" / "vendor" / "lucide" / "sprite.svg"
RAW_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|"
    r":\s*(?:white|black|red|green|blue|gray|grey|silver|orange|yellow|purple)\b",
    re.IGNORECASE,
)
THEMES = ("light", "dark")
SURFACES = ("paper", "sheet", "sunk")
STATES = ("ready", "rest", "limit", "cool", "lock", "danger")

TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "ink-soft", "link") for ground in SURFACES),
    *((state, ground) for state in STATES for ground in ("paper", "sheet", f"{state}-soft")),
    *((text, f"{state}-soft") for text in ("ink", "link") for state in STATES),
    *((f"tier-{tier}", ground) for tier in ("stretch", "low", "elevated", "professional")
      for ground in SURFACES),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("danger-ink", "danger"),
    ("danger-ink", "danger-strong"),
    ("link", "accent-soft"),
    ("ink", "accent-soft"),
    ("accent", "paper"),
    ("paper", "ready"),
]  # fmt: skip
CONTROL_PAIRS = [
    *((line, ground) for line in ("line-strong", "focus") for ground in SURFACES),
    *((f"chart-{n}", ground) for n in range(1, 5) for ground in ("paper", "sheet")),
]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tokens(theme: str) -> dict[str, str]:
    """The theme's custom properties; the dark one overrides the light one."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, dark = text.split("@media", 1)
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    return found | (dict(re.findall(r"--([\w-]+):\s*([^;]+);", dark)) if theme == "dark" else {})


def luminance(colour: str) -> float:
    """WCAG relative luminance of an oklch() colour."""
    lightness, chroma, hue = map(float, re.findall(r"[\d.]+", colour)[:3])
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rows = (
        (4.0767416621, -3.3077115913, 0.2309699292, 0.2126),
        (-1.2684380046, 2.6097574011, -0.3413193965, 0.7152),
        (-0.0041960863, -0.7034186147, 1.7076147010, 0.0722),
    )
    return sum(
        weight * min(1, max(0, p * long + q * medium + r * short)) for p, q, r, weight in rows
    )


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_white_and_black_is_twenty_one():
    assert contrast("oklch(1 0 0)", "oklch(0 0 0)") == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(theme, text, ground):
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_controls_and_charts_stand_out_from_their_ground(theme, line, ground):
    colours = tokens(theme)
    assert contrast(colours[line], colours[ground]) >= 3


def test_both_themes_set_the_same_colours():
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, dark = (set(re.findall(r"--([\w-]+):", part)) for part in text.split("@media", 1))
    assert light == dark


@pytest.mark.parametrize("path", CSS, ids=name)
def test_no_raw_colour_outside_the_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert path.name == "tokens.css" or not RAW_COLOUR.findall(text)


@pytest.mark.parametrize("path", CSS, ids=name)
def test_a_style_sheet_has_at_most_200_lines(path):
    assert len(path.read_text().splitlines()) <= 200


@pytest.mark.parametrize("path", CSS, ids=name)
def test_every_custom_property_in_use_is_defined(path):
    everywhere = "".join(sheet.read_text() for sheet in CSS)
    scripts = "".join(file.read_text() for file in (ROOT / "static" / "js").rglob("*.js"))
    known = re.findall(r"--([\w-]+):", everywhere)
    known += re.findall(r'setProperty\("--([\w-]+)"', scripts)
    assert set(re.findall(r"var\(--([\w-]+)", path.read_text())) <= set(known)


def test_every_style_sheet_is_imported_into_a_layer_by_the_site_or_a_place():
    bundles = [path for path in CSS if path.name == "site.css" or path.name.startswith("place-")]
    text = "".join(path.read_text() for path in bundles)
    imported = re.findall(r'@import "([\w-]+\.css)" layer\((\w+)\);', text)
    layers = re.findall(r"@layer ([^;]+);", text)[0].split(", ")
    assert {file for file, _ in imported} == {path.name for path in set(CSS) - set(bundles)}
    assert {layer for _, layer in imported} == set(layers)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_markup_keeps_the_content_policy(path):
    text = path.read_text()
    assert not re.findall(r"\sstyle\s*=", text)
    assert not re.findall(r"<style\b", text)
    assert not re.findall(r"\son[a-z]+\s*=", text)
    assert not re.findall(r"\shx-(?:on|disable)", text)
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_in_use_is_in_the_sprite(path):
    known = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))
    text = path.read_text()
    used = re.findall(r'components/_icon\.html" with name="([\w-]+)"', text)
    used += re.findall(r'\bicon="([\w-]+)"', text)
    assert set(used) <= known


def words_in_use() -> set[str]:
    """Every word of the files that could name an icon or a class."""
    folders = ("templates", "accounts", "exercises", "tracking", "config", "static/js")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    texts = [path.read_text() for path in files if path.suffix in {".html", ".py", ".js"}]
    drawn = [path.read_text() for path in (ROOT / "exercises/figures/reels").glob("*.json")]
    in_figures = set(re.findall(r"fig-[a-z-]+", " ".join(drawn)))
    return in_figures | set(re.findall(r"[A-Za-z][\w-]*", " ".join(texts)))


def test_every_icon_of_the_sprite_is_in_use():
    assert set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text())) - words_in_use() == set()


# Django and htmx name these.
FOREIGN_CLASSES = {"errorlist", "htmx-request"}


def test_every_class_of_the_style_sheets_is_in_use():
    text = " ".join(re.sub(r"/\*.*?\*/|@import[^;]*;", "", path.read_text()) for path in CSS)
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", text)))
    known = words_in_use() | FOREIGN_CLASSES
    # A state comes from a value (`is-{{ part.status }}`), so its word alone counts as well.
    dead = {name for name in classes if not {name, name.removeprefix("is-")} & known}
    assert {name for name in dead if not re.fullmatch(r"is-\d", name)} == set()


def test_vendored_files_are_what_vendored_md_says():
    folder = ROOT / "static" / "vendor"
    rows = re.findall(
        r"^\| ([\w./-]+) \|.*\| ([0-9a-f]{64}) \|$", (folder / "VENDORED.md").read_text(), re.M
    )
    sums = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file, _ in rows}
    assert sums == dict(rows)
    present = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.*")
        if path.name != "VENDORED.md" and path.name != "LICENSE"
    }
    assert present == set(sums)


def test_every_component_is_described():
    described = (ROOT / "docs" / "design.md").read_text()
    parts = {path.name for path in (ROOT / "templates" / "components").glob("*.html")}
    page_furniture = {"_nav.html", "_nav_item.html", "_footer.html", "_messages.html"}
    texts = {part for part in parts if part.startswith("_disclaimer")}
    assert {part for part in parts - page_furniture - texts if part not in described} == set()
