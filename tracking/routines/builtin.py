"""PURE: the built-in routines as data: read the file, check each by the rules of composition."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracking.safety import composition
from tracking.safety.facts import Exercise
from tracking.safety.plan import Item, Plan

STRETCHES = "stretch-only"
FILE = Path(__file__).parent / "builtin.toml"
FIELDS = {"slug": str, "name": str, "purpose": str, "description": str, "items": list}
OPTIONAL = {"requires_spotter_ack": bool}


class RoutinesInvalid(Exception):
    """The file cannot be used; `problems` holds a sentence for every mistake found."""

    code = "ROUTINES_INVALID"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{self.code}: {'; '.join(problems)}")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One built-in routine; `items` are slugs in order."""

    slug: str
    name: str
    purpose: str
    description: str
    items: tuple[str, ...]
    requires_spotter_ack: bool = False


def read_routines(file: Path = FILE) -> tuple[BuiltIn, ...]:
    """Return the file's routines in order, or raise RoutinesInvalid with every mistake in it."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RoutinesInvalid([f"{file.name}: {error}"]) from error
    rows = document.get("routine")
    are_tables = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    if not rows or not are_tables or document.keys() - {"routine"}:
        raise RoutinesInvalid([f"{file.name}: must hold [[routine]] tables and nothing else"])
    problems = [problem for number, row in enumerate(rows, 1) for problem in _mistakes(number, row)]
    slugs = [str(row.get("slug")) for row in rows]
    problems += [f"{slug}: is there twice" for slug in set(slugs) if slugs.count(slug) > 1]
    if problems:
        raise RoutinesInvalid(problems)
    return tuple(BuiltIn(**{**row, "items": tuple(row["items"])}) for row in rows)


@cache
def by_slug() -> Mapping[str, BuiltIn]:
    """Return the built-in routines, read once; STRETCHES stays open while something rests."""
    return {routine.slug: routine for routine in read_routines()}


def plan_of(routine: BuiltIn, catalogue: Mapping[str, Exercise]) -> Plan:
    """Return the routine as the rules of composition judge it."""
    return Plan(
        items=tuple(Item(slug=slug) for slug in routine.items),
        catalogue=catalogue,
        requires_spotter_ack=routine.requires_spotter_ack,
    )


def check(routines: tuple[BuiltIn, ...], catalogue: Mapping[str, Exercise]) -> None:
    """Raise RoutinesInvalid unless every routine keeps every rule of composition."""
    problems = [
        f"{routine.slug}: {finding.code} at {finding.item}"
        for routine in routines
        for finding in composition.findings(plan_of(routine, catalogue))
    ]
    if problems:
        raise RoutinesInvalid(problems)


def _mistakes(number: int, row: Mapping[str, Any]) -> Iterator[str]:
    name = row.get("slug") or f"routine {number}"
    for field in row.keys() - FIELDS.keys() - OPTIONAL.keys():
        yield f"{name}: {field} is not a field of a routine"
    for field, kind in {**FIELDS, **OPTIONAL}.items():
        if field not in row:
            if field in FIELDS:
                yield f"{name}: {field} is missing"
        elif type(row[field]) is not kind or row[field] == "":
            yield f"{name}: {field} must be a {kind.__name__} and not empty"
    items = row.get("items")
    if isinstance(items, list) and not all(isinstance(item, str) for item in items):
        yield f"{name}: items must be slugs of exercises"
