"""The rules that give no verdict, for the public rules page: they shape what is asked and shown."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tracking.wording import evidence as known
from tracking.wording.rule_text import Origin, RuleText


class Guidance(StrEnum):
    """Identifier of such a rule as listed in docs/safety.md: A of the article, the others ours."""

    A2 = "A2"
    A8 = "A8"
    A9 = "A9"
    A10 = "A10"
    A11 = "A11"
    A14 = "A14"
    A16 = "A16"
    A17 = "A17"
    A18 = "A18"
    A19 = "A19"
    A20 = "A20"
    A21 = "A21"
    A22 = "A22"
    A25 = "A25"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    L1 = "L1"
    L2 = "L2"
    M1 = "M1"
    M2 = "M2"
    M3 = "M3"
    R1 = "R1"


GUIDANCE: Mapping[Guidance, RuleText] = {
    Guidance.A2: RuleText(
        _("Slow, and never with force"),
        _(
            "Every step has a fixed, slow tempo, and nothing asks you to go deeper. A movement can "
            "be skipped after %(move_seconds)s seconds, not before."
        ),
        _("The article asks for control within the normal range, without force or momentum."),
        Origin.BOTH,
    ),
    Guidance.A8: RuleText(
        _("Your partner’s pain counts too"),
        _(
            "After a session with a partner you are asked whether they had pain, and the session "
            "closes with the answer. Who they are is never kept."
        ),
        _("The article’s warnings about pain hold for both people."),
        Origin.BOTH,
        (known.LAY_BEAR_HUG,),
    ),
    Guidance.A9: RuleText(
        _("Both sides alike"),
        _(
            "An exercise with two sides runs as often on each. Leaving one out is asked about "
            "once, and allowed."
        ),
        _("The article does each of them on both sides."),
        Origin.ARTICLE,
    ),
    Guidance.A10: RuleText(
        _("Breathe on"),
        _(
            "Every step says whether to breathe in, out or on, in words and by a shape. A hold of "
            "more than %(breath_seconds)s seconds is counted in breaths as well."
        ),
        _("The article breathes out on the way in and never holds the breath."),
        Origin.BOTH,
    ),
    Guidance.A11: RuleText(
        _("The bend back comes by itself"),
        _(
            "After an exercise that arches the back its counter-movement follows in the same "
            "session. Skipping it is asked about once."
        ),
        _("The article bends forward after bending back and mirrors its turns."),
        Origin.ARTICLE,
    ),
    Guidance.A14: RuleText(
        _("The lift from behind"),
        _(
            "Whoever lifts is taller and strong enough, and both people’s health answers can "
            "close it."
        ),
        _("The article calls it risky for both."),
        Origin.BOTH,
        (known.THORACIC_CASES, known.RESERVED_ACT),
    ),
    Guidance.A16: RuleText(
        _("Where you lie or stand"),
        _(
            "The card before a session names the place that its exercises need, and nothing "
            "starts until you say that it is so."
        ),
        _("The article asks for a flat, lightly padded surface for work on the floor."),
        Origin.ARTICLE,
    ),
    Guidance.A17: RuleText(
        _("A sturdy chair"),
        _(
            "Where a chair is needed, the card asks for a sturdy one; where you lean back over it, "
            "for one that stands against a wall. Chairs on wheels are warned of."
        ),
        _("A chair that gives way is a fall. The article’s is a sturdy wooden one."),
        Origin.BOTH,
    ),
    Guidance.A18: RuleText(
        _("Firm feet, or a seat"),
        _(
            "If your answers name trouble with balance, an exercise that you could fall from is "
            "closed or says what to hold on to, and a routine takes an easier one in its place."
        ),
        _("The article asks for firm feet, shoulder-width apart."),
        Origin.BOTH,
    ),
    Guidance.A19: RuleText(
        _("Holds within bounds"),
        _(
            "A hold stays between the least and the most that the exercise’s page gives. Ending "
            "early is always allowed and is no failure."
        ),
        _("The article gives 5 to 30 seconds, by exercise."),
        Origin.ARTICLE,
        (known.STRETCH_DOSE,),
    ),
    Guidance.A20: RuleText(
        _("Reminders are few"),
        _(
            "At most %(reminders)s a day, none until you make one. While something rests their "
            "text stays the same, and their link opens stretches."
        ),
        _("The article’s three to five times a day is as needed: a ceiling, not a target."),
        Origin.BOTH,
        (known.THREE_A_DAY, known.STRETCH_DOSE),
    ),
    Guidance.A21: RuleText(
        _("The roller starts short"),
        _(
            "2 minutes are offered in your first three runs, up to 5 in the next three and up to "
            "10 after that; no other length is taken. The first three say that soreness is common."
        ),
        _("The article asks for ten minutes or more and also warns of soreness at first."),
        Origin.BOTH,
        (known.ROLLER_CARE,),
        version=2,
    ),
    Guidance.A22: RuleText(
        _("Shoes that grip"),
        _("The twist on the floor names shoes with grip as helpful; it never asks for them."),
        _("The article wears them for a firmer push."),
        Origin.ARTICLE,
    ),
    Guidance.A25: RuleText(
        _("Mild to moderate is enough"),
        _(
            "You may say how strenuous a session was, 0 to 10. Above %(effort)s we say once: go "
            "smaller next time."
        ),
        _("The article stretches to a mild or moderate sensation only."),
        Origin.BOTH,
        (known.STRETCH_DOSE,),
    ),
    Guidance.S1: RuleText(
        _("Not sure counts as yes"),
        _(
            "All health questions are answered before the first session. “Not sure” closes what "
            "“yes” would close, and nothing is guessed for you."
        ),
        _("Asked carelessly, a question protects nobody."),
        Origin.OURS,
        (known.RED_FLAGS,),
    ),
    Guidance.S2: RuleText(
        _("Warning signs close everything"),
        _(
            "The page then names the kind of care. It opens again at the earliest "
            "%(clears_hours)s hours later, when a clinician has seen you about it and you have "
            "answered all questions once more."
        ),
        _("Such signs are for a clinician, not for an exercise."),
        Origin.OURS,
        (known.RED_FLAGS, known.CAUDA_EQUINA),
    ),
    Guidance.S3: RuleText(
        _("Anything new?"),
        _("The card before every session asks; a yes leads back to the health questions."),
        _("Answers of some weeks ago cannot know what happened yesterday."),
        Origin.OURS,
    ),
    Guidance.L1: RuleText(
        _("What a passed limit closes"),
        _(
            "A limit of one region closes that region, a limit of one exercise that exercise, and "
            "any other the whole back. One of the 14 days before lengthens the rest, up to the "
            "third. Stretches never close."
        ),
        _("The rest should be where the load was, and longer where it becomes a habit."),
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Guidance.L2: RuleText(
        _("The log is judged anew"),
        _(
            "Every change of the log, however late, is judged from its first day on: rests are set "
            "and lifted by what is true now. A mail that was sent is not taken back."
        ),
        _("A wrong entry must not lock you, and a missing one must not free you."),
        Origin.OURS,
    ),
    Guidance.M1: RuleText(
        _("A mail when a limit is passed"),
        _(
            "One mail for all that a log passes, and none within %(gap_hours)s hours of another "
            "unless the rest grows longer. In your quiet hours it waits, and is dropped if its "
            "reason is gone. What is logged %(stale_hours)s hours late sends none."
        ),
        _("A mail should come when it helps, and say so where it does not come."),
        Origin.OURS,
    ),
    Guidance.M2: RuleText(
        _("A mail after every stop"),
        _(
            "At once, once for each stop, in quiet hours too and with other mails off, as long as "
            "your address can receive it."
        ),
        _("It carries the signs that need care, which must not wait for the morning."),
        Origin.OURS,
        (known.CAUDA_EQUINA,),
    ),
    Guidance.M3: RuleText(
        _("Mails tell nothing of your health"),
        _("No mail names a region, a pain or an answer. What was counted stands behind its link."),
        _("Mail is read on shared screens and kept by others."),
        Origin.OURS,
    ),
    Guidance.R1: RuleText(
        _("A routine fits itself to you"),
        _(
            "What your health answers close is replaced by an easier exercise or left out, and you "
            "are told. What is left must still be a routine by all the rules below."
        ),
        _("A routine with a gap in it may lack its stretch or its counter-movement."),
        Origin.OURS,
    ),
}
