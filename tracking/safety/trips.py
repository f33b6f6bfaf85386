"""The overuse rules, one function each: what one event trips, given the history before it.

A finding is a Verdict whose code says what becomes of it: OVER, FLARE and TREND turn into
incidents, the others are remarks.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from statistics import median

from tracking.safety.counts import COUNTS, counted
from tracking.safety.facts import Bout, Pain
from tracking.safety.history import History
from tracking.safety.limits import Limits
from tracking.safety.pain import is_flare
from tracking.safety.refractory import repeated
from tracking.safety.verdict import BACK, Code, Level, Rule, Scope, ScopeKind, Verdict

_LEVELS = {Code.OVER: Level.OVER, Code.AT_LIMIT: Level.AT_LIMIT}


def judge(event: Bout | Pain, history: History, limits: Limits) -> list[Verdict]:
    """Everything the event trips."""
    # A list: every rule looks at the history before any finding changes it.
    if isinstance(event, Bout):
        return [found for rule in BOUT_RULES for found in rule(event, history, limits)]
    return [found for rule in PAIN_RULES for found in rule(event, history, limits)]


def _counts(bout: Bout, history: History, limits: Limits) -> Iterator[Verdict]:
    """D1-D5, W1-W4: more than the limit is over, but a pure stretch only gets a remark."""
    week = (*history.bouts(bout.on, 7), bout)
    for count in COUNTS:
        for scope in count.kind.scopes(bout):
            rows = tuple(row.id for row in counted(count, scope, week, bout.on))
            limit = count.limit(limits, bout.daily_cap)
            stretch = count.rule is Rule.D5 and not bout.mobilising
            if len(rows) > limit:
                code = Code.CAP_PASSED if stretch else Code.OVER
            elif len(rows) == limit and not stretch:
                code = Code.AT_LIMIT
            else:
                continue
            yield _found(code, count.rule, scope, bout.on, (len(rows), limit), rows)


def _streak(bout: Bout, history: History, limits: Limits) -> Iterator[Verdict]:
    """H1: dates in a row with a release, counted no further than its limit."""
    if not bout.released:
        return
    rows = [bout.id]
    days = 1
    rows[:0] = _releases(history, bout.on)
    while days < limits.streak_over:
        released = _releases(history, bout.on - timedelta(days=days))
        if not released:
            break
        rows[:0] = released
        days += 1
    if days >= limits.streak_notice:
        code = Code.OVER if days == limits.streak_over else Code.RELEASE_STREAK
        limit = limits.streak_over - 1
        yield _found(code, Rule.H1, BACK, bout.on, (days, limit), tuple(rows))


def _too_soon(bout: Bout, history: History, limits: Limits) -> Iterator[Verdict]:
    """F1 once a session; F2 from the second such session of a date on."""
    recent = list(history.bouts(bout.on, 3))
    before = repeated(bout, recent, limits)
    if before is None:
        return
    earlier = [row for row in history.bouts(bout.on) if repeated(row, recent, limits)]
    if bout.session not in {row.session for row in earlier}:
        region = next(region for region in bout.regions if region in before.released)
        scope = Scope.of_region(region)
        figures = 1, limits.refractory_minutes
        pair = before.id, bout.id
        until = before.start + limits.refractory
        yield _found(Code.REPEATED_TOO_SOON, Rule.F1, scope, bout.on, figures, pair, until=until)
    sessions = {row.session for row in (*earlier, bout)}
    if len(sessions) > 1:
        rows = tuple(row.id for row in (*earlier, bout))
        yield _found(Code.OVER, Rule.F2, BACK, bout.on, (len(sessions), 1), rows)


def _in_cool_down(bout: Bout, history: History, limits: Limits) -> Iterator[Verdict]:
    """C1: a mobilising bout on a region that was cooling down when it began."""
    if not bout.mobilising:
        return
    scopes = [incident.scope for incident in history.open_cool_downs(bout)]
    closed = [scope for scope in scopes if scope.kind is not ScopeKind.EXERCISE]
    for region in dict.fromkeys(bout.regions):
        if any(scope.covers(bout.exercise, (region,)) for scope in closed):
            scope = Scope.of_region(region)
            known = history.incident(Rule.C1, scope, bout.on)
            rows = (*known.rows, bout.id) if known else (bout.id,)
            yield _found(Code.OVER, Rule.C1, scope, bout.on, (len(rows), 0), rows)


def _flare(pain: Pain, history: History, limits: Limits) -> Iterator[Verdict]:
    """P2: one flare rests its regions; the second within 7 dates is over."""
    if not is_flare(pain, limits):
        return
    week = [row for row in (*history.pains(pain.on, 7), pain) if is_flare(row, limits)]
    rows = tuple(row.session for row in week)
    until = pain.at + timedelta(hours=limits.flare_hours)
    for scope in [Scope.of_region(region) for region in pain.regions] or [BACK]:
        yield _found(Code.FLARE, Rule.P2, scope, pain.on, (len(rows), 1), rows, until=until)
        if len(rows) > 1:
            yield _found(Code.OVER, Rule.P2, scope, pain.on, (len(rows), 1), rows)


def _trend(pain: Pain, history: History, limits: Limits) -> Iterator[Verdict]:
    """P3: the median of daily worst pain, last 7 dates against the 7 before; once in 7 dates."""
    if history.had(Rule.P3, pain.on, 7):
        return
    answered = [row for row in (*history.pains(pain.on, 14), pain) if row.before is not None]
    worst: dict[date, int] = {}
    for row in answered:
        worst[row.on] = max(worst.get(row.on, 0), row.before or 0)
    turn = pain.on - timedelta(days=7)
    recent = [value for day, value in worst.items() if day > turn]
    before = [value for day, value in worst.items() if day <= turn]
    if len(recent) < 3 or len(before) < 3:
        return
    rise = median(recent) - median(before)
    if rise >= limits.trend_rise:
        rows = tuple(row.session for row in answered)
        yield _found(
            Code.TREND, Rule.P3, BACK, pain.on, (int(rise), limits.trend_rise), rows, until=pain.at
        )


BOUT_RULES: tuple[Callable[[Bout, History, Limits], Iterator[Verdict]], ...] = (
    _counts,
    _streak,
    _too_soon,
    _in_cool_down,
)
PAIN_RULES: tuple[Callable[[Pain, History, Limits], Iterator[Verdict]], ...] = (_flare, _trend)


def _releases(history: History, on: date) -> list[str]:
    return [bout.id for bout in history.bouts(on) if bout.released]


def _found(
    code: Code,
    rule: Rule,
    scope: Scope,
    on: date,
    figures: tuple[int, int],
    rows: tuple[str, ...],
    *,
    until: datetime | None = None,
) -> Verdict:
    """A finding; `figures` are the count and its limit."""
    return Verdict(
        code=code,
        rule=rule,
        level=_LEVELS.get(code, Level.NOTICE),
        scope=scope,
        on=on,
        until=until,
        params={"count": figures[0], "limit": figures[1]},
        rows=rows,
    )
