"""Models kept as files that wait for a second person: read, agreed to, refused."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gouvernail.blueprint.actions import (
    agree_application,
    plan_now,
    refuse_application,
    withdraw_application,
)
from gouvernail.blueprint.forms import CommentForm
from gouvernail.blueprint.models import Application
from gouvernail.blueprint.permissions import may_answer, visible_application
from gouvernail.blueprint.queries import ORDER, applications_for_list
from gouvernail.blueprint.sections.telling import shown
from gouvernail.foundation.clock import now
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline


@require_safe
@login_required
def application_list(request: WebRequest) -> HttpResponse:
    """List what waits for a second person, or what was answered."""
    state = request.GET.get("state", "")
    rows = applications_for_list(request.user, state=state)
    context = {
        "page": page_of(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=50),
        "state": state if state in Application.Status.values else Application.Status.WAITING,
        "states": Application.Status.choices,
    }
    return render(request, "blueprint/application_list.html", context)


@require_safe
@login_required
def application_detail(request: WebRequest, application_id: UUID) -> HttpResponse:
    """Show what would change, and what the reader may answer."""
    application = visible_application(application_id, viewer=request.user)
    return _detail(request, application, CommentForm())


@require_POST
@login_required
def application_agree(request: WebRequest, application_id: UUID) -> HttpResponse:
    """Agree as a second person: it is applied."""
    form = CommentForm(request.POST)
    form.is_valid()
    said = form.cleaned_data.get("comment", "")
    done = agree_application(application_id=application_id, comment=said, by=request.user, at=now())
    if done.status == Application.Status.EXPIRED:
        messages.warning(request, _("Out of date: the site changed since. Nothing was applied."))
    else:
        messages.success(request, _("Applied."))
    return redirect("blueprint:application-detail", application_id)


@require_POST
@login_required
def application_refuse(request: WebRequest, application_id: UUID) -> HttpResponse:
    """Refuse as a second person, and say why."""
    form = CommentForm(request.POST)
    form.is_valid()
    said = form.cleaned_data.get("comment", "")
    done = tried(
        form,
        lambda: refuse_application(
            application_id=application_id, comment=said, by=request.user, at=now()
        ),
    )
    if done is None:
        application = visible_application(application_id, viewer=request.user)
        return _detail(request, application, form)
    messages.success(request, _("Refused: whoever asked reads why here."))
    return redirect("blueprint:application-detail", application_id)


@require_POST
@login_required
def application_withdraw(request: WebRequest, application_id: UUID) -> HttpResponse:
    """Take back what one asked for."""
    withdraw_application(application_id=application_id, by=request.user, at=now())
    messages.success(request, _("Taken back."))
    return redirect("blueprint:application-detail", application_id)


def _detail(request: WebRequest, application: Application, form: CommentForm) -> HttpResponse:
    waits = application.status == Application.Status.WAITING
    context = {
        "application": application,
        "changes": shown(application.changes),
        "form": form,
        "waits": waits,
        "is_stale": waits and plan_now(application) is None,
        "may_answer": waits and may_answer(request.user, application),
        "may_withdraw": waits and request.user.pk == application.asked_by_id,
        "timeline": timeline("model_application", application.pk, size=12),
    }
    return render(request, "blueprint/application_detail.html", context, status=status_of(form))
