"""Which texts a person agreed to, in which version, and when.

The texts are `templates/components/_disclaimer_*.html`. Change one and give it a new version here:
everyone is asked again. A test compares the texts with the versions.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import Consent, User
from accounts.requests import UserRequest

Text = Consent.Text
VERSIONS: dict[Consent.Text, str] = {
    Text.GENERAL: "2026-11",
    Text.HEALTH_DATA: "2026-11",
    Text.EMERGENCY_SIGNS: "2026-11",
}
TEMPLATES: dict[Consent.Text, str] = {
    Text.GENERAL: "components/_disclaimer_general.html",
    Text.HEALTH_DATA: "components/_disclaimer_data.html",
    Text.EMERGENCY_SIGNS: "components/_disclaimer_emergency.html",
}
# Agreed to at sign-up; the emergency signs follow before the first session.
AT_SIGN_UP = (Text.GENERAL, Text.HEALTH_DATA)


def record(user: User, text: Consent.Text, now: datetime) -> None:
    """Store that the person agreed to the text's present version; a second time changes nothing."""
    Consent.objects.get_or_create(
        user=user, text=text, version=VERSIONS[text], defaults={"given_at": now}
    )


def missing(user: User, *texts: Consent.Text) -> list[Consent.Text]:
    """Return which of the texts (those of sign-up by default) lack consent; one query."""
    given = set(Consent.objects.filter(user=user).values_list("text", "version"))
    return [text for text in texts or AT_SIGN_UP if (text, VERSIONS[text]) not in given]


def required[**P](
    view: Callable[Concatenate[UserRequest, P], HttpResponseBase],
) -> Callable[Concatenate[UserRequest, P], HttpResponseBase]:
    """Send a person who has not agreed to the present texts to agree first; for health pages."""

    @wraps(view)
    def ask_first(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not missing(request.user):
            return view(request, *args, **kwargs)
        # A POST cannot be taken up again after the question, so the way then leads to /today/.
        query = {"next": request.get_full_path()} if request.method in {"GET", "HEAD"} else {}
        address = f"{reverse('account_consent')}?{urlencode(query)}".rstrip("?")
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

    return ask_first
