"""The line figures in templates: a thumbnail, the stills of a step, a strip, and a film."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from exercises.figures.album import Album, album_of, size_of
from exercises.figures.plate import edition
from exercises.labels import label
from exercises.spec import ExerciseSpec

register = template.Library()


@register.simple_tag
def figure_thumbnail(spec: ExerciseSpec, scale: float = 0.44) -> str:
    """Return the pose that is held, as decoration beside the exercise's name; people in scale."""
    album = album_of(spec)
    if album is None:
        return ""
    width, height = (round(scale * long) for long in size_of(album.near))
    address = reverse("exercises:thumbnail", args=[spec.slug])
    return _image("thumb", address, album, "", width, height)


@register.simple_tag
def figure_step(spec: ExerciseSpec, number: int) -> str:
    """Return the key poses of a step, counted from 1, numbered if there are several."""
    album = album_of(spec)
    if album is None:
        return ""
    title, count = alternative(spec, number), len(album.keys(number - 1))
    if count == 1:
        return _still(spec, album, number, 1, title)
    items = (
        (_still(spec, album, number, key, title if key == 1 else ""), f"{number}.{key}")
        for key in range(1, count + 1)
    )
    inside = format_html_join("", "<li>{}<span>{}</span></li>", items)
    return format_html('<ol class="figure-strip">{}</ol>', inside)


@register.simple_tag
def figure_strip(spec: ExerciseSpec) -> str:
    """Return the last pose of every step in a row, each numbered as its step is."""
    album = album_of(spec)
    if album is None:
        return ""
    items = (
        (_still(spec, album, n, len(album.keys(n - 1)), alternative(spec, n)), n)
        for n in range(1, album.steps + 1)
    )
    inside = format_html_join("", "<li>{}<span>{}</span></li>", items)
    return format_html('<ol class="figure-strip">{}</ol>', inside)


@register.inclusion_tag("exercises/_film.html")
def figure_film(spec: ExerciseSpec) -> dict[str, object]:
    """Show the moving figure, side A, with its controls."""
    album = album_of(spec)
    if album is None:
        return {"film": None}
    name = gettext(spec.name)
    title = gettext("%(exercise)s, drawn as it moves. Each step is told below.") % {
        "exercise": name
    }
    # The album escapes the title; all else in it is numbers and our own class names.
    first = mark_safe(album.still(0, album.keys(0)[0], title))
    return {"film": json_script(album.reel()), "first": first, "steps": album.steps}


def alternative(spec: ExerciseSpec, number: int) -> str:
    """Return a step in words, for who does not see its figure."""
    step = spec.steps[number - 1]
    return f"{label(step.phase)}: {gettext(step.text)}"


def _still(spec: ExerciseSpec, album: Album, step: int, key: int, title: str) -> str:
    address = reverse("exercises:figure", args=[spec.slug, step, key])
    return _image("still", address, album, title, *album.size)


def _image(kind: str, address: str, album: Album, title: str, width: int, height: int) -> str:
    return format_html(
        '<img class="{}" src="{}?of={}" alt="{}" width="{}" height="{}" loading="lazy">',
        *(kind, address, edition(album), title, width, height),
    )
