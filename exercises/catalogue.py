"""Read the folder of catalogue files: one TOML document an exercise, all mistakes at once."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exercises.conventions import CONVENTIONS
from exercises.links import mistakes_between
from exercises.reading import Problem, Reader
from exercises.spec import ExerciseSpec, TagEffect, TagText
from exercises.vocabulary import BLOCK_ALL, Tag

FOLDER = Path(__file__).parent / "catalogue"
TAGS_FILE = "_tags.toml"


class CatalogueInvalid(Exception):
    """The catalogue cannot be used; `problems` holds every mistake found."""

    code = "CATALOGUE_INVALID"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.field))
        super().__init__(f"{self.code}: {'; '.join(map(str, self.problems))}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise: the document as written and what it says."""

    spec: ExerciseSpec
    document: dict[str, Any]

    @property
    def checksum(self) -> str:
        """SHA-256 of the document's content; comments and layout of the file do not count."""
        text = json.dumps(self.document, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries in their order, and the words of every tag."""

    entries: tuple[Entry, ...]
    tags: Mapping[Tag, TagText]


def read_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Return what the folder holds, or raise CatalogueInvalid with every mistake in it."""
    problems: list[Problem] = []
    tags = _read_tags(folder / TAGS_FILE, problems)
    files = sorted(path for path in folder.glob("*.toml") if path.name != TAGS_FILE)
    if not files:
        problems.append(Problem(str(folder), "", "holds no exercise file"))
    entries = [entry for path in files if (entry := _read_entry(path, problems))]
    known = {path.stem for path in files}
    problems += [
        Problem(f"{slug}.toml", place, reason)
        for slug, place, reason in mistakes_between((entry.spec for entry in entries), known)
    ]
    if problems:
        raise CatalogueInvalid(problems)
    return Catalogue(tuple(sorted(entries, key=lambda entry: entry.spec.position)), tags)


def spec_of(document: Mapping[str, Any], file: str) -> ExerciseSpec:
    """Return the typed form of a document whose conventions were checked when it was loaded."""
    reader = Reader(file)
    spec: ExerciseSpec = reader.read(ExerciseSpec, document)
    if reader.problems:
        raise CatalogueInvalid(reader.problems)
    return spec


@cache
def tag_texts() -> Mapping[Tag, TagText]:
    """Return the name and meaning of every tag, as shipped with this release."""
    problems: list[Problem] = []
    tags = _read_tags(FOLDER / TAGS_FILE, problems)
    if problems:
        raise CatalogueInvalid(problems)
    return tags


def _parse(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(Problem(path.name, "", f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        problems.append(Problem(path.name, "", f"is not UTF-8 text (byte {error.start})"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path.name, "", f"is not TOML: {error}"))
    return None


def _read_entry(path: Path, problems: list[Problem]) -> Entry | None:
    document = _parse(path, problems)
    if document is None:
        return None
    reader = Reader(path.name)
    spec: ExerciseSpec = reader.read(ExerciseSpec, document)
    if reader.problems:
        problems += reader.problems
        return None
    if spec.slug != path.stem:
        reader.note("slug", f"must be the name of the file, {path.stem}")
    for convention in CONVENTIONS:
        for place, reason in convention(spec):
            reader.note(place, reason)
    problems += reader.problems
    return Entry(spec, document)


def _read_tags(path: Path, problems: list[Problem]) -> Mapping[Tag, TagText]:
    document = _parse(path, problems)
    if document is None:
        return {}
    reader = Reader(path.name)
    tags: Mapping[Tag, TagText] = reader.read(Mapping[Tag, TagText], document)
    for tag in Tag:
        if tag not in document:
            reader.note(tag, "is missing")
        elif tags[tag] and (tags[tag].effect is TagEffect.BLOCK_ALL) is not (tag in BLOCK_ALL):
            reader.note(f"{tag}.effect", "contradicts the vocabulary")
    problems += reader.problems
    return tags
