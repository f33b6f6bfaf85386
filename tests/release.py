"""The static files as a release serves them, in a folder of the test's own."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from config.storage import Storage


def release(folder: Path, names: Iterable[str]) -> None:
    """Put files of static/ into the folder, named by their hash, each name in them rewritten."""
    storage = Storage(location=str(folder), base_url="/static/")
    source = FileSystemStorage(location=settings.BASE_DIR / "static")
    found = {name: (source, name) for name in names}
    for name in found:
        with source.open(name) as file:
            storage.save(name, file)
    for name, hashed, done in storage.post_process(found):
        assert not isinstance(done, Exception), (name, hashed, done)
