"""What licences ask: the page that says it, and the forms that change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.licences import actions
from gouvernail.licences.forms import CommentForm, RequirementForm, TermsForm, said_by
from gouvernail.licences.models import Requirement
from gouvernail.licences.permissions import may_agree, may_set, require_agree, require_set
from gouvernail.licences.queries import in_force, requirements_waiting, starters, the_terms
from gouvernail.licences.queries.asked import asked_in_words


@login_required
@require_GET
def requirement_list(request: WebRequest) -> HttpResponse:
    """Show what each act asks, what waits for a second person, and what one may begin with."""
    return _page(request)


def _page(request: WebRequest, **bound: Form) -> HttpResponse:
    rows, waiting, terms = list(in_force()), list(requirements_waiting()), the_terms()
    sets = may_set(request.user)
    context = {
        "lines": asked_in_words(rows),
        "waiting": asked_in_words(waiting),
        "terms": terms,
        "sets": sets,
        "agrees": may_agree(request.user),
        "starters": starters() if sets and not rows and not waiting else [],
        "small": separation() == Charter.Separation.SMALL,
        "terms_form": TermsForm(initial={"waiver_days": terms.waiver_days, "seat": terms.seat}),
        "refuse_form": CommentForm(auto_id="refuse_%s"),
        **bound,
    }
    status = status_of(*bound.values())
    return render(request, "licences/requirement_list.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def requirement_set(request: WebRequest) -> HttpResponse:
    """Say what an act is to ask on a network; `act` and `network` in the address begin with it."""
    require_set(request.user)
    form = RequirementForm(request.POST or None, initial=_begin(request))
    if request.method == "POST" and form.is_valid():
        new = form.new_requirement()
        row = tried(form, lambda: actions.set_requirement(new=new, by=request.user, at=clock.now()))
        if row is not None:
            messages.success(request, _said(row))
            return redirect("licences:requirement-list")
    context = {"form": form, "small": separation() == Charter.Separation.SMALL}
    return render(request, "licences/requirement_set.html", context, status=status_of(form))


def _begin(request: WebRequest) -> dict[str, Any]:
    wanted = {name: request.GET.get(name, "") for name in ("act", "network")}
    row = in_force().filter(**wanted).first() if wanted["act"] else None
    return said_by(row) if row is not None else wanted


def _said(row: Requirement) -> str:
    if row.status == Requirement.Status.ASKED:
        return _("It counts once a second person has agreed: they have been told.")
    return _("It counts from now on.")


@require_POST
@login_required
def starter_take(request: WebRequest, code: str) -> HttpResponse:
    """Propose every line of a set to begin with."""
    found = next((one for one in starters() if one.code == code), None)
    if found is None:
        raise Http404
    rows = [
        actions.set_requirement(
            new=actions.NewRequirement(
                act=one.act,
                courses=one.courses,
                policies=one.policies,
                second_factor=one.second_factor,
            ),
            by=request.user,
            at=clock.now(),
        )
        for one in found.lines
    ]
    messages.success(request, _said(rows[0]))
    return redirect("licences:requirement-list")


@require_POST
@login_required
def terms_set(request: WebRequest) -> HttpResponse:
    """Write how long a waiver lasts, and who agrees to what lacks a licence."""
    require_set(request.user)
    form = TermsForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        done = tried(form, lambda: actions.set_terms(**said, by=request.user, at=clock.now()))
        if done is not None:
            messages.success(request, _("Written."))
            return redirect("licences:requirement-list")
    return _page(request, terms_form=form)


@require_POST
@login_required
def requirement_agree(request: WebRequest, requirement_id: UUID) -> HttpResponse:
    """Agree to what somebody else proposed."""
    actions.agree_requirement(requirement_id=requirement_id, by=request.user, at=clock.now())
    messages.success(request, _("It counts from now on."))
    return redirect("licences:requirement-list")


@require_POST
@login_required
def requirement_refuse(request: WebRequest, requirement_id: UUID) -> HttpResponse:
    """Refuse what somebody else proposed, and say why."""
    require_agree(request.user)
    form = CommentForm(request.POST, auto_id="refuse_%s")
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        actions.refuse_requirement(
            requirement_id=requirement_id, comment=comment, by=request.user, at=clock.now()
        )
        messages.success(request, _("Refused: who proposed it reads why."))
        return redirect("licences:requirement-list")
    return _page(request, refuse_form=form)


@require_POST
@login_required
def requirement_withdraw(request: WebRequest, requirement_id: UUID) -> HttpResponse:
    """Take back what waits for a second person."""
    actions.withdraw_requirement(requirement_id=requirement_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("licences:requirement-list")
