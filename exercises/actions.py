"""Writes to the catalogue: bring the rows in line with the files."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exercises.catalogue import Catalogue, Entry
from exercises.models import Exercise

COLUMNS = ["name", "position", "tier", "run_mode", "mobilising", "data", "checksum", "retired_at"]


@dataclass(frozen=True, slots=True)
class Changes:
    """Slugs by what happened to them; `restored` were retired and are back."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    restored: tuple[str, ...]
    retired: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.restored or self.retired)


def store_catalogue(*, catalogue: Catalogue, now: datetime) -> Changes:
    """Add, change, restore and retire rows until they equal the catalogue; say what changed."""
    entries = {entry.spec.slug: entry for entry in catalogue.entries}
    with transaction.atomic():
        rows = {row.slug: row for row in Exercise.objects.select_for_update()}
        changes = _compare(rows, entries)
        written = changes.added + changes.changed + changes.restored
        # An upsert, because another box may be loading the same release at this moment.
        Exercise.objects.bulk_create(
            [_row(entries[slug]) for slug in written],
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=COLUMNS,
        )
        Exercise.objects.filter(slug__in=changes.retired).update(retired_at=now)
    return changes


def _compare(rows: dict[str, Exercise], entries: dict[str, Entry]) -> Changes:
    kept = [slug for slug in entries if slug in rows]
    return Changes(
        added=tuple(slug for slug in entries if slug not in rows),
        changed=tuple(
            slug
            for slug in kept
            if not rows[slug].retired_at and rows[slug].checksum != entries[slug].checksum
        ),
        restored=tuple(slug for slug in kept if rows[slug].retired_at),
        retired=tuple(
            slug for slug, row in rows.items() if slug not in entries and not row.retired_at
        ),
    )


def _row(entry: Entry) -> Exercise:
    spec = entry.spec
    return Exercise(
        slug=spec.slug,
        name=spec.name,
        position=spec.position,
        tier=spec.tier,
        run_mode=spec.run_mode,
        mobilising=spec.mobilising,
        data=entry.document,
        checksum=entry.checksum,
    )
