"""Erase a person who asks the operator to, because the admin cannot delete."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import privacy
from accounts.models import User


class Command(BaseCommand):
    help = "Delete a person and everything that belongs to them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--email", required=True, help="the address they sign in with")
        parser.add_argument("--yes", action="store_true", help="really do it")

    def handle(self, *args: Any, email: str, yes: bool, **options: Any) -> None:
        """Erase, if the person exists and --yes was given."""
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        if not yes:
            raise CommandError("This cannot be undone. Give --yes to do it.")
        privacy.erase(user)
        self.stdout.write("The person and everything that belonged to them is deleted.")
