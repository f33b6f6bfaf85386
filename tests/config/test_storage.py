"""Addresses of static files: hashed, as the manifest says, and worked out once."""

import json
import re

import pytest
from django.core.files.storage import FileSystemStorage

from config.storage import Storage


@pytest.fixture
def storage(tmp_path, settings):
    """A storage whose folder holds a manifest of one file."""
    settings.STATIC_ROOT, settings.DEBUG = str(tmp_path), False
    manifest = {
        "version": "1.1",
        "hash": "",
        "paths": {"css/site.css": "css/site.0123456789ab.css"},
    }
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    return Storage()


def test_an_address_is_that_of_the_manifest_each_time(storage):
    for _again in range(2):
        assert storage.url("css/site.css") == "/static/css/site.0123456789ab.css"


def test_a_file_that_is_not_in_the_manifest_has_no_address(storage):
    for _again in range(2):
        with pytest.raises(ValueError, match="manifest"):
            storage.url("css/none.css")


def test_a_sheet_is_sent_in_one_piece_with_its_files_named_by_their_hash(tmp_path, settings):
    settings.STATIC_ROOT, settings.DEBUG = str(tmp_path), False
    source = FileSystemStorage(location=settings.BASE_DIR / "static")
    folders = (source.listdir(folder)[1] for folder in ("css", "vendor/literata"))
    names = [f"css/{name}" for name in next(folders)]
    names += [f"vendor/literata/{name}" for name in next(folders)]
    storage = Storage(location=str(tmp_path), base_url="/static/")
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    for _name, _hashed, done in storage.post_process({name: (source, name) for name in names}):
        assert not isinstance(done, Exception), done
    for name in ("site", "place-player"):
        [path] = tmp_path.glob(f"css/{name}.????????.css")
        assert "@import" not in path.read_text()
    site = next(tmp_path.glob("css/site.????????.css")).read_text()
    assert re.search(r"@layer reset \{\n.*@layer tokens \{\n", site, re.DOTALL)
    assert re.search(r"url\(\"\.\./vendor/literata/[\w-]+\.[0-9a-f]{8}\.woff2\"\)", site)
