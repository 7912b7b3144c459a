"""What one was told."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.notifications.actions import mark_read, prefer
from gouvernail.notifications.forms import PreferenceForm
from gouvernail.notifications.queries import (
    notifications_of,
    preference_of,
    sentence,
    unread_count,
)


@require_GET
@login_required
def notification_list(request: WebRequest) -> HttpResponse:
    """Show everything the reader was told, latest first."""
    cursor = request.GET.get("cursor", "")
    page = page_of(notifications_of(request.user), order=("-at", "-id"), cursor=cursor)
    choice = preference_of(request.user)
    context = {
        "page": page,
        "lines": [(one, sentence(one.kind, one.facts)) for one in page.rows],
        "unread": unread_count(request.user),
        "form": PreferenceForm(initial={"email": choice.email, "digest_hour": choice.digest_hour}),
    }
    return render(request, "notifications/notification_list.html", context)


@require_GET
@login_required
def bell(request: WebRequest) -> HttpResponse:
    """Answer with the number of unread notifications, or nothing."""
    count = unread_count(request.user)
    return render(request, "notifications/_bell.html", {"count": count})


@require_POST
@login_required
def notification_open(request: WebRequest, notification_id: UUID) -> HttpResponse:
    """Note that one was read, and go where it leads."""
    mark_read(notification_id=notification_id, by=request.user, at=clock.now())
    found = notifications_of(request.user).filter(pk=notification_id).first()
    return redirect(found.path if found and found.path else "notifications:notification-list")


@require_POST
@login_required
def notification_read_all(request: WebRequest) -> HttpResponse:
    """Note that everything was read."""
    mark_read(by=request.user, at=clock.now())
    return redirect("notifications:notification-list")


@require_POST
@login_required
def preference_set(request: WebRequest) -> HttpResponse:
    """Keep how the reader wants e-mail."""
    form = PreferenceForm(request.POST)
    if not form.is_valid():
        raise InvalidInputError(_("Choose one of the ways, and an hour."), fields={})
    prefer(by=request.user, **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("notifications:notification-list")
