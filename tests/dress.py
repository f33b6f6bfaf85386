"""What a page is dressed in: its style sheets and scripts, their weight, and what is missing."""

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
IMPORT = re.compile(r'@import "([\w-]+\.css)"')


@cache
def content(name: str) -> bytes:
    """The bytes of a static file."""
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()


def files(page: str) -> set[str]:
    """The style sheets and scripts of a page, imported sheets as well."""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))', page))
    for sheet in [name for name in names if name.endswith("css")]:
        names |= {f"css/{name}" for name in IMPORT.findall(content(sheet).decode())}
    return names


@cache
def packed(name: str) -> int:
    """Gzipped bytes of a static file."""
    return len(gzip.compress(content(name)))


def weight(page: str) -> int:
    """Gzipped bytes of a page with its style sheets and scripts; fonts and pictures apart."""
    return len(gzip.compress(page.encode())) + sum(map(packed, files(page)))


@cache
def classes(sheet: str) -> frozenset[str]:
    """The classes that a style sheet has rules for."""
    text = re.sub(r"/\*.*?\*/", "", content(sheet).decode(), flags=re.DOTALL)
    return frozenset(re.findall(r"\.([a-z][\w-]*)", text))


def undressed(page: str) -> set[str]:
    """The classes of a page whose only rules are in style sheets that it does not link."""
    linked = files(page)
    if "css/site.css" not in linked:
        return set()  # the administration, and pages that show what failed
    sheets = {f"css/{path.name}" for path in CSS.glob("*.css")}
    known = frozenset().union(*(classes(sheet) for sheet in sheets & linked))
    elsewhere = frozenset().union(*(classes(sheet) for sheet in sheets - linked))
    used = {word for words in re.findall(r'\sclass="([^"]*)"', page) for word in words.split()}
    return {word for word in used & (elsewhere - known) if not word.startswith("is-")}
