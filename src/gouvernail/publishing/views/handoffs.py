"""Publishing by hand, at a desk or on a phone."""

from io import BytesIO
from uuid import UUID

import qrcode
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from qrcode.image.svg import SvgPathFillImage

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.licences.queries.answering import still_agreed
from gouvernail.media.queries import assets_with
from gouvernail.publishing.actions import confirm_hand_off, say_posted
from gouvernail.publishing.forms import LinkForm
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.permissions import may_hand_off
from gouvernail.publishing.queries import delivery_for, is_frozen, label_due
from gouvernail.publishing.sender.wire import connector_of, fields_of

WAITING = {Delivery.Status.TO_HAND_OFF, Delivery.Status.TO_CONFIRM}


@require_GET
@login_required
def hand_off(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Show what to copy, where to post it, and where to bring the link."""
    delivery = delivery_for(delivery_id, viewer=request.user)
    fields = fields_of(delivery.fields)
    context = {
        "delivery": delivery,
        "assets": assets_with(
            [media.sha256 for media in fields.ordered_media()], viewer=request.user
        ),
        "alts": [media.alt for media in fields.ordered_media()],
        "compose_url": connector_of(delivery.account.network).compose_url(fields),
        "form": LinkForm(),
        "frozen": is_frozen(delivery),
        "agreed": delivery.is_held_by_hand and still_agreed(delivery.approval_id),
        "label": label_due(delivery.account.network, delivery.fields),
        "waiting": (delivery.status in WAITING or delivery.is_held_by_hand)
        and may_hand_off(request.user, delivery),
    }
    return render(request, "publishing/hand_off.html", context)


@require_GET
@login_required
def hand_off_qr(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Answer with the QR code that opens this page on a phone."""
    delivery_for(delivery_id, viewer=request.user)
    address = settings.SITE_URL + reverse("publishing:hand-off", args=[delivery_id])
    out = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, box_size=12, border=2).save(out)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@require_POST
@login_required
def hand_off_posted(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Note that it is posted; the link comes later."""
    labelled = "labelled" in request.POST
    say_posted(delivery_id=delivery_id, by=request.user, at=clock.now(), labelled=labelled)
    messages.success(request, _("Thank you. It stays “link to confirm” until you paste it."))
    return redirect("publishing:hand-off", delivery_id)


@require_POST
@login_required
def hand_off_link(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Take the link and archive the publication."""
    url, labelled = request.POST.get("url", ""), "labelled" in request.POST
    confirm_hand_off(
        delivery_id=delivery_id, url=url, by=request.user, at=clock.now(), labelled=labelled
    )
    messages.success(request, _("Published and archived."))
    return redirect("publishing:delivery-detail", delivery_id)
