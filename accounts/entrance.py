"""allauth's pages, served by the rules of this site.

An invalid form answers 422; what a POST writes, mail included, is one transaction.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions, queries
from accounts.forms import SignupForm

View = Callable[..., HttpResponseBase]


def served(view: View, *, whole: bool = False) -> View:
    """Return an allauth view that answers by our rules; `whole` makes a POST one transaction."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if whole:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
        else:
            response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and is_refusal(response):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return serve


def is_refusal(response: TemplateResponse) -> bool:
    """Whether the answer to a POST shows its form again."""
    form = (response.context_data or {}).get("form")
    return response.status_code == HTTPStatus.OK and bool(form is not None and form.errors)


class SignupView(views.SignupView):  # type: ignore[misc]
    """Sign-up, where REGISTRATION lets it; an invitation's code travels in the form."""

    def get_initial(self) -> dict[str, Any]:
        """Fill in what the invitation knows."""
        invitation = queries.invitation_of(self.request, now=timezone.now())
        known = {"invitation": invitation.code, "email": invitation.email} if invitation else {}
        return {**super().get_initial(), **known}

    def form_valid(self, form: SignupForm) -> HttpResponseBase:
        """Use the invitation up and store the person in one transaction."""
        if settings.REGISTRATION != "invite":
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[no-any-return]
        invitation = queries.invitation_of(self.request, now=timezone.now())
        email = form.cleaned_data["email"]
        if invitation and invitation.email not in {"", email}:
            form.add_error("email", _("This invitation is for another address."))
            return self.form_invalid(form)  # type: ignore[no-any-return]
        with transaction.atomic():
            code = form.cleaned_data["invitation"]
            if actions.claim_invitation(code=code, email=email, now=timezone.now()):
                return super().form_valid(form)  # type: ignore[no-any-return]
        return self.closed()

    def closed(self) -> HttpResponse:
        """Say why sign-up is not open; a form sent all the same is refused."""
        posted = self.request.method == "POST"
        context = {"dead_invitation": posted or "code" in self.kwargs}
        return TemplateResponse(
            self.request,
            self.template_name_signup_closed,
            context,
            status=HTTPStatus.FORBIDDEN if posted else HTTPStatus.OK,
        )


signup = served(SignupView.as_view())
login = served(views.login)
logout = served(views.logout)
inactive = served(views.account_inactive)
confirm_email = served(views.email_verification_sent, whole=True)
email = served(views.email, whole=True)
reauthenticate = served(views.reauthenticate)
password_change = served(views.password_change, whole=True)
password_set = served(views.password_set, whole=True)
password_reset = served(views.password_reset, whole=True)
password_reset_code = served(views.confirm_password_reset_code, whole=True)
password_reset_new = served(views.complete_password_reset, whole=True)
