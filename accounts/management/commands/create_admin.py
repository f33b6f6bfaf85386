"""Make the first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from accounts import actions


class Command(BaseCommand):
    help = "Make a person an administrator; a new one gets a password, which is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--email", required=True, help="the address to sign in with")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Make or promote the person and say how to sign in."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("--email is not an e-mail address.") from error
        user, password = actions.make_administrator(email=email)
        place = settings.BASE_URL + reverse("admin:index")
        if password:
            self.stdout.write(f"{user.email} is an administrator. Password: {password}")
            self.stdout.write(f"Sign in at {place} and change it under Account.")
        else:
            self.stdout.write(f"{user.email} is an administrator now, at {place}")
