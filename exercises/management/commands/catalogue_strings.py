"""Write the module from which makemessages takes the sentences of the catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.catalogue import read_catalogue
from exercises.strings import MODULE, module_text


class Command(BaseCommand):
    """`manage.py catalogue_strings [--check]`: run it after changing a catalogue file."""

    requires_system_checks = ()  # Reads and writes files of the source only.
    help = "Write exercises/catalogue_strings.py from the catalogue files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail if stale")
        parser.add_argument("--module", type=Path, default=MODULE, help="file to write")

    def handle(self, *args: Any, check: bool, module: Path, **options: Any) -> None:
        text = module_text(read_catalogue())
        if module.exists() and module.read_text(encoding="utf-8") == text:
            self.stdout.write("The sentences are up to date.")
        elif check:
            raise CommandError("Stale: run `manage.py catalogue_strings` and commit the result.")
        else:
            module.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {module.name}.")
