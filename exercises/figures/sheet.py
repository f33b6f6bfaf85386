"""The contact sheet: every step of every exercise on one page, to be judged by eye."""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from exercises.figures.album import album_of
from exercises.figures.film import StepFilm, films
from exercises.figures.svg import box_of, still
from exercises.spec import ExerciseSpec

CSS = Path(__file__).resolve().parents[2] / "static/css"
PAGE = """
body { margin: 1rem; font: 14px/1.4 system-ui; background: var(--paper); color: var(--ink); }
section { margin-block-end: 2rem; } h2 { font-size: 18px; margin: 0; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-block: 8px; }
.row > div { width: 250px; background: var(--sheet); border: 1px solid var(--line); padding: 6px; }
.row > div.way { width: 130px; } p { margin: 4px 0 0; } .soft { color: var(--ink-soft); }
"""
CONTROLS = (
    "<div data-figure-controls inert>"
    '<button type="button" data-figure-toggle data-pause="Pause" data-play="Play"></button> '
    '<button type="button" data-figure-go="1">Next</button> '
    '<span data-figure-place data-words="step %n"></span></div>'
)
WAYS = (0.25, 0.5, 0.75)


def sheet(specs: Iterable[ExerciseSpec], *, both: bool = False, ways: bool = True) -> str:
    """Return the whole page as HTML that needs nothing else."""
    body = "".join(
        _exercise(spec, mirror, ways)
        for spec in specs
        for mirror in ([False, True] if both and spec.both_sides else [False])
    )
    css = "".join((CSS / name).read_text() for name in ("tokens.css", "figure.css"))
    # A page from a file can import nothing: both modules as one.
    modules = [(CSS.parent / "js" / name).read_text() for name in ("figure.js", "film.js")]
    script = re.sub(r"^import .*$", "", "".join(modules), flags=re.MULTILINE)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>'
        f"<style>{css}{PAGE}</style><body>{body}"
        f'<script type="module">{script}</script></body></html>'
    )


def _exercise(spec: ExerciseSpec, mirror: bool, ways: bool) -> str:
    made = films(spec, mirror)
    side = " · side B" if mirror else ""
    rows = '<p class="soft">no poses yet</p>'
    if made:
        rows = _film(spec, mirror) + "".join(_steps(spec, made, ways))
    return f"<section><h2>{escape(spec.slug)}{side}</h2>{rows}</section>"


def _film(spec: ExerciseSpec, mirror: bool) -> str:
    """Return the figure as it moves in the browser."""
    album = album_of(spec)
    assert album is not None
    side = "B" if mirror else "A"
    told = json.dumps(album.reel(side)).replace("<", "\\u003c")
    first = album.still(0, album.keys(0, side)[0], "", side)
    data = f'<script type="application/json">{told}</script>'
    return f'<div class="row"><div class="film" data-figure>{first}{data}{CONTROLS}</div></div>'


def _steps(spec: ExerciseSpec, made: list[StepFilm], ways: bool) -> Iterator[str]:
    box = box_of((moment, film.camera) for film in made for moment in film.key_moments())
    for n, film in enumerate(made, start=1):
        cells = []
        breath = film.step.breath
        for leg in film.legs if ways else ():
            for way in WAYS:
                moment = film.at(leg.start + way * (leg.end - leg.start))
                picture = still(moment, film.camera, (*spec.regions,), breath, box, "between")
                cells.append((leg.end - 1e-6, f'<div class="way">{picture}</div>'))
        ends = [leg.end for leg in film.legs][-len(film.keys) :]
        ends = [0.0] * (len(film.keys) - len(ends)) + ends
        for k, (moment, end) in enumerate(zip(film.key_moments(), ends, strict=True), start=1):
            picture = still(moment, film.camera, (*spec.regions,), breath, box, film.step.text)
            words = f'<p class="soft">step {n} {film.step.phase}, pose {k}</p>'
            cells.append((end, f"<div>{picture}{words}</div>"))
        cells.sort(key=lambda cell: cell[0])
        row = "".join(html for _, html in cells)
        words = f"<b>{escape(film.step.text)}</b> {escape(film.step.pose.text)}"
        yield f'<div class="row">{row}</div><p>{n}. {words}</p>'
