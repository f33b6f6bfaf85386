"""Browser sessions that know their person, so that all of one's can be ended and erased."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as CachedSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class BrowserSession(AbstractBaseSession):
    """One browser that was given a cookie; without a person while nobody is signed in."""

    # Without a constraint in the database: a session may be saved while its person is erased,
    # and Django would try new keys for ever.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        db_constraint=False,
        related_name="browser_sessions",
    )

    class Meta:
        verbose_name = _("browser session")
        verbose_name_plural = _("browser sessions")

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """Return the store that reads and writes these rows."""
        return SessionStore


class SessionStore(CachedSessionStore):
    """Django's cached store on our table; settings name this module as SESSION_ENGINE."""

    cache_key_prefix = "accounts.sessions"

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Return the model of the rows."""
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Return a row for the session's data, with the person it is signed in as."""
        row = super().create_model_instance(data)
        assert isinstance(row, BrowserSession)
        row.user_id = data.get(SESSION_KEY)
        return row


def end_all(user_id: UUID, *, keep: str | None = None) -> None:
    """Sign the person out of every browser, but for the one whose session has the key `keep`."""
    rows = BrowserSession.objects.filter(user_id=user_id).exclude(pk=keep)
    for key in rows.values_list("pk", flat=True):
        SessionStore(key).delete()
