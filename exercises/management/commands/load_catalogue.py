"""Bring the stored catalogue in line with its files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exercises.actions import store_catalogue
from exercises.catalogue import FOLDER, CatalogueInvalid, read_catalogue


class Command(BaseCommand):
    """`manage.py load_catalogue [--folder FOLDER]`: all or nothing, as often as you like."""

    help = "Load the exercise catalogue; a broken file stops it and changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="folder of catalogue files (*.toml)"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            catalogue = read_catalogue(folder)
        except CatalogueInvalid as error:
            lines = [f"{error.code}: nothing was changed.", *map(str, error.problems)]
            raise CommandError("\n".join(lines)) from error
        changes = store_catalogue(catalogue=catalogue, now=timezone.now())
        for word in ("added", "changed", "restored", "retired"):
            for slug in getattr(changes, word):
                self.stdout.write(f"{word}: {slug}")
        state = "loaded" if changes else "unchanged"
        self.stdout.write(f"Catalogue {state}: {len(catalogue.entries)} exercises.")
