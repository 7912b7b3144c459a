"""Objections: made by who does not sign, answered by who leads the campaign."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.signing.actions import answer_objection, make_objection
from gouvernail.signing.forms import ObjectionAnswerForm, ObjectionForm
from gouvernail.signing.permissions import visible_objection
from gouvernail.signing.views.campaigns import detail_page
from gouvernail.signing.views.reading import reading_page


@require_POST
@login_required
def objection_create(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Say why one does not sign."""
    form = ObjectionForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        made = tried(
            form,
            lambda: make_objection(
                campaign_id=campaign_id, words=words, by=request.user, at=clock.now()
            ),
        )
        if made is not None:
            messages.success(
                request, _("Received. You will be answered; nobody reminds you until then.")
            )
            return redirect("signing:read", campaign_id)
    return reading_page(request, campaign_id, objection=form)


@require_POST
@login_required
def objection_answer(request: WebRequest, objection_id: UUID) -> HttpResponse:
    """Answer an objection in writing."""
    objection = visible_objection(objection_id, viewer=request.user)
    form = ObjectionAnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        answered = tried(
            form,
            lambda: answer_objection(
                objection_id=objection_id,
                outcome=said["outcome"],
                answer=said["answer"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if answered is not None:
            messages.success(request, _("Answered: the person is told."))
            return redirect("signing:campaign-detail", answered.campaign_id)
    return detail_page(request, objection.campaign_id, answer=form, about=objection_id)
