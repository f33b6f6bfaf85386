"""`manage.py backup FILE`, or `-` for the standard output: a pipe that encrypts, a container."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import backup


class Command(BaseCommand):
    """Write everything people have stored into one file; the site may run meanwhile."""

    help = "Write a backup that `restore` loads into SQLite or PostgreSQL alike."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path, help="a new file, or - for the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file or say why not."""
        file: Path = options["file"]
        try:
            piped = str(file) == "-"
            rows = backup.write_rows(sys.stdout.buffer) if piped else backup.write(file)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        out = self.stderr if piped else self.stdout
        out.write(f"{rows} rows are in {'the output' if piped else file}.")
