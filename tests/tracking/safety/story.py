"""Reads the worked examples of docs/safety.md and plays them against the rules.

A log line looks like `1 Jun 08:05 CT r:lumbar pain 2-5 stabbing`; the docs explain all words.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from exercises.vocabulary import Region
from tests.tracking.safety.catalogue import SHORT
from tracking.safety import mail, overuse, pain
from tracking.safety.assess import locks
from tracking.safety.facts import Bout, Facts, Incident, Pain, PainQuality, Screening, Stop
from tracking.safety.limits import Limits
from tracking.safety.verdict import Code, Level, Verdict

DOCS = Path(__file__).parents[3] / "docs" / "safety.md"
YEAR = 2026
LIMITS = Limits()
HIDE = "at limits not shown"


@dataclass(frozen=True, slots=True)
class Log:
    """One session's line (or a part of it), with when the server got it and lost it."""

    bout: Bout
    before: int | None
    after: int | None
    quality: PainQuality | None
    arrives: datetime
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Story:
    zone: ZoneInfo
    logs: tuple[Log, ...]
    rescreened: datetime | None = None

    def logs_at(self, now: datetime) -> list[Log]:
        """What the server holds at `now`."""
        kept = (log for log in self.logs if log.arrives <= now)
        return [log for log in kept if log.deleted is None or now < log.deleted]


def tables(heading: str) -> list[list[str]]:
    """The cells of the first table after the line that begins with `heading`, without its head."""
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(heading))
    rows: list[list[str]] = []
    for line in lines[start:]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def moment(text: str, zone: ZoneInfo, *, day: date | None = None, fold: int = 0) -> datetime:
    """`1 Jun 09:04:59` in the zone, as UTC; without a date the time falls on `day`."""
    *on, clock = text.split()
    if on:
        day = read_date(" ".join(on))
    assert day is not None
    shape = "%H:%M:%S" if clock.count(":") == 2 else "%H:%M"
    time = datetime.strptime(clock, shape).replace(tzinfo=zone).time()
    return datetime.combine(day, time, tzinfo=zone).replace(fold=fold).astimezone(UTC)


def read_date(text: str) -> date:
    return datetime.strptime(f"{text} {YEAR}", "%d %b %Y").replace(tzinfo=UTC).date()


LINE = re.compile(
    r"(?:(?P<first>\d+)(?:-(?P<last>\d+))? (?P<month>[A-Z][a-z]{2}) )?"
    r"(?P<clock>\d\d:\d\d) (?P<what>\S+)(?P<rest>.*)"
)


def read_story(zone_name: str, text: str) -> Story:
    zone = ZoneInfo(zone_name)
    logs: list[Log] = []
    rescreened = None
    day = date(YEAR, 1, 1)
    for line in filter(None, (part.strip() for part in text.split(";"))):
        match = LINE.fullmatch(line)
        assert match, line
        first, last, month = match["first"], match["last"] or match["first"], match["month"]
        days = (
            [read_date(f"{n} {month}") for n in range(int(first), int(last) + 1)]
            if first
            else [day]
        )
        for day in days:
            if match["what"] == "re-screen":
                rescreened = moment(match["clock"], zone, day=day)
            else:
                logs.append(read_log(match, day, zone, logs))
    return Story(zone, tuple(logs), rescreened)


def read_log(match: re.Match[str], day: date, zone: ZoneInfo, before: list[Log]) -> Log:
    rest = match["rest"]
    own = re.search(r" in (\S+/\S+)", rest)
    start = moment(
        match["clock"],
        ZoneInfo(own[1]) if own else zone,
        day=day,
        fold=int(" second" in rest),
    )
    exercise = SHORT[match["what"]]
    number = f"{len(before):03}"
    bout = Bout(
        id=number,
        session=before[-1].bout.session if " same" in rest else number,
        exercise=exercise.slug,
        tier=exercise.tier,
        mobilising=exercise.mobilising,
        regions=exercise.regions,
        start=start,
        end=start + timedelta(seconds=exercise.seconds),
        on=day,
        daily_cap=exercise.daily_cap,
        released=tuple(map(Region, re.findall(r" r:(\w+)", rest))),
        stretch_seconds=exercise.stretch_seconds,
        auxiliary=" aux" in rest,
    )
    felt = re.search(r" pain (\d+)(?:-(\d+))?", rest)
    quality = next((quality for quality in PainQuality if f" {quality}" in rest), None)
    arrives = re.search(r" arrives (\d+ \w+ [\d:]+)", rest)
    deleted = re.search(r" deleted ([\d:]+)", rest)
    return Log(
        bout=bout,
        before=int(felt[1]) if felt else None,
        after=int(felt[2]) if felt and felt[2] else None,
        quality=quality,
        arrives=moment(arrives[1], zone) if arrives else start,
        deleted=moment(deleted[1], zone, day=day) if deleted else None,
    )


