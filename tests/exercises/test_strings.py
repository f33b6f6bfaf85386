"""The sentences of the catalogue reach the translators."""

import pytest
from django.core.management import CommandError, call_command

from exercises import strings
from exercises.catalogue import read_catalogue
from tests.exercises.files import copy_catalogue, edit


def test_the_module_of_sentences_is_up_to_date(capsys):
    call_command("catalogue_strings", check=True)
    assert "up to date" in capsys.readouterr().out


def test_every_text_for_people_is_in_the_module_and_nothing_else(tmp_path):
    folder = copy_catalogue(tmp_path)
    edit(folder, "childs-pose.toml", 'summary = "', 'summary = "A \\"quoted\\" start. ')
    text = strings.module_text(read_catalogue(folder))
    for shown in (
        'A \\"quoted\\" start. Kneeling',
        '_("Thin bones")',
        '_("Kneel and sit back on the heels.")',
        '_("Buttocks stay heavy")',
        '_("Padded floor")',
    ):
        assert shown in text
    for silent in (
        "Shins flat on floor",
        'childs-pose")',
        "Pain Practice",
        "https://",
        '_("text")',
    ):
        assert silent not in text
    compile(text, "catalogue_strings.py", "exec")


def test_a_sentence_used_twice_is_listed_once():
    text = strings.module_text(read_catalogue())
    assert text.count('_("Firm level floor")') == 1


def test_a_stale_module_fails_the_check_and_is_rewritten(tmp_path, capsys):
    module = tmp_path / "catalogue_strings.py"
    with pytest.raises(CommandError, match="Stale"):
        call_command("catalogue_strings", check=True, module=module)
    assert not module.exists()
    call_command("catalogue_strings", module=module)
    assert "Wrote" in capsys.readouterr().out
    call_command("catalogue_strings", check=True, module=module)
