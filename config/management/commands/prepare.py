"""`manage.py prepare`: what a deployment runs once before its servers start."""

from typing import Any

from django.core.management.base import BaseCommand

from config import preparation


class Command(BaseCommand):
    """Bring database and content up to date; running it again changes nothing."""

    help = "Apply migrations, load the catalogue and the built-in routines."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and load."""
        preparation.require_database()
        preparation.migrate()
        preparation.load_content()
        if preparation.forget_demo():
            self.stdout.write("The demo account is erased: others are served now.")
        self.stdout.write("The database is ready.")
