"""What a device asks every two seconds: where the session stands, and which device holds it."""

from uuid import UUID

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from tracking.player import live
from tracking.player.forms import HoldForm


@require_safe
def now(request: UserRequest, pk: UUID) -> JsonResponse:
    """Say where the session stands now."""
    return JsonResponse(live.now_of(request.user, pk, timezone.now()))


@require_POST
def hold(request: UserRequest, pk: UUID) -> JsonResponse:
    """Let the session go on on this device; the others stop their clock and sound."""
    form, at = HoldForm(request.POST), timezone.now()
    standing = live.now_of(request.user, pk, at)  # a stranger's session does not exist
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    return JsonResponse(standing | live.hold(pk, form.cleaned_data["client"]))
