"""The 14 screening questions as data, and the reading of raw answers.

Raw answers are lists of strings by field, as a form sends them: `q2: ["no"]`, `q7: ["yes"]` with
`q7_details: ["thin_bones"]`, `q14: ["3"]` with `q14_quality: ["ache"]`, `none: ["health"]` for
"none of these apply to me" in a group, `clinician_seen: ["yes"]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from exercises.vocabulary import Tag
from tracking.safety.facts import Care, PainQuality
from tracking.safety.pain import read_pain
from tracking.safety.screening import Answers

#: Stored with every set of answers; raise it when a question changes its meaning.
VERSION = "1"

type Raw = Mapping[str, Sequence[str]]


class Kind(StrEnum):
    AGE = "age"
    CHOICE = "choice"  # yes, no, not sure
    PAIN = "pain"  # 0-10 and what it is like


class Group(StrEnum):
    """Questions shown together; CHOICE groups offer "none of these apply to me"."""

    YOU = "you"
    WARNING_SIGNS = "warning_signs"
    SPINE = "spine"
    HEALTH = "health"
    JOINTS = "joints"
    PAIN = "pain"


class FieldCode(StrEnum):
    """Why a field is not accepted."""

    SCREENING_INCOMPLETE = "SCREENING_INCOMPLETE"
    AGE_OUT_OF_RANGE = "AGE_OUT_OF_RANGE"
    PAIN_OUT_OF_RANGE = "PAIN_OUT_OF_RANGE"
    UNKNOWN_ANSWER = "UNKNOWN_ANSWER"
    CONTRADICTORY = "CONTRADICTORY"


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    code: FieldCode


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tick after a yes."""

    id: str
    tags: frozenset[Tag]


@dataclass(frozen=True, slots=True)
class Question:
    """`care` marks a red-flag question; `options` say what a yes may mean."""

    id: str
    group: Group
    kind: Kind = Kind.CHOICE
    care: Care | None = None
    options: tuple[Option, ...] = ()


