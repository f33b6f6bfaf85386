"""/dev/mail/: the mails of this machine, as their readers would see them.

It shows private things to whoever asks, so it is routed only while the site serves this machine
alone (LOCAL_ONLY), and still refuses every request that did not come from it directly.
"""

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Concatenate
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from config.env import is_loopback

#: How many mails the list shows, newest first.
SHOWN = 100
#: What Django's file mailer writes after each mail.
END = b"\n" + b"-" * 79 + b"\n"
#: The subject is the page's title; the others say how the parts are packed.
HIDDEN = {"Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
#: What a proxy or a tunnel adds: behind one, every visitor seems to sit at this machine.
PASSED_ON = re.compile(
    r"HTTP_(X_(FORWARDED|REAL|ORIGINAL|CLIENT)_\w+|\w+_CONNECTING_IP|FORWARDED|VIA)"
)
NAME = re.compile(r"(?P<file>\d{8}-\d{6}-\d+)-(?P<place>\d+)")

# A mail brings its own style attributes and nothing else; links leave the frame.
MAIL_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in the folder; `name` is its place there."""

    name: str
    message: EmailMessage

    @property
    def sent_at(self) -> datetime | None:
        """When it was written, by its own Date header."""
        date = self.message["Date"]
        return date.datetime if date else None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What the mail says about itself, less what only machines need."""
        return [item for item in self.message.items() if item[0] not in HIDDEN]

    @property
    def text(self) -> str:
        """The plain text."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML, empty if there is none."""
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


def newest(folder: Path) -> Iterator[Mail]:
    """Every mail of the folder, newest first, read as it is asked for."""
    for file in sorted(folder.glob("*.log"), reverse=True):
        yield from reversed(mails_in(file))


def mails_in(file: Path) -> list[Mail]:
    """The mails of one file in the order they were written."""
    parts = file.read_bytes().split(END)
    return [
        Mail(f"{file.stem}-{place}", email.message_from_bytes(part, policy=default))
        for place, part in enumerate(parts)
        if part.strip()
    ]


def find(name: str) -> Mail:
    """Return the mail of that name, or 404."""
    match = NAME.fullmatch(name)
    file = Path(settings.MAIL_FOLDER) / f"{match['file']}.log" if match else None
    if match and file and file.is_file():
        for mail in mails_in(file):
            if mail.name == name:
                return mail
    raise Http404


def from_this_machine(request: HttpRequest) -> bool:
    """Whether a browser on this machine asks, by this machine's own name, with nothing between.

    The host name counts too: another site could have its name resolve to this machine.
    """
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    direct = not any(PASSED_ON.fullmatch(name) for name in request.META)
    return direct and is_loopback(host) and is_loopback(request.META.get("REMOTE_ADDR", ""))


def this_machine_only[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Answer 404 to a request that does not come from this machine."""

    @login_not_required
    @never_cache
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not from_this_machine(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@this_machine_only
def mail_list(request: HttpRequest) -> HttpResponse:
    """List the newest mails."""
    mails = list(islice(newest(Path(settings.MAIL_FOLDER)), SHOWN))
    return render(request, "dev/mail_list.html", {"mails": mails, "shown": SHOWN})


@this_machine_only
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: headers, HTML in a frame of its own, text."""
    return render(request, "dev/mail_message.html", {"mail": find(name)})


@this_machine_only
@xframe_options_sameorigin
@csp_override(MAIL_POLICY)
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the HTML of one mail; its links open in the whole window, as in a mail reader."""
    html = find(name).html
    return HttpResponse(html.replace("<head>", '<head>\n<base target="_top">', 1))


urlpatterns = [
    path("", mail_list, name="dev-mail"),
    path("<str:name>/", mail_message, name="dev-mail-message"),
    path("<str:name>/html/", mail_html, name="dev-mail-html"),
]
