"""Writes to routines: bring the built-in ones in line with their file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from exercises.models import Exercise
from tracking.frozen import exercise_facts
from tracking.models import Routine
from tracking.routines import builtin
from tracking.routines.builtin import BuiltIn


@dataclass(frozen=True, slots=True)
class Changes:
    """Slugs by what happened to them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


def store_built_in(*, routines: Sequence[BuiltIn], now: datetime) -> Changes:
    """Check the routines against the stored catalogue and make the rows equal them.

    Raises RoutinesInvalid and changes nothing if one breaks a rule of composition.
    """
    with transaction.atomic():
        stored = Exercise.objects.current()
        builtin.check(tuple(routines), {row.slug: exercise_facts(row) for row in stored})
        rows = {row.slug: row for row in Routine.objects.filter(owner=None).select_for_update()}
        added = [r.slug for r in routines if r.slug not in rows]
        changed = []
        for position, routine in enumerate(routines, start=1):
            row = rows.pop(routine.slug, None) or Routine(slug=routine.slug)
            if _bring_in_line(row, routine, position):
                row.save()
                changed += [] if routine.slug in added else [routine.slug]
        gone = [row for row in rows.values() if row.retired_at is None]
        Routine.objects.filter(pk__in=[row.pk for row in gone]).update(retired_at=now)
    return Changes(tuple(added), tuple(changed), tuple(row.slug for row in gone))


def _bring_in_line(row: Routine, routine: BuiltIn, position: int) -> bool:
    """Give the row what the file says; return whether anything was different."""
    wanted: dict[str, object] = {
        **asdict(routine),
        "items": [{"slug": slug} for slug in routine.items],
        "position": position,
        "retired_at": None,
    }
    different = {name for name, value in wanted.items() if getattr(row, name) != value}
    for name in different:
        setattr(row, name, wanted[name])
    return bool(different)
