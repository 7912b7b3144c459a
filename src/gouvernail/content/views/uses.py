"""Where a thing of the brand library is used: drafts on their way, publications online."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.brand.actions.rights import note_taken_down
from gouvernail.brand.permissions.library import visible_item
from gouvernail.brand.queries.library import digests_of
from gouvernail.content.queries.uses import SHOWN, drafts_with, published_with
from gouvernail.foundation.clock import now, today
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.records.permissions import visible_record


@login_required
@require_GET
def asset_uses(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Show the drafts and the publications that carry a thing of the library."""
    item = visible_item(item_id, viewer=request.user)
    digests = digests_of(item)
    context = {
        "item": item,
        "ended": item.has_ended(today()),
        "drafts": drafts_with(digests, viewer=request.user)[:SHOWN],
        "published": published_with(item, digests, viewer=request.user),
        "may_note": may(request.user, Right.WRITE_CONTENT),
    }
    return render(request, "content/asset_uses.html", context)


@login_required
@require_POST
def asset_taken_down(request: WebRequest, item_id: UUID, record_id: UUID) -> HttpResponse:
    """Note that a publication was taken down from its network."""
    record = visible_record(record_id, viewer=request.user)
    note_taken_down(item_id, record_id=record.pk, by=request.user, at=now())
    messages.success(request, _("Noted: it is no longer online."))
    return redirect("content:asset-uses", item_id)
