"""Copies of the catalogue folder that a test may break."""

import shutil
from pathlib import Path

from exercises.catalogue import FOLDER


def copy_catalogue(tmp_path: Path) -> Path:
    """Return a copy of the shipped catalogue."""
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first `old` in a file; the test is wrong if there is none."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not contain {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
