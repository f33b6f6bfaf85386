"""PURE but for the language: the start card in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext, ngettext

from exercises.catalogue import tag_texts
from exercises.labels import COMPANION, EQUIPMENT, POSITION
from exercises.spec import ExerciseSpec
from exercises.vocabulary import Companion, Equipment, Position
from tracking.player.preparation import Row
from tracking.player.queries import Ready
from tracking.player.screen import minutes_words
from tracking.player.timeline import Plan, total_seconds
from tracking.safety.adapt import Change, Role
from tracking.safety.verdict import Code
from tracking.wording.told import Problem, Told, tell, tell_problems
from tracking.wording.when import day

#: Where the eyes are off a screen that lies or stands beside one.
AWAY = frozenset({Position.SUPINE, Position.KNEELING})


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of the card."""

    name: str
    slug: str
    role: str
    tier: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known before the start; nothing on it is stored."""

    title: str
    purpose: str
    lines: tuple[Line, ...]
    length: str
    things: str
    postures: str
    companion: str
    told: tuple[str, ...]  # what was replaced or dropped for health reasons
    left_out: tuple[tuple[str, tuple[Told, ...]], ...]
    refusals: tuple[Told, ...]
    findings: tuple[Problem, ...]
    truths: tuple[str, ...]
    can_start: bool
    by_ear: str  # what is done without the screen in sight


def make_card(ready: Ready, plan: Plan, now: datetime) -> Card:
    """Return the card of what would run now."""
    preparation, names = ready.preparation, ready.names
    zone = ready.facts.zone
    specs = [ready.exercises[row.exercise.slug].spec for row in preparation.rows]
    subject = ready.subject
    return Card(
        title=gettext(subject.title),
        purpose=gettext(subject.routine.purpose) if subject.routine else "",
        lines=tuple(_lines(preparation.rows, plan)),
        length=minutes_words(total_seconds(plan)),
        things=_things(specs),
        postures=_postures(specs),
        companion=_companion(specs),
        told=tuple(_change(change, names) for change in preparation.changes),
        left_out=tuple(
            (gettext(names[left.slug]), tell(left.verdicts, zone=zone, now=now, names=names))
            for left in preparation.left_out
        ),
        refusals=tell(preparation.refusals, zone=zone, now=now, names=names),
        findings=tell_problems(preparation.findings, names=names),
        truths=tuple(_truths(ready, specs, now)),
        can_start=preparation.can_start,
        by_ear=_by_ear(specs, plan),
    )


def _lines(rows: tuple[Row, ...], plan: Plan) -> Iterator[Line]:
    roles = {Role.WARM_UP: gettext("stretch first"), Role.COUNTER: gettext("afterwards")}
    for row, item in zip(rows, plan["items"], strict=True):
        tier = row.exercise.tier.value
        role = roles.get(row.role, "")
        yield Line(gettext(item["name"]), item["slug"], role, tier, item["seconds"])


def _things(specs: list[ExerciseSpec]) -> str:
    """All equipment once, in the order it is needed."""
    needed = _named(thing for spec in specs for thing in spec.equipment) or gettext("Nothing")
    helpful = _named(thing for spec in specs for thing in spec.equipment_optional)
    if not helpful:
        return needed
    return gettext("%(needed)s; helpful: %(helpful)s") % {"needed": needed, "helpful": helpful}


def _named(things: Iterable[Equipment]) -> str:
    return ", ".join(str(EQUIPMENT[thing]) for thing in dict.fromkeys(things))


def _postures(specs: list[ExerciseSpec]) -> str:
    """How often one changes posture, and through which."""
    first = [spec.positions[0] for spec in specs if spec.positions]
    changes = sum(before != after for before, after in pairwise(first))
    where = ", ".join(str(POSITION[position]) for position in dict.fromkeys(first))
    told = ngettext("%(n)s change", "%(n)s changes", changes) % {"n": changes}
    return f"{where} ({told})" if changes else where


def _by_ear(specs: list[ExerciseSpec], plan: Plan) -> str:
    """What is done lying down or with the head down, and that the voice tells its steps."""
    pairs = zip(specs, plan["items"], strict=True)
    away = [gettext(item["name"]) for spec, item in pairs if AWAY & set(spec.positions[:1])]
    words = gettext("You hardly see the screen in: %(names)s. The voice tells you each step.")
    return words % {"names": ", ".join(dict.fromkeys(away))} if away else ""


def _companion(specs: list[ExerciseSpec]) -> str:
    kinds = [spec.companion.kind for spec in specs if spec.companion.kind is not Companion.NONE]
    return str(COMPANION[kinds[0]]) if kinds else ""


def _change(change: Change, names: dict[str, str]) -> str:
    tags = "; ".join(gettext(tag_texts()[tag].name) for tag in sorted(change.tags))
    words = {"was": gettext(names[change.was]), "tags": tags}
    if change.now is None:
        return gettext("%(was)s is left out because of your health answers (%(tags)s).") % words
    words["now"] = gettext(names[change.now])
    text = gettext("%(now)s takes the place of %(was)s because of your health answers (%(tags)s).")
    return text % words


def _truths(ready: Ready, specs: list[ExerciseSpec], now: datetime) -> Iterator[str]:
    """The lines that one button says yes to: health, place, things, cautions, limits."""
    facts = ready.facts
    if facts.screening:
        answered = day(facts.screening.answered_at.astimezone(facts.zone).date())
        yield gettext("Nothing is new since my health answers of %(day)s.") % {"day": answered}
    yield gettext("My place: %(surfaces)s.") % {"surfaces": _surfaces(specs)}
    for thing, note in _notes(specs):
        name, text = str(EQUIPMENT[thing]), gettext(note)
        named = name.lower() in text.lower()
        yield text if named else gettext("%(thing)s: %(note)s") % {"thing": name, "note": text}
    for slug, verdict in ready.preparation.cautions:
        if verdict.code is Code.CAUTION:
            yield _caution(ready, slug, str(verdict.params["tag"]))
        else:
            [told] = tell([verdict], zone=facts.zone, now=now, names=ready.names)
            yield told.sentence


def _surfaces(specs: list[ExerciseSpec]) -> str:
    """Every surface once; "level floor" goes without saying beside "firm level floor"."""
    texts = list(dict.fromkeys(gettext(spec.surface.text).lower() for spec in specs))
    said = "; ".join(texts)
    return "; ".join(one for one in texts if said.count(one) == 1)


def _notes(specs: list[ExerciseSpec]) -> Iterator[tuple[Equipment, str]]:
    """What is asked of each thing, every sentence once; of what only helps nothing is asked."""
    asked = (spec for spec in specs if spec.equipment_note and not spec.equipment_optional)
    told = {spec.equipment_note: spec.equipment for spec in asked}
    yield from ((things[0], note) for note, things in told.items() if things)


def _caution(ready: Ready, slug: str, tag: str) -> str:
    """A caution with its reason from the catalogue."""
    spec = ready.exercises[slug].spec
    reasons = {str(known): text for known, text in spec.contraindications.caution.items()}
    words = {"name": gettext(spec.name), "reason": gettext(reasons[tag])}
    return gettext("%(name)s: %(reason)s") % words
