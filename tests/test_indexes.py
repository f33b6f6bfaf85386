"""Every reference is found by an index, and no index stands beside one that begins the same."""

from collections import Counter
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models

from tracking.models import Session

OURS = ("accounts", "exercises", "tracking")
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
REFERENCES = [
    pytest.param(model, field, id=f"{model.__name__}.{field.name}")
    for model in MODELS
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey)
]


def first_columns(model: type[models.Model]) -> Counter[str]:
    """The columns with which the unconditional indexes of a table begin."""
    told = model._meta
    fields = [field.name for field in told.local_fields if field.db_index or field.unique]
    indexes = [index for index in told.indexes if index.condition is None]
    unique = [row for row in told.constraints if isinstance(row, models.UniqueConstraint)]
    lists = [row.fields for row in unique if row.condition is None]
    lists += [[name.lstrip("-") for name in index.fields] for index in indexes]
    return Counter(fields + [names[0] for names in lists])


def test_no_index_of_one_column_stands_beside_one_that_begins_with_it():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.db_index and not field.unique and first_columns(model)[field.name] > 1
    ]
    assert wrong == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_a_model_promises_is_in_the_database(db, model):
    """A migration that drops an index can take a constraint on the same column with it."""
    promised = {row.name for row in [*model._meta.constraints, *model._meta.indexes]}
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert promised - set(there) == set()


@pytest.mark.parametrize(("model", "field"), REFERENCES)
def test_what_refers_to_a_row_is_found_by_an_index(db, model, field):
    """Whatever belongs to somebody, and what a deletion cascades to or sets to null."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # an empty table is read at once
    target = field.target_field
    some = uuid4() if isinstance(target, models.UUIDField) else target.to_python("1")
    plan = model._base_manager.filter(**{field.name: some}).explain()
    assert "index" in plan.lower(), plan
    assert "seq scan" not in plan.lower()


def test_an_unindexed_column_is_not_found_by_an_index(db):
    """The check above can fail."""
    assert "index" not in Session._base_manager.filter(title="x").explain().lower()
