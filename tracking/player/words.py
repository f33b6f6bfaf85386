"""The player's own sentences: why a press was not taken, what is asked once, where it stopped."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.labels import PHASE, SIDE
from exercises.vocabulary import Phase, Side
from tracking.player.actions import Refusal
from tracking.player.bouts import Ask
from tracking.player.machine import Kind
from tracking.player.timeline import READY, SWITCH
from tracking.safety.verdict import Rule
from tracking.wording.guidance import Guidance
from tracking.wording.told import Told

CAME_TOO_LATE = _(
    "A session was closed before your last answers came, so they are not in it. You can correct it."
)
REFUSALS: Mapping[Refusal, Promise] = {
    Refusal.TIME_IN_FUTURE: _("That press carries a time that has not come yet."),
    Refusal.EARLIER_MISSING: _("Something that was pressed before has not arrived yet."),
    Refusal.HOLD_OUT_OF_RANGE: _("This step is already as long as it should be."),
    Refusal.STEP_TOO_FAST: _("Slowly: a movement takes at least three seconds."),
    Refusal.TOO_MANY_MOVES: _("This session has taken more presses than one session can hold."),
    Refusal.SESSION_CLOSED: _("This session is closed."),
    Refusal.NOT_ENDED: _("This session is still running."),
    Refusal.NOTHING_DONE: _("Nothing was done in this session yet."),
    Refusal.DISCARD_TOO_LATE: _("This session has begun to work on your back, so it is kept."),
    Refusal.RELEASE_ANSWER_REQUIRED: _("Say for each exercise whether a joint released."),
    Refusal.PARTNER_PAIN_REQUIRED: _("Say whether your partner had pain."),
}
#: How each refusal lifts.
LIFTS: Mapping[Refusal, Promise] = {
    Refusal.TIME_IN_FUTURE: _("Reload this page, and it counts from the server’s clock again."),
    Refusal.EARLIER_MISSING: _("It is sent again in its order."),
    Refusal.HOLD_OUT_OF_RANGE: _("Go on to the next one; you can do the exercise again later."),
    Refusal.STEP_TOO_FAST: _("You can go on in a moment."),
    Refusal.TOO_MANY_MOVES: _("End it here; what you did is kept."),
    Refusal.SESSION_CLOSED: _("What was done is kept; Today shows what is open now."),
    Refusal.NOT_ENDED: _("End it first, or go on."),
    Refusal.NOTHING_DONE: _("Go on with it, or discard it."),
    Refusal.DISCARD_TOO_LATE: _("You can end it here, and delete it from your progress later."),
    Refusal.RELEASE_ANSWER_REQUIRED: _("“Not sure” is an answer too."),
    Refusal.PARTNER_PAIN_REQUIRED: _("“No” is an answer too."),
}
#: The rules of the book that refuse; the others are the player's own order of things.
RULES: Mapping[Refusal, Guidance | Rule] = {
    Refusal.STEP_TOO_FAST: Guidance.A2,
    Refusal.PARTNER_PAIN_REQUIRED: Guidance.A8,
}
ASKS: Mapping[Ask, Promise] = {
    Ask.OTHER_SIDE: _("One side is not done yet. Finish the other side?"),
    Ask.COUNTER: _("You bent back before. Bend the other way before you leave?"),
    Ask.STRETCH_FIRST: _("The stretch was too short for what comes now. Stretch once more first?"),
}
ASKED_BY: Mapping[Ask, Guidance | Rule] = {
    Ask.OTHER_SIDE: Guidance.A9,
    Ask.COUNTER: Guidance.A11,
    Ask.STRETCH_FIRST: Rule.A3,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question before leaving an item: what to press to leave it all the same, or to stay.

    Who stays with an item that runs needs no press: `stay` is then "".
    """

    code: str
    rule: str
    sentence: str
    kind: str
    stay: str


def refused(refusal: Refusal) -> Told:
    """Return a refusal in words."""
    return Told(
        code=refusal.value,
        rule=RULES[refusal].value if refusal in RULES else "",
        level="notice",
        sentence=str(REFUSALS[refusal]),
        lifts=str(LIFTS[refusal]),
    )


def asked(ask: Ask, kind: str) -> Asked:
    """Return a question in words."""
    stay = Kind.REPEAT.value if ask is Ask.STRETCH_FIRST else ""
    return Asked(ask.value, ASKED_BY[ask].value, str(ASKS[ask]), kind, stay)


def step_words(step: str, names: Mapping[str, str]) -> str:
    """Return a stored step (`slug/phase/side`) in words."""
    slug, phase, side = (*step.split("/"), "", "")[:3]
    parts = [gettext(names.get(slug, slug))]
    if phase:
        pauses = {READY: gettext("Get ready"), SWITCH: gettext("Change sides")}
        parts.append(pauses[phase] if phase in pauses else str(PHASE[Phase(phase)]))
    if side:
        parts.append(str(SIDE[Side(side)]))
    return ", ".join(parts)
