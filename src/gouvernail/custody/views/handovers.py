"""Handovers: the list, one case, its steps and signatures; the briefing of a successor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.custody.actions import (
    cancel_handover,
    finish_handover,
    hand_over_everything,
    name_successor,
    open_handover,
    refuse_handover,
    sign_handover,
    tick_step,
)
from gouvernail.custody.forms.handovers import (
    USUAL,
    OpenForm,
    RefusalForm,
    StepForm,
    SuccessorForm,
)
from gouvernail.custody.models import Handover
from gouvernail.custody.permissions import visible_handover
from gouvernail.custody.queries.handovers import (
    STATES,
    briefing_of,
    case_of,
    handovers_for_list,
)
from gouvernail.custody.views.answers import went
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Right, require, visible_person
from gouvernail.registry.permissions import visible_account
from gouvernail.registry.queries import nameable_people

NAMES_OFFERED = 300
EVENTS = 10


@login_required
@require_GET
def handover_list(request: WebRequest) -> HttpResponse:
    """Show the handovers the reader sees, the most urgent first."""
    state = request.GET.get("state", "")
    page = handovers_for_list(
        request.user,
        state=state,
        late=request.GET.get("late", "") == "1",
        cursor=request.GET.get("cursor", ""),
        today=clock.today(),
    )
    context = {
        "page": page,
        "state": state if state in STATES else "going",
        "late": request.GET.get("late", "") == "1",
        "today": clock.today(),
    }
    return render(request, "custody/handover_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def handover_open(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Begin to hand an account over."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    form = OpenForm(request.POST or None, viewer=request.user, account=account, today=clock.today())
    if request.method == "POST" and form.is_valid():
        told, by = form.told(), request.user
        case = tried(form, lambda: open_handover(account.pk, **told, by=by, at=clock.now()))
        if case is not None:
            messages.success(request, _("The handover is open, and the successor is told."))
            return redirect("custody:handover-detail", case.pk)
    context = {
        "form": form,
        "account": account,
        "title": _("Hand over"),
        "people": nameable_people(request.user)[:NAMES_OFFERED],
    }
    return render(request, "custody/access_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def person_hand_over(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Begin to hand over every account of somebody to one successor."""
    person = visible_person(person_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS)
    due_on = clock.today() + USUAL
    form = SuccessorForm(request.POST or None, viewer=request.user, due_on=due_on)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = form.told()
        by = request.user
        done = tried(form, lambda: hand_over_everything(person.pk, **told, by=by, at=clock.now()))
        if done is not None:
            messages.success(request, _opened_words(len(done[0]), done[1]))
            return redirect("custody:handover-list")
    context = {
        "form": form,
        "person": person,
        "people": nameable_people(request.user)[:NAMES_OFFERED],
    }
    return render(request, "custody/person_hand_over.html", context, status=status_of(form))


def _opened_words(opened: int, left_out: int) -> str:
    words = ngettext("%(number)s handover is open.", "%(number)s handovers are open.", opened) % {
        "number": opened
    }
    if not left_out:
        return words
    left = ngettext(
        "%(number)s place is left out: it is under way, or this person cannot hold it.",
        "%(number)s places are left out: they are under way, or this person cannot hold them.",
        left_out,
    ) % {"number": left_out}
    return f"{words} {left}"


@login_required
@require_GET
def handover_detail(request: WebRequest, handover_id: UUID) -> HttpResponse:
    """Show one handover: who, by when, what is done, what is left."""
    return _page(request, visible_handover(handover_id, viewer=request.user))


