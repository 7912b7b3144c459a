"""Closing the doors of a person: their sessions, one's own, and factors that were lost."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.actions import close_session, reset_factors, sign_out


@require_POST
@login_required
def person_sign_out(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere; oneself, everywhere else."""
    keep = str(request.session.session_key)
    sign_out(person_id=person_id, by=request.user, at=clock.now(), keep=keep)
    if person_id == request.user.pk:
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    messages.success(request, _("Signed out everywhere. They may sign in again."))
    return redirect("people:person-detail", person_id)


@require_POST
@login_required
def person_reset_factors(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Remove the second factors of somebody who lost theirs."""
    person = reset_factors(person_id=person_id, by=request.user, at=clock.now())
    words = _("%(name)s has no second factor any more, and is signed out everywhere.")
    messages.success(request, words % {"name": person.name})
    return redirect("people:person-detail", person_id)


@require_POST
@login_required
def session_close(request: WebRequest, session_id: int) -> HttpResponse:
    """Close one of one's own sessions."""
    close_session(session_id=session_id, by=request.user, at=clock.now())
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")
