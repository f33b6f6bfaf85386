"""The log read so far, in order, with what it has tripped: what the overuse rules look back on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from tracking.safety.facts import Bout, Incident, Pain
from tracking.safety.verdict import Rule, Scope

type Key = tuple[Rule, Scope, date]


class History:
    """Bouts, pains and incidents by local date; grows by one event at a time."""

    def __init__(self, earlier: Iterable[Incident] = ()) -> None:
        self._bouts: dict[date, list[Bout]] = {}
        self._pains: dict[date, list[Pain]] = {}
        self._incidents: dict[Key, Incident] = {}
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
        key = (incident.rule, incident.scope, incident.on)
        old = self._incidents.get(key)
        if old:
            incident = replace(
                incident,
                tripped_at=min(old.tripped_at, incident.tripped_at),
                until=max(old.until, incident.until),
                level=max(old.level, incident.level),
            )
        self._incidents[key] = incident
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
        return self._incidents.get((rule, scope, on))

    def had(self, rule: Rule, on: date, days: int) -> bool:
        """Whether the rule has an incident on one of `days` dates up to and including `on`."""
        dates = set(_dates(on, days))
        return any(key[0] is rule and key[2] in dates for key in self._incidents)

    def open_cool_downs(self, at: datetime) -> list[Incident]:
        return [incident for incident in self._incidents.values() if incident.open_at(at)]

    def incidents(self, since: date | None) -> list[Incident]:
        """All incidents, or those of local dates from `since` on, in order."""
        found = (i for i in self._incidents.values() if since is None or i.on >= since)
        return sorted(found, key=lambda i: (i.on, i.tripped_at, i.rule, i.scope))


def _dates(on: date, days: int) -> Iterator[date]:
    """`days` dates in ascending order, the last being `on`."""
    return (on - timedelta(days=back) for back in reversed(range(days)))
