"""Links in mails: signed, expiring, and without anything about health in them."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.core import signing

from tracking.reminders.links import (
    LIFE,
    SALT,
    Expired,
    Invalid,
    Link,
    Purpose,
    read,
    token_of,
)

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
USER = UUID("11111111-1111-4111-8111-111111111111")
REMINDER = UUID("22222222-2222-4222-8222-222222222222")


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(Link(Purpose.STOP_REMINDERS, USER, reminder=REMINDER), id="reminder"),
        pytest.param(Link(Purpose.STOP_ALERTS, USER), id="alerts"),
        pytest.param(Link(Purpose.LOG, USER, day=date(2026, 6, 1)), id="log"),
    ],
)
def test_a_link_is_read_as_it_was_written_until_it_expires(link):
    token = token_of(link, NOW)
    assert re.fullmatch(r"[\w.:-]+", token), "it needs no quoting in an address"
    assert read(token, NOW + LIFE - timedelta(seconds=1)) == link
    with pytest.raises(Expired):
        read(token, NOW + LIFE)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), id="signature"),
        pytest.param(lambda token: token.replace("r.1111", "o.1111", 1), id="purpose"),
        pytest.param(lambda token: token.replace("2222", "3333", 1), id="reminder"),
        pytest.param(lambda token: token.rsplit(":", 1)[0], id="unsigned"),
        pytest.param(lambda _token: "", id="empty"),
    ],
)
def test_a_changed_link_is_none_of_ours(change):
    token = token_of(Link(Purpose.STOP_REMINDERS, USER, reminder=REMINDER), NOW)
    assert read(token, NOW)
    with pytest.raises(Invalid):
        read(change(token), NOW)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("", id="nothing"),
        pytest.param("r.x.y", id="too-few"),
        pytest.param(f"z.{USER.hex}..6fffffff", id="another-purpose"),
        pytest.param(f"l.{USER.hex}..6fffffff", id="a-log-of-no-day"),
        pytest.param(f"l.{USER.hex}.zz.6fffffff", id="a-day-that-is-none"),
        pytest.param("r.q..6fffffff", id="nobody"),
        pytest.param(f"o.{USER.hex}..{'f' * 40}", id="an-end-beyond-time"),
    ],
)
def test_words_that_another_version_signed_are_none_of_ours(words):
    with pytest.raises(Invalid):
        read(signing.Signer(salt=SALT).sign(words), NOW)
