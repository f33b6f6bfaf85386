"""docs/safety.md names every code, rule, finding and figure that the code has."""

import re
from dataclasses import fields

import pytest

from tests.tracking.safety.story import DOCS, tables
from tracking.safety.limits import Limits
from tracking.safety.mail import Reason
from tracking.safety.plan import FindingCode
from tracking.safety.questions import FieldCode
from tracking.safety.verdict import Code, Rule
from tracking.wording.guidance import Guidance

TEXT = DOCS.read_text(encoding="utf-8")
#: Said of a log, hence explained by their rule and not in the table of refusals.
ABOUT_LOGS = {Code.OVER, Code.FLARE, Code.TREND, Code.REPEATED_TOO_SOON, Code.RELEASE_STREAK}


@pytest.mark.parametrize(
    "code",
    [
        *(code for code in Code if code not in ABOUT_LOGS),
        *FindingCode,
        *FieldCode,
        *(r for r in Reason if r),
    ],
)
def test_every_code_is_documented(code):
    assert f"`{code}`" in TEXT


def test_the_rules_table_has_every_rule_once_and_nothing_else():
    documented = [row[0] for row in tables("## The rules")]
    assert documented == sorted(documented, key=documented.index)
    assert set(documented) == set(Rule)
    assert len(documented) == len(Rule)


def test_the_rules_without_a_verdict_are_documented_in_order():
    assert [row[0] for row in tables("## Rules that give no verdict")] == list(Guidance)


def test_the_routine_table_has_every_finding():
    documented = {row[0].strip("`") for row in tables("## What makes a routine")}
    assert documented == set(FindingCode)


def test_the_figures_are_those_of_the_code():
    documented = {
        name.strip("`"): (int(default), int(low), int(high))
        for name, default, low, high in tables("## Figures an instance may set")
    }
    assert documented == {
        item.name: (item.default, item.metadata["low"], item.metadata["high"])
        for item in fields(Limits)
    }


def test_the_order_of_the_start_check_is_documented():
    named = [re.findall(r"`([A-Z_]+)`", row[1]) for row in tables("## May this start?")]
    assert [Code(code) for codes in named for code in codes] == [
        code for code in Code if code in {c for codes in named for c in codes}
    ]
