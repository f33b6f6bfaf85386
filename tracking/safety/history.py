"""The log read so far, in order, with what it has tripped: what the overuse rules look back on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from tracking.safety.facts import Bout, Incident, Pain
from tracking.safety.verdict import Rule, Scope

#: Local dates that an open cool-down can reach back: 336 h, and two more across time zones.
LONGEST_COOL_DOWN = 17


class History:
    """Bouts, pains and incidents by local date; grows by one event at a time."""

    def __init__(self, earlier: Iterable[Incident] = ()) -> None:
        self._bouts: dict[date, list[Bout]] = {}
        self._pains: dict[date, list[Pain]] = {}
        self._incidents: dict[date, dict[tuple[Rule, Scope], Incident]] = {}
        self._over_dates: set[date] = set()
        for incident in earlier:
            self.record(incident)

    def add(self, event: Bout | Pain) -> None:
        if isinstance(event, Bout):
            self._bouts.setdefault(event.on, []).append(event)
        else:
            self._pains.setdefault(event.on, []).append(event)

    def record(self, incident: Incident) -> None:
        """Keep the incident, or stretch the one of its rule, scope and date to include it."""
        key = (incident.rule, incident.scope)
        today = self._incidents.setdefault(incident.on, {})
        old = today.get(key)
        if old:
            incident = replace(
                incident,
                tripped_at=min(old.tripped_at, incident.tripped_at),
                until=max(old.until, incident.until),
                level=max(old.level, incident.level),
            )
        today[key] = incident
        if incident.level:
            self._over_dates.add(incident.on)

    def bouts(self, on: date, days: int = 1) -> Iterator[Bout]:
        """The bouts of `days` local dates up to and including `on`."""
        for day in _dates(on, days):
            yield from self._bouts.get(day, ())

    def pains(self, on: date, days: int = 1) -> Iterator[Pain]:
        for day in _dates(on, days):
            yield from self._pains.get(day, ())

    def level(self, on: date) -> int:
        """1 plus the dates with an over among the 14 before, at most 3."""
        before = _dates(on - timedelta(days=1), 14)
        return min(3, 1 + sum(day in self._over_dates for day in before))

    def incident(self, rule: Rule, scope: Scope, on: date) -> Incident | None:
        return self._incidents.get(on, {}).get((rule, scope))

    def had(self, rule: Rule, on: date, days: int) -> bool:
        """Whether the rule has an incident on one of `days` dates up to and including `on`."""
        return any(incident.rule is rule for incident in self._recent(on, days))

    def open_cool_downs(self, bout: Bout) -> list[Incident]:
        """The incidents whose cool-down ran when the bout began."""
        return [i for i in self._recent(bout.on, LONGEST_COOL_DOWN) if i.open_at(bout.start)]

    def incidents(self, since: date | None) -> list[Incident]:
        """All incidents, or those of local dates from `since` on, in order."""
        days = [on for on in self._incidents if since is None or on >= since]
        found = [incident for on in days for incident in self._incidents[on].values()]
        return sorted(found, key=lambda i: (i.on, i.tripped_at, i.rule, i.scope))

    def _recent(self, on: date, days: int) -> Iterator[Incident]:
        for day in _dates(on, days):
            yield from self._incidents.get(day, {}).values()


def _dates(on: date, days: int) -> Iterator[date]:
    """`days` dates in ascending order, the last being `on`."""
    return (on - timedelta(days=back) for back in reversed(range(days)))
