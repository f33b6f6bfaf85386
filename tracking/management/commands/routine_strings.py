"""Write the module from which makemessages takes the sentences of the built-in routines."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.routines import builtin
from tracking.routines.builtin import BuiltIn, read_routines

MODULE = Path(builtin.__file__).parent / "builtin_strings.py"
HEADER = '''"""Sentences of the built-in routines for makemessages, written by a command."""

from django.utils.translation import gettext_noop as _

'''


def module_text(routines: tuple[BuiltIn, ...]) -> str:
    """Return the source of the module: each sentence once, in the order of the file."""
    texts = (text for r in routines for text in (r.name, r.purpose, r.description))
    lines = (f"_({json.dumps(text, ensure_ascii=False)})" for text in dict.fromkeys(texts))
    return HEADER + "\n".join(lines) + "\n"


class Command(BaseCommand):
    """`manage.py routine_strings [--check]`: run it after changing builtin.toml."""

    help = "Write tracking/routines/builtin_strings.py from builtin.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail if stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = module_text(read_routines())
        if MODULE.exists() and MODULE.read_text(encoding="utf-8") == text:
            self.stdout.write("The sentences are up to date.")
        elif check:
            raise CommandError("Stale: run `manage.py routine_strings` and commit the result.")
        else:
            MODULE.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {MODULE.name}.")
