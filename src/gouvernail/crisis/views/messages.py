"""Statements used in an incident: filled in, then put where they go."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis import actions
from gouvernail.crisis.errors import PartNotFoundError
from gouvernail.crisis.forms.room import FillForm
from gouvernail.crisis.models import Incident, Message, Statement
from gouvernail.crisis.permissions import may_run, open_room, visible_incident
from gouvernail.crisis.queries.room import message_page, variables_of
from gouvernail.foundation import clock
from gouvernail.foundation.actions import as_one
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest


@login_required
@require_http_methods(["GET", "POST"])
def message_prepare(request: WebRequest, incident_id: UUID, statement_id: UUID) -> HttpResponse:
    """Fill in the variables of a statement approved in advance."""
    incident = visible_incident(incident_id, viewer=request.user)
    as_one(lambda: open_room(incident_id, by=request.user))()
    rows = Statement.objects.filter(plan=incident.plan, status="approved")
    statement = rows.filter(pk=statement_id).first()
    if statement is None:
        raise PartNotFoundError
    form = FillForm(
        request.POST if request.method == "POST" else None,
        names=variables_of(statement),
        language=get_language() or "fr",
    )
    if request.method == "POST" and form.is_valid():
        message = tried(
            form,
            lambda: actions.prepare_message(
                incident_id=incident_id,
                statement_id=statement_id,
                key=form.cleaned_data.pop("key"),
                values=form.cleaned_data,
                by=request.user,
                at=clock.now(),
            ),
        )
        if message is not None:
            messages.success(request, _("The message is ready in the room."))
            return redirect("crisis:incident-detail", incident_id)
    context = {"incident": incident, "statement": statement, "form": form}
    return render(request, "crisis/message_prepare.html", context, status=status_of(form))


@login_required
@require_GET
def message_list(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Show every message prepared, a page at a time."""
    incident = visible_incident(incident_id, viewer=request.user)
    may_send = incident.status == Incident.Status.OPEN and may_run(request.user, incident)
    page = message_page(incident, cursor=request.GET.get("cursor", ""))
    context = {"incident": incident, "page": page, "may_run": may_send}
    return render(request, "crisis/message_list.html", context)


@login_required
@require_POST
def message_draft(request: WebRequest, message_id: UUID) -> HttpResponse:
    """Make a draft of a prepared post, and go on there: accounts, rules, approval."""
    language = "en" if request.POST.get("language") == "en" else "fr"
    draft = actions.draft_message(
        message_id=message_id, language=language, by=request.user, at=clock.now()
    )
    return redirect("content:draft-edit", draft.pk)


@login_required
@require_POST
def message_send(request: WebRequest, message_id: UUID) -> HttpResponse:
    """Send a prepared message to staff."""
    message = actions.send_to_staff(message_id=message_id, by=request.user, at=clock.now())
    told = (
        _("Sent to those who sit in the room: this is a drill.")
        if message.incident.is_drill
        else _("Sent: everybody of the unit is told.")
    )
    messages.success(request, told)
    return redirect("crisis:incident-detail", message.incident_id)


@login_required
@require_POST
def message_use(request: WebRequest, message_id: UUID) -> HttpResponse:
    """Say where a prepared message was put by hand."""
    where = request.POST.get("where", "")
    message: Message = actions.use_message(
        message_id=message_id, where=where, by=request.user, at=clock.now()
    )
    return redirect("crisis:incident-detail", message.incident_id)
