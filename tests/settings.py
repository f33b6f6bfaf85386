"""The site's own settings with the few that tests must change."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only-and-worth-nothing")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="limber-tests-"))

from config.settings import *  # noqa: E402, F403

# One cheap round: tests sign people in by the hundred.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
