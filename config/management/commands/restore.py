"""`manage.py restore FILE`, or `-` for the standard input."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config import backup, preparation


class Command(BaseCommand):
    """Load a backup whole or not at all; stop the servers first."""

    help = "Load a file that `backup` wrote."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether what is stored may be lost."""
        parser.add_argument(
            "file", type=Path, help="what backup wrote, or - for the standard input"
        )
        parser.add_argument("--replace", action="store_true", help="delete what is stored now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables, load the file, or say why not."""
        file: Path = options["file"]
        piped = str(file) == "-"
        if not piped and not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            preparation.migrate()
            rows = backup.restore(sys.stdin.buffer if piped else file, replace=options["replace"])
        except (backup.BackupError, DatabaseError) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"{rows} rows are back.")
