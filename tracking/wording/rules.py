"""The rules that give verdicts, for the public rules page: one entry a rule."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tracking.safety.verdict import Rule
from tracking.wording import evidence as known
from tracking.wording.rule_text import Origin, RuleText

_COUNTS_WHY = _("Nobody knows a safe number. A few is what the article advises; we count it.")
_POPS = (known.NO_ARTHRITIS, known.FINGERS_ONLY, known.POP_NOT_NEEDED)
_OVERUSE_WHY = _(
    "Overuse builds up from many small loads without rest. The figures are cautious defaults."
)

RULES: Mapping[Rule, RuleText] = {
    Rule.A1: RuleText(
        _("Health questions first"),
        _(
            "Your answers close single exercises, and a warning sign closes all. Answers count "
            "for %(screening_days)s days and are asked again after a stop for pain or a long rest."
        ),
        _("With another problem of the spine a specialist should be asked before any exercise."),
        Origin.BOTH,
        (
            *(known.RED_FLAGS, known.CAUDA_EQUINA, known.THIN_BONES, known.BENDING_CARE),
            *(known.EYE_PRESSURE, known.ROLLER_CARE),
        ),
        version=2,
    ),
    Rule.A3: RuleText(
        _("Stretch first"),
        _(
            "At least %(stretch_seconds)s seconds of stretching in the session, or in the last "
            "%(stretch_within_minutes)s minutes, come before the first mobilising exercise."
        ),
        _("A warm back moves better. The stretch is the point; a pop is not."),
        Origin.BOTH,
        (known.STRETCH_DOSE, known.POP_NOT_NEEDED, known.POPS_UNCOUNTED, known.POP_UNHEARD),
        version=2,
    ),
    Rule.A4: RuleText(
        _("A released region rests"),
        _("After a release the region rests for %(refractory_minutes)s minutes."),
        _(
            "By the article a joint does not release again for 30 to 60 minutes; trying only adds "
            "load."
        ),
        Origin.ARTICLE,
        (known.KNUCKLES_WAIT, known.CAVITY),
    ),
    Rule.A12: RuleText(
        _("Someone with you"),
        _("Exercises of elevated risk need a helper and four ticks before every run."),
        _("If something goes wrong, you cannot help yourself."),
        Origin.BOTH,
    ),
    Rule.A13: RuleText(
        _("Partner methods"),
        _(
            "Both people read the risks, the partner answers health questions that are not "
            "stored, and the squeeze is slow. An operator can switch these methods off."
        ),
        _("Ribs and lungs have been injured this way."),
        Origin.BOTH,
        (known.LAY_BEAR_HUG, known.THORACIC_CASES, known.RESERVED_ACT),
    ),
    Rule.A15: RuleText(
        _("Professionals only"),
        _("Manipulation by another person on the floor is described and can never be run."),
        _("The article forbids it to untrained people, and so do we."),
        Origin.ARTICLE,
        (known.THORACIC_CASES, known.PROFESSIONAL_RISK, known.RESERVED_ACT),
    ),
    Rule.A23: RuleText(
        _("Only if you can already"),
        _("A few exercises ask whether you already do something like them."),
        _("They need a range that most people do not have."),
        Origin.ARTICLE,
    ),
    Rule.A24: RuleText(
        _("Elevated risk opens with practice"),
        _(
            "After %(unlock_sessions)s sessions of practice on %(unlock_dates)s days, at 18 to 64 "
            "years, and not during a cool-down. A session is practice if it runs in the player to "
            "its end, held and not rushed; one entered afterwards is not."
        ),
        _("Untrained people should proceed conservatively."),
        Origin.BOTH,
        (known.PROFESSIONAL_RISK,),
        version=2,
    ),
    Rule.Q14: RuleText(
        _("Pain before you begin"),
        _("With pain of %(pain_now)s or more only stretches are open for the rest of the day."),
        _("A painful back needs rest or advice rather than load."),
        Origin.OURS,
    ),
    Rule.D1: RuleText(
        _("Releases in a day"),
        _("At most %(release_day_back)s for the whole back."),
        _COUNTS_WHY,
        Origin.BOTH,
        _POPS,
    ),
    Rule.D2: RuleText(
        _("Releases of one region in a day"),
        _("At most %(release_day_region)s."),
        _COUNTS_WHY,
        Origin.OURS,
        (known.FINGERS_ONLY,),
    ),
    Rule.D3: RuleText(
        _("Mobilising one region in a day"),
        _("At most %(mobilising_day_region)s times."),
        _OVERUSE_WHY,
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Rule.D4: RuleText(
        _("Elevated risk in a day"),
        _("At most %(elevated_day)s."),
        _OVERUSE_WHY,
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Rule.D5: RuleText(
        _("One exercise in a day"),
        _(
            "As often as its page says; a warm-up or counter-movement does not count, and a pure "
            "stretch only earns a remark."
        ),
        _("The article asks for three to five times where it gives a number."),
        Origin.BOTH,
        (known.THREE_A_DAY, known.NO_DEFINITION),
    ),
    Rule.W1: RuleText(
        _("Releases in 7 days"),
        _("At most %(release_week_back)s for the whole back."),
        _COUNTS_WHY,
        Origin.OURS,
        (known.FINGERS_ONLY,),
    ),
    Rule.W2: RuleText(
        _("Releases of one region in 7 days"),
        _("At most %(release_week_region)s."),
        _COUNTS_WHY,
        Origin.OURS,
        (known.FINGERS_ONLY,),
    ),
    Rule.W3: RuleText(
        _("Mobilising one region in 7 days"),
        _("At most %(mobilising_week_region)s times."),
        _OVERUSE_WHY,
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Rule.W4: RuleText(
        _("Elevated risk in 7 days"),
        _("At most %(elevated_week)s."),
        _OVERUSE_WHY,
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Rule.H1: RuleText(
        _("Days in a row with a release"),
        _("A remark from %(streak_notice)s days on, a limit passed at %(streak_over)s."),
        _("The long-term effect of frequent cracking on the spine is not known."),
        Origin.OURS,
        _POPS,
    ),
    Rule.F1: RuleText(
        _("Not again while it rests"),
        _("Working a region before its rest is over is refused, and remarked on if logged anyway."),
        _("A resting region will not release; pressing on only adds load."),
        Origin.ARTICLE,
        (known.KNUCKLES_WAIT,),
    ),
    Rule.F2: RuleText(
        _("Twice in a day without waiting"),
        _("The second session in a day that did not wait for a resting region passes a limit."),
        _OVERUSE_WHY,
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Rule.C1: RuleText(
        _("Rest means rest"),
        _(
            "A mobilising exercise during a cool-down passes a limit again. Cool-downs last "
            "%(cool_down_hours_1)s, then %(cool_down_hours_2)s, then %(cool_down_hours_3)s hours "
            "as they repeat within 14 days; stretches stay open."
        ),
        _OVERUSE_WHY,
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    Rule.P1: RuleText(
        _("Stop for pain"),
        _(
            "Stabbing, burning or shooting pain, numbness or weakness, yours or your partner’s, "
            "stops everything until the health questions are answered again. So does “Stop, it "
            "hurts” if its question stays open for 10 minutes or the page is left. Then stretches "
            "open at once, other exercises %(stop_mobilising_hours)s hours and those of elevated "
            "risk %(stop_elevated_hours)s hours after the stop."
        ),
        _("Such pain asks for a professional, not for one more try."),
        Origin.BOTH,
        (known.RED_FLAGS, known.CAUDA_EQUINA),
        version=2,
    ),
    Rule.P2: RuleText(
        _("It hurt more afterwards"),
        _(
            "Pain of %(flare_pain)s or more after a session, or %(flare_rise)s more than before, "
            "rests its regions for %(flare_hours)s hours. The second time in 7 days passes a limit."
        ),
        _("A rise of two on a scale of ten is a real change in low back pain."),
        Origin.OURS,
        (known.REAL_CHANGE,),
    ),
    Rule.P3: RuleText(
        _("Pain rising over two weeks"),
        _(
            "If the middle value of a week is %(trend_rise)s or more above the week before, we "
            "say so once; nothing is closed."
        ),
        _("Slow change is easy to miss."),
        Origin.OURS,
        (known.REAL_CHANGE, known.ASKING_FINDS),
    ),
}
