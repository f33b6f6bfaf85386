"""The line figures in templates: a thumbnail, the stills of a step, and a film."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from exercises.figures.album import Album, album_of
from exercises.figures.plate import edition
from exercises.labels import label
from exercises.spec import ExerciseSpec
from exercises.vocabulary import Phase

register = template.Library()


@register.simple_tag
def figure_thumbnail(spec: ExerciseSpec) -> str:
    """Return the pose that is held, as decoration beside the exercise's name."""
    album = album_of(spec)
    if album is None:
        return ""
    step = next(n for n, step in enumerate(spec.steps) if step.phase is Phase.HOLD)
    return _picture(spec, album, step, len(album.keys(step)) - 1, "")


@register.simple_tag
def figure_step(spec: ExerciseSpec, number: int) -> str:
    """Return the key poses of a step, counted from 1, numbered if there are several."""
    album = album_of(spec)
    if album is None:
        return ""
    title, count = alternative(spec, number), len(album.keys(number - 1))
    if count == 1:
        return _picture(spec, album, number - 1, 0, title)
    items = (
        (_picture(spec, album, number - 1, key, "" if key else title), f"{number}.{key + 1}")
        for key in range(count)
    )
    inside = format_html_join("", "<li>{}<span>{}</span></li>", items)
    return format_html('<ol class="figure-strip">{}</ol>', inside)


@register.inclusion_tag("exercises/_film.html")
def figure_film(spec: ExerciseSpec, side: str = "A", led: bool = False) -> dict[str, object]:
    """Show the moving figure; `led` leaves its clock to the page, which sends figure:show."""
    album = album_of(spec)
    if album is None:
        return {"film": None}
    name = gettext(spec.name)
    title = "" if led else gettext("%(exercise)s, drawn as it moves") % {"exercise": name}
    # The album escapes the title; all else in it is numbers and our own class names.
    first = mark_safe(album.still(0, album.keys(0, side)[0], title, side))
    film = json_script(album.reel(side))
    return {"film": film, "first": first, "led": led, "steps": len(spec.steps)}


def alternative(spec: ExerciseSpec, number: int) -> str:
    """Return a step in words, for who does not see its figure."""
    step = spec.steps[number - 1]
    return f"{label(step.phase)}: {gettext(step.text)}"


def _picture(spec: ExerciseSpec, album: Album, step: int, key: int, title: str) -> str:
    width, height = album.size
    address = reverse("exercises:figure", args=[spec.slug, step + 1, key + 1])
    return format_html(
        '<img class="still" src="{}?of={}" alt="{}" width="{}" height="{}" loading="lazy">',
        *(address, edition(album), title, width, height),
    )
