"""The only doors to what a person owns: another one's things do not exist (404)."""

from uuid import UUID

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404

from accounts.models import User
from tracking.models import Reminder, Routine, Session


def get_session(user: User, pk: UUID) -> Session:
    """Return the person's session."""
    session = get_object_or_404(Session.objects.of(user), pk=pk)
    session.user = user  # known already: spares a query
    return session


def get_routine(user: User, slug: str) -> Routine:
    """Return a built-in routine or one of the person's own."""
    return get_object_or_404(Routine.objects.visible_to(user), slug=slug)


def get_reminder(user: User, pk: UUID) -> Reminder:
    """Return the person's reminder."""
    return get_object_or_404(Reminder.objects.of(user), pk=pk)


def lock_person(user: User) -> User:
    """Return the person's row as it is now; others who change their things wait until the end."""
    return get_object_or_404(User.objects.select_for_update(no_key=True), pk=user.pk)


def lock_reminder(reminder: Reminder) -> None:
    """Lock the reminder and read it again; it may have been changed or deleted meanwhile."""
    try:
        reminder.refresh_from_db(from_queryset=Reminder.objects.select_for_update())
    except Reminder.DoesNotExist:
        raise Http404 from None


def lock_session(user: User, pk: UUID) -> Session:
    """Return the person's session, its row locked until the transaction ends, its moves read.

    The moves are a query of their own: they must be read after the lock was granted.
    """
    rows = Session.objects.of(user).select_for_update().prefetch_related("moves")
    session = get_object_or_404(rows, pk=pk)
    session.user = user
    return session


def gone() -> JsonResponse:
    """Tell a script that what it asks for is no more, so that what waits for it is dropped."""
    return JsonResponse({"gone": True}, status=404)
