"""One sentence for every verdict, and how it lifts.

A sentence is chosen by code and, where a code speaks of several things, by the verdict's reason.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.catalogue import tag_texts
from exercises.labels import REGION
from exercises.vocabulary import Tag
from tracking.safety.facts import Ack, Incident
from tracking.safety.verdict import Code, Rule, ScopeKind, Verdict
from tracking.wording.when import day, when

type Key = tuple[Code, str]

SENTENCES: Mapping[Key, Promise] = {
    (Code.AGE_UNDER_18, ""): _("Limber is written for adults of 18 and over."),
    (Code.RED_FLAG, "emergency"): _(
        "One of your answers can be the sign of an emergency. Do not exercise; get help now."
    ),
    (Code.RED_FLAG, "same_day"): _(
        "One of your answers needs a medical assessment today. Do not exercise before it."
    ),
    (Code.STOP_LOCK, "own"): _("You stopped because of pain. Nothing runs for now."),
    (Code.STOP_LOCK, "partner"): _(
        "Your partner had pain. Nothing runs for now, and your partner should get advice."
    ),
    (Code.STOP_REST, ""): _("You stopped because of pain a short while ago; this rests longer."),
    (Code.SCREENING_REQUIRED, "none"): _("The health questions come first."),
    (Code.SCREENING_REQUIRED, "expired"): _("Your health answers are more than %(days)s days old."),
    (Code.SCREENING_REQUIRED, "news"): _("Your health answers are out of date."),
    (Code.SCREENING_REQUIRED, "cool_down"): _(
        "A long rest has ended; the health questions come first."
    ),
    (Code.PROFESSIONAL_ONLY, ""): _(
        "Only a trained professional may do this. It cannot be started here."
    ),
    (Code.NOT_RUNNABLE, ""): _("This exercise is not offered here; its page is information only."),
    (Code.CONTRAINDICATED, ""): _("Closed because of your health answers: %(tag)s"),
    (Code.PARTNER_CONTRAINDICATED, ""): _("Closed because of your partner’s answers: %(tag)s"),
    (Code.COOLING_DOWN, "back"): _("Your whole back is cooling down after a passed limit."),
    (Code.COOLING_DOWN, "region"): _("%(scope)s: cooling down after a passed limit."),
    (Code.COOLING_DOWN, "exercise"): _("%(scope)s: resting after its daily limit was passed."),
    (Code.COOLING_DOWN, "flare"): _(
        "%(scope)s: resting, because after a session it hurt a lot, or more than before."
    ),
    (Code.REFRACTORY, ""): _(
        "%(scope)s: a joint released there within the last %(minutes)s minutes, so it rests."
    ),
    (Code.LIMIT_REACHED, ""): _(
        "The limit is reached. %(measure)s (%(scope)s): %(count)s of %(limit)s."
    ),
    (Code.PAIN_NOW_HIGH, ""): _(
        "You reported pain of %(limit)s or more today. Only stretches are open."
    ),
    (Code.ELEVATED_LOCKED, "sessions"): _("Elevated-risk exercises open with practice."),
    (Code.ELEVATED_LOCKED, "cool_down"): _(
        "Elevated-risk exercises stay closed during a cool-down."
    ),
    (Code.ELEVATED_LOCKED, "age"): _("Elevated-risk exercises are for people from 18 to 64."),
    (Code.PREREQUISITE_NOT_MET, ""): _(
        "This is only for people who can already do it; tick that you can."
    ),
    (Code.ELEVATED_NO_ACK, ""): _("Still to be ticked for this run: %(missing)s"),
    (Code.PARTNER_NOT_SCREENED, ""): _("Your partner has not answered the questions yet."),
    (Code.STRETCH_FIRST, ""): _(
        "Stretch first: %(seconds)s of %(needed)s seconds of stretching are done."
    ),
    (Code.CAUTION, ""): _("Take care because of your health answers: %(tag)s"),
    (Code.AT_LIMIT, ""): _(
        "You are at the limit. %(measure)s (%(scope)s): %(count)s of %(limit)s."
    ),
    (Code.CAP_PASSED, ""): _(
        "More often than advised. %(scope)s, times in a day: %(count)s, advised at most %(limit)s."
    ),
    (Code.REPEATED_TOO_SOON, ""): _(
        "%(scope)s: worked again before its rest after a release was over."
    ),
    (Code.RELEASE_STREAK, ""): _(
        "Releases on %(count)s days in a row. The long-term effect of frequent cracking is not "
        "known; a day off is the cautious choice."
    ),
    (Code.OVER, ""): _("A limit was passed. %(measure)s (%(scope)s): %(count)s, limit %(limit)s."),
    (Code.FLARE, ""): _(
        "%(scope)s: after the session it hurt a lot, or more than before, so it rests."
    ),
    (Code.TREND, ""): _(
        "Your pain before sessions has risen by %(limit)s or more against the week before. "
        "If that goes on, ask a clinician."
    ),
}

LIFTS: Mapping[Key, Promise] = {
    (Code.AGE_UNDER_18, ""): _("Opens at 18."),
    (Code.RED_FLAG, ""): _(
        "Opens when a clinician has seen you about this and you answer the questions again, "
        "at the earliest at %(until)s."
    ),
    (Code.STOP_LOCK, ""): _(
        "Answer the health questions again: stretches then open at once, the rest later."
    ),
    (Code.SCREENING_REQUIRED, ""): _("Opens when you answer the health questions."),
    (Code.PROFESSIONAL_ONLY, ""): _("Never opens."),
    (Code.NOT_RUNNABLE, ""): _("Opens only if this instance offers it."),
    (Code.CONTRAINDICATED, ""): _("Opens if your health answers change."),
    (Code.PARTNER_CONTRAINDICATED, ""): _("Opens with a partner whose answers allow it."),
    (Code.LIMIT_REACHED, ""): _("This instance allows none."),
    (Code.ELEVATED_LOCKED, "sessions"): _(
        "A session counts if it runs in the player to its end, held and not rushed; one entered "
        "afterwards does not."
    ),
    (Code.ELEVATED_LOCKED, "age"): _("Does not open."),
    (Code.PREREQUISITE_NOT_MET, ""): _("An easier exercise: %(easier)s"),
    (Code.ELEVATED_NO_ACK, ""): _("Opens when every box is ticked."),
    (Code.PARTNER_NOT_SCREENED, ""): _("Opens when your partner has answered."),
    (Code.STRETCH_FIRST, ""): _("Opens after a short stretch."),
    (Code.CAUTION, ""): _("The button that starts a session confirms that you have read it."),
    (Code.AT_LIMIT, ""): _("One more release passes the limit and starts a cool-down."),
    (Code.CAP_PASSED, ""): _("A remark only: stretches stay open."),
    (Code.RELEASE_STREAK, ""): _("Ends with a day without a release."),
    (Code.TREND, ""): _("A remark only: nothing is closed."),
}

#: The way to the elevated exercises, in words: a bar that fills would make it a game.
PROGRESS = _("So far %(sessions)s of %(of_sessions)s sessions, on %(dates)s of %(of_dates)s days.")

#: A stop in the log. While it locks, the code STOP_LOCK speaks.
STOP_FOUND = _("A pain stopped a session on this day.")
STOP_LIFTS = _(
    "Nothing runs until the health questions are answered again. Mobilising work then rests for "
    "%(mobilising)s hours after the stop, elevated exercises for %(elevated)s."
)

#: What each counting rule counts; of a region or an exercise where it has one.
MEASURES: Mapping[Rule, Promise] = {
    Rule.D1: _("Releases in a day"),
    Rule.D2: _("Releases in a day, one region"),
    Rule.D3: _("Mobilising exercises in a day, one region"),
    Rule.D4: _("Elevated-risk exercises in a day"),
    Rule.D5: _("One exercise in a day"),
    Rule.W1: _("Releases in 7 days"),
    Rule.W2: _("Releases in 7 days, one region"),
    Rule.W3: _("Mobilising exercises in 7 days, one region"),
    Rule.W4: _("Elevated-risk exercises in 7 days"),
    Rule.H1: _("Days in a row with a release"),
    Rule.F2: _("Sessions in a day that did not wait for a resting region"),
    Rule.C1: _("Mobilising exercises during a cool-down"),
    Rule.P2: _("Sessions in 7 days that left more pain"),
}

ACKS: Mapping[Ack, Promise] = {
    Ack.HELPER_PRESENT: _("Someone is here with me and stays"),
    Ack.SIGNAL_AGREED: _("We have agreed on a word that stops everything"),
    Ack.FLOOR_CLEAR: _("The floor around us is clear"),
    Ack.CAN_CALL_HELP: _("My helper can call for help"),
    Ack.RISKS_READ: _("I have read the risks on this page"),
    Ack.PARTNER_READ_RISKS: _("My partner has read the risks too"),
    Ack.PARTNER_TALLER_STRONGER: _("My partner is taller than me and strong enough"),
    Ack.STEADY_NEVER_JERK: _("Slow and steady, after counting down aloud; never a jerk"),
}


def sentence(
    verdict: Verdict,
    *,
    zone: ZoneInfo,
    now: datetime,
    names: Mapping[str, str] | None = None,
    where: str = "",
) -> str:
    """What the verdict says; `names` are exercise names by slug, `where` names its places anew."""
    figures = _figures(verdict, zone, now, names or {})
    return str(_choose(SENTENCES, verdict)) % (figures | ({"scope": where} if where else {}))


def progress(verdict: Verdict) -> str:
    """How far it is on the way to opening; "" if practice does not open it."""
    if _choose({(Code.ELEVATED_LOCKED, "sessions"): PROGRESS}, verdict) is None:
        return ""
    return str(PROGRESS) % verdict.params


def lifts(
    verdict: Verdict, *, zone: ZoneInfo, now: datetime, names: Mapping[str, str] | None = None
) -> str:
    """When or how the verdict lifts; "" if there is nothing to lift."""
    figures = _figures(verdict, zone, now, names or {})
    if verdict.until and verdict.code is not Code.RED_FLAG:
        return gettext("Opens again at %(until)s.") % figures
    if verdict.code is Code.PREREQUISITE_NOT_MET and not figures["easier"]:
        return ""
    text = _choose(LIFTS, verdict)
    return str(text) % figures if text else ""


def mail_line(incident: Incident) -> str:
    """Rule, count, limit and date for a mail: never a region, a pain or an answer."""
    figures = {
        "rule": incident.rule.value,
        "count": incident.count,
        "limit": incident.limit,
        "date": day(incident.on),
    }
    if incident.rule is Rule.P3:
        return gettext("Rule %(rule)s: a remark about your last two weeks, on %(date)s") % figures
    if incident.rule is Rule.P2:
        return (
            gettext(
                "Rule %(rule)s: the limit of %(limit)s was passed on %(date)s: %(count)s logged"
            )
            % figures
        )
    return gettext(
        "%(measure)s (rule %(rule)s): the limit of %(limit)s was passed on %(date)s: "
        "%(count)s logged"
    ) % {**figures, "measure": MEASURES[incident.rule]}


def _choose(table: Mapping[Key, Promise], verdict: Verdict) -> Promise | None:
    for variant in (*_variants(verdict), ""):
        if (verdict.code, variant) in table:
            return table[verdict.code, variant]
    return None


def _variants(verdict: Verdict) -> list[str]:
    """What may tell one sentence of a code from another, most special first."""
    found = [
        str(verdict.params[key]) for key in ("reason", "care", "whose") if key in verdict.params
    ]
    if verdict.code is Code.COOLING_DOWN and verdict.params.get("level") == 0:
        found.append("flare")
    if verdict.scope:
        found.append(verdict.scope.kind.value)
    return found


def _figures(
    verdict: Verdict, zone: ZoneInfo, now: datetime, names: Mapping[str, str]
) -> dict[str, object]:
    params = verdict.params
    easier = str(params.get("easier", ""))
    missing = params.get("missing", ())
    ticks = [str(ACKS[Ack(tick)]) for tick in missing] if isinstance(missing, tuple) else []
    return {
        **params,
        "until": when(verdict.until, zone=zone, now=now) if verdict.until else "",
        "scope": scope_words(verdict, names),
        "measure": MEASURES.get(verdict.rule, ""),
        "tag": gettext(tag_texts()[Tag(str(params["tag"]))].text) if "tag" in params else "",
        "easier": gettext(names[easier]) if easier in names else "",
        "missing": "; ".join(ticks),
    }


def scope_words(verdict: Verdict, names: Mapping[str, str]) -> str:
    """What a verdict covers, in words."""
    scope = verdict.scope
    if scope is None or scope.kind is ScopeKind.BACK:
        return gettext("Whole back")
    if scope.region:
        return str(REGION[scope.region])
    return gettext(names[scope.name]) if scope.name in names else gettext("This exercise")
