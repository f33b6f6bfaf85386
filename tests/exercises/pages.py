"""What the tests of the catalogue's pages read out of a page."""

from html.parser import HTMLParser

import html5lib


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def read(response):
    """Return the texts, ids and links of an answer, which must be valid HTML without twin ids."""
    body = response.content.decode()
    parser = html5lib.HTMLParser(strict=True)
    if body.lstrip().lower().startswith("<!doctype"):
        parser.parse(body)
    else:
        parser.parseFragment(body)
    reader = _Reader()
    reader.feed(body)
    assert len(reader.ids) == len(set(reader.ids)), "an id is used twice"
    return reader


def text_of(response):
    """Return everything a person can read, as one line."""
    return " ".join(read(response).texts)
