"""Raw answers of the health questions, as a browser sends them."""

from typing import Any

HEALTHY: dict[str, Any] = {
    "q1": "40",
    **{f"q{number}": "no" for number in range(2, 7)},
    "spine": "none",
    "health": "none",
    "joints": "none",
    "q14": "0",
}
GROUPS = {
    "q7": ("spine", "q8"),
    "q8": ("spine", "q7"),
    "q9": ("health", "q10", "q11", "q12"),
    "q10": ("health", "q9", "q11", "q12"),
    "q11": ("health", "q9", "q10", "q12"),
    "q12": ("health", "q9", "q10", "q11"),
    "q13": ("joints",),
}


def healthy(**changes: Any) -> dict[str, Any]:
    """Return the answers of a healthy person of 40 with these changes; None takes one away."""
    changed = HEALTHY | changes
    return {name: value for name, value in changed.items() if value is not None}


def saying_yes(question: str, *details: str, answer: str = "yes") -> dict[str, Any]:
    """Return answers with a yes to one question of a folded group and a no to its neighbours."""
    group, *others = GROUPS[question]
    return healthy(
        **{group: "some", question: answer, f"{question}_details": list(details)},
        **dict.fromkeys(others, "no"),
    )
