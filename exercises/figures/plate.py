"""A plate: one still picture as a file of its own, which brings the colours of both themes along.

A page with many pictures names their addresses instead of holding their paths, so browsers fetch
each when it comes into view, and keep it.
"""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from exercises.figures.album import Album, size_of

CSS = Path(__file__).parents[2] / "static" / "css"
THEME = "@media screen and (prefers-color-scheme:dark)"
# Not in an image: there the system's colours are those of a light theme, also on a dark page.
FORCED = "@media (forced-colors:active)"


@cache
def style() -> str:
    """Return figure.css with the tokens it names, light and dark."""
    rules, tokens = (_squeezed((CSS / name).read_text()) for name in ("figure.css", "tokens.css"))
    rules = rules.split(FORCED)[0]  # the last part of the file
    used = set(re.findall(r"var\((--[\w-]+)\)", rules))
    light, dark = (
        "".join(f"{name}:{value};" for name, value in found if name in used)
        for found in (re.findall(r"(--[\w-]+):([^;]+);", part) for part in tokens.split(THEME))
    )
    return f":root{{color-scheme:light dark;{light}}}{THEME}{{:root{{{dark}}}}}{rules}"


@cache
def style_digest() -> bytes:
    """Return the SHA-256 digest of the style."""
    return hashlib.sha256(style().encode()).digest()


def style_source() -> str:
    """Return the source under which a content policy lets exactly this style pass."""
    return f"'sha256-{b64encode(style_digest()).decode()}'"


def edition(album: Album) -> str:
    """Return a mark that changes with the drawing and its colours."""
    return album.mark + style_digest().hex()[:4]


def plate(album: Album, step: int, key: int, side: str = "A") -> str:
    """Return a key pose of a step as an SVG document, both counted from 0; -1 is the last pose."""
    return _document(album.still(step, album.keys(step, side)[key], "", side))


def thumbnail(album: Album) -> str:
    """Return the pose that stands for an exercise as an SVG document."""
    return _document(album.thumbnail())


def _document(svg: str) -> str:
    open_tag, rest = svg.split(">", 1)
    width, height = size_of(svg.split('"', 4)[3])
    head = f'{open_tag} xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    return f"{head}<style>{style()}</style>{rest}"


def _squeezed(css: str) -> str:
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r" ?([{};:,]) ?", r"\1", re.sub(r"\s+", " ", bare)).strip()
