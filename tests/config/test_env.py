"""A wrong environment variable stops the start with a sentence that names it."""

import os
import stat
from dataclasses import fields

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from tracking.safety.limits import Limits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("1", True, id="one"),
        pytest.param("True", True, id="true"),
        pytest.param("on", True, id="on"),
        pytest.param("0", False, id="zero"),
        pytest.param(" off ", False, id="off"),
        pytest.param("", True, id="empty-is-the-default"),
    ],
)
def test_a_switch_is_read(monkeypatch, written, read):
    monkeypatch.setenv("SWITCH", written)
    assert env.env_bool("SWITCH", default=True) is read


@pytest.mark.parametrize(
    ("reader", "written", "sentence"),
    [
        pytest.param(lambda: env.env_bool("X", default=True), "yes", "use one of 1", id="switch"),
        pytest.param(
            lambda: env.env_int("X", default=1, low=1, high=9), "ten", "from 1 to 9", id="word"
        ),
        pytest.param(
            lambda: env.env_int("X", default=1, low=1, high=9), "10", "from 1 to 9", id="too-high"
        ),
        pytest.param(
            lambda: env.env_int("X", default=1, low=1, high=9), "1.5", "from 1 to 9", id="fraction"
        ),
        pytest.param(
            lambda: env.env_choice("X", default="a", choices="ab"), "c", "a, b", id="choice"
        ),
        pytest.param(
            lambda: env.env_base_url("X", ""), "limber.example", "whole address", id="no-scheme"
        ),
        pytest.param(
            lambda: env.env_base_url("X", ""), "https://a.example/sub", "without a path", id="path"
        ),
        pytest.param(lambda: env.env_redis_url("X"), "http://a", "must begin with", id="redis"),
        pytest.param(lambda: env.env_secret("X", kept=None), "", "required", id="no-secret"),
        pytest.param(lambda: env.env_secret("X", kept=None), "short", "32", id="short-secret"),
    ],
)
def test_a_wrong_value_is_refused_by_name(monkeypatch, reader, written, sentence):
    monkeypatch.setenv("X", written)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        reader()
    assert str(refusal.value).startswith("X")


def test_a_value_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env.env_str("KEY") == "from the file"
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE cannot be read"):
        env.env_str("KEY")


def test_a_list_leaves_out_empty_words(monkeypatch):
    monkeypatch.setenv("LIST", "a.example, ,b.example,")
    assert env.env_list("LIST") == ["a.example", "b.example"]


def test_a_secret_is_made_once_and_kept_for_its_owner(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET", raising=False)
    kept = tmp_path / "var" / "secret"
    first = env.env_secret("SECRET", kept=kept)
    assert len(first) >= env.SECRET_LENGTH
    assert env.env_secret("SECRET", kept=kept) == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret"]


def test_keeping_a_secret_never_replaces_an_earlier_one(tmp_path):
    kept = tmp_path / "secret"
    env.keep_secret(kept)
    first = kept.read_text()
    env.keep_secret(kept)
    assert kept.read_text() == first


@pytest.mark.parametrize(
    ("url", "options"),
    [
        pytest.param(
            "smtp://mail.example",
            {"host": "mail.example", "port": 25, "use_tls": False},
            id="plain",
        ),
        pytest.param("smtp://h?starttls=1", {"port": 587, "use_tls": True}, id="starttls"),
        pytest.param("smtps://h", {"port": 465, "use_ssl": True, "use_tls": False}, id="tls"),
        pytest.param(
            "smtp://a%40b:p%2Fw@h:2525",
            {"username": "a@b", "password": "p/w", "port": 2525},
            id="quoted-login",
        ),
    ],
)
def test_mail_options_are_read_from_one_address(url, options):
    assert options.items() <= env.smtp_options(url).items()


@pytest.mark.parametrize("url", ["http://h", "smtp://", "smtp://h?starttls=2", "smtp://h?tls=1"])
def test_a_wrong_mail_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.smtp_options(url)


@pytest.mark.parametrize("url", ["mysql://h/db", "postgres", "postgresql://h:port/db"])
def test_a_database_that_is_no_postgresql_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must read"):
        env.postgres_options(url, pool=2)


def test_postgresql_is_pooled():
    options = env.postgres_options("postgresql://u:p%40@h:5433/limber", pool=7)
    assert options["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 7}
    assert (options["PASSWORD"], options["PORT"], options["CONN_MAX_AGE"]) == ("p@", 5433, 0)


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        pytest.param("redis://h:6379/2", "redis://h:6379/2", id="path"),
        pytest.param("redis://h:6379?db=2", "redis://h:6379/2", id="query"),
        pytest.param("unix:///run/v.sock", "redis+socket:///run/v.sock", id="socket"),
        pytest.param(
            "unix:///run/v.sock?db=3", "redis+socket:///run/v.sock?virtual_host=3", id="socket-db"
        ),
    ],
)
def test_celery_is_told_the_same_database_in_its_own_words(redis, broker):
    assert env.broker_url(redis) == broker


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        pytest.param("127.0.0.1", True, id="ipv4"),
        pytest.param("127.9.9.9", True, id="whole-block"),
        pytest.param("[::1]", True, id="ipv6"),
        pytest.param("localhost", True, id="name"),
        pytest.param("0.0.0.0", False, id="everywhere"),
        pytest.param("192.168.1.5", False, id="lan"),
        pytest.param("localhost.example", False, id="looks-like"),
    ],
)
def test_only_this_machine_is_loopback(host, loopback):
    assert env.is_loopback(host) is loopback


@pytest.fixture
def no_limits(monkeypatch):
    """Whatever this shell says about limits is set aside."""
    for name in [name for name in os.environ if name.startswith("LIMIT_")]:
        monkeypatch.delenv(name)


def test_without_variables_the_limits_are_the_defaults(no_limits):
    assert env.env_limits() == Limits()


@pytest.mark.parametrize("item", fields(Limits), ids=lambda item: item.name)
def test_every_limit_is_read_within_its_bounds(no_limits, monkeypatch, item):
    name, low, high = f"LIMIT_{item.name.upper()}", item.metadata["low"], item.metadata["high"]
    for outside in (low - 1, high + 1):
        monkeypatch.setenv(name, str(outside))
        with pytest.raises(ImproperlyConfigured, match=f"{name}='{outside}': use a whole number"):
            env.env_limits()
    # The looser end; the cool-downs must still grow from level to level.
    inside = high if item.metadata["stricter"] is min else low
    inside = max(inside, item.default) if item.name.startswith("cool_down") else inside
    monkeypatch.setenv(name, str(inside))
    assert getattr(env.env_limits(), item.name) == inside


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param("LIMIT_REFRACTORY_MINUTES", "29", "from 30 to 120", id="rest-too-short"),
        pytest.param("LIMIT_REFRACTORY", "90", "LIMIT_REFRACTORY is not a limit", id="misspelt"),
        pytest.param("LIMIT_STREAK_OVER", "5", "must not be smaller than streak", id="at-odds"),
        pytest.param("LIMIT_COOL_DOWN_HOURS_1", "60", "must not shrink", id="shrinking"),
    ],
)
def test_a_limit_that_cannot_be_stops_the_start_with_a_sentence(
    no_limits, monkeypatch, name, value, sentence
):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.env_limits()


def test_a_limit_can_stand_in_a_file(no_limits, monkeypatch, tmp_path):
    (tmp_path / "minutes").write_text("90\n")
    monkeypatch.setenv("LIMIT_REFRACTORY_MINUTES_FILE", str(tmp_path / "minutes"))
    assert env.env_limits() == Limits(refractory_minutes=90)