def _page(
    request: WebRequest,
    handover: Handover,
    *,
    successor: SuccessorForm | None = None,
    refusal: RefusalForm | None = None,
    step: StepForm | None = None,
    kind: str = "",
) -> HttpResponse:
    viewer = request.user
    case = case_of(handover, viewer=viewer, at=clock.now())
    deciding = case.may_decide and handover.state in {"open", "refused"}
    due_on = max(handover.due_on, clock.today())
    context = {
        "case": case,
        "handover": handover,
        "account": handover.account,
        "step_form": step or StepForm(kind=""),
        "step_kind": kind,
        "successor_form": successor or SuccessorForm(viewer=viewer, due_on=due_on),
        "deciding": deciding,
        "refusal_form": refusal or RefusalForm(),
        "people": nameable_people(viewer)[:NAMES_OFFERED] if deciding else [],
        "timeline": timeline(
            "handover",
            handover.pk,
            also=[("handover_step", one.step.pk) for one in case.steps if one.step.outcome],
            cursor=request.GET.get("events", ""),
            size=EVENTS,
        ),
        "today": clock.today(),
    }
    told = [form for form in (successor, refusal, step) if form is not None]
    return render(request, "custody/handover_detail.html", context, status=status_of(*told))


@login_required
@require_POST
def handover_step(request: WebRequest, handover_id: UUID, kind: str) -> HttpResponse:
    """Say that a step is done, or not needed here."""
    handover = visible_handover(handover_id, viewer=request.user)
    form = StepForm(request.POST, kind=kind)
    if form.is_valid():
        told, by = form.cleaned_data, request.user
        done = tried(form, lambda: tick_step(handover.pk, kind=kind, **told, by=by, at=clock.now()))
        if done is not None:
            return redirect("custody:handover-detail", handover.pk)
    return _page(request, handover, step=form, kind=kind)


@login_required
@require_POST
def handover_sign(request: WebRequest, handover_id: UUID) -> HttpResponse:
    """Sign, as giver or as successor."""
    handover = sign_handover(handover_id, by=request.user, at=clock.now())
    if handover.state == Handover.State.DONE:
        messages.success(request, _("Signed by both: the place has moved."))
    elif handover.state == Handover.State.SIGNED:
        told = _("Signed by both. Whoever edits this account here still has to move the place.")
        messages.success(request, told)
    else:
        messages.success(request, _("Signed. The other signature is awaited."))
    return redirect("custody:handover-detail", handover.pk)


@login_required
@require_POST
def handover_finish(request: WebRequest, handover_id: UUID) -> HttpResponse:
    """Move the place of a handover that both have signed."""
    handover = finish_handover(handover_id, by=request.user, at=clock.now())
    messages.success(request, _("The place has moved."))
    return redirect("custody:handover-detail", handover.pk)


@login_required
@require_POST
def handover_refuse(request: WebRequest, handover_id: UUID) -> HttpResponse:
    """Refuse to follow, with a reason."""
    handover = visible_handover(handover_id, viewer=request.user)
    form = RefusalForm(request.POST)
    if went(
        request,
        form,
        lambda: refuse_handover(handover.pk, **form.cleaned_data, by=request.user, at=clock.now()),
        said=_("Your refusal is with whoever decides in the unit."),
    ):
        return redirect("custody:handover-detail", handover.pk)
    return _page(request, handover, refusal=form)


@login_required
@require_POST
def handover_successor(request: WebRequest, handover_id: UUID) -> HttpResponse:
    """Say who follows."""
    handover = visible_handover(handover_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=handover.account.unit)
    form = SuccessorForm(request.POST, viewer=request.user, due_on=handover.due_on)
    if form.is_valid():
        told: dict[str, Any] = form.told()
        by = request.user
        if tried(form, lambda: name_successor(handover.pk, **told, by=by, at=clock.now())):
            messages.success(request, _("The successor is named, and told."))
            return redirect("custody:handover-detail", handover.pk)
    return _page(request, handover, successor=form)


@login_required
@require_POST
def handover_cancel(request: WebRequest, handover_id: UUID) -> HttpResponse:
    """Give a handover up."""
    handover = cancel_handover(handover_id, by=request.user, at=clock.now())
    messages.success(request, _("The handover is given up: the place stays where it is."))
    return redirect("custody:handover-detail", handover.pk)


@login_required
@require_GET
def briefing(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Show every account that exists for somebody, on one page to print."""
    person = visible_person(person_id, viewer=request.user)
    if person.pk != request.user.pk:
        require(request.user, Right.SEE_ACCESS)
    context = {"person": person, "briefs": briefing_of(person, viewer=request.user)}
    return render(request, "custody/briefing.html", context)
