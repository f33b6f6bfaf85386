"""The built-in routines: each keeps the rules, and a broken file stops the load."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW, make_routine, make_user
from tracking.frozen import exercise_facts
from tracking.models import Routine
from tracking.routines import builtin
from tracking.routines.actions import Changes, store_built_in
from tracking.routines.builtin import BuiltIn, RoutinesInvalid, check, plan_of, read_routines
from tracking.safety.composition import findings
from tracking.safety.plan import duration

MINUTES = {
    "morning-loosen": 3.7,
    "desk-break": 4.2,
    "evening-unwind": 4.4,
    "mid-back-opener": 3.9,
    "roller-session": 4.3,
    "standing-reset": 5.2,
    "stretch-only": 3.0,
    "partner-hug": 3.8,
    "partner-lift": 3.8,
    "spotted-bed-edge": 4.7,
}


@pytest.fixture
def facts(catalogue):
    return {slug: exercise_facts(row) for slug, row in catalogue.items()}


def routine(**fields):
    defaults = {
        "slug": "try",
        "name": "Try",
        "purpose": "To try.",
        "description": "A try.",
        "items": ("childs-pose",),
    }
    return BuiltIn(**(defaults | fields))


def test_the_ten_are_there_in_their_order():
    assert [routine.slug for routine in read_routines()] == list(MINUTES)


def test_every_built_in_keeps_every_rule(facts):
    for built_in in read_routines():
        assert findings(plan_of(built_in, facts)) == (), built_in.slug


def test_every_built_in_lasts_as_long_as_stated(facts):
    lengths = {r.slug: duration(plan_of(r, facts).items, facts) / 60 for r in read_routines()}
    assert {slug: round(minutes, 1) for slug, minutes in lengths.items()} == MINUTES


def test_only_elevated_work_asks_for_a_second_person(facts):
    asking = {routine.slug for routine in read_routines() if routine.requires_spotter_ack}
    assert asking == {"partner-hug", "partner-lift", "spotted-bed-edge"}


def test_no_built_in_names_the_professional_only_entry():
    assert all("floor-manipulation-by-another" not in r.items for r in read_routines())


def test_loading_twice_changes_nothing(catalogue):
    assert len(store_built_in(routines=read_routines(), now=NOW).added) == 10
    before = list(Routine.objects.order_by("position").values())
    assert not store_built_in(routines=read_routines(), now=NOW + timedelta(days=1))
    assert list(Routine.objects.order_by("position").values()) == before


def test_a_changed_routine_keeps_its_row(catalogue):
    store_built_in(routines=[routine()], now=NOW)
    row = Routine.objects.get()
    changes = store_built_in(routines=[routine(name="Try again")], now=NOW)
    assert changes == Changes(added=(), changed=("try",), retired=())
    assert (Routine.objects.get().pk, Routine.objects.get().name) == (row.pk, "Try again")


def test_a_removed_routine_is_retired_and_comes_back(catalogue):
    store_built_in(routines=[routine(), routine(slug="other")], now=NOW)
    assert store_built_in(routines=[routine()], now=NOW).retired == ("other",)
    assert [row.slug for row in Routine.objects.built_in()] == ["try"]
    assert not store_built_in(routines=[routine()], now=NOW)
    store_built_in(routines=[routine(), routine(slug="other")], now=NOW)
    assert [row.slug for row in Routine.objects.built_in()] == ["try", "other"]


def test_routines_of_people_are_left_alone(catalogue):
    own = make_routine("mine", owner=make_user(), items=["childs-pose"])
    store_built_in(routines=[routine(slug="mine"), routine()], now=NOW)
    own.refresh_from_db()
    assert (own.retired_at, own.name) == (None, "Mine")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        pytest.param(
            {"items": ("seated-chair-twist", "childs-pose")},
            "try: STRETCH_FIRST at 1",
            id="no-stretch-first",
        ),
        pytest.param({"items": ("handstand",)}, "try: UNKNOWN_EXERCISE at 1", id="unknown"),
        pytest.param(
            {"items": ("double-knee-to-chest", "floor-manipulation-by-another", "childs-pose")},
            "try: NOT_RUNNABLE at 2",
            id="professional-only",
        ),
        pytest.param(
            {"items": ("childs-pose", "bed-edge-extension", "double-knee-to-chest")},
            "try: ELEVATED_NO_ACK at 2",
            id="no-second-person",
        ),
    ],
)
def test_a_routine_that_breaks_a_rule_stops_the_load(catalogue, fields, problem):
    store_built_in(routines=[routine()], now=NOW)
    with pytest.raises(RoutinesInvalid) as refusal:
        store_built_in(routines=[routine(slug="new"), routine(**fields)], now=NOW)
    assert refusal.value.problems == [problem]
    assert [row.slug for row in Routine.objects.all()] == ["try"]


def test_check_names_every_broken_routine(facts):
    with pytest.raises(RoutinesInvalid) as refusal:
        check((routine(items=()), routine(slug="also", items=("seated-chair-twist",))), facts)
    assert {problem.split(":")[0] for problem in refusal.value.problems} == {"try", "also"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("not toml", "builtin.toml: ", id="not-toml"),
        pytest.param("", "must hold [[routine]] tables", id="empty"),
        pytest.param('routine = ["x"]', "must hold [[routine]] tables", id="no-tables"),
        pytest.param('[[routine]]\nslug = "x"', "x: name is missing", id="missing"),
        pytest.param('[[routine]]\nslug = "x"\ncolour = "red"', "x: colour is not", id="unknown"),
        pytest.param('[[routine]]\nslug = "x"\nitems = [3]', "x: items must be slugs", id="items"),
        pytest.param('[[routine]]\nslug = "x"\nname = ""', "x: name must be", id="blank"),
        pytest.param(
            '[[routine]]\nslug = "x"\n[[routine]]\nslug = "x"', "x: is there twice", id="twice"
        ),
    ],
)
def test_a_broken_file_names_the_mistake(tmp_path, text, problem):
    file = tmp_path / "builtin.toml"
    file.write_text(text)
    with pytest.raises(RoutinesInvalid) as refusal:
        read_routines(file)
    assert any(problem in line for line in refusal.value.problems)


def test_the_command_loads_and_says_so(catalogue, capsys):
    call_command("load_routines")
    assert "Routines loaded: 10 built in." in capsys.readouterr().out
    call_command("load_routines")
    assert "Routines unchanged: 10 built in." in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_refuses_without_a_catalogue():
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_routines")
    assert not Routine.objects.exists()


def test_the_sentences_for_translators_are_up_to_date():
    call_command("routine_strings", check=True)
    assert builtin.FILE.exists()
