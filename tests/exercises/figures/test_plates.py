"""Still pictures and reels as files of their own: colours inside, and kept for ever."""

import re
from xml.etree import ElementTree

import pytest

from exercises.figures.album import album_of
from exercises.figures.plate import THEME, edition, plate, style, style_source
from tests.dress import CSS
from tests.exercises.figures.bodies import SPECS

pytestmark = pytest.mark.django_db
TWIST = SPECS["seated-chair-twist"]
ADDRESS = "/exercises/seated-chair-twist/figure-2-1.svg"


def test_every_colour_of_a_plate_is_defined_inside_for_both_themes():
    named = set(re.findall(r"var\((--[\w-]+)\)", style()))
    light, dark = style().split(THEME)[:2]
    assert named
    assert named <= set(re.findall(r"(--[\w-]+):", light))
    assert {name for name in named if "figure" in name} <= set(re.findall(r"(--[\w-]+):", dark))


def test_a_plate_keeps_its_own_colours_where_the_readers_are_forced():
    """In an image the system's colours are those of a light theme, whatever theme is in force."""
    assert "forced-colors" in (CSS / "figure.css").read_text()
    assert "forced-colors" not in style()
    assert not {"Canvas", "CanvasText", "Highlight"} & set(re.findall(r"\w+", style()))


def test_a_plate_is_a_well_formed_picture_of_the_size_that_the_page_reserves():
    album = album_of(TWIST)
    root = ElementTree.fromstring(plate(album, 1, 0))
    assert (root.get("width"), root.get("height")) == tuple(map(str, album.size))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_the_policy_of_a_plate_allows_its_own_style_and_nothing_else(client, catalogue):
    policy = client.get(ADDRESS).headers["Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src {style_source()}"


@pytest.mark.parametrize("name", ["figure-2-1.svg", "thumbnail.svg", "figure.json"])
def test_only_an_address_with_the_edition_is_kept_for_ever(client, catalogue, name):
    address = f"/exercises/seated-chair-twist/{name}"
    kept = client.get(address, {"of": edition(album_of(TWIST))}).headers["Cache-Control"]
    assert "immutable" in kept
    for query in ({}, {"of": "older"}):
        fresh = client.get(address, query).headers["Cache-Control"]
        assert "immutable" not in fresh
        assert "max-age=0" in fresh


@pytest.mark.parametrize("name", ["figure-0-1.svg", "figure-9-1.svg", "figure-1-9.svg"])
def test_a_pose_that_does_not_exist_is_not_found(client, catalogue, name):
    assert client.get(f"/exercises/seated-chair-twist/{name}").status_code == 404


def test_the_still_of_a_step_is_its_last_pose_on_the_side_asked_for(client, catalogue):
    album, address = album_of(TWIST), "/exercises/seated-chair-twist/figure-2.svg"
    for query, side in (({}, "A"), ({"side": "B"}, "B")):
        last = album.keys(1, side)[-1]
        assert album.still(1, last, "", side).split(">", 1)[1] in client.get(address, query).text
    assert client.get(address).text != client.get(address, {"side": "B"}).text
    assert client.get("/exercises/seated-chair-twist/figure-9.svg").status_code == 404


@pytest.mark.parametrize("name", ["figure-1-1.svg", "figure-1.svg", "thumbnail.svg", "figure.json"])
def test_what_is_information_only_has_no_figure(client, catalogue, name):
    address = f"/exercises/floor-manipulation-by-another/{name}"
    assert client.get(address).status_code == 404


def test_a_reel_has_both_sides_of_an_exercise_that_has_sides(client, catalogue):
    told = client.get("/exercises/seated-chair-twist/figure.json").json()
    assert len(told["sides"]) == 2


def test_figure_css_names_only_what_is_drawn():
    text = re.sub(r"/\*.*?\*/", "", (CSS / "figure.css").read_text(), flags=re.DOTALL)
    assert set(re.findall(r"\.([a-z]+)-", text)) == {"fig"}
