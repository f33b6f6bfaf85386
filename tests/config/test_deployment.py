"""The image and the compose file fit the code, as far as that shows without an engine."""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft201909Validator

from tests.test_docs import read_variables

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SCHEMA = ROOT / "tests/vendor/compose-spec/compose_spec.json"


def test_the_schema_is_the_vendored_one():
    noted = re.search(r"compose_spec\.json .*`([0-9a-f]{64})`", VENDORED.read_text())
    assert noted
    assert hashlib.sha256(SCHEMA.read_bytes()).hexdigest() == noted[1]


VENDORED = ROOT / "tests/vendor/VENDORED.md"


def test_the_compose_file_fits_the_compose_schema():
    validator = Draft201909Validator(json.loads(SCHEMA.read_text()))
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []
    broken = COMPOSE | {"services": {"web": {"imagine": "limber"}}}
    assert [error.message for error in validator.iter_errors(broken)] != []


def test_all_parts_are_there_and_wait_for_what_they_need():
    services = COMPOSE["services"]
    assert set(services) == {"prepare", "web", "worker", "beat", "postgres", "redis", "mail"}
    for part in ("web", "worker", "beat"):
        assert services[part]["depends_on"] == {
            "prepare": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    for part in ("postgres", "redis"):
        assert services[part]["healthcheck"]["test"]
        assert services[part]["volumes"]
    named = {volume.split(":")[0] for s in services.values() for volume in s.get("volumes", [])}
    assert named == set(COMPOSE["volumes"])


def test_images_are_pinned():
    images = [service["image"] for service in COMPOSE["services"].values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    tags = [image.partition(":")[2] for image in images]
    assert all(tags), images
    assert not [tag for tag in tags if "latest" in tag]


def test_nothing_but_the_site_is_published():
    published = {
        name: service["ports"]
        for name, service in COMPOSE["services"].items()
        if "ports" in service
    }
    assert published == {
        "web": ["${PUBLISH:-127.0.0.1:8000}:8000"],
        "mail": ["127.0.0.1:8025:8025"],
    }


def test_secrets_have_no_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        written = re.findall(rf"\$\{{{name}(.)", text)
        assert written
        assert set(written) == {":"}
        assert f"{name}:-" not in text


def test_what_the_image_copies_is_all_that_it_needs():
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE))
    assert all((ROOT / path).exists() for path in copied)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {"templates", "static", "locale", "manage.py"} <= copied
    kept = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert set(kept) == copied


def commands():
    """Every command line of the image and of the services that use it."""
    built = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert built
    yield "image", json.loads(built[1])
    for name in ("prepare", "worker", "beat"):
        yield name, COMPOSE["services"][name]["command"]


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_is_understood(name, command):
    program, *arguments = command
    if program == "celery":
        program, arguments = "-m", ["celery", *arguments]
    elif program == "granian":
        program, arguments = "-m", ["granian", *arguments]
    elif program == "python":
        program, *arguments = arguments
    done = subprocess.run(
        [sys.executable, program, *arguments, "--help"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout.lower()


def in_container(own_settings=None):
    """What a container's environment holds: .env, and over it what compose sets by itself."""
    environment = dict(own_settings or {})
    for name, value in COMPOSE["services"]["web"]["environment"].items():
        environment[name] = re.sub(
            r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)\}", fill(environment), str(value)
        )
    return environment


def test_the_build_collects_the_static_files_without_any_other_setting(tmp_path):
    step = re.search(
        r"^RUN (SECRET_KEY=\S+) python (manage\.py collectstatic .*) \\$", DOCKERFILE, re.M
    )
    assert step
    name, _, value = step[1].partition("=")
    done = subprocess.run(
        [sys.executable, *shlex.split(step[2])],
        cwd=ROOT,
        env={name: value, "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # No key: every instance of the image would share it.
    assert [path.name for path in tmp_path.iterdir()] == ["static"]


def test_every_setting_of_the_site_reaches_the_containers():
    settings_file = {name: f"from .env: {name}" for name in read_variables()}
    fixed = {"DATABASE_URL", "REDIS_URL", "HOST", "PORT", "VAR_DIR"}
    for name in ("prepare", "web", "worker", "beat"):
        service = COMPOSE["services"][name]
        assert service["env_file"] == ".env"
        assert service["environment"] == COMPOSE["services"]["web"]["environment"]
    found = in_container(settings_file)
    assert {name for name in settings_file if found[name] != settings_file[name]} == fixed


def test_the_environment_of_compose_makes_a_production_site(tmp_path):
    code = (
        "from django.conf import settings as s; "
        "print(s.LOCAL_ONLY, s.EMBEDDED, s.DATABASES['default']['HOST'], s.ALLOWED_HOSTS)"
    )
    own = {"SECRET_KEY": "k" * 50, "POSTGRES_PASSWORD": "p", "PORT": "9"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=in_container(own)
        | {
            "VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PATH": os.environ["PATH"],
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "False False postgres ['localhost']", done.stderr
    assert list(tmp_path.iterdir()) == []


def fill(environment):
    """Return what compose puts in place of a variable."""
    return lambda match: environment.get(match[1]) or match[2] or ""


def test_scripts_are_valid_shell():
    for script in [*ROOT.glob("config/*.sh"), ROOT / ".ci/run"]:
        done = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, shlex.join([str(script), done.stderr])
