"""The site's own settings with the few that tests must change.

TEST_DATABASE=postgres (the default) or sqlite chooses the engine of the run.
"""

import os
import re
from pathlib import Path

from tests import services, sheets

if os.environ.setdefault("TEST_DATABASE", "postgres") not in {"postgres", "sqlite"}:
    raise SystemExit("TEST_DATABASE must be postgres or sqlite.")
services.start(postgres=os.environ["TEST_DATABASE"] == "postgres")
# What a developer's shell holds must not change what is tested.
SETTINGS = (Path(__file__).parents[1] / "docs/settings.md").read_text().partition("\n## ")[0]
for _name in re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.MULTILINE):
    os.environ.pop(_name, None)
    os.environ.pop(f"{_name}_FILE", None)
for _name in [name for name in os.environ if name.startswith("LIMIT_")]:
    del os.environ[_name]
os.environ["SECRET_KEY"] = "for the tests only, and worth nothing elsewhere"
os.environ["VAR_DIR"] = str(services.make_folder())
os.environ["DATABASE_URL"] = os.environ["REDIS_URL"] = ""
if os.environ["TEST_DATABASE"] == "postgres":
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
# Each xdist worker has two databases of the one Valkey: a broker's and a cache's. They are
# apart because emptying the cache between tests would take the broker's bindings with it.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["REDIS_URL"] = f"{os.environ['TEST_REDIS_URL']}?db={2 * WORKER}"
# Playwright runs an event loop in the main thread, where Django would refuse to query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from config.settings import *  # noqa: E402, F403
from config.settings import (  # noqa: E402
    CACHES,
    DATABASES,
    EMBEDDED,
    STATIC_ROOT,
    STATICFILES_DIRS,
    VAR,
)

CACHES["default"]["LOCATION"] = f"{os.environ['TEST_REDIS_URL']}?db={2 * WORKER + 1}"
if EMBEDDED:
    # A file like the embedded one: in memory, SQLite knows neither WAL nor a second writer.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
Path(STATIC_ROOT).mkdir(parents=True)
STATICFILES_DIRS = [sheets.put_together(VAR / "sheets"), *STATICFILES_DIRS]
# One cheap round: tests sign people in by the hundred.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
