"""One mail over one SMTP connection, with the server's answers as typed errors."""

import logging
import re
from binascii import b2a_qp
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Policy, compat32
from email.utils import format_datetime, formataddr, parseaddr
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.encoding import punycode

from accounts.models import OutboxMail

logger = logging.getLogger(__name__)
#: The longest line that SMTP allows.
LINE = 998


class Mail(EmailMultiAlternatives):
    """A message with text and HTML, built by the older half of Python's email package.

    The newer half cuts a long word in a header, such as the address in List-Unsubscribe, into
    encoded words that no mail reader follows; it also takes three times as long.
    """

    def message(self, *, policy: Policy | None = None) -> Message:  # type: ignore[override]
        """Return the message with the line ends of `policy`; ValueError for a broken header."""
        ends = (policy or compat32).linesep
        rules = compat32.clone(linesep=ends, max_line_length=LINE, mangle_from_=False)
        bodies = [("plain", self.body), *(("html", html) for html, _kind in self.alternatives)]
        parts: list[Message] = []
        for kind, words in bodies:
            part = MIMENonMultipart("text", kind, charset="utf-8", policy=rules)
            part["Content-Transfer-Encoding"] = "quoted-printable"
            part.set_payload(b2a_qp(str(words).encode(), istext=True).decode("ascii"))
            parts.append(part)
        whole = MIMEMultipart("alternative", uuid4().hex, parts, policy=rules)
        message = whole if len(parts) > 1 else parts[0]
        message["Subject"] = header(str(self.subject))
        message["From"] = address(self.from_email)
        message["To"] = address(self.to[0])
        for name, value in self.extra_headers.items():
            message[name] = header(value)
        return message


def header(value: str) -> str:
    """Return a header's value, encoded if it must be; ValueError if it would begin another one."""
    if "\n" in value or "\r" in value:
        raise ValueError("A header is one line.")
    return value if value.isascii() else Header(value, "utf-8").encode()


def address(value: str) -> str:
    """Return an address for a header; name and domain may hold any letters."""
    header(value)
    name, mailbox = parseaddr(value)
    local, at, domain = mailbox.rpartition("@")
    return formataddr((name, f"{local}{at}{punycode(domain)}"))


class ServerTrouble(Exception):
    """The mail server cannot be used now, whatever the mail; the text names no address."""


class Refused(Exception):
    """The server did not take this mail; the text is its answer without addresses."""

    def __init__(self, code: int, reply: bytes | str, *, bounced: bool = False) -> None:
        super().__init__(plain(code, reply))
        self.permanent = 500 <= code < 600
        # Class 5.7 refuses our mail by policy and says nothing about the address.
        self.bounced = bounced and self.permanent and not text_of(reply).startswith("5.7.")


def send(mail: OutboxMail, connection: BaseEmailBackend) -> None:
    """Hand one mail to the server, or raise Refused or ServerTrouble.

    A kept connection that the server has dropped meanwhile is opened once more.
    """
    try:
        message = message_of(mail)
        fresh = connect(connection)
        try:
            connection.send_messages([message])
        except (SMTPServerDisconnected, SMTPSenderRefused) as error:
            if fresh or getattr(error, "smtp_code", 421) != 421:
                raise
            close(connection)
            connect(connection)
            connection.send_messages([message])
    except SMTPRecipientsRefused as refused:
        code, reply = next(iter(refused.recipients.values()))
        raise Refused(code, reply, bounced=True) from refused
    except SMTPDataError as refused:
        raise Refused(refused.smtp_code, refused.smtp_error) from refused
    except SMTPResponseException as refused:
        # Refused before the recipient was named: it is about us, not about this mail.
        raise ServerTrouble(plain(refused.smtp_code, refused.smtp_error)) from refused
    except OSError as error:
        # Perhaps this very mail makes the server drop us; but no mail may fail for a bad server.
        close(connection)
        raise ServerTrouble(type(error).__name__) from error
    except ValueError as error:
        raise Refused(553, "The address or a header of this mail is not valid.") from error


def connect(connection: BaseEmailBackend) -> bool:
    """Open the connection if it is not; return whether it is a new one."""
    try:
        return bool(connection.open())
    except SMTPResponseException as refused:
        raise ServerTrouble(plain(refused.smtp_code, refused.smtp_error)) from refused
    except OSError as error:
        raise ServerTrouble(type(error).__name__) from error


def close(connection: BaseEmailBackend) -> None:
    """Close the connection, whatever state it is in."""
    try:
        connection.close()
    except OSError:
        logger.info("The mail server had gone before the connection was closed.")


def message_of(mail: OutboxMail) -> Mail:
    """Return the message of a row: the same Message-ID and date however often it is built."""
    headers = {
        "Message-ID": f"<{mail.pk.hex}@{settings.MAIL_HOST}>",
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",
        **mail.headers,
    }
    message = Mail(mail.subject, mail.text, to=[mail.recipient], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def plain(code: int, reply: bytes | str) -> str:
    """Return the server's answer on one line, without any address in it."""
    return f"{code} {re.sub(r'\S*@\S*', '…', ' '.join(text_of(reply).split()))}"


def text_of(reply: bytes | str) -> str:
    """Return a server's reply as text, whatever bytes it holds."""
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
