"""The clock of the page: deadlines, no ticks; asleep, late or throttled it is right again."""

import pytest

from tests.tracking.player import plans
from tests.tracking.player.moves import after
from tracking.player.course import course_of
from tracking.player.machine import State

WITH_CLOCK = """async (script) => {
    const { make } = await import("/static/js/player/course.js");
    const time = { perf: 0, wall: 1e12 };
    const clock = make(() => time.perf, () => time.wall);
    const pass = (ms, asleep = 0) => { time.perf += ms; time.wall += ms + asleep; };
    return new Function("clock", "pass", "time", script)(clock, pass, time);
}"""


@pytest.fixture(scope="module")
def blank(browser, request):
    """A page of the site on which modules can be imported."""
    live_server = request.getfixturevalue("live_server")
    page = browser.new_page(base_url=live_server.url)
    page.route("**/blank", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("/blank")
    yield page
    page.close()


def run(page, script: str):
    return page.evaluate(WITH_CLOCK, script)


def test_twenty_minutes_of_uneven_ticks_leave_no_error(blank):
    # A frame comes when it comes: 7 to 1,000 ms apart, none of them a whole number.
    script = """
        clock.set(5000);
        let gone = 0, frames = 0;
        while (gone < 20 * 60 * 1000) {
            const step = 7.3 + (frames * 37.7) % 993.1;
            pass(step);
            gone += step;
            frames += 1;
            clock.now();
        }
        return [Math.abs(clock.now() - 5000 - gone) < 1, frames > 1000];
    """
    assert run(blank, script) == [True, True]


def test_items_of_a_session_begin_where_the_ones_before_end_however_late_a_frame_is(blank):
    script = """async () => {
        const rules = await import("/static/js/player/course.js");
        const ready = { at: 0, end: 10000, phase: "ready" };
        const hold = { at: 10000, end: 30000, phase: "hold" };
        const items = Array.from({ length: 40 }, () => ({ seconds: 30, steps: [ready, hold] }));
        const start = { phase: "waiting", item: 0, position: 0, at: 0 };
        const base = { ...start, extra: 0, given: 0, told: {}, items };
        let course = rules.apply(base, { kind: "begin", item: 0 }, 0);
        let frames = 0;
        for (let now = 0; course.phase !== "ended"; now += 11 + (frames++ * 131) % 900) {
            if (rules.position(course, now) < rules.end(course)) continue;
            const ended = rules.reaches(course, rules.end(course));
            course = rules.advance(course, ended);
            const begin = { kind: "begin", item: course.item };
            if (course.phase === "waiting") course = rules.apply(course, begin, ended);
        }
        return course.at;
    }"""
    assert blank.evaluate(script) == 40 * 30_000


def test_a_device_that_slept_knows_how_long(blank):
    # Its monotonic clock stood still meanwhile.
    assert run(blank, "clock.set(1000); pass(2000, 60000); return clock.now();") == 63_000


def test_a_wall_clock_that_is_off_by_little_changes_nothing(blank):
    assert run(blank, "clock.set(1000); pass(2000, 900); return clock.now();") == 3000


def test_a_slow_answer_does_not_move_the_clock(blank):
    # Sent at 10 s, looked at by the server at 10.2 s, heard at 16 s.
    script = """
        clock.set(10000); const since = clock.now(); pass(6000);
        clock.set(10200, since);
        return clock.now();
    """
    assert run(blank, script) == 16_000


def test_an_answer_that_no_delay_explains_sets_the_clock(blank):
    script = """
        clock.set(10000); const since = clock.now(); pass(500);
        clock.set(40000, since);
        return clock.now();
    """
    assert run(blank, script) == 40_000


STRETCHED = """async ([course, presses]) => {
    const rules = await import("/static/js/player/course.js");
    for (const [kind, at] of presses) {
        course = rules.apply(course, { kind, item: course.item }, at) || course;
    }
    return rules.advance(course, presses.at(-1)[1]).stretched;
}"""


@pytest.mark.parametrize(
    "presses",
    [
        [("begin", 0), ("advance", 60_000)],
        [("begin", 0), ("next", 20_000), ("advance", 60_000)],
        [("begin", 0), ("previous", 24_000), ("previous", 25_000), ("advance", 60_000)],
        [("begin", 0), ("extend", 20_000), ("extend", 21_000), ("advance", 80_000)],
        [("begin", 0), ("pause", 20_000), ("next", 21_000), ("resume", 30_000), ("skip", 33_000)],
    ],
    ids=lambda presses: "-".join(kind for kind, _ in presses),
)
def test_the_page_counts_no_stretch_that_the_site_does_not(blank, presses):
    plan = plans.plan(plans.item("stretch"), plans.item("twist", mobilising=True))
    course = course_of(plan, State(), session="x", elapsed_ms=0, rev=1)
    here = blank.evaluate(STRETCHED, [course, presses])
    moves = [press for press in presses if press[0] != "advance"]
    there = sum(run.repeated_ms for run in after(plan, *moves, now=presses[-1][1]).runs)
    assert 0 < here <= there
