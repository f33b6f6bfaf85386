"""The list of exercises and its filters, as a page and by htmx."""

import re

import pytest
from django.urls import reverse

from tests.exercises.pages import read, text_of
from tests.factories import NOW, make_user

URL = "/exercises/"
HUGS = ["partner-bear-hug", "partner-rear-lift"]
TIERS = [
    ("Stretch", "Easy positions"),
    ("Low risk", "You move yourself"),
    ("Elevated risk", "A higher risk of injury"),
    ("Professionals only", "Information only"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]


def slugs(response):
    """Return the exercises a page lists, in order."""
    links = [link for link in read(response).links if link.startswith(URL) and link != URL]
    return [link.removeprefix(URL).strip("/") for link in links if "?" not in link]


def test_everyone_may_read_every_exercise_least_risk_first(client, catalogue):
    response = client.get(URL)
    found = slugs(response)
    assert response.status_code == 200
    assert sorted(found) == sorted(catalogue)
    assert found[0] == "double-knee-to-chest"
    assert found[-1] == "floor-manipulation-by-another"
    text = text_of(response)
    places = [text.index(f"{word} {note}") for word, note in TIERS]
    assert places == sorted(places)
    assert "18 exercises" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=sacroiliac", ["supine-spinal-twist"]),
        ("tier=professional_only", ["floor-manipulation-by-another"]),
        ("position=kneeling", ["childs-pose"]),
        ("companion=active_partner", HUGS),
        ("equipment=chair&position=seated_chair", ["seated-chair-twist"]),
        (
            "equipment=nothing&tier=stretch",
            ["standing-back-extension", "standing-forward-bend-twist"],
        ),
        ("equipment=chair&equipment=wall&tier=elevated", ["extension-with-twist", *HUGS]),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(client, catalogue, mode, query, found):
    response = client.get(f"{URL}?{query}", headers=mode.headers)
    assert response.status_code == 200
    assert slugs(response) == found
    number = f"{len(found)} exercise{'s' if len(found) > 1 else ''}"
    assert number in text_of(response)


def test_htmx_gets_the_results_and_the_count_only(client, catalogue, mode):
    response = client.get(f"{URL}?tier=stretch", headers=mode.headers)
    body = response.content.decode()
    assert ("<form" in body) is not mode.htmx
    assert ('hx-swap-oob="innerHTML"' in body) is mode.htmx
    assert "HX-Request" in response["Vary"]


def test_the_address_keeps_only_what_was_asked_for(client, catalogue):
    query = "region=&tier=low&position=&companion=&equipment=mat&equipment=roller"
    response = client.get(f"{URL}?{query}", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == f"{URL}?tier=low&equipment=mat&equipment=roller"
    response = client.get(f"{URL}?region=&tier=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == URL
    assert "HX-Push-Url" not in client.get(f"{URL}?tier=low")


def test_a_filter_shows_what_was_chosen(client, catalogue):
    body = client.get(f"{URL}?tier=low&equipment=mat").content.decode()
    assert '<option value="low" selected>' in body
    assert re.search(r'value="mat"[^>]* checked', body)
    assert body.count(" checked") == 1
    assert "<details" in body
    assert " open>" in body
    assert " open>" not in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("tier=safe", "Risk"),
        ("region=tail", "Part of the back"),
        ("position=flying", "Starting position"),
        ("companion=cat", "Who else it takes"),
        ("equipment=rope", "At hand"),
        ("tier=low&tier=%00", "Risk"),
    ],
)
def test_an_unknown_value_is_refused_by_field(client, catalogue, mode, query, field):
    response = client.get(f"{URL}?{query}", headers=mode.headers)
    text = text_of(response)
    assert response.status_code == 422
    assert f"{field}: The catalogue does not know this value." in text
    assert slugs(response) == []
    assert "HX-Push-Url" not in response


def test_words_the_catalogue_does_not_ask_for_are_ignored(client, catalogue):
    assert len(slugs(client.get(f"{URL}?page=7&utm=x"))) == 18


def test_nothing_found_says_how_to_find_more(client, catalogue, mode):
    response = client.get(f"{URL}?position=kneeling&tier=elevated", headers=mode.headers)
    text = text_of(response)
    assert "0 exercises" in text
    assert "No exercise fits all of this" in text
    assert URL in read(response).links


def test_asking_for_the_neck_says_why_there_is_nothing(client, catalogue, mode):
    text = text_of(client.get(f"{URL}?region=cervical", headers=mode.headers))
    assert "Nothing for the neck, on purpose" in text


def test_a_retired_exercise_is_not_listed(client, catalogue):
    catalogue["bridge-backbend"].retired_at = NOW
    catalogue["bridge-backbend"].save()
    assert "bridge-backbend" not in slugs(client.get(URL))


def test_a_signed_in_person_may_ask_for_what_is_open_to_them(client, catalogue):
    fragment = reverse("tracking:open-list")
    assert fragment not in read(client.get(URL)).links
    client.force_login(make_user())
    assert fragment in read(client.get(URL)).links
    assert f'hx-get="{fragment}" hx-target="#exercises"' in client.get(URL).content.decode()


def test_the_list_reads_and_never_writes(client, catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        client.get(URL)
    client.force_login(make_user())
    with django_assert_max_num_queries(4) as queries:
        client.get(URL)
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_the_list_is_read_only(client, catalogue):
    assert client.post(URL).status_code == 405
    assert client.head(URL).status_code == 200
