"""Every kind of mistake in a catalogue file is found and named by file, field and reason."""

import tomllib
from pathlib import Path

import pytest

from exercises.catalogue import CatalogueInvalid, read_catalogue
from tests.exercises.files import copy_catalogue, edit

CHAIR = "seated-chair-twist.toml"
KNEES = "double-knee-to-chest.toml"
ARCH = "standing-back-extension.toml"
FLOOR = "floor-manipulation-by-another.toml"

with (Path(__file__).parent / "mistakes.toml").open("rb") as source:
    MISTAKES = tomllib.load(source)


def problems_of(folder):
    """Return what reading the folder complains about."""
    with pytest.raises(CatalogueInvalid) as caught:
        read_catalogue(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"), [pytest.param(*row, id=id) for id, row in MISTAKES.items()]
)
def test_a_mistake_is_named_by_file_field_and_reason(tmp_path, file, old, new, problem):
    folder = copy_catalogue(tmp_path)
    edit(folder, file, old, new)
    found = problems_of(folder)
    assert any(line.startswith(f"{file}: {problem}") for line in found), found


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path):
    folder = copy_catalogue(tmp_path)
    edit(folder, CHAIR, "seconds = 8\n", "")
    edit(folder, CHAIR, "kind = ", 'mood = "x"\nkind = ')
    edit(folder, KNEES, "bout_seconds = 50", "bout_seconds = 51")
    edit(folder, ARCH, '"childs-pose"', '"nowhere"')
    assert problems_of(folder) == [
        f"{KNEES}: bout_seconds: must be 50, the sum of the steps, not 51",
        f"{CHAIR}: mood: is not a field of the catalogue",
        f"{CHAIR}: steps[1].seconds: is missing",
        f"{ARCH}: counter.slugs: names nowhere, which the catalogue does not hold",
    ]


def test_pointing_at_a_file_that_cannot_be_read_is_no_second_mistake(tmp_path):
    folder = copy_catalogue(tmp_path)
    edit(folder, "childs-pose.toml", "kind = ", "kind : ")
    assert [line.split(":")[0] for line in problems_of(folder)] == ["childs-pose.toml"]


def test_a_file_that_is_not_text_is_named(tmp_path):
    folder = copy_catalogue(tmp_path)
    (folder / CHAIR).write_bytes(b"name = \xff")
    assert problems_of(folder) == [f"{CHAIR}: is not UTF-8 text (byte 7)"]


def test_a_missing_tags_file_is_named(tmp_path):
    folder = copy_catalogue(tmp_path)
    (folder / "_tags.toml").unlink()
    assert problems_of(folder) == ["_tags.toml: cannot be read: No such file or directory"]


def test_an_empty_folder_is_a_mistake_and_not_an_empty_catalogue(tmp_path):
    assert any("holds no exercise file" in line for line in problems_of(tmp_path))


def test_an_information_page_cannot_be_given_steps(tmp_path):
    folder = copy_catalogue(tmp_path)
    steps = "[[steps]]" + (folder / CHAIR).read_text().split("[[steps]]", 1)[1].split("\n[cont")[0]
    edit(folder, FLOOR, "\n[release]", f"\n{steps}\n[release]")
    assert f"{FLOOR}: steps: must be left out of an information page" in problems_of(folder)


def test_an_information_page_says_why_it_cannot_be_run(tmp_path):
    folder = copy_catalogue(tmp_path)
    text = (folder / FLOOR).read_text()
    start, end = text.index("why_not"), text.index("cues")
    (folder / FLOOR).write_text(text[:start] + text[end:])
    assert problems_of(folder) == [f"{FLOOR}: why_not: is missing from an information page"]


def test_what_can_be_run_needs_steps_and_figures(tmp_path):
    folder = copy_catalogue(tmp_path)
    text = (folder / CHAIR).read_text()
    head, rest = text.split("[[steps]]", 1)
    start, end = head.index("[prescription.hold_s]"), head.index("[prescription.times_per_day]")
    tail = rest[rest.index("\n[contraindications.block]") :]
    (folder / CHAIR).write_text(head[:start] + head[end:] + tail)
    found = problems_of(folder)
    assert f"{CHAIR}: steps: must not be empty" in found
    assert f"{CHAIR}: prescription.hold_s: is missing" in found
    assert f"{CHAIR}: prescription.reps: is missing" in found
