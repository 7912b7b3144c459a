"""The tree of units."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.actions import close_unit, create_unit, move_unit, update_unit
from gouvernail.people.forms import MoveForm, UnitForm
from gouvernail.people.models import Unit
from gouvernail.people.permissions import Right, may, require, visible_unit
from gouvernail.people.queries import standing_in, unit_lines


@require_GET
@login_required
def unit_list(request: WebRequest) -> HttpResponse:
    """Show the units the reader sees, one below another."""
    require(request.user, Right.SEE_UNIT)
    lines = unit_lines(request.user)
    context = {
        "lines": [line for line in lines if line.unit.status == Unit.Status.OPEN],
        "closed": [line.unit for line in lines if line.unit.status == Unit.Status.CLOSED],
        "may_manage": may(request.user, Right.MANAGE_UNITS),
    }
    return render(request, "people/unit_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def unit_create(request: WebRequest) -> HttpResponse:
    """Create a unit below another."""
    require(request.user, Right.MANAGE_UNITS)
    initial = {"parent": request.GET.get("parent", "")}
    form = UnitForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        unit = tried(
            form,
            lambda: create_unit(
                facts=form.facts(), parent_id=form.parent_id(), by=request.user, at=clock.now()
            ),
        )
        if unit is not None:
            messages.success(request, _("The unit is created."))
            return redirect("people:unit-list")
    context = {"form": form, "unit": None}
    return render(request, "people/unit_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def unit_edit(request: WebRequest, unit_id: UUID) -> HttpResponse:
    """Change what a unit says of itself."""
    unit = visible_unit(unit_id, viewer=request.user)
    require(request.user, Right.MANAGE_UNITS, unit=unit)
    form = UnitForm(request.POST or None, viewer=request.user, unit=unit)
    if request.method == "POST" and form.is_valid():
        changed = tried(
            form,
            lambda: update_unit(
                unit_id=unit_id, facts=form.facts(), by=request.user, at=clock.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("Kept."))
            return redirect("people:unit-list")
    return _unit_page(request, unit, form=form, move_form=MoveForm(viewer=request.user, unit=unit))


@require_POST
@login_required
def unit_move(request: WebRequest, unit_id: UUID) -> HttpResponse:
    """Put a unit below another one."""
    unit = visible_unit(unit_id, viewer=request.user)
    require(request.user, Right.MANAGE_UNITS, unit=unit)
    move_form = MoveForm(request.POST, viewer=request.user, unit=unit)
    if move_form.is_valid():
        moved = tried(
            move_form,
            lambda: move_unit(
                unit_id=unit_id, parent_id=move_form.parent_id(), by=request.user, at=clock.now()
            ),
        )
        if moved is not None:
            messages.success(request, _("Moved, with all that stands below it."))
            return redirect("people:unit-list")
    return _unit_page(
        request, unit, form=UnitForm(viewer=request.user, unit=unit), move_form=move_form
    )


def _unit_page(
    request: WebRequest, unit: Unit, *, form: UnitForm, move_form: MoveForm
) -> HttpResponse:
    context = {
        "form": form,
        "unit": unit,
        "move_form": move_form if unit.parent_id else None,
        "standing": standing_in(unit),
        "timeline": timeline("unit", unit.pk, cursor=request.GET.get("events", "")),
    }
    status = status_of(form, move_form)
    return render(request, "people/unit_form.html", context, status=status)


@require_POST
@login_required
def unit_close(request: WebRequest, unit_id: UUID) -> HttpResponse:
    """Close an empty unit."""
    unit = close_unit(unit_id=unit_id, by=request.user, at=clock.now())
    messages.success(request, _("%(unit)s is closed.") % {"unit": unit.label})
    return redirect("people:unit-list")
