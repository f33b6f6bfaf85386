"""What every template may name about this instance."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.devmail import from_this_machine


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the instance's public facts, and whether this machine's own things may show.

    No query, nothing about the person.
    """
    return {
        "operator_name": settings.OPERATOR_NAME,
        "source_url": settings.SOURCE_URL,
        "find_professional": settings.FIND_PROFESSIONAL,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "registration": settings.REGISTRATION,
        "local_only": settings.LOCAL_ONLY and from_this_machine(request),
        "release": settings.RELEASE,
    }
