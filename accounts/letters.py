"""The words of a mail: its text and its HTML, from one template each, with whole addresses."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string


def render(name: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return text and HTML of `email/<name>`; both know the site's address and operator."""
    known = known_to_all(context)
    text = render_to_string(f"email/{name}.txt", known)
    return tidy(text), render_to_string(f"email/{name}.html", known)


def known_to_all(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context with what every mail may name: the site's address, who runs it."""
    return {
        "base_url": settings.BASE_URL,
        "operator_name": settings.OPERATOR_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
    } | dict(context)


def whole(path: str) -> str:
    """Return the address of a path: links are made by workers, which serve no request."""
    return f"{settings.BASE_URL}{path}"


def tidy(text: str) -> str:
    """Return a text without the blank lines that template tags leave behind."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
