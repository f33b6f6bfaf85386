"""A mail server that answers as told: it keeps, refuses, delays, drops or kills."""

import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default as default_policy
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.waiting import free_port


@dataclass
class Sink:
    """What came in, and the scripted answers: by recipient, by sender, to data."""

    port: int = field(default_factory=free_port)
    recipients: dict[str, str] = field(default_factory=dict)
    sender: str = ""
    data: str = ""
    drop_after: int = 0  # messages on one connection; then the next one meets a closed door
    on_message: Callable[[int], None] = lambda _count: None
    messages: list[EmailMessage] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, unless told otherwise."""
        self.connections.add(id(session))
        served = getattr(session, "served", 0)
        if self.drop_after and served >= self.drop_after:
            server.transport.abort()
            return "421 Gone"
        if not self.sender:
            envelope.mail_from = address
        return self.sender or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, unless told otherwise."""
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the message, unless told otherwise."""
        if self.data == "drop":
            server.transport.abort()
            return "421 Gone"
        if self.data:
            return self.data
        content: Any = envelope.content or b""
        self.messages.append(email.message_from_bytes(content, policy=default_policy))
        session.served = getattr(session, "served", 0) + 1  # type: ignore[attr-defined]
        self.on_message(len(self.messages))
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        """Subjects in the order they came."""
        return [message["Subject"] for message in self.messages]


@contextmanager
def serving(sink: Sink) -> Iterator[Sink]:
    """Run the sink on its port."""
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
