"""A session by ear alone: what is spoken, and when, as lines of text.

`python -m tests.tracking.player.by_ear [routine]` prints the built-in routines to be read with
closed eyes.
"""

import sys
from collections.abc import Iterator

from exercises.catalogue import read_catalogue
from tracking.player.announce import RELEASE_SECONDS, flows_on
from tracking.player.cues import Cue, cues_of
from tracking.player.timeline import Entry, Plan, make_plan
from tracking.routines.builtin import read_routines

SPECS = {entry.spec.slug: entry.spec for entry in read_catalogue().entries}


def plan_by_slugs(*slugs: str) -> Plan:
    """A plan of catalogue entries with their own doses."""
    entries = []
    for slug in slugs:
        spec = SPECS[slug]
        facts = {"positions": list(spec.positions), "equipment": list(spec.equipment)}
        entries.append((Entry(spec), facts))
    return make_plan(entries)


def heard(plan: Plan) -> Iterator[tuple[float, Cue]]:
    """Seconds since the start, and the cue, of everything that is spoken or sounded."""
    start = 0
    for number, item in enumerate(plan["items"]):
        for cue in cues_of(plan, number):
            yield start + cue.at / 1000, cue
        start += item["seconds"] + (0 if flows_on(plan, number) else RELEASE_SECONDS)


def main() -> None:
    for routine in read_routines():
        if routine.slug in (sys.argv[1:] or [routine.slug]):
            print(f"\n# {routine.name}")
            for at, cue in heard(plan_by_slugs(*routine.items)):
                tone = cue.tone or ""
                print(f"{int(at) // 60}:{int(at) % 60:02}  {cue.kind:11} {tone:8} {cue.say}")


if __name__ == "__main__":
    import django

    django.setup()
    main()
