"""What is on its way, what went wrong, and its repair."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.licences.queries.answering import still_agreed
from gouvernail.people.permissions import Right, may, require
from gouvernail.publishing.actions import reschedule_missed, resolve_delivery, stop_thread
from gouvernail.publishing.forms import ResolveForm
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import (
    deliveries_for_list,
    delivery_counts,
    delivery_for,
    evidence_for,
    said_by,
    story_of,
)
from gouvernail.publishing.sender.standing import number_in_thread, pace_of, thread_of
from gouvernail.publishing.views.withdrawals import withdrawal_context
from gouvernail.records.queries import records_of_delivery

REPAIRABLE = {Delivery.Status.UNKNOWN, Delivery.Status.NEEDS_HUMAN}
LATE = {Delivery.Status.MISSED, Delivery.Status.FAILED}


@require_GET
@login_required
def delivery_list(request: WebRequest) -> HttpResponse:
    """Show deliveries, latest first, by state."""
    state = request.GET.get("state", "")
    rows = deliveries_for_list(viewer=request.user, state=state)
    page = page_of(rows, order=("-publish_at", "-id"), cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "state": state,
        "counts": delivery_counts(viewer=request.user),
    }
    return render(request, "publishing/delivery_list.html", context)


@require_GET
@login_required
def delivery_detail(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Show one delivery: what was approved, what happened, what can be done."""
    return _page(request, delivery_for(delivery_id, viewer=request.user), form=ResolveForm())


def _page(request: WebRequest, delivery: Delivery, *, form: ResolveForm) -> HttpResponse:
    allowed = may(request.user, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    thread = thread_of(delivery)
    context = {
        "delivery": delivery,
        "agreed": delivery.explanation == "licence" and still_agreed(delivery.approval_id),
        "records": number_in_thread(records_of_delivery(delivery.pk), thread),
        "story": story_of(delivery),
        "evidence": evidence_for(delivery) if delivery.status in REPAIRABLE else None,
        "resolve_form": form if allowed and delivery.status in REPAIRABLE else None,
        **withdrawal_context(delivery, viewer=request.user, allowed=allowed),
        "thread": thread,
        "said_by": said_by(delivery),
        "pace": pace_of(delivery.account) if delivery.status == Delivery.Status.QUEUED else None,
        "may_stop": allowed and delivery.waits_partly_out,
        "may_send_late": allowed and delivery.status in LATE,
    }
    return render(request, "publishing/delivery_detail.html", context, status=status_of(form))


@require_POST
@login_required
def delivery_resolve(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Say what a person saw on the network."""
    delivery = delivery_for(delivery_id, viewer=request.user)
    require(request.user, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    form = ResolveForm(request.POST)
    takes_it = form.is_valid() or delivery.status not in REPAIRABLE
    if not takes_it or not tried(form, lambda: _resolved(request, delivery_id)):
        return _page(request, delivery, form=form)
    messages.success(request, _("Noted. The ledger keeps who looked and when."))
    return redirect("publishing:delivery-detail", delivery_id)


def _resolved(request: WebRequest, delivery_id: UUID) -> Delivery:
    return resolve_delivery(
        delivery_id=delivery_id,
        verdict=request.POST.get("verdict", ""),
        url=request.POST.get("url", "").strip(),
        by=request.user,
        at=clock.now(),
    )


@require_POST
@login_required
def delivery_send(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Let out late what missed its time."""
    reschedule_missed(delivery_id=delivery_id, by=request.user, at=clock.now())
    messages.success(request, _("It leaves at the sender’s next turn."))
    return redirect("publishing:delivery-detail", delivery_id)


@require_POST
@login_required
def delivery_stop(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Leave a thread as it stands."""
    stop_thread(delivery_id=delivery_id, by=request.user, at=clock.now())
    messages.success(request, _("The rest of the thread never leaves."))
    return redirect("publishing:delivery-detail", delivery_id)
