"""Where an open session stands, in the cache, for devices that ask every two seconds.

An entry is written when a move is committed; where none is left, the fold answers and fills it in.
Each has a slot by its number, so one that is written late does not hide a newer one.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.http import Http404

from accounts.models import User
from tracking.models import Session
from tracking.partner import codes
from tracking.player.bouts import ABANDONED_AFTER, elapsed_ms
from tracking.player.machine import Phase, State
from tracking.player.queries import Look, look_at

KEY = "live-1"  # counts up when the fields of `Standing` change
KEPT = 600  # seconds; what is older is folded anew
SLOTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a session stood after `rev` moves; the clock may have led it on since.

    `end` is the length of the item in hand in milliseconds, `items` how many there are, `due`
    when an open stop question becomes a STOP.
    """

    owner: str
    started_at: datetime
    rev: int
    phase: str
    item: int
    items: int
    position: int
    extra: int
    at: int
    back: str
    end: int
    due: int
    closed: bool = False


def standing_of(look: Look) -> Standing:
    """Return what is kept of a session."""
    session, state = look.session, look.state
    items = session.plan["items"]
    return Standing(
        owner=str(session.user_id),
        started_at=session.started_at,
        rev=look.rev,
        phase=state.phase.value,
        item=state.item,
        items=len(items),
        position=state.position_ms,
        extra=state.extra_ms,
        at=state.at_ms,
        back=state.back.value,
        end=items[state.item]["seconds"] * 1000 if state.item < len(items) else 0,
        due=state.due_ms,
        closed=not look.is_played,
    )


def advanced(kept: Standing, now: datetime) -> Standing:
    """Return where the clock alone has led it, as `machine.advance` has it."""
    elapsed = max(kept.at, elapsed_ms(kept.started_at, now))
    if kept.phase == Phase.RUNNING:
        stayed = min(elapsed - kept.at, kept.extra)
        left = kept.end - kept.position
        used = min(elapsed - kept.at - stayed, left)
        if used < left:
            at, extra = kept.at + stayed + used, kept.extra - stayed
            return replace(kept, position=kept.position + used, at=at, extra=extra)
        phase = Phase.WAITING if kept.item + 1 < kept.items else Phase.ENDED
        over = replace(kept, phase=phase.value, position=0, extra=0)
        return replace(over, item=kept.item + 1, at=elapsed)
    if kept.phase == Phase.STOPPING and elapsed >= kept.due:
        return replace(kept, phase=Phase.STOPPED.value, at=kept.due, closed=True)
    return kept if kept.phase == Phase.STOPPED else replace(kept, at=elapsed)


def note(session: Session, state: State, rev: int) -> None:
    """Write where the session stands as soon as the move that led there is committed."""
    look = Look(session=session, state=state, elapsed_ms=state.at_ms, rev=rev)
    if session.status == Session.Status.OPEN:
        transaction.on_commit(lambda: put(session.pk, standing_of(look)), robust=True)


def close(pk: UUID) -> None:
    """Forget a session that closes, and let its partner's code die, when that is committed."""
    transaction.on_commit(lambda: _forget(pk), robust=True)


def find(pk: UUID, now: datetime) -> Standing | None:
    """Return where a session stands now; no query while the cache knows it."""
    found = cache.get_many([*_slots(pk), _closed(pk)])
    gone = found.pop(_closed(pk), False)
    if found and not gone:
        return advanced(Standing(**max(found.values(), key=lambda kept: kept["rev"])), now)
    session = Session.objects.filter(pk=pk).select_related("user").first()
    if session is None:
        return None
    standing = standing_of(look_at(session, now))
    if session.status == Session.Status.OPEN and not gone:
        put(pk, standing)
    return standing


def now_of(user: User, pk: UUID, now: datetime) -> dict[str, Any]:
    """Return where the person's session stands, for the script."""
    standing = find(pk, now)
    if standing is None or standing.owner != str(user.pk):
        raise Http404
    held = cache.get_many([_held(pk), codes.of_session(pk)])
    shared = codes.of_session(pk) in held
    if shared:
        cache.set(_heard(pk), now, KEPT)
    return told(standing, now) | {"holder": held.get(_held(pk), ""), "shared": shared}


def told(standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what a device is told of a session."""
    names = ("rev", "phase", "item", "position", "extra", "at", "back", "closed")
    elapsed = elapsed_ms(standing.started_at, now)
    return {name: getattr(standing, name) for name in names} | {"elapsed": elapsed}


def silence(pk: UUID, now: datetime) -> int | None:
    """Return for how many milliseconds the owner's page has not asked; None: for very long."""
    heard = cache.get(_heard(pk))
    return None if heard is None else max(0, int((now - heard).total_seconds() * 1000))


def hold(pk: UUID, client: str) -> dict[str, str]:
    """Make this device the one that the session goes on on."""
    cache.set(_held(pk), client, ABANDONED_AFTER.seconds)
    return {"holder": client}


def put(pk: UUID, standing: Standing) -> None:
    """Keep where a session stands."""
    cache.set(_slots(pk)[standing.rev % SLOTS], asdict(standing), KEPT)


def _forget(pk: UUID) -> None:
    codes.end(pk)
    cache.set(_closed(pk), True, KEPT)
    cache.delete_many([*_slots(pk), _held(pk), _heard(pk)])


def _slots(pk: UUID) -> list[str]:
    return [f"{KEY}:{pk}:{number}" for number in range(SLOTS)]


def _held(pk: UUID) -> str:
    return f"{KEY}:{pk}:holder"


def _heard(pk: UUID) -> str:
    return f"{KEY}:{pk}:heard"


def _closed(pk: UUID) -> str:
    return f"{KEY}:{pk}:closed"
