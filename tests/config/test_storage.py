"""Addresses of static files: hashed, as the manifest says, and worked out once."""

import json
import re

import pytest
from whitenoise import WhiteNoise

from config.storage import Storage
from tests.release import release


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
    static = settings.BASE_DIR / "static"
    found = [path for folder in ("css", "vendor/literata") for path in (static / folder).iterdir()]
    release(tmp_path, [path.relative_to(static).as_posix() for path in found])
    for name in ("site", "place-player"):
        [path] = tmp_path.glob(f"css/{name}.????????.css")
        assert "@import" not in path.read_text()
    site = next(tmp_path.glob("css/site.????????.css")).read_text()
    assert re.search(r"@layer reset \{\n.*@layer tokens \{\n", site, re.DOTALL)
    assert re.search(r"url\(\"\.\./vendor/literata/[\w-]+\.[0-9a-f]{8}\.woff2\"\)", site)


def test_every_file_is_served_with_a_type_that_its_reader_takes(settings):
    """ "nosniff" forbids a browser to guess what an unknown type is."""
    told = WhiteNoise(application=None, mimetypes=settings.WHITENOISE_MIMETYPES).media_types
    static = settings.BASE_DIR / "static"
    suffixes = {path.suffix for path in static.rglob("*") if path.is_file()} - {""}
    unknown = {
        suffix for suffix in suffixes if told.get_type(f"x{suffix}").endswith("octet-stream")
    }
    assert unknown == set()
