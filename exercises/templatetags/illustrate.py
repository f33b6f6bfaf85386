"""The line figures in templates: a thumbnail, the stills of a step, a strip, and a film."""

from django import template
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from exercises.figures.album import Album, album_of
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
    return _svg(album, step, album.keys(step)[-1], "", "A")


@register.simple_tag
def figure_step(spec: ExerciseSpec, number: int, side: str = "A") -> str:
    """Return the key poses of a step, counted from 1, numbered if there are several."""
    album = album_of(spec)
    if album is None:
        return ""
    title = alternative(spec, number)
    frames = album.keys(number - 1, side)
    if len(frames) == 1:
        return _svg(album, number - 1, frames[0], title, side)
    items = (
        (_svg(album, number - 1, frame, title if k == 1 else "", side), f"{number}.{k}")
        for k, frame in enumerate(frames, start=1)
    )
    inside = format_html_join("", "<li>{}<span>{}</span></li>", items)
    return format_html('<ol class="figure-strip">{}</ol>', inside)


@register.simple_tag
def figure_strip(spec: ExerciseSpec, side: str = "A") -> str:
    """Return the last pose of every step in a row, each numbered as its step is."""
    album = album_of(spec)
    if album is None:
        return ""
    items = (
        (_svg(album, n, album.keys(n, side)[-1], alternative(spec, n + 1), side), n + 1)
        for n in range(len(spec.steps))
    )
    inside = format_html_join("", "<li>{}<span>{}</span></li>", items)
    return format_html('<ol class="figure-strip">{}</ol>', inside)


@register.inclusion_tag("exercises/_film.html")
def figure_film(spec: ExerciseSpec, side: str = "A", led: bool = False) -> dict[str, object]:
    """Show the moving figure; `led` leaves its clock to the page, which sends figure:show."""
    album = album_of(spec)
    if album is None:
        return {"film": None}
    return {
        "film": json_script(album.reel(side)),
        "first": _svg(album, 0, album.keys(0, side)[0], alternative(spec, 1), side),
        "led": led,
    }


def alternative(spec: ExerciseSpec, number: int) -> str:
    """Return a step in words, for who does not see its figure."""
    step = spec.steps[number - 1]
    return f"{label(step.phase)}: {gettext(step.text)}"


def _svg(album: Album, step: int, frame: int, title: str, side: str) -> SafeString:
    # The album escapes the title; all else in it is numbers and our own class names.
    return mark_safe(album.still(step, frame, title, side))
