"""What catalogue entries must respect between each other: order, names and where they point."""

from collections.abc import Iterable, Iterator

from exercises.spec import ExerciseSpec
from exercises.vocabulary import Tier

# Least risk first.
TIERS = list(Tier)
Mistakes = Iterator[tuple[str, str, str]]


def mistakes_between(specs: Iterable[ExerciseSpec], known: set[str]) -> Mistakes:
    """Yield (slug, field, reason) where entries contradict each other.

    `known` holds the slugs of all files, also of those that could not be read.
    """
    by_slug = {spec.slug: spec for spec in specs}
    for spec in by_slug.values():
        yield from _same(spec, [other for other in by_slug.values() if other.slug < spec.slug])
        yield from _pointers(spec, by_slug, known)


def _same(spec: ExerciseSpec, others: Iterable[ExerciseSpec]) -> Mistakes:
    """Position and name are each used once."""
    for other in others:
        if other.position == spec.position:
            yield spec.slug, "position", f"is also the position of {other.slug}"
        if other.name == spec.name:
            yield spec.slug, "name", f"is also the name of {other.slug}"


def _pointers(spec: ExerciseSpec, by_slug: dict[str, ExerciseSpec], known: set[str]) -> Mistakes:
    """Counters are pure stretches, easier ways are not riskier, and all of them exist."""
    pointers = [("counter.slugs", slug) for slug in spec.counter.slugs]
    pointers += [("easier", item.slug) for item in spec.easier if item.slug]
    pointers += [("harder", item.slug) for item in spec.harder if item.slug]
    for place, slug in pointers:
        target = by_slug.get(slug)
        if slug == spec.slug:
            yield spec.slug, place, "must not name the exercise itself"
        elif slug not in known:
            yield spec.slug, place, f"names {slug}, which the catalogue does not hold"
        elif target and not target.is_runnable:
            yield spec.slug, place, f"names {slug}, which cannot be run"
        elif target and place == "counter.slugs" and target.mobilising:
            yield spec.slug, place, f"names {slug}, which is not a pure stretch"
        elif target and place == "easier" and TIERS.index(target.tier) > TIERS.index(spec.tier):
            yield spec.slug, place, f"names {slug}, which is of higher risk"
