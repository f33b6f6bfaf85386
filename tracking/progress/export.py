"""The log as files: pure writers from sessions with their bouts to CSV and JSON text."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from tracking.models import Bout, Session

SESSION_FIELDS = (
    "id",
    "title",
    "status",
    "origin",
    "on",
    "zone",
    "started_at",
    "ended_at",
    "seconds",
    "pain_before",
    "pain_after",
    "relief",
    "effort",
    "note",
    "stop_quality",
    "stop_pain",
    "stop_whose",
)
BOUT_FIELDS = (
    "exercise_id",
    "position",
    "started_at",
    "ended_at",
    "seconds",
    "completed",
    "sides_done",
    "released",
    "release_regions",
)
# A spreadsheet would run a cell that starts with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def session_record(session: Session) -> dict[str, Any]:
    """Return a session as plain values, times in ISO form in the zone of the log."""
    record = {name: _plain(getattr(session, name), session.zone) for name in SESSION_FIELDS}
    record["bouts"] = [
        {name: _plain(getattr(bout, name), session.zone) for name in BOUT_FIELDS}
        for bout in session.bouts.all()
    ]
    return record


def _plain(value: Any, zone: str) -> Any:
    if hasattr(value, "astimezone"):
        return value.astimezone(ZoneInfo(zone)).isoformat()
    return value if isinstance(value, int | str | list | None) else str(value)


def json_parts(sessions: Iterable[Session]) -> Iterator[str]:
    """Yield one JSON document piece by piece: {"format", "sessions": [...]}."""
    yield '{"format": "limber-log-1", "sessions": ['
    for number, session in enumerate(sessions):
        yield (",\n" if number else "\n") + json.dumps(session_record(session), ensure_ascii=False)
    yield "\n]}\n"


def csv_rows(sessions: Iterable[Session]) -> Iterator[str]:
    """Yield CSV lines: a head, then one line a bout; a session without bouts has one line."""
    yield _line([*(f"session_{name}" for name in SESSION_FIELDS), *map(_bout_head, BOUT_FIELDS)])
    for session in sessions:
        record = session_record(session)
        front = [record[name] for name in SESSION_FIELDS]
        bouts: list[dict[str, Any]] = record["bouts"] or [dict.fromkeys(BOUT_FIELDS)]
        for bout in bouts:
            yield _line([*front, *(bout[name] for name in BOUT_FIELDS)])


def _bout_head(name: str) -> str:
    return "exercise" if name == Bout.exercise.field.attname else f"bout_{name}"


def _line(values: list[Any]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow([_cell(value) for value in values])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
