"""A language is one more file: every sentence of the catalogue goes through gettext."""

import re

import polib
import pytest

from exercises.catalogue import read_catalogue
from exercises.strings import sentences
from tests.exercises.pages import text_of

CATALOGUE = read_catalogue()
SPECS = [entry.spec for entry in CATALOGUE.entries]
UNSHOWN = {"The movement is continuous; nothing is held."}


@pytest.fixture
def marked_language(settings, tmp_path):
    """Install a language in which every sentence of the catalogue stands between brackets."""
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    texts = {text for spec in SPECS for text in sentences(spec)} | set(sentences(CATALOGUE.tags))
    file.extend(polib.POEntry(msgid=text, msgstr=f"⟦{text}⟧") for text in texts)
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    file.save_as_mofile(str(folder / "django.mo"))
    settings.LANGUAGES = [("en", "English"), ("eo", "Esperanto")]
    settings.LOCALE_PATHS = [tmp_path]


def assert_translated(text, expected):
    """Every expected sentence stands in brackets, and none stands without them."""
    assert [s for s in expected if f"⟦{s}⟧" not in text] == []
    rest = re.sub("⟦.*?⟧", "", text)
    assert [s for s in expected if len(s) > 25 and s in rest] == []


@pytest.mark.either_engine
@pytest.mark.django_db
@pytest.mark.parametrize("spec", [pytest.param(spec, id=spec.slug) for spec in SPECS])
def test_a_page_translates_every_sentence(client, catalogue, marked_language, spec):
    response = client.get(f"/exercises/{spec.slug}/", headers={"Accept-Language": "eo"})
    spoken = {step.say for step in spec.steps}  # by the player, never shown
    assert_translated(text_of(response), set(sentences(spec)) - UNSHOWN - spoken)


@pytest.mark.django_db
def test_the_list_translates_names_and_summaries(client, catalogue, marked_language, mode):
    headers = {"Accept-Language": "eo"} | mode.headers
    text = text_of(client.get("/exercises/", headers=headers))
    assert_translated(text, [text for spec in SPECS for text in (spec.name, spec.summary)])
