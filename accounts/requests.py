"""The request as views know it, what it answers, and where it wants to go on to."""

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class UserRequest(HttpRequest):
    """A request of a signed-in person, with htmx's headers parsed."""

    user: User
    htmx: HtmxDetails


def form_data(request: HttpRequest) -> QueryDict | None:
    """Return the answers that were sent, empty ones too, or None where a page is only looked at."""
    return request.POST if request.method == "POST" else None


def refuse_empty(form: Form) -> None:
    """Refuse a bound form of which no field arrived, where every field may stay empty."""
    asked = {name for name, field in form.fields.items() if not field.disabled}
    if asked and not asked & form.data.keys():
        raise ValidationError(_("No answer arrived. Please send the form again."), "EMPTY")


def safe_next(request: HttpRequest, *, default: str) -> str:
    """Return the page to go on to: the one asked for if it is a path of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    # redirect() would take a word without a slash for the name of a page.
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else default
