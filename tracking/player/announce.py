"""PURE but for the language: how an item is announced, and what is said when it is over."""

from django.utils.translation import gettext

from exercises.labels import EQUIPMENT, POSITION
from exercises.vocabulary import Companion, Equipment, Position
from tracking.player.timeline import Plan

RELEASE_SECONDS = 20  # how long the script waits with the release question open


def announced(plan: Plan, number: int) -> tuple[str, ...]:
    """Return what may be said before an item, the fullest first: name, posture, things to fetch."""
    item = plan["items"][number]
    named = gettext("Next: %(name)s.") if number else gettext("First: %(name)s.")
    name = named % {"name": gettext(item["name"])}
    posture = _posture(plan, number)
    fetch = _fetch(plan, number)
    start = f"{posture}." if posture else ""
    fullest = [name, start, fetch]
    tries = (fullest, [name, fetch], [name, start], [name], [fetch], [start])
    words = [" ".join(filter(None, one)) for one in tries]
    return tuple(dict.fromkeys([*filter(None, words), gettext("Next exercise.")]))


def _posture(plan: Plan, number: int) -> str:
    """The posture in which it begins, "" if one is in it already."""
    before, after = posture_of(plan, number - 1), posture_of(plan, number)
    return "" if not after or before == after else str(POSITION[Position(after)])


def posture_of(plan: Plan, number: int) -> str:
    """The code of the posture in which an item begins, "" before the first item."""
    if number < 0:
        return ""
    return next(iter(plan["items"][number]["facts"].get("positions", ())), "")


def _fetch(plan: Plan, number: int) -> str:
    """What to fetch before it begins, "" if nothing."""
    things = ", ".join(str(EQUIPMENT[thing]) for thing in _new_things(plan, number))
    return gettext("You need: %(things)s.") % {"things": things} if things else ""


def _new_things(plan: Plan, number: int) -> list[Equipment]:
    """Equipment that the item before did not use."""
    had = plan["items"][number - 1]["facts"].get("equipment", ()) if number else ()
    now = plan["items"][number]["facts"].get("equipment", ())
    return [Equipment(thing) for thing in now if thing not in had]


def flows_on(plan: Plan, number: int) -> bool:
    """Whether nothing is asked after an item: no release to tell, no helper to wait for."""
    following = plan["items"][number + 1 :]
    return (
        bool(following)
        and not plan["items"][number]["release_regions"]
        and not following[0]["gate"]
    )


def done_words(plan: Plan, number: int) -> tuple[str, ...]:
    """What may be said at the end of an item, the fullest first: what comes, and what to fetch.

    Nothing where the next one is announced at once.
    """
    following = plan["items"][number + 1 :]
    if not following:
        return (gettext("Finished. Rest as long as you like, then say how it was."),)
    if flows_on(plan, number):
        return ("",)
    name = gettext(following[0]["name"])
    fetch = _fetch(plan, number + 1)
    if following[0]["gate"] == Companion.SPOTTER:
        waits = gettext("Done. Next, with your spotter in place: %(name)s.") % {"name": name}
        plain = gettext("Done. The next exercise waits for you and your spotter.")
    elif following[0]["gate"]:
        waits = gettext("Done. Next, with your partner: %(name)s.") % {"name": name}
        plain = gettext("Done. The next exercise waits for you and your partner.")
    else:
        waits = gettext("Done. Rest. Next in %(n)s seconds: %(name)s.") % {
            "n": RELEASE_SECONDS,
            "name": name,
        }
        plain = gettext("Done. Rest. The next exercise begins in %(n)s seconds.") % {
            "n": RELEASE_SECONDS
        }
    return tuple(dict.fromkeys((f"{waits} {fetch}".strip(), waits, plain)))
