"""Forms of the account pages."""

from allauth.account.forms import SignupForm as AllauthSignupForm


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Sign-up by e-mail and password."""
