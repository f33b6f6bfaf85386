"""Addresses of static files: hashed, as the manifest says, and worked out once."""

import json

import pytest

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
