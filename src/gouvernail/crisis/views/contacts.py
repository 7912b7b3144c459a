"""The directory of a crisis."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis import actions
from gouvernail.crisis.forms.plans import ContactForm
from gouvernail.crisis.permissions import visible_contact
from gouvernail.crisis.queries.plans import directory
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.queries import nameable_people

OFFERED = 300  # names in a list to choose from


@login_required
@require_GET
def contact_list(request: WebRequest) -> HttpResponse:
    """Show whom to call, in the order of the calls; those without a number first to mend."""
    require(request.user, Right.SEE_INCIDENTS)
    search = request.GET.get("q", "")
    page = directory(request.user, search=search, cursor=request.GET.get("cursor", ""))
    keeps = may(request.user, Right.RUN_INCIDENTS)
    missing = sum(1 for contact in page.rows if not contact.is_reachable)
    context = {"page": page, "search": search, "keeps": keeps, "missing": missing}
    return render(request, "crisis/contact_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def contact_edit(request: WebRequest, contact_id: UUID | None = None) -> HttpResponse:
    """Add a contact, or change one."""
    contact = visible_contact(contact_id, viewer=request.user) if contact_id else None
    require(request.user, Right.RUN_INCIDENTS, unit=contact.unit if contact else None)
    form = ContactForm(request.POST or None, viewer=request.user, contact=contact)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.write_contact(
                facts=form.facts(),
                contact_id=contact_id,
                seen=form.cleaned_data.get("seen") or None,
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            return redirect("crisis:contact-list")
    context = {
        "form": form,
        "contact": contact,
        "title": contact.label if contact else _("New contact"),
        "people": nameable_people(request.user)[:OFFERED],
    }
    return render(request, "crisis/contact_form.html", context, status=status_of(form))


@login_required
@require_POST
def contact_move(request: WebRequest, contact_id: UUID) -> HttpResponse:
    """Call a contact before, or after, its neighbour."""
    up = request.POST.get("to") == "up"
    actions.move_contact(contact_id=contact_id, up=up, by=request.user, at=clock.now())
    return redirect("crisis:contact-list")


@login_required
@require_POST
def contact_remove(request: WebRequest, contact_id: UUID) -> HttpResponse:
    """Take a contact out of the directory."""
    actions.remove_contact(contact_id=contact_id, by=request.user, at=clock.now())
    return redirect("crisis:contact-list")
