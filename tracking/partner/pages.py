"""What the pages of the partner slice are given. Nothing stored, nothing about the owner."""

import secrets
from collections.abc import Mapping
from typing import Any

import segno
from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.safestring import SafeString, mark_safe

from tracking.models import Session
from tracking.partner import codes
from tracking.partner.doors import Opened
from tracking.player.actions import Outcome, Press
from tracking.player.course import item_data
from tracking.player.cues import CueKind
from tracking.player.forms import HelperStopForm
from tracking.player.live import Standing, silence, standing_of, told
from tracking.player.machine import Kind, Phase, State
from tracking.player.queries import Look
from tracking.player.screen import draw

#: An owner's page asks every second and a half. So long without a word, it may have no network.
SILENT_MS = 8000


def panel(session: Session) -> dict[str, Any]:
    """The owner's panel: code, address and QR code, if there is one."""
    code = codes.code_of(session.pk)
    if code is None:
        return {"session": session, "code": ""}
    address = settings.BASE_URL + resolve_url("tracking:partner", code)
    return {
        "session": session,
        "code": codes.shown(code),
        "address": address,
        "qr": qr_of(address),
    }


def qr_of(address: str) -> SafeString:
    """Return an address as an SVG without styles; dark on light in both themes, for scanners."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, dark="black", light="white", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))


def watched(session: Session, opened: Opened) -> dict[str, Any]:
    """The partner's page: exercise, step and side. `data` keeps dial and figure moving."""
    standing = opened.standing
    ended = standing.phase == Phase.ENDED
    screen = None if ended else draw(session.plan, state_of(standing))
    item = item_data(session.plan, standing.item) if screen and screen.step else {}
    data = {name: item.get(name, []) for name in ("slug", "steps")} | {"cues": heard(item)}
    silent = silence(opened.session, opened.now)
    return {
        "screen": screen,
        "helps": screen is not None and bool(session.plan["items"][standing.item]["gate"]),
        "phase": standing.phase,
        "code": opened.code,
        "ticket": codes.ticket(opened.code),
        "client": f"helper-{secrets.token_hex(8)}",
        "data": told(standing, opened.now) | data,
        "silent": silent is None or silent > SILENT_MS,
        "silent_ms": SILENT_MS,
    }


def heard(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cues as who helps is to hear them: of sentences meant for who is helped only the step."""
    cues: list[dict[str, Any]] = item.get("cues", [])
    if not item.get("gate"):
        return cues
    steps = (CueKind.STEP, CueKind.STILL_THERE)
    names = [f"{step['label']}." for step in item["steps"]]
    return [cue | {"say": names[cue["step"]]} if cue["kind"] in steps else cue for cue in cues]


def state_of(standing: Standing) -> State:
    """Return as much of the machine's state as is drawn."""
    return State(
        phase=Phase(standing.phase),
        item=standing.item,
        position_ms=standing.position,
        at_ms=standing.at,
        back=Phase(standing.back),
    )


def after(outcome: Outcome, opened: Opened) -> dict[str, Any]:
    """Return what the partner's script is told after its stop."""
    state = outcome.state
    look = Look(session=outcome.session, state=state, elapsed_ms=state.at_ms, rev=outcome.rev)
    return told(standing_of(look), opened.now)


def press_of(sent: Mapping[str, str]) -> Press:
    """Return the partner's stop. Who names itself badly gets a name: a stop is not refused."""
    form = HelperStopForm(sent)
    if form.is_valid():
        return form.press(Kind.STOP, {})
    return Press(kind=Kind.STOP, client=f"helper-{secrets.token_hex(8)}")
