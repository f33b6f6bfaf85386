"""Bring the stored built-in routines in line with their file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracking.routines.actions import store_built_in
from tracking.routines.builtin import RoutinesInvalid, read_routines


class Command(BaseCommand):
    """`manage.py load_routines`, after load_catalogue: all or nothing, as often as you like."""

    help = "Load the built-in routines; one that breaks a rule stops it and changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            routines = read_routines()
            changes = store_built_in(routines=routines, now=timezone.now())
        except RoutinesInvalid as error:
            lines = [f"{error.code}: nothing was changed.", *error.problems]
            raise CommandError("\n".join(lines)) from error
        for word in ("added", "changed", "retired"):
            for slug in getattr(changes, word):
                self.stdout.write(f"{word}: {slug}")
        state = "loaded" if changes else "unchanged"
        self.stdout.write(f"Routines {state}: {len(routines)} built in.")
