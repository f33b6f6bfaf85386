"""The figures as templates ask for them: text alternatives, numbers, nothing inline."""

from django.template import Context, Template

from tests.exercises.figures.bodies import SPECS

TWIST = SPECS["seated-chair-twist"]
BEND = SPECS["standing-forward-bend-twist"]


def rendered(tag, spec=TWIST):
    """Return what a tag puts on the page."""
    text = "{% load illustrate %}{% " + tag + " %}"
    return Template(text).render(Context({"spec": spec}))


def test_a_thumbnail_is_decoration():
    assert 'alt=""' in rendered("figure_thumbnail spec")


def test_a_step_is_told_in_its_own_words():
    page = rendered("figure_step spec 1")
    assert 'alt="Set up: Sit facing forward' in page or 'alt="Get ready: Sit facing forward' in page


def test_several_key_poses_of_a_step_are_numbered():
    page = rendered("figure_step spec 2", BEND)
    assert page.count("<img") == 2
    assert "<span>2.1</span>" in page
    assert "<span>2.2</span>" in page


def test_the_sides_differ():
    assert rendered('figure_film spec "A"') != rendered('figure_film spec "B"')


def test_a_film_carries_its_frames_as_data_and_a_still_before_it_plays():
    page = rendered("figure_film spec")
    assert "data-figure" in page
    assert '<script type="application/json">' in page
    assert page.index("<svg") < page.index("<script")
    assert "data-figure-toggle" in page
    assert "style=" not in page


def test_a_film_that_the_page_leads_has_no_button_of_its_own():
    page = rendered('figure_film spec "A" True')
    assert "data-led" in page
    assert "<button" not in page


def test_an_exercise_without_poses_shows_nothing():
    plain = SPECS["floor-manipulation-by-another"]
    assert rendered("figure_thumbnail spec", plain) == ""
    assert "<svg" not in rendered("figure_film spec", plain)
