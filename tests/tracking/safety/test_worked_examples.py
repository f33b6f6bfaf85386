"""The tables of docs/safety.md, row by row."""

import re
from collections import Counter

import pytest

from exercises.vocabulary import Side
from tests.tracking.safety.catalogue import CATALOGUE, SHORT
from tests.tracking.safety.story import HIDE, Story, read_story, start, tables, tell
from tracking.safety.composition import findings
from tracking.safety.plan import Item, Plan

EXAMPLES = [pytest.param(*row[1:], id=row[0]) for row in tables("## Worked examples")]
REFUSED = [
    pytest.param(*row, id=row[0] or "nothing") for row in tables("*Tested:* lists that are refused")
]


def test_the_eighteen_examples_of_the_model_are_all_there():
    numbers = {str(example.id).rstrip("abc") for example in EXAMPLES}
    assert {str(number) for number in range(1, 19)} <= numbers


@pytest.mark.parametrize(("zone", "log", "expected"), EXAMPLES)
def test_worked_example(zone: str, log: str, expected: str):
    story = read_story(zone, log)
    statements = [part.strip() for part in expected.split(";") if part.strip()]
    starts = [part for part in statements if part.startswith("start ")]
    hidden = HIDE in statements
    told = tell(story)
    if hidden:
        told = Counter({line: n for line, n in told.items() if " at limit " not in line})
    assert told == read_expected(statements)
    for query in starts:
        name, at, answer = re.findall(r"start (\S+) (.+?): (.+)", query)[0]
        assert (query, start(story, name, at)) == (query, answer)


def read_expected(statements: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part in statements:
        if part != HIDE and not part.startswith("start "):
            found[part.removesuffix(" twice")] += 2 if part.endswith(" twice") else 1
    return found


@pytest.mark.parametrize(("rows", "helper", "expected"), REFUSED)
def test_refused_routine(rows: str, helper: str, expected: str):
    plan = Plan(
        items=tuple(map(read_item, rows.split())),
        catalogue=CATALOGUE,
        requires_spotter_ack=helper == "yes",
    )
    found = [f"{finding.code} at {finding.item}" for finding in findings(plan)]
    assert found == [part.strip() for part in expected.split(",") if part.strip()]


def read_item(text: str) -> Item:
    name, _, detail = text.partition("/")
    slug = SHORT[name].slug if name in SHORT else name
    if detail.isdigit():
        return Item(slug=slug, hold=int(detail))
    return Item(slug=slug, sides=frozenset({Side(detail)})) if detail else Item(slug=slug)


def test_a_story_may_be_told_in_any_order_of_arrival():
    log = "1 Jun 08:05 CT r:lumbar; 08:45 CT; 08:55 CT; 12:00 CB r:thoracic"
    story = read_story("Europe/London", log)
    backwards = Story(story.zone, story.logs[::-1])
    assert tell(story) == tell(backwards)
