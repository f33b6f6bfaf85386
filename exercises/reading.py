"""Turn parsed data into typed values by the type hints of a dataclass, noting every mistake."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: file, field (`steps[2].breath`, counted from 1) and what is wrong with it."""

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.field}" if self.field else self.file
        return f"{place}: {self.reason}"


@cache
def _hints(shape: type) -> dict[str, Any]:
    """Return field -> type; `A | None` becomes A, for an absent key is the way to say None."""
    hints = {}
    for name, kind in get_type_hints(shape).items():
        if get_origin(kind) is UnionType:
            (kind,) = (arm for arm in get_args(kind) if arm is not type(None))
        hints[name] = kind
    return hints


@cache
def _fields(shape: type) -> tuple[Field[Any], ...]:
    return fields(shape)


class Reader:
    """Reads one file's data and collects its problems; a value with a problem reads as None."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, kind: Any, value: object, place: str = "") -> Any:
        """Return `value` as a `kind`: a dataclass, StrEnum, tuple, mapping, text, number, flag."""
        origin = get_origin(kind)
        if origin is tuple:
            return self._list(get_args(kind)[0], value, place)
        if origin is Mapping:
            word, item = get_args(kind)
            return self._mapping(word, item, value, place)
        if is_dataclass(kind) and isinstance(kind, type):
            return self._record(kind, value, place)
        if issubclass(kind, StrEnum):
            return self._word(kind, value, place)
        return self._plain(kind, value, place)

    def note(self, place: str, reason: str) -> Any:
        """Add a problem and return None, the value of what could not be read."""
        self.problems.append(Problem(self.file, place, reason))
        return None

    def _record(self, shape: type, value: object, place: str) -> Any:
        if not isinstance(value, Mapping):
            return self.note(place, "must be a table")
        hints, prefix = _hints(shape), f"{place}." if place else ""
        for name in value.keys() - hints.keys():
            self.note(f"{prefix}{name}", "is not a field of the catalogue")
        given: dict[str, Any] = {}
        for item in _fields(shape):
            if item.name in value:
                given[item.name] = self.read(hints[item.name], value[item.name], prefix + item.name)
            elif item.default is MISSING and item.default_factory is MISSING:
                given[item.name] = self.note(prefix + item.name, "is missing")
        return shape(**given)

    def _list(self, kind: Any, value: object, place: str) -> Any:
        if not isinstance(value, list):
            return self.note(place, "must be a list")
        return tuple(
            self.read(kind, item, f"{place}[{n}]") for n, item in enumerate(value, start=1)
        )

    def _mapping(self, word: type[StrEnum], kind: Any, value: object, place: str) -> Any:
        if not isinstance(value, Mapping):
            return self.note(place, "must be a table")
        prefix = f"{place}." if place else ""
        read = {
            self._word(word, name, prefix + name): self.read(kind, item, prefix + name)
            for name, item in value.items()
        }
        # In the order of the vocabulary: PostgreSQL's jsonb does not keep the order of keys.
        return {name: read[name] for name in word if name in read}

    def _word(self, kind: type[StrEnum], value: object, place: str) -> Any:
        try:
            return kind(value)  # type: ignore[arg-type]  # anything may come
        except ValueError:
            return self.note(place, f"must be one of {', '.join(kind)}, not {value!r}")

    def _plain(self, kind: type, value: object, place: str) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            return self.note(place, f"must be {WORDS[kind]}, not {value!r}")
        if isinstance(value, str) and (not value or value != value.strip()):
            return self.note(place, "must not be empty, nor begin or end with a space")
        return value
