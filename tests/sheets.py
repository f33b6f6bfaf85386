"""Style sheets as a release serves them (config/storage.py): with what they import in its place.

A page of the player asks for 25 files instead of 54, and the suite opens hundreds of windows.
"""

import re
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "static/css"
IMPORT = re.compile(r'@import "([\w-]+\.css)" layer\((\w+)\);')


def put_together(folder: Path) -> Path:
    """Write every sheet with what it imports into the folder's css/; return the folder."""
    (folder / "css").mkdir(parents=True)
    for path in SOURCES.glob("*.css"):
        (folder / "css" / path.name).write_text(whole(path))
    return folder


def whole(path: Path) -> str:
    """Return a sheet with each imported one in its layer."""
    return IMPORT.sub(
        lambda found: f"@layer {found[2]} {{\n{whole(SOURCES / found[1])}}}", path.read_text()
    )
