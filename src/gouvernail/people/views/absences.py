"""Declaring and cancelling absences, one's own or those of the people one manages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.actions import cancel_absence, declare_absence
from gouvernail.people.forms import AbsenceForm
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person


@require_http_methods(["GET", "POST"])
@login_required
def absence_declare(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Declare an absence."""
    person = visible_person(person_id, viewer=request.user)
    if person.pk != request.user.pk:
        require(request.user, Right.MANAGE_PEOPLE, unit=person.home_unit)
    form = AbsenceForm(request.POST or None, viewer=request.user, about=person)
    if request.method == "POST" and form.is_valid():
        absence = tried(
            form,
            lambda: declare_absence(
                person_id=person_id, **form.choices(), by=request.user, at=clock.now()
            ),
        )
        if absence is not None:
            messages.success(request, _("The absence is declared."))
            return _back(request, person)
    context = {"form": form, "person": person}
    return render(request, "people/absence_declare.html", context, status=status_of(form))


@require_POST
@login_required
def absence_cancel(request: WebRequest, absence_id: UUID) -> HttpResponse:
    """Cancel an absence, or end it early."""
    absence = cancel_absence(absence_id=absence_id, by=request.user, at=clock.now())
    messages.success(request, _("The absence is cancelled."))
    return _back(request, absence.person)


def _back(request: WebRequest, person: Person) -> HttpResponse:
    if person.pk == request.user.pk:
        return redirect("people:profile")
    return redirect("people:person-detail", person.pk)
