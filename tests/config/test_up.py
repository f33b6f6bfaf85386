"""One command: it starts everything, mends what falls, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.config.running import Site, alive
from tests.conftest import open_page
from tests.waiting import wait_until


@dataclass(frozen=True)
class Run:
    """What was seen of a site from its first start in a new folder to its stop."""

    folder: Path
    statuses: list[int]
    ran: set[str]
    code: int
    left: set[int]
    lines: list[str]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The first run; most of what it costs is to fill its folder."""
    site = Site(tmp_path_factory.mktemp("first") / "var", "--no-demo")
    try:
        assert site.says("Limber runs at"), site.lines
        statuses = [site.get("/"), site.get("/dev/mail/")]
        wait_until(lambda: {"worker", "beat"} <= names(site))
        ran, below = names(site), set(site.descendants())
        code = site.stop()
    finally:
        if site.process.poll() is None:
            site.stop(patience=30)
        site.reader.join()
    return Run(site.var, statuses, ran, code, alive(below), site.lines)


@pytest.fixture
def folder(tmp_path):
    """A data folder that does not exist yet."""
    return tmp_path / "var"


@pytest.fixture
def filled(first, folder):
    """A data folder as the first run left it."""
    return shutil.copytree(first.folder, folder)


@pytest.fixture
def start():
    """Start sites; whatever the test did, they are ended."""
    started = []

    def start_site(folder, *options, **environment):
        started.append(Site(folder, *(options or ["--no-demo"]), **environment))
        return started[-1]

    yield start_site
    for site in started:
        if site.process.poll() is None:
            site.stop(patience=30)
        site.reader.join()


@pytest.fixture(scope="module")
def shared(first, tmp_path_factory):
    """A running site for the tests that leave it running, started from elsewhere."""
    here = tmp_path_factory.mktemp("shared")
    site = Site(shutil.copytree(first.folder, here / "var"), "--no-demo", CWD=str(here))
    yield site
    if site.process.poll() is None:
        site.stop(patience=30)
    site.reader.join()


SOUND = """source => new Promise((done) => {
    const sound = new Audio(source);
    sound.oncanplay = () => done("plays");
    sound.onerror = () => done(sound.error.message);
    sound.load();
})"""


def test_the_silence_behind_the_tones_plays_from_an_installed_site(shared, browser):
    """Players of sound ask for a file in parts, which the real web server sends."""
    assert shared.says("Limber runs at")
    [name] = (shared.var / "static/audio").glob("silence.*.flac")
    with open_page(browser, shared.url, worker=True) as page:
        page.goto("/exercises/")
        page.wait_for_function("() => navigator.serviceWorker.controller")
        for _once_more in range(2):
            assert page.evaluate(SOUND, f"/static/audio/{name.name}") == "plays"


def test_one_command_starts_everything_and_a_stop_ends_it(first):
    assert first.statuses == [200, 200]
    assert first.ran == {"worker", "beat"}
    assert (first.code, first.left) == (0, set())
    assert first.lines[-1] == "Limber has stopped; everything is kept."
    assert "Traceback" not in "\n".join(first.lines)
    for path, mode in {"": 0o700, "secret_key": 0o600, "limber.sqlite3": 0o600}.items():
        assert stat.S_IMODE((first.folder / path).stat().st_mode) == mode, path


def test_a_second_start_keeps_what_the_first_one_made(shared, first):
    assert shared.says("Limber runs at"), shared.lines
    assert shared.get("/exercises/") == 200
    kept = (first.folder / "secret_key").read_bytes()
    assert (shared.var / "secret_key").read_bytes() == kept


def names(site):
    """Which of the Celery programs run below a site."""
    commands = " ".join(site.descendants().values())
    return {name for name in ("worker", "beat") if f"--quiet {name}" in commands}


def test_it_starts_from_any_folder(shared):
    assert shared.says("Limber runs at"), shared.lines
    assert wait_until(lambda: {"worker", "beat"} <= names(shared))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param("--quiet worker", "worker", id="worker"),
        pytest.param("valkey-server", "broker", id="broker"),
        pytest.param("config.serve", "web", id="web"),
    ],
)
def test_a_child_that_dies_is_started_again_and_said_so(shared, words, name):
    assert shared.says("Limber runs at"), shared.lines
    assert wait_until(lambda: any(words in command for command in shared.descendants().values()))
    os.kill(shared.child(words), signal.SIGKILL)
    assert shared.says(f"{name} ended (killed by SIGKILL)"), shared.lines
    assert shared.says(f"{name} runs again"), shared.lines
    assert wait_until(lambda: answers(shared)), shared.lines


def answers(site):
    """Whether a page with a session is served."""
    try:
        return site.get("/account/login/") == 200
    except OSError:
        return False


def test_it_can_be_stopped_while_it_makes_the_demo_account(start, filled):
    site = start(filled, "--verbosity=1")
    assert site.says("making the demo account"), site.lines
    below = set(site.descendants())
    assert below
    assert site.stop() == 0
    assert alive(below) == set()
    assert "Traceback" not in "\n".join(site.lines)


def test_killing_the_supervisor_leaves_no_child_behind(start, filled):
    site = start(filled)
    assert site.says("Limber runs at"), site.lines
    assert wait_until(lambda: {"worker", "beat"} <= names(site))
    below = set(site.descendants())
    assert site.stop(signal.SIGKILL) == -signal.SIGKILL
    assert wait_until(lambda: not alive(below)), alive(below)


def test_a_taken_port_is_said_before_anything_starts(start, folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        site = start(folder, PORT=str(port))
        assert site.says(f"Port {port} on 127.0.0.1 cannot be used"), site.lines
    assert site.process.wait(30) == 1
    assert not (folder / "limber.sqlite3").exists()


def test_two_sites_do_not_share_a_data_folder(start, shared):
    assert shared.says("Limber runs at"), shared.lines
    second = start(shared.var)
    assert second.says("Limber already runs on"), second.lines
    assert second.process.wait(30) == 1
    assert wait_until(lambda: answers(shared)), shared.lines


def test_a_long_data_folder_moves_the_broker_to_a_loopback_port(start, first, tmp_path):
    site = start(shutil.copytree(first.folder, tmp_path / ("deep" * 20) / "var"))
    assert site.says("Limber runs at"), site.lines
    assert site.get("/account/login/") == 200
    assert site.stop(signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        pytest.param({"HOST": "0.0.0.0"}, "EMAIL_URL and BASE_URL must be set", id="open-host"),
        pytest.param({"BASE_URL": "https://limber.example"}, "EMAIL_URL must be set", id="public"),
        pytest.param({"HOST": "no.such.invalid"}, "HOST=no.such.invalid is no address", id="host"),
        pytest.param(
            {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x", "SECRET_KEY": "k" * 50},
            "The database that DATABASE_URL names:",
            id="database",
        ),
        pytest.param(
            {"REDIS_URL": "redis://127.0.0.1:1/0"},
            "The server that REDIS_URL names does not answer",
            id="broker",
        ),
    ],
)
def test_wrong_settings_are_a_sentence_not_a_traceback(start, filled, environment, words):
    site = start(filled, **environment)
    assert site.says(words), site.lines
    assert site.process.wait(30) != 0
    assert "Traceback" not in "\n".join(site.lines)
