"""The printed page of a routine: when comes what, from the cues that the player speaks."""

import pytest

from tests.tracking.player.by_ear import plan_by_slugs
from tracking.player.sheet import sheet


def test_the_sheet_has_times_sides_and_the_whole_sentences():
    knees, twist = sheet(plan_by_slugs("double-knee-to-chest", "supine-spinal-twist"))
    assert (knees.at, twist.at, twist.name) == ("0:00", "1:00", "Supine spinal twist")
    assert knees.lines[0] == ("0:10", "Get ready. Lie on the mat with knees bent and feet flat.")
    sides = [words for _, words in twist.lines if "Right side" in words]
    assert sides[0].startswith("Move. Right side. Lift one bent knee toward the chest")
    assert twist.lines[-1][1].startswith("Finished.")


@pytest.mark.django_db
def test_the_page_of_a_routine_carries_its_sheet(client, bob, routines):
    client.force_login(bob)
    page = client.get("/routines/morning-loosen/")
    assert 'class="print-only sheet"' in page.content.decode()
    assert len(page.context["offer"].sheet) == 3
