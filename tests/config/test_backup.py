"""A backup brings everything back, on this database and on the other."""

import gzip
import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from config import backup
from tests import factories
from tracking.models import Move, Reminder, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("routines")]


def fill():
    """Store a little of everything, with times to the microsecond."""
    now = timezone.now().replace(microsecond=123457)
    user = factories.make_user("ada@example.org")
    group = Group.objects.create(name="keepers")
    group.permissions.set(Permission.objects.all()[:3])
    user.groups.add(group)
    factories.make_screening(user, at=now)
    session = factories.make_session(user, at=now - timedelta(hours=1))
    Move.objects.create(
        user=user, session=session, client="a", seq=1, kind="begin", offset_ms=7, received_at=now
    )
    factories.make_bout(session, released=["lumbar"])
    factories.make_incident(user, "P1", session=session)
    factories.make_reminder(user, at=now)
    factories.make_user("gone@example.org").delete()


def content(path):
    """The rows of a backup."""
    with gzip.open(path, "rt") as lines:
        return list(lines)


def test_what_is_restored_is_what_was_stored(tmp_path):
    fill()
    first, second = tmp_path / "first", tmp_path / "second"
    call_command("backup", first, verbosity=0)
    User.objects.filter(email="ada@example.org").update(time_zone="Asia/Tokyo")
    Session.objects.all().delete()
    call_command("restore", first, replace=True, verbosity=0)
    call_command("backup", second, verbosity=0)
    assert content(second) == content(first)
    assert User.objects.get().check_password(factories.PASSWORD)
    assert User.objects.get().groups.get().permissions.count() == 3
    assert Reminder.objects.get().next_due_at.microsecond == 123457
    assert first.stat().st_mode & 0o777 == 0o600


def test_new_rows_are_numbered_after_restored_ones(tmp_path):
    fill()
    last = Move.objects.latest("pk")
    backup.write(tmp_path / "file")
    backup.restore(tmp_path / "file", replace=True)
    last.seq += 1
    last.pk, numbered = None, last.pk
    last.save()
    assert last.pk > numbered


def test_a_backup_moves_to_an_empty_embedded_database(tmp_path):
    fill()
    first, second = tmp_path / "first", tmp_path / "second"
    backup.write(first)
    outside(tmp_path, "restore", first)
    outside(tmp_path, "backup", second)
    assert content(second) == content(first)
    refused = outside(tmp_path, "restore", first, code=1)
    assert "already holds people" in refused
    outside(tmp_path, "restore", "--replace", first)


def outside(folder, *arguments, code=0):
    """Run a command of the site on an embedded database of its own; return what it says."""
    clean = {"VAR_DIR": str(folder / "var"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def piped(tmp_path, *arguments, **streams):
    """Run a command on an embedded database of its own."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | {"VAR_DIR": str(tmp_path / "var")},
        capture_output=True,
        check=False,
        **streams,
    )


@pytest.mark.either_engine
def test_a_backup_can_go_through_a_pipe(tmp_path):
    assert piped(tmp_path, "prepare").returncode == 0
    made = piped(tmp_path, "backup", "-")
    assert made.returncode == 0, made.stderr
    rows = json.loads(gzip.decompress(made.stdout).splitlines()[-1])["rows"]
    loaded = piped(tmp_path, "restore", "-", input=made.stdout)
    assert loaded.stdout.decode().strip() == f"{rows} rows are back.", loaded.stderr
    cut = piped(tmp_path, "restore", "-", input=made.stdout[:-20])
    assert cut.returncode == 1
    assert b"Nothing was changed." in cut.stderr
    assert b"Traceback" not in cut.stderr


def test_people_are_never_overwritten_unasked(tmp_path):
    fill()
    backup.write(tmp_path / "file")
    with pytest.raises(CommandError, match="already holds people"):
        call_command("restore", tmp_path / "file")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path / "file")
    assert User.objects.count() == 1


def cut(lines):
    """Lose the end."""
    return lines[:-2]


def drop(lines):
    """Lose a row in the middle."""
    return [*lines[:5], *lines[6:]]


def other_release(lines):
    """Come from a database of another shape."""
    header = json.loads(lines[0])
    header["migrations"].append("tracking.9999_later")
    return [json.dumps(header) + "\n", *lines[1:]]


def unknown_field(lines):
    """Name a column that does not exist."""
    row = json.loads(lines[1])
    row["fields"]["invented"] = 1
    return [lines[0], json.dumps(row) + "\n", *lines[2:]]


def orphan(lines):
    """Lose the person whom other rows name."""
    kept = [line for line in lines if '"accounts.user"' not in line]
    return [*kept[:-1], json.dumps({"rows": len(kept) - 2}) + "\n"]


def rubbish(lines):
    """Be no backup at all."""
    return ["hello\n"]


@pytest.mark.parametrize("damage", [cut, drop, other_release, unknown_field, orphan, rubbish])
def test_a_damaged_file_changes_nothing(tmp_path, damage, transactional_db):
    fill()
    whole, broken, after = tmp_path / "whole", tmp_path / "broken", tmp_path / "after"
    backup.write(whole)
    with gzip.open(broken, "wt") as out:
        out.writelines(damage(content(whole)))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", broken, replace=True)
    backup.write(after)
    assert content(after) == content(whole)


def test_a_backup_is_taken_while_others_write(tmp_path, transactional_db):
    fill()
    with backup.snapshot():
        before = User.objects.count()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET time_zone = 'UTC'")
        other.close()
        assert User.objects.count() == before
        assert not User.objects.filter(time_zone="UTC").exists()
    assert User.objects.filter(time_zone="UTC").exists()


def test_every_table_of_ours_is_in_it():
    labels = {model._meta.label for model in backup.kept_models()}
    assert {"accounts.User", "tracking.Move", "account.EmailAddress"} <= labels
    assert {"auth.Permission", "accounts.BrowserSession"}.isdisjoint(labels)
