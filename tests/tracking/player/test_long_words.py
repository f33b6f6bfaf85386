"""A word of any length, which people write, widens no page and is read to its end."""

import pytest
from django.utils import timezone

from tests.tracking.player.listening import play
from tests.tracking.player.test_in_browser import run
from tracking.models import Session

WORD = "w" * 80
INSIDE = """() => [document.documentElement, ...document.querySelectorAll("main *")]
    .filter((node) => !node.closest(".visually-hidden, svg, [popover]") && node.checkVisibility())
    .every((node) => node.getBoundingClientRect().right <= innerWidth)
    && document.documentElement.scrollWidth <= innerWidth"""


@pytest.mark.django_db(transaction=True)
def test_a_long_word_widens_no_page(room, ida):
    room.set_viewport_size({"width": 390, "height": 844})
    log = run(ida, "childs-pose", seconds=30).session
    now = timezone.now()
    written = {"title": WORD, "note": WORD * 40}
    Session.objects.update(**written, status="finished", ended_at=now, received_at=now)
    for page in (f"/sessions/{log.pk}/", f"/progress/{log.on}/", "/progress/", "/today/"):
        room.goto(page)
        assert room.evaluate(INSIDE), page
    play(room, ida, "double-knee-to-chest", seconds=6)
    for width in (390, 844):
        room.set_viewport_size({"width": width, "height": 844 if width == 390 else 390})
        room.evaluate("word => (document.querySelector('#player h1').textContent = word)", WORD)
        assert room.evaluate(INSIDE)
