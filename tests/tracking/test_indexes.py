"""No index is kept twice: it costs every write, and misleads the planner.

PostgreSQL chose the index of the person alone over that of person and date, and so read ten years
of a log to show one.
"""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", list(apps.get_app_config("tracking").get_models()))
def test_no_index_is_the_beginning_of_another(model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    indexes = {
        name: fact["columns"]
        for name, fact in found.items()
        # A partial index holds some rows only, and has no plain columns to compare.
        if (fact["index"] or fact["unique"]) and fact["columns"] and name not in partial(model)
    }
    twice = [
        name
        for name, columns in indexes.items()
        for other, longer in indexes.items()
        if name != other and longer[: len(columns)] == columns and len(longer) > len(columns)
    ]
    assert twice == []


@pytest.mark.parametrize("model", list(apps.get_app_config("tracking").get_models()))
def test_every_index_and_constraint_that_is_declared_is_there(model):
    declared = {one.name for one in (*model._meta.indexes, *model._meta.constraints)}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert declared - set(found) == set()


def partial(model):
    """The indexes of a table that hold some of its rows."""
    both = [*model._meta.indexes, *model._meta.constraints]
    return {index.name for index in both if getattr(index, "condition", None)}
