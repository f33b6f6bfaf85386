"""Loading the files into the database: all or nothing, repeatable, nothing is ever lost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise
from tests.exercises.files import copy_catalogue, edit
from tests.factories import make_bout, make_session, make_user

CHAIR = "seated-chair-twist.toml"


def load(folder):
    """Run the command on a folder and return what it printed, line by line."""
    out = StringIO()
    call_command("load_catalogue", folder=folder, stdout=out)
    return out.getvalue().splitlines()


def stored():
    """Return every row as it is."""
    return list(Exercise.objects.order_by("slug").values())


@pytest.mark.django_db
def test_the_shipped_catalogue_loads_by_default():
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert out.getvalue().endswith("Catalogue loaded: 18 exercises.\n")
    assert Exercise.objects.current().count() == 18
    assert Exercise.objects.runnable().count() == 17
    assert next(row.spec.slug for row in Exercise.objects.current()) == "double-knee-to-chest"


@pytest.mark.django_db
def test_loading_twice_changes_nothing(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    before = stored()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load(folder) == ["Catalogue unchanged: 18 exercises."]
    assert stored() == before
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


@pytest.mark.django_db
def test_a_broken_file_stops_the_load_and_changes_nothing(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    before = stored()
    edit(folder, "childs-pose.toml", 'name = "Child’s pose"', 'name = "Pose of the child"')
    edit(folder, CHAIR, "bout_seconds = 86", "bout_seconds = 60")
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert str(caught.value).splitlines() == [
        "CATALOGUE_INVALID: nothing was changed.",
        f"{CHAIR}: bout_seconds: must be 86, the sum of the steps, not 60",
    ]
    assert stored() == before


@pytest.mark.django_db
def test_a_changed_file_changes_its_row_only(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    before = {row["slug"]: row for row in stored()}
    edit(folder, CHAIR, 'name = "Seated chair twist"', 'name = "Twist on a chair"')
    assert load(folder)[0] == "changed: seated-chair-twist"
    after = {row["slug"]: row for row in stored()}
    assert [slug for slug in before if before[slug] != after[slug]] == ["seated-chair-twist"]
    changed = Exercise.objects.get(pk="seated-chair-twist")
    assert changed.name == changed.spec.name == "Twist on a chair"


@pytest.mark.django_db
def test_a_comment_in_a_file_is_no_change(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    edit(folder, CHAIR, "slug = ", "# A note to the next author.\nslug = ")
    assert load(folder) == ["Catalogue unchanged: 18 exercises."]


@pytest.mark.django_db
def test_removing_a_file_retires_the_exercise_and_logs_keep_it(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    bout = make_bout(make_session(make_user()), "standing-trunk-rotation")
    (folder / "standing-trunk-rotation.toml").unlink()
    assert load(folder) == [
        "retired: standing-trunk-rotation",
        "Catalogue loaded: 17 exercises.",
    ]
    bout.refresh_from_db()
    assert bout.exercise.name == "Standing trunk rotation"
    assert bout.exercise.retired_at is not None
    assert bout.exercise not in Exercise.objects.current()
    assert load(folder) == ["Catalogue unchanged: 17 exercises."]


@pytest.mark.django_db
def test_a_retired_exercise_whose_file_returns_is_current_again(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    file = folder / "standing-trunk-rotation.toml"
    text = file.read_text(encoding="utf-8")
    file.unlink()
    load(folder)
    file.write_text(text, encoding="utf-8")
    assert load(folder)[0] == "restored: standing-trunk-rotation"
    assert Exercise.objects.current().count() == 18


@pytest.mark.django_db
def test_removing_what_others_point_at_is_refused(tmp_path):
    folder = copy_catalogue(tmp_path)
    load(folder)
    (folder / "childs-pose.toml").unlink()
    with pytest.raises(CommandError, match="names childs-pose, which the catalogue does not hold"):
        load(folder)
    assert Exercise.objects.current().count() == 18
