"""PURE: verdicts as JSON, so that a refused item can be explained as long as its session lives."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tracking.safety.verdict import Code, Level, Param, Rule, Scope, Verdict


def freeze_verdicts(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Return verdicts as JSON data, without the rows they counted."""
    return [
        {
            "code": verdict.code.value,
            "rule": verdict.rule.value,
            "level": verdict.level.value,
            "scope": verdict.scope.key if verdict.scope else None,
            "until": verdict.until.isoformat() if verdict.until else None,
            "params": dict(verdict.params),
        }
        for verdict in verdicts
    ]


def thaw_verdicts(data: Sequence[Mapping[str, Any]]) -> tuple[Verdict, ...]:
    """Return what `freeze_verdicts` wrote."""
    return tuple(
        Verdict(
            code=Code(one["code"]),
            rule=Rule(one["rule"]),
            level=Level(one["level"]),
            scope=Scope.parse(one["scope"]) if one["scope"] else None,
            until=datetime.fromisoformat(one["until"]) if one["until"] else None,
            params={name: _param(value) for name, value in one["params"].items()},
        )
        for one in data
    )


def _param(value: Any) -> Param:
    """JSON knows lists only."""
    return tuple(value) if isinstance(value, list) else value
