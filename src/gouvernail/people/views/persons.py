"""The team and each of its people."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.actions import (
    add_person,
    bring_back,
    grant_role,
    invite_person,
    mark_left,
    revoke_role,
    update_person,
)
from gouvernail.people.forms import AbsenceForm, FilterForm, GrantForm, PersonForm, asked_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import (
    Act,
    Right,
    may,
    require,
    require_step_up,
    visible_person,
)
from gouvernail.people.queries import (
    absences_of,
    export_rows,
    grants_of,
    people_asked,
    team_counts,
)
from gouvernail.people.queries.access import access_of, may_sign_in
from gouvernail.people.queries.facts import facts_of
from gouvernail.people.queries.team import EXPORT_HEADER
from gouvernail.people.views.invitations import sent

PAGE = 50


@require_GET
@login_required
def person_list(request: WebRequest) -> HttpResponse:
    """Show the people of the units the reader sees, in which roles, and who is away."""
    require(request.user, Right.SEE_PEOPLE)
    at = clock.now()
    asked, chips = asked_of(request.GET, viewer=request.user)
    rows = people_asked(asked, viewer=request.user, at=at)
    named = rows.annotate(by_name=Plain("name"))
    cursor = request.GET.get("cursor", "")
    context = {
        "page": page_of(named, order=("by_name", "pk"), cursor=cursor, size=PAGE),
        "total": rows.count(),
        "asked": asked,
        "chips": chips,
        "counts": team_counts(request.user, at=at),
        "filter_form": FilterForm(request.GET, viewer=request.user),
        "may_manage": may(request.user, Right.MANAGE_PEOPLE),
        "query": request.GET.urlencode(),
        "scoped": True,
    }
    return render(request, "people/person_list.html", context)


@require_GET
@login_required
def person_export(request: WebRequest) -> HttpResponse:
    """Answer with the team, narrowed as the list was, as a CSV that the import takes back."""
    require(request.user, Right.MANAGE_PEOPLE)
    require_step_up(Act.EXPORT, at=clock.now())
    asked, _chips = asked_of(request.GET, viewer=request.user)
    rows = export_rows(asked, viewer=request.user, at=clock.now())
    content = "".join(csv_lines(EXPORT_HEADER, rows))
    response = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="team.csv"'
    return response


@require_GET
@login_required
def person_detail(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Show somebody: where, in which roles, away or not, and what happened."""
    person = visible_person(person_id, viewer=request.user)
    return _person_page(request, person)


def _person_page(
    request: WebRequest,
    person: Person,
    *,
    grant_form: GrantForm | None = None,
    absence_form: AbsenceForm | None = None,
) -> HttpResponse:
    viewer = request.user
    grant_form = grant_form or GrantForm(viewer=viewer, initial={"unit": person.home_unit_id})
    absence_form = absence_form or AbsenceForm(viewer=viewer, about=person)
    cursor = request.GET.get("events", "")
    context = _facts_of_page(person, viewer, cursor=cursor) | {
        "person": person,
        "grant_form": grant_form,
        "absence_form": absence_form,
    }
    status = status_of(grant_form, absence_form)
    return render(request, "people/person_detail.html", context, status=status)


def _facts_of_page(person: Person, viewer: Person, *, cursor: str) -> dict[str, Any]:
    at = clock.now()
    grants, absences = grants_of(person), absences_of(person)
    manages = may(viewer, Right.MANAGE_PEOPLE, unit=person.home_unit)
    today = at.date()
    held = [one for one in grants if one.revoked_at is None]
    in_force = [one for one in held if one.ends_on is None or one.ends_on >= today]
    also = [("role", one.pk) for one in grants] + [("absence", one.pk) for one in absences]
    reads = manages or viewer.pk == person.pk or may(viewer, Right.READ_LEDGER)
    return {
        "reads": dict(settings.LANGUAGES).get(person.language, person.language),
        "grants": in_force,
        "absences": [one for one in absences if one.cancelled_at is None and one.ends_at > at],
        "away": next((one for one in absences if one.covers(at)), None),
        "timeline": timeline("person", person.pk, also=also, cursor=cursor) if reads else None,
        "may_manage": manages,
        "access": access_of(person, viewer=viewer),
        "may_grant": may(viewer, Right.GRANT_ROLES) and person.is_active,
        "may_declare": (manages or viewer.pk == person.pk) and person.is_active,
        "may_invite": manages and person.is_active and not may_sign_in(person),
        "sees_accounts": may(viewer, Right.SEE_ACCOUNTS),
        "may_see_access": viewer.pk == person.pk or may(viewer, Right.SEE_ACCESS),
        "sees_people": may(viewer, Right.SEE_PEOPLE),
    }


@require_http_methods(["GET", "POST"])
@login_required
def person_add(request: WebRequest) -> HttpResponse:
    """Add somebody."""
    require(request.user, Right.MANAGE_PEOPLE)
    initial = {"unit_id": request.user.home_unit_id, "language": request.user.language}
    form = PersonForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = tried(
            form, lambda: add_person(facts=form.facts(), by=request.user, at=clock.now())
        )
        if person is not None:
            messages.success(request, _("Added. Give a role, then send the invitation."))
            return redirect("people:person-detail", person.pk)
    context = {"form": form, "person": None}
    return render(request, "people/person_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def person_edit(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Change what is known of somebody."""
    person = visible_person(person_id, viewer=request.user)
    require(request.user, Right.MANAGE_PEOPLE, unit=person.home_unit)
    form = PersonForm(request.POST or None, viewer=request.user, kept=facts_of(person))
    if request.method == "POST" and form.is_valid():
        changed = tried(
            form,
            lambda: update_person(
                person_id=person_id, facts=form.facts(), by=request.user, at=clock.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("Kept."))
            return redirect("people:person-detail", person_id)
    context = {"form": form, "person": person}
    return render(request, "people/person_form.html", context, status=status_of(form))


@require_POST
@login_required
def person_invite(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Invite somebody, or invite them again: the earlier link ends."""
    made = invite_person(person_id=person_id, by=request.user, at=clock.now())
    return sent(request, *made)


@require_POST
@login_required
def person_leave(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Note that somebody left."""
    person = mark_left(person_id=person_id, by=request.user, at=clock.now())
    words = _("%(name)s has left: no session, role or key of theirs works any more.")
    messages.success(request, words % {"name": person.name})
    return redirect("people:person-detail", person_id)


@require_POST
@login_required
def person_return(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Welcome somebody back."""
    person = bring_back(person_id=person_id, by=request.user, at=clock.now())
    words = _("%(name)s is back. Give the roles anew.")
    messages.success(request, words % {"name": person.name})
    return redirect("people:person-detail", person_id)


@require_POST
@login_required
def role_grant(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Give somebody a role."""
    person = visible_person(person_id, viewer=request.user)
    require(request.user, Right.GRANT_ROLES)
    form = GrantForm(request.POST, viewer=request.user)
    if form.is_valid():
        grant = tried(
            form,
            lambda: grant_role(
                person_id=person_id, **form.choices(), by=request.user, at=clock.now()
            ),
        )
        if grant is not None:
            messages.success(request, _("The role is given. It holds from now on."))
            return redirect("people:person-detail", person_id)
    return _person_page(request, person, grant_form=form)


@require_POST
@login_required
def role_revoke(request: WebRequest, grant_id: UUID) -> HttpResponse:
    """Take a role back."""
    grant = revoke_role(grant_id=grant_id, by=request.user, at=clock.now())
    messages.success(request, _("The role is taken back, at once."))
    return redirect("people:person-detail", grant.person_id)
