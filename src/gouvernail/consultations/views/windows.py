"""Consultations as a list, the page of one, and its window."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.charter.queries import the_charter
from gouvernail.consultations import actions
from gouvernail.consultations.forms import CancelForm, MoveForm, TermsForm, WindowForm
from gouvernail.consultations.models import Consultation
from gouvernail.consultations.permissions import is_asked, require_run, visible_consultation
from gouvernail.consultations.queries.reading import (
    consultation_now,
    consultations_for_list,
    to_consult,
)
from gouvernail.consultations.queries.terms import the_terms
from gouvernail.consultations.views.page import context_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, may_overall, require_overall
from gouvernail.policies.errors import VersionNotWaitingError
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_to_come

DETAIL = "consultations/consultation_detail.html"


@login_required
@require_GET
def consultation_list(request: WebRequest) -> HttpResponse:
    """Show the consultations one may read, latest first."""
    page = consultations_for_list(request.user, cursor=request.GET.get("cursor", ""))
    rules = may_overall(request.user, Right.EDIT_CHARTER)
    drafts = to_consult(request.user)
    context = {
        "page": page,
        "now": clock.now(),
        "rules": rules,
        "drafts": drafts,
        "opens": bool(drafts) or may(request.user, Right.EDIT_POLICIES),
    }
    return render(request, "consultations/consultation_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def consultation_create(request: WebRequest, slug: str) -> HttpResponse:
    """Plan the consultation of the draft of a policy."""
    policy = visible_policy(slug=slug, viewer=request.user)
    require_run(request.user, policy)
    running = consultation_now(policy)
    if running is not None:
        return redirect("consultations:consultation-detail", running.pk)
    draft, terms, at = version_to_come(policy), the_terms(), clock.now()
    if draft is None or draft.status != "draft":
        refused = VersionNotWaitingError()
        refused.to = reverse("policies:policy-detail", args=[policy.slug])
        raise refused
    zone = request.user.time_zone or the_charter().time_zone
    form = WindowForm(
        request.POST or None, viewer=request.user, terms=terms, today=clock.today(zone), zone=zone
    )
    if request.method == "POST" and form.is_valid():
        window = form.window()
        made = tried(
            form,
            lambda: actions.plan_consultation(
                version_id=draft.pk, window=window, by=request.user, at=at
            ),
        )
        if made is not None:
            messages.success(request, _said(made))
            return redirect("consultations:consultation-detail", made.pk)
    context = {"form": form, "policy": policy, "version": draft, "terms": terms}
    status = status_of(form)
    return render(request, "consultations/consultation_create.html", context, status=status)


def _said(made: Consultation) -> str:
    if made.status == Consultation.Status.OPEN:
        return _("Open: everyone it asks is told.")
    return _("Planned: it opens by itself on its day, and everyone it asks is told then.")


@login_required
@require_GET
def consultation_detail(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Show the text people are asked about, clause by clause, and take what they say."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    if consultation.status == "open" and is_asked(consultation, request.user):
        actions.note_reading(consultation_id=consultation.pk, by=request.user, at=clock.now())
    return render(request, DETAIL, context_of(request, consultation))


@login_required
@require_POST
def consultation_move(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Extend the window, or end it sooner, and say why."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    require_run(request.user, consultation.policy)
    form = MoveForm(request.POST)
    if form.is_valid():
        moved = tried(
            form,
            lambda: actions.move_end(
                consultation_id=consultation.pk,
                closes_on=form.cleaned_data["closes_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if moved is not None:
            messages.success(request, _("Moved: everyone it asks is told why."))
            return redirect("consultations:consultation-detail", consultation.pk)
    context = context_of(request, consultation, move=form)
    return render(request, DETAIL, context, status=422)


@login_required
@require_POST
def consultation_cancel(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Give up a consultation before it opens."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    require_run(request.user, consultation.policy)
    form = CancelForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        gone = tried(
            form,
            lambda: actions.cancel_consultation(
                consultation_id=consultation.pk, reason=reason, by=request.user, at=clock.now()
            ),
        )
        if gone is not None:
            messages.success(request, _("Cancelled: the draft may be written in again."))
            return redirect("policies:policy-detail", consultation.policy.slug)
    context = context_of(request, consultation, cancel=form)
    return render(request, DETAIL, context, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def terms_edit(request: WebRequest) -> HttpResponse:
    """Show and write what the charter says of consultations."""
    require_overall(request.user, Right.EDIT_CHARTER)
    terms = the_terms()
    said = {"allows_anonymous": terms.allows_anonymous, "minimum_days": terms.minimum_days}
    form = TermsForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        written = tried(
            form,
            lambda: actions.write_terms(**form.cleaned_data, by=request.user, at=clock.now()),
        )
        if written is not None:
            messages.success(request, _("Written: it holds for the windows planned from now on."))
            return redirect("consultations:consultation-list")
    context = {"form": form}
    return render(request, "consultations/terms_edit.html", context, status=status_of(form))
