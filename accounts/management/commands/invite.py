"""Invite a person: prints a link that opens sign-up once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts import actions

MOST_DAYS = 365


class Command(BaseCommand):
    help = "Print a link that opens sign-up once, for REGISTRATION=invite."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--email", default="", help="only this address can use the link")
        parser.add_argument("--days", type=int, default=14, help="how long it works (14)")

    def handle(self, *args: Any, email: str, days: int, **options: Any) -> None:
        """Store the invitation and print its link."""
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days must be from 1 to {MOST_DAYS}.")
        try:
            if email:
                validate_email(email)
        except ValidationError as error:
            raise CommandError("--email is not an e-mail address.") from error
        invitation = actions.invite(email=email, days=days, by=None, now=timezone.now())
        self.stdout.write(settings.BASE_URL + reverse("account_invite", args=[invitation.code]))
        if settings.REGISTRATION != "invite":
            self.stderr.write(
                f"Note: REGISTRATION={settings.REGISTRATION}, so the link adds nothing."
            )
