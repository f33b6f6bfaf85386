"""The page of one exercise: everything the file knows, and no start where there is none."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from exercises.catalogue import read_catalogue, tag_texts
from exercises.labels import label
from exercises.strings import sentences
from tests.exercises.pages import read, text_of
from tests.factories import NOW, make_user

SPECS = {entry.spec.slug: entry.spec for entry in read_catalogue().entries}
FLOOR = "floor-manipulation-by-another"
pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]


def url(slug):
    """Return the address of an exercise."""
    return reverse("exercises:detail", args=[slug])


def plain(text):
    """Return a sentence as text_of() gives it back."""
    return " ".join(text.split())


# Minutes stand on the page in place of this hold, which has no figure.
UNSHOWN = {"The movement is continuous; nothing is held."}


@pytest.mark.parametrize("slug", SPECS)
def test_the_page_shows_everything_the_file_knows(client, catalogue, slug):
    response = client.get(url(slug))
    text = text_of(response)
    assert response.status_code == 200
    unshown = UNSHOWN | {step.say for step in SPECS[slug].steps}  # `say` is for the player's voice
    missing = [s for s in sentences(SPECS[slug]) if s not in text and s not in unshown]
    assert missing == []
    spec = SPECS[slug]
    words = [*spec.regions, *spec.movements, *spec.positions, *spec.equipment, spec.tier]
    words += [spec.companion.kind, *(step.breath for step in spec.steps)]
    assert [word for word in words if str(label(word)) not in text] == []
    for tag in spec.contraindications.block.keys() | spec.contraindications.caution.keys():
        assert tag_texts()[tag].text in text


@pytest.mark.parametrize("slug", SPECS)
def test_the_page_never_shows_the_words_of_a_pose(client, catalogue, slug):
    body = client.get(url(slug)).content.decode()
    assert [s.pose.text for s in SPECS[slug].steps if escape(s.pose.text) in body] == []


def test_every_figure_shows_its_source(client, catalogue):
    text = text_of(client.get(url("seated-chair-twist")))
    assert (
        "Hold 5 seconds; you may choose 3 to 5 Our choice: The article says a few seconds." in text
    )
    text = text_of(client.get(url("childs-pose")))
    assert "Hold 30 seconds Article Repetitions" in text
    assert "3 to 5 times a day Article: Choose by how tight your back feels." in text
    assert "“How to Crack Your Back”" in text


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("standing-trunk-rotation", "5 times on each side. Change sides after each repetition."),
        ("seated-floor-twist", "2 times on each side. Do all repetitions on one side, then"),
        ("supine-spinal-twist", "Once on each side. Lift one bent knee"),
        ("bed-edge-extension", "3 times. Breathe all the way out"),
    ],
)
def test_repeated_steps_say_how_often_and_on_which_side(client, catalogue, slug, words):
    assert words in text_of(client.get(url(slug)))


def test_a_mobilising_exercise_is_honest_about_the_sound(client, catalogue):
    sound = "A sound is neither needed nor a sign of benefit"
    assert sound in text_of(client.get(url("seated-chair-twist")))
    assert sound not in text_of(client.get(url("childs-pose")))


def test_an_elevated_exercise_says_so_and_partners_more(client, catalogue):
    risk, partner = "This has a higher risk of injury", "Partner methods can injure both people"
    bed, hug = (text_of(client.get(url(s))) for s in ("bed-edge-extension", "partner-bear-hug"))
    assert risk in bed
    assert partner not in bed
    assert risk in hug
    assert partner in hug
    assert "When your partner must not do it" in hug
    assert risk not in text_of(client.get(url("seated-chair-twist")))


def test_the_counter_movements_are_linked_in_order(client, catalogue):
    links = read(client.get(url("standing-back-extension"))).links
    asked = ["standing-forward-bend-twist", "childs-pose", "double-knee-to-chest"]
    assert [link for link in links if link in map(url, asked)] == [url(slug) for slug in asked]


def test_the_operator_says_where_registered_professionals_are_found(client, catalogue, settings):
    assert "registered.example" not in client.get(url(FLOOR)).content.decode()
    settings.FIND_PROFESSIONAL = "Ask at https://registered.example/ <b>here</b>."
    for page in (url(FLOOR), reverse("tracking:help")):
        body = client.get(page).content.decode()
        assert '<a href="https://registered.example/" rel="nofollow">' in body
        assert "&lt;b&gt;here" in body
    assert "registered.example" not in client.get(url("seated-chair-twist")).content.decode()


def test_a_professional_only_page_informs_and_offers_no_start(client, catalogue):
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        body = client.get(url(FLOOR)).content.decode()
        text = text_of(client.get(url(FLOOR)))
        assert "Leave this to a professional" in text
        assert "Never let an untrained person do this to you" in text
        for absent in (
            "Step by step",
            "How long and how often",
            "Sign in to do this",
            "Daily limit",
        ):
            assert absent not in text
        assert "exercise-start" not in body
        assert 'class="steps' not in body


def test_where_partner_methods_are_off_their_pages_only_inform(client, catalogue, settings):
    assert "Step by step" in text_of(client.get(url("partner-rear-lift")))
    settings.PARTNER_METHODS = False
    text = text_of(client.get(url("partner-rear-lift")))
    assert "has switched partner methods off" in text
    for absent in ("Step by step", "How long and how often", "Sign in to do this"):
        assert absent not in text
    assert "Step by step" in text_of(client.get(url("bed-edge-extension")))


def test_a_visitor_is_asked_to_sign_in_and_comes_back_here(client, catalogue):
    links = read(client.get(url("childs-pose"))).links
    assert f"{reverse('account_login')}?next={url('childs-pose')}" in links


def test_a_signed_in_person_is_shown_what_is_open_to_them(client, catalogue):
    client.force_login(make_user())
    response = client.get(url("childs-pose"))
    fragment = reverse("tracking:open-exercise", args=["childs-pose"])
    assert f'hx-get="{fragment}" hx-trigger="load"' in response.content.decode()
    assert fragment in read(response).links
    assert "Sign in to do this" not in text_of(response)


def test_a_retired_exercise_is_gone_but_named(client, catalogue):
    catalogue["bridge-backbend"].retired_at = NOW
    catalogue["bridge-backbend"].save()
    response = client.get(url("bridge-backbend"))
    assert response.status_code == 410
    assert "left the catalogue on 1 June 2026" in text_of(response)


@pytest.mark.parametrize("slug", ["nothing-like-it", "CHILDS-POSE"])
def test_an_unknown_exercise_is_not_found(client, catalogue, slug):
    assert client.get(url(slug)).status_code == 404


def test_the_page_reads_and_never_writes(client, catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(url("standing-back-extension"))
    client.force_login(make_user())
    with django_assert_max_num_queries(4) as queries:
        client.get(url("standing-back-extension"))
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    assert client.post(url("childs-pose")).status_code == 405