def _options(**tags: Tag | tuple[Tag, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(name, frozenset({found} if isinstance(found, Tag) else found))
        for name, found in tags.items()
    )


QUESTIONS = (
    Question("q1", Group.YOU, Kind.AGE),
    Question("q2", Group.WARNING_SIGNS, care=Care.EMERGENCY),
    Question("q3", Group.WARNING_SIGNS, care=Care.SAME_DAY),
    Question("q4", Group.WARNING_SIGNS, care=Care.SAME_DAY),
    Question("q5", Group.WARNING_SIGNS, care=Care.SAME_DAY),
    Question("q6", Group.WARNING_SIGNS, care=Care.EMERGENCY),
    Question(
        "q7",
        Group.SPINE,
        options=_options(
            thin_bones=Tag.OSTEOPOROSIS,
            fragile_break=Tag.OSTEOPOROSIS,
            steroids=Tag.OSTEOPOROSIS,
            trunk_fracture=Tag.RECENT_FRACTURE,
        ),
    ),
    Question(
        "q8",
        Group.SPINE,
        options=_options(
            spine_operation=Tag.SPINE_SURGERY,
            disc_or_leg_pain=Tag.DISC_PROBLEM,
            narrow_or_slipped=Tag.STENOSIS_SLIP,
            inflammatory=Tag.INFLAMMATORY_SPINE,
        ),
    ),
    Question(
        "q9",
        Group.HEALTH,
        options=_options(
            other_operation=Tag.RECENT_SURGERY,
            pregnant=Tag.PREGNANCY,
            birth=Tag.PREGNANCY,
            birth_by_section=(Tag.PREGNANCY, Tag.RECENT_SURGERY),
        ),
    ),
    Question(
        "q10",
        Group.HEALTH,
        options=_options(
            heart=Tag.HEART, blood_pressure=Tag.BLOOD_PRESSURE, blood_thinner=Tag.BLOOD_THINNER
        ),
    ),
    Question(
        "q11",
        Group.HEALTH,
        options=_options(dizzy=Tag.DIZZINESS, fall=Tag.BALANCE, eyes=Tag.EYE_PRESSURE),
    ),
    Question(
        "q12",
        Group.HEALTH,
        options=_options(
            chest=Tag.CHEST_BREAST,
            rib=Tag.RIB_LUNG,
            collapsed_lung=Tag.RIB_LUNG,
            lung=Tag.RIB_LUNG,
        ),
    ),
    Question(
        "q13",
        Group.JOINTS,
        options=_options(
            shoulder=Tag.SHOULDER_PROBLEM,
            wrist_elbow=Tag.WRIST_ELBOW_PROBLEM,
            knee_hip=Tag.KNEE_HIP_PROBLEM,
            neck=Tag.NECK_PROBLEM,
            lax_joints=Tag.HYPERMOBILITY,
            skin=Tag.SKIN_WOUND,
        ),
    ),
    Question("q14", Group.PAIN, Kind.PAIN),
)

#: Asked of an active partner on the same screen; never stored. Age and heart are among them
#: because partner methods exclude partners for both (docs/decisions/0011).
PARTNER_QUESTIONS = tuple(
    q for q in QUESTIONS if q.id in {"q1", "q7", "q8", "q9", "q10", "q11", "q13"}
)

_YES = {"yes", "not_sure"}  # not sure counts as yes


def read(raw: Raw) -> tuple[Answers | None, tuple[FieldError, ...]]:
    """The answers, or None with every field that is missing or wrong; nothing is guessed."""
    tags, care, errors = _read_choices(raw, QUESTIONS)
    age = _read_age(raw, errors)
    pain = read_pain(_one(raw, "q14"))
    if pain is None:
        code = FieldCode.PAIN_OUT_OF_RANGE if _one(raw, "q14") else FieldCode.SCREENING_INCOMPLETE
        errors.append(FieldError("q14", code))
    quality = _read_quality(raw, pain, errors)
    if errors or age is None or pain is None:
        return None, _by_place(errors)
    answers = Answers(
        age=age,
        tags=tags | _age_tags(age) | ({Tag.RED_FLAG} if care else frozenset()),
        care=Care.EMERGENCY if Care.EMERGENCY in care else Care.SAME_DAY if care else None,
        pain=pain,
        quality=quality,
        clinician_seen=_one(raw, "clinician_seen") == "yes",
    )
    return answers, ()


def read_partner(raw: Raw) -> tuple[frozenset[Tag] | None, tuple[FieldError, ...]]:
    """The partner's tags, or None with the field errors."""
    tags, _, errors = _read_choices(raw, PARTNER_QUESTIONS)
    age = _read_age(raw, errors)
    if errors or age is None:
        return None, _by_place(errors)
    return tags | _age_tags(age), ()


def _read_choices(
    raw: Raw, questions: Sequence[Question]
) -> tuple[frozenset[Tag], set[Care], list[FieldError]]:
    tags: set[Tag] = set()
    care: set[Care] = set()
    errors: list[FieldError] = []
    for question in questions:
        if question.kind is not Kind.CHOICE:
            continue
        answer = _choice(raw, question, errors)
        if answer not in _YES:
            continue
        if question.care:
            care.add(question.care)
        else:
            tags.update(_tags(raw, question, answer, errors))
    return frozenset(tags), care, errors


def _choice(raw: Raw, question: Question, errors: list[FieldError]) -> str:
    """ "yes", "no" or "not_sure"; "" with an error where the answer is missing or wrong."""
    answer = _one(raw, question.id)
    none_apply = question.group in raw.get("none", ())
    if none_apply and answer in _YES:
        errors.append(FieldError(question.id, FieldCode.CONTRADICTORY))
    elif answer in {"no", *_YES} or (none_apply and not answer):
        return answer or "no"
    else:
        code = FieldCode.UNKNOWN_ANSWER if answer else FieldCode.SCREENING_INCOMPLETE
        errors.append(FieldError(question.id, code))
    return ""


def _tags(raw: Raw, question: Question, answer: str, errors: list[FieldError]) -> Iterator[Tag]:
    """The tags ticked after a yes; "not sure" without a tick means all of them."""
    field = f"{question.id}_details"
    ticked = [name for name in raw.get(field, ()) if name]
    known = {option.id: option.tags for option in question.options}
    if not ticked and answer == "yes":
        errors.append(FieldError(field, FieldCode.SCREENING_INCOMPLETE))
    if any(name not in known for name in ticked):
        errors.append(FieldError(field, FieldCode.UNKNOWN_ANSWER))
    for name in ticked or known:
        yield from known.get(name, ())


def _read_age(raw: Raw, errors: list[FieldError]) -> int | None:
    text = _one(raw, "q1")
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 120:
        return int(text)
    code = FieldCode.AGE_OUT_OF_RANGE if text else FieldCode.SCREENING_INCOMPLETE
    errors.append(FieldError("q1", code))
    return None


def _read_quality(raw: Raw, pain: int | None, errors: list[FieldError]) -> PainQuality | None:
    """What the pain is like; needed as soon as there is any."""
    text = _one(raw, "q14_quality")
    if text in set(PainQuality):
        return PainQuality(text)
    if text or pain:
        code = FieldCode.UNKNOWN_ANSWER if text else FieldCode.SCREENING_INCOMPLETE
        errors.append(FieldError("q14_quality", code))
    return None


def _age_tags(age: int) -> frozenset[Tag]:
    if age < 18:
        return frozenset({Tag.AGE_UNDER_18})
    return frozenset({Tag.AGE_65_PLUS}) if age >= 65 else frozenset()


def _one(raw: Raw, field: str) -> str:
    values = raw.get(field, ())
    return values[-1].strip() if values else ""


def _by_place(errors: list[FieldError]) -> tuple[FieldError, ...]:
    """The errors in the order of the questions on the page."""
    return tuple(sorted(errors, key=lambda error: int(error.field[1:].partition("_")[0])))
