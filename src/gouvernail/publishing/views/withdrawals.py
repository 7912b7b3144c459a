"""Taking down what is online."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.actions import ask_withdrawal, confirm_taken_down, drop_withdrawal
from gouvernail.publishing.forms import TakenDownForm, WithdrawForm
from gouvernail.publishing.models import Delivery, Withdrawal
from gouvernail.publishing.queries import is_frozen

ONLINE = {Delivery.Status.SENT, Delivery.Status.VERIFIED, Delivery.Status.ALTERED}
OVER = {Withdrawal.Status.DONE, Withdrawal.Status.DROPPED}
TO_CONFIRM = {Withdrawal.Status.BY_HAND, Withdrawal.Status.FAILED}


def withdrawal_context(delivery: Delivery, *, viewer: Person, allowed: bool) -> dict[str, Any]:
    """Return what the page of a delivery says of its withdrawal. Two queries at most."""
    last = delivery.withdrawals.select_related("asked_by").order_by("-asked_at").first()
    standing = last if last is not None and last.status not in OVER else None
    online = delivery.status in ONLINE or delivery.waits_partly_out
    frozen = online and is_frozen(delivery)
    waits = standing is not None and standing.status in TO_CONFIRM
    return {
        "withdrawal": last,
        "withdrawal_stands": standing is not None,
        "frozen": frozen,
        "may_despite": frozen and may(viewer, Right.LIFT_FREEZE, unit=delivery.account.unit),
        "withdraw_form": WithdrawForm() if allowed and online and standing is None else None,
        "taken_down_form": TakenDownForm() if allowed and waits else None,
        "may_drop": allowed and standing is not None and standing.status in DROPPABLE,
    }


DROPPABLE = {Withdrawal.Status.QUEUED, *TO_CONFIRM}


@require_POST
@login_required
def delivery_withdraw(request: WebRequest, delivery_id: UUID) -> HttpResponse:
    """Ask that a publication be taken down; `despite_freeze` lets it go while frozen."""
    withdrawal = ask_withdrawal(
        delivery_id=delivery_id,
        reason=request.POST.get("reason", ""),
        purpose=_purpose(request),
        despite_freeze=bool(request.POST.get("despite_freeze")),
        by=request.user,
        at=clock.now(),
    )
    by_hand = withdrawal.status == Withdrawal.Status.BY_HAND
    said = (
        _("Take it down on the network, then say here what its address shows.")
        if by_hand
        else _("It is taken down at the sender’s next turn, and looked at.")
    )
    messages.success(request, said)
    return redirect("publishing:delivery-detail", delivery_id)


def _purpose(request: WebRequest) -> str:
    correct = request.POST.get("purpose") == Withdrawal.Purpose.CORRECT
    return Withdrawal.Purpose.CORRECT if correct else Withdrawal.Purpose.WITHDRAW


@require_POST
@login_required
def withdrawal_confirm(request: WebRequest, withdrawal_id: UUID) -> HttpResponse:
    """Note that a person took it down, and what its address shows now."""
    withdrawal = confirm_taken_down(
        withdrawal_id=withdrawal_id,
        saw=request.POST.get("saw", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("Withdrawn. The archive keeps it, marked so."))
    return redirect("publishing:delivery-detail", withdrawal.delivery_id)


@require_POST
@login_required
def withdrawal_drop(request: WebRequest, withdrawal_id: UUID) -> HttpResponse:
    """Give a withdrawal up."""
    withdrawal = drop_withdrawal(withdrawal_id=withdrawal_id, by=request.user, at=clock.now())
    messages.success(request, _("The publication stays online."))
    return redirect("publishing:delivery-detail", withdrawal.delivery_id)