def pains(logs: list[Log]) -> list[Pain]:
    return [
        pain.report([log.bout], before=log.before, after=log.after)
        for log in logs
        if log.before is not None or log.after is not None
    ]


def judge(logs: list[Log]) -> overuse.Evaluation:
    return overuse.evaluate([log.bout for log in logs], pains(logs), LIMITS)


# ---------------------------------------------------------------------------- what comes of it


def tell(story: Story) -> Counter[str]:
    """Everything found at the end of the story and every decision about mail, as statements."""
    end = max(log.deleted or log.arrives for log in story.logs)
    found = judge(story.logs_at(end))
    statements = [_incident(incident, story.zone) for incident in found.incidents]
    statements += [_notice(notice, story.zone) for notice in found.notices]
    return Counter([*statements, *_mails(story)])


def start(story: Story, name: str, at: str) -> str:
    """Whether the exercise may start: "allowed", or the first refusal with its end."""
    now = moment(at, story.zone)
    found = locks(SHORT[name], facts_of(story, now), now)
    if not found:
        return "allowed"
    until = f" until {_clock(found[0].until, story.zone)}" if found[0].until else ""
    return f"{found[0].code}{until}"


def facts_of(story: Story, now: datetime) -> Facts:
    """The person of the examples at `now`: able, practised and screened."""
    logs = story.logs_at(now)
    answered = story.rescreened if story.rescreened and story.rescreened <= now else None
    stops = tuple(
        Stop(at=log.bout.start, rescreened_at=answered, quality=log.quality)
        for log in logs
        if pain.is_red(log.quality)
    )
    first = story.logs[0].bout.start
    return Facts(
        zone=story.zone,
        screening=Screening(answered_at=answered or first - timedelta(days=2), age=40),
        stops=stops,
        bouts=tuple(log.bout for log in logs),
        pains=tuple(pains(logs)),
        incidents=judge(logs).incidents,
        practice_dates=tuple(first.date() - timedelta(days=day) for day in range(20, 25)),
    )


def _mails(story: Story) -> list[str]:
    """Plays arrivals, deletions and ends of quiet hours in order of server time."""
    told: list[str] = []
    known: set[object] = set()
    held: dict[object, datetime] = {}
    box = mail.Mailbox(zone=story.zone)
    changes = [(log.arrives, log.deleted) for log in story.logs]
    times = sorted({at for change in changes for at in change if at})
    while times:
        now = times.pop(0)
        told += [
            f"STOP mail {_clock(now, story.zone)}"
            for log in story.logs
            if log.arrives == now
            and pain.is_red(log.quality)
            and mail.decide_stop(box) == mail.SENT
        ]
        here = {_key(i): i for i in judge(story.logs_at(now)).incidents if mail.is_mailed(i)}
        decisions: list[tuple[object, int, mail.Decision]] = []
        for key in [key for key, until in held.items() if until <= now]:
            del held[key]
            decision = mail.decide_held(here.get(key), box=box, now=now)
            decisions.append((key, here[key].level if key in here else 0, decision))
        for key in here.keys() - known:
            decision = mail.decide(here[key], box=box, received_at=now, now=now)
            decisions.append((key, here[key].level, decision))
        known |= here.keys()
        for key, _, decision in decisions:
            if decision.held_until:
                held[key] = decision.held_until
                times = sorted({*times, decision.held_until})
        sent = [level for _, level, decision in decisions if decision == mail.SENT]
        if sent:
            box = replace(box, last_sent_at=now, last_level=max(sent))
        told += sorted({_decision(decision, now, story.zone) for _, _, decision in decisions})
    return told


def _key(incident: Incident) -> object:
    return incident.rule, incident.scope, incident.on


def _decision(decision: mail.Decision, now: datetime, zone: ZoneInfo) -> str:
    if decision.held_until:
        return f"mail held to {_clock(decision.held_until, zone)}"
    if decision == mail.SENT:
        return f"mail {_clock(now, zone)}"
    return f"no mail: {decision.reason}"


def _incident(incident: Incident, zone: ZoneInfo) -> str:
    head = f"{_day(incident.on)} {incident.rule}"
    until = f"until {_clock(incident.until, zone)}"
    match overuse.as_verdict(incident).code:
        case Code.TREND:
            return f"{head} trend"
        case Code.FLARE:
            return f"{head} flare {incident.scope.key} {until}"
        case _:
            return f"{head} over {incident.scope.key} level {incident.level} {until}"


def _notice(notice: Verdict, zone: ZoneInfo) -> str:
    assert notice.on is not None
    assert notice.scope is not None
    kind = "at limit" if notice.level is Level.AT_LIMIT else "notice"
    until = f" until {_clock(notice.until, zone)}" if notice.until else ""
    return f"{_day(notice.on)} {notice.rule} {kind} {notice.scope.key}{until}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{_day(local.date())} {local:%H:%M}"
