"""`manage.py figures --sheet FILE --check --only SLUG`: look at the line figures, check them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.catalogue import CatalogueInvalid, read_catalogue
from exercises.figures.album import FOLDER, written
from exercises.figures.check import violations
from exercises.figures.sheet import sheet
from exercises.spec import ExerciseSpec


class Command(BaseCommand):
    help = "Draw every step of every exercise on one page, or name all that is wrong with a pose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sheet", type=Path, metavar="FILE", help="write the contact sheet")
        parser.add_argument("--write", action="store_true", help="compute the kept reels anew")
        parser.add_argument("--check", action="store_true", help="name every violation in words")
        parser.add_argument("--only", action="append", metavar="SLUG", help="these exercises alone")
        parser.add_argument("--both", action="store_true", help="both sides, where there are two")
        parser.add_argument("--keys", action="store_true", help="key poses without in-betweens")

    def handle(self, *args: Any, **options: Any) -> None:
        specs = self._specs(options["only"])
        if options["sheet"]:
            page = sheet(specs, both=options["both"], ways=not options["keys"])
            options["sheet"].write_text(page, encoding="utf-8")
            self.stdout.write(f"{options['sheet']}: {len(specs)} exercises")
        if options["write"]:
            FOLDER.mkdir(exist_ok=True)
            for spec in specs:
                if any(step.figure for step in spec.steps):
                    (FOLDER / f"{spec.slug}.json").write_text(written(spec), encoding="utf-8")
        if options["check"]:
            found = [str(problem) for spec in specs for problem in violations(spec)]
            self.stdout.write("\n".join(found) or "All figures are sound.")
            if found:
                raise CommandError(f"{len(found)} violations")

    def _specs(self, only: list[str] | None) -> list[ExerciseSpec]:
        try:
            entries = read_catalogue().entries
        except CatalogueInvalid as error:
            raise CommandError("\n".join(map(str, error.problems))) from error
        specs = [entry.spec for entry in entries if entry.spec.is_runnable]
        unknown = set(only or ()) - {spec.slug for spec in specs}
        if unknown:
            raise CommandError(f"no such exercise: {', '.join(sorted(unknown))}")
        return [spec for spec in specs if not only or spec.slug in only]
