"""The sentences of the catalogue as a Python module, so that makemessages finds them."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from exercises.catalogue import TAGS_FILE, Catalogue

MODULE = Path(__file__).parent / "catalogue_strings.py"
HEADER = '''"""The catalogue for makemessages. Written by `manage.py catalogue_strings`."""

from django.utils.translation import gettext_noop as _
'''
# Never shown, or names and addresses that stay the same in every language.
SILENT = {"slug", "slugs", "pose", "figure", "stage", "reference", "url"}


def sentences(value: Any) -> Iterator[str]:
    """Yield every text for people in a typed catalogue value, in the order of its fields."""
    if is_dataclass(value):
        for item in fields(value):
            if item.name not in SILENT:
                yield from sentences(getattr(value, item.name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from sentences(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from sentences(part)
    elif isinstance(value, str) and not isinstance(value, StrEnum) and value:
        yield value


def module_text(catalogue: Catalogue) -> str:
    """Return the source of the module: each sentence once, under the first file that has it."""
    parts, seen = [HEADER], set[str]()
    sources: list[tuple[str, Any]] = [(TAGS_FILE, catalogue.tags)]
    sources += [(f"{entry.spec.slug}.toml", entry.spec) for entry in catalogue.entries]
    for file, value in sources:
        parts.append(f"\n# {file}")
        for text in sentences(value):
            if text not in seen:
                seen.add(text)
                parts.append(f"_({json.dumps(text, ensure_ascii=False)})")
    return "\n".join(parts) + "\n"
