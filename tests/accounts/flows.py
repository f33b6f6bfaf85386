"""What a person does on the account pages, in the fewest steps."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import OutboxMail, User

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "a quite different staple"
CODE = re.compile(r"^    ([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
CONSENTS = {"general": "on", "health_data": "on"}


def sign_up(client: Client, email: str = "ada@example.org", **fields: str) -> Any:
    """Send the sign-up form."""
    data = {"email": email, "password1": PASSWORD, "time_zone": "Europe/Berlin", **CONSENTS}
    return client.post("/account/signup/", data | fields)


def confirm(client: Client, code: str) -> Any:
    """Type a code on the page that follows sign-up or a changed address."""
    return client.post("/account/confirm-email/", {"code": code})


def sign_in(client: Client, email: str = "ada@example.org", password: str = PASSWORD) -> Any:
    """Send the sign-in form."""
    return client.post("/account/login/", {"login": email, "password": password})


def newest_mail() -> OutboxMail:
    """Return the mail written last."""
    return OutboxMail.objects.latest("created_at")


def newest_code() -> str:
    """Return the code in the mail written last."""
    found = CODE.search(newest_mail().text)
    assert found is not None
    return found[1]


def address_of(user: User) -> EmailAddress:
    """Return the person's one address."""
    return EmailAddress.objects.get(user=user)


def wrong_code() -> str:
    """Return a code that fits no mail."""
    return "BBBB-BBBB"


def signed_in(client: Client) -> bool:
    """Whether the browser is signed in."""
    return "_auth_user_id" in client.session


def comparable(response: Any, *own: str) -> tuple[int, str, bytes]:
    """Return what a watcher can compare: status, target, page without tokens and `own` words."""
    page = TOKEN.sub(b"", response.content)
    for word in own:
        page = page.replace(word.encode(), b"OWN")
    return response.status_code, response.headers.get("Location", ""), page
