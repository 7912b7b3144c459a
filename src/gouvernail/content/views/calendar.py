"""The calendar, and moving a draft in it."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gouvernail.content.forms import moved
from gouvernail.content.permissions import visible_draft, writable_units
from gouvernail.content.queries import (
    VOIDABLE,
    CalendarFilter,
    calendar_of,
    offset_words,
    period_of,
    zone_choices,
)
from gouvernail.content.queries.calendar import LEGEND
from gouvernail.foundation.clock import now
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import visible_unit


@require_safe
@login_required
def calendar(request: WebRequest) -> HttpResponse:
    """Show a month, a week or a list; what is shown is in the address.

    Without a choice, a wide screen shows the month and a phone the same weeks as a list.
    """
    asked, zone = request.GET, ZoneInfo(timezone.get_current_timezone_name())
    today = now().astimezone(zone).date()
    period = period_of(asked.get("view", ""), _day(asked.get("on", ""), today), zone=zone)
    wanted = CalendarFilter(
        unit=visible_unit(asked["unit"], viewer=request.user) if asked.get("unit") else None,
        state=asked.get("state", "") if asked.get("state") in LEGEND else "",
        network=asked.get("network", ""),
    )
    context = {
        "calendar": calendar_of(request.user, period, wanted, today=today),
        "wanted": wanted,
        "either": period.view == "month" and asked.get("view") != "month",
        "today": today,
        "may_start": writable_units(request.user).exists(),
        "scoped": True,
    }
    return render(request, "content/calendar.html", context)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 1990 <= day.year <= 2200 else today  # noqa: PLR2004 -- months around must exist


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft_move(request: WebRequest, draft_id: UUID) -> HttpResponse:
    """Move a draft to another time, after saying what that voids."""
    draft = visible_draft(draft_id, viewer=request.user)
    at, day = now(), request.GET.get("on", "")
    move = moved(draft, request.POST, by=request.user, at=at) if request.method == "POST" else None
    if move is not None and not move.problems:
        messages.success(request, _("Moved."))
        return redirect("content:draft-detail", draft_id=draft.pk)
    zone = draft.time_zone or request.user.time_zone or settings.SITE_TIME_ZONE
    choices = move.choices if move else ()
    context = {
        "draft": draft,
        "voids": draft.status in VOIDABLE,
        "wall": (move.wall if move else "") or _wall(draft.wall_time, day),
        "zone": move.zone if move else zone,
        "zones": zone_choices(move.zone if move else zone),
        "problems": move.problems if move else {},
        "choices": [
            {"wall": wall, "fold": fold, "offset": offset_words(wall, move.zone, fold)}
            for wall, fold in choices
            if move
        ],
    }
    return render(request, "content/draft_move.html", context, status=422 if move else 200)


def _wall(wall_time: str, day: str) -> str:
    """Return the present time of day on the day it was dropped on."""
    return f"{day}T{wall_time[11:] or '09:00'}" if day else wall_time
