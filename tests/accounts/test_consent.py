import hashlib
import re
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import consent
from accounts.models import Consent
from tests.factories import NOW, make_user

Text = Consent.Text
# What was agreed to in each version. A test fails when a text changes under its version: give it
# a new version in accounts/consent.py and add its print here; old ones stay for the record.
PRINTS = {
    (Text.GENERAL, "2026-11"): "766e88287758c632",
    (Text.HEALTH_DATA, "2026-11"): "d353cb41bbcfb557",
    (Text.EMERGENCY_SIGNS, "2026-11"): "bcac5c3e29bee47a",
}


def print_of(text: Consent.Text) -> str:
    """Return a short hash of a text's English words."""
    with translation.override("en"):
        page = render_to_string(consent.TEMPLATES[text], {"operator_name": "Limber"})
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@pytest.mark.parametrize("text", list(Text), ids=str)
def test_a_changed_text_has_a_new_version(text):
    assert PRINTS[text, consent.VERSIONS[text]] == print_of(text)


def test_every_text_has_a_version_and_a_template():
    assert set(consent.VERSIONS) == set(consent.TEMPLATES) == set(Text)


@pytest.mark.django_db
def test_a_text_is_recorded_once_with_its_time():
    user = make_user(consented=False)
    consent.record(user, Text.GENERAL, NOW)
    consent.record(user, Text.GENERAL, NOW.replace(year=2027))
    row = Consent.objects.get()
    assert (row.text, row.version, row.given_at) == ("general", "2026-11", NOW)


@pytest.mark.django_db
def test_missing_names_what_sign_up_asks_or_what_is_asked_for(django_assert_num_queries):
    user = make_user(consented=False)
    assert consent.missing(user) == [Text.GENERAL, Text.HEALTH_DATA]
    consent.record(user, Text.HEALTH_DATA, NOW)
    assert consent.missing(user) == [Text.GENERAL]
    with django_assert_num_queries(1):
        assert consent.missing(user, Text.EMERGENCY_SIGNS) == [Text.EMERGENCY_SIGNS]


@pytest.mark.django_db
def test_consent_of_one_person_is_not_anothers():
    ada, bob = make_user(), make_user(consented=False)
    assert consent.missing(ada) == []
    assert consent.missing(bob) == [Text.GENERAL, Text.HEALTH_DATA]


@consent.required
def guarded(request, number):
    return HttpResponse(f"page {number}")


health_page: Any = guarded


@pytest.fixture
def request_of(rf):
    def make(user, method="GET", htmx=False):
        request = rf.generic(method, "/health/?a=1")
        request.user, request.htmx = user, htmx
        return request

    return make


@pytest.mark.django_db
def test_a_health_page_asks_first_and_comes_back(request_of):
    user = make_user(consented=False)
    response = health_page(request_of(user), 7)
    assert response.url == "/account/consent/?next=%2Fhealth%2F%3Fa%3D1"
    for text in consent.AT_SIGN_UP:
        consent.record(user, text, NOW)
    assert health_page(request_of(user), 7).content == b"page 7"


@pytest.mark.django_db
def test_a_health_page_asks_a_post_and_htmx_too(request_of):
    user = make_user(consented=False)
    assert health_page(request_of(user, "POST"), 7).url == "/account/consent/"
    part = health_page(request_of(user, htmx=True), 7)
    assert part.headers["HX-Redirect"] == "/account/consent/?next=%2Fhealth%2F%3Fa%3D1"


@pytest.mark.django_db
def test_a_new_version_is_asked_for_again(client):
    user = make_user()
    client.force_login(user)
    assert client.get("/account/consent/?next=/routines/").url == "/routines/"
    Consent.objects.filter(text=Text.HEALTH_DATA).update(version="2020-01")
    page = client.get("/account/consent/?next=/routines/")
    assert page.status_code == HTTPStatus.OK
    assert list(page.context["form"].fields) == ["health_data"]
    assert "are health data" in page.content.decode()
    refused = client.post("/account/consent/", {"next": "/routines/"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert consent.missing(user) == [Text.HEALTH_DATA]
    agreed = client.post("/account/consent/", {"next": "/routines/", "health_data": "on"})
    assert agreed.url == "/routines/"
    assert consent.missing(user) == []
    assert Consent.objects.filter(text=Text.HEALTH_DATA).count() == 2


@pytest.mark.django_db
def test_the_question_never_leads_to_another_site(client):
    client.force_login(make_user(consented=False))
    data = {"next": "https://evil.example/", "general": "on", "health_data": "on"}
    assert client.post("/account/consent/", data).url == "/today/"


@pytest.mark.parametrize(
    ("number", "words"),
    [("112", "Call 112 at once"), ("", "Call your local emergency number at once")],
)
def test_the_emergency_text_names_the_instances_number(number, words):
    page = render_to_string(consent.TEMPLATES[Text.EMERGENCY_SIGNS], {"emergency_number": number})
    assert words in page


@pytest.mark.parametrize("going", ["save", "account:nothing", "-1", "a\x00b", "javascript:x.y"])
def test_what_is_no_path_leads_to_today(client, alice, going):
    client.force_login(alice)
    assert client.get(reverse("account_consent"), {"next": going}).url == "/today/"
