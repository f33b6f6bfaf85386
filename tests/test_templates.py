"""Templates compile, carry no inline code or style, and every sentence can be translated."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(ROOT) for path in ROOT.glob("**/*.*"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
# A mail is read without our style sheets: its layout alone may style elements.
MAIL = Path("email")

COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ELEMENT = re.compile(r"<[^<>]*>", re.DOTALL)
STYLE = re.compile(r"<style.*?</style>|\{% block body_class %\}.*?\{% endblock[^%]*%\}", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label|aria-description)="([^"]*)"')
# Names that are the same in every language.
NAME = re.compile(r"\b(?:Limber|UTC|CSV|JSON)\b")
WORD = re.compile(r"[A-Za-z]{2,}")


def source(path):
    """Return a template without its comments."""
    return COMMENT.sub("", (ROOT / path).read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_it_compiles(path):
    assert get_template(str(path))


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_it_carries_no_inline_code(path):
    text = source(path)
    found = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+\s*=|hx-on\b|javascript:", text)
    assert found == []
    assert "hx-disable" not in text
    assert "|safe" not in text
    assert "autoescape off" not in text


@pytest.mark.parametrize("path", [p for p in PAGES if MAIL not in p.parents], ids=str)
def test_it_carries_no_inline_style(path):
    assert re.findall(r"<style\b|\sstyle\s*=", source(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_it_asks_nobody_else(path):
    outside = re.findall(r'(?:src|href|action|srcset)="(?:https?:)?//[^"]*"', source(path))
    assert outside == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_sentence_can_be_translated(path):
    text = TAG.sub("", TRANSLATED.sub("", STYLE.sub("", source(path))))
    spoken = [WORD.findall(NAME.sub("", value)) for value in SPOKEN.findall(text)]
    assert [words for words in spoken if words] == []
    assert WORD.findall(NAME.sub("", ENTITY.sub("", ELEMENT.sub("", text)))) == []


# No cookie speaks for the second phone, so there is none to be misused (decisions/0066).
WITHOUT_COOKIE = 'action="{% url "tracking:partner-stop" code %}"'


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_posting_form_is_protected(path):
    text = source(path)
    forms = re.findall(r'<form\b[^>]*method="post".*?</form>', text, re.DOTALL | re.IGNORECASE)
    open_forms = [form for form in forms if "{% csrf_token %}" not in form]
    assert [form[:80] for form in open_forms if WITHOUT_COOKIE not in form] == []
