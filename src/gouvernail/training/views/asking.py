"""Pages of what is asked: one's own learning, assignments, progress, exemptions."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, Right, may, require, require_step_up, visible_units
from gouvernail.training import actions
from gouvernail.training.forms.asking import (
    AssignForm,
    GiveForm,
    ProgressForm,
    WaiverForm,
)
from gouvernail.training.models.certificates import How
from gouvernail.training.queries.courses import own_certificates
from gouvernail.training.queries.progress import (
    ProgressFilters,
    asked_from_above,
    asked_of,
    assignments_for_list,
    lines_by,
    own_proofs,
    progress_page,
    progress_rows,
    proofs_to_decide,
    state_of,
    waivers_of,
)
from gouvernail.training.queries.sessions import own_places

SOON: Final = timedelta(days=14)


@require_GET
@login_required
def my_learning(request: WebRequest) -> HttpResponse:
    """Show what one has to learn, what is to be renewed, and what one holds."""
    today, at = clock.today(), clock.now()
    certificates = own_certificates(request.user, at=at)
    shown = [(one, one.state(today)) for one in certificates]
    context = {
        "dues": asked_of(request.user, today=today),
        "renew": [one for one, state in shown if state in {"ending", "ended"}],
        "held": shown,
        "places": own_places(request.user, at=at),
        "proofs": own_proofs(request.user)[:10],
        "today": today,
        "soon": today + SOON,
    }
    return render(request, "training/learning.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def assignment_list(request: WebRequest) -> HttpResponse:
    """Show which courses are asked of whom, and ask."""
    require(request.user, Right.EDIT_TRAINING)
    course = request.GET.get("course", "")[:40]
    form = AssignForm(request.POST or None, viewer=request.user, course=course)
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        made = tried(
            form, lambda: actions.assign_course(asked=asked, by=request.user, at=clock.now())
        )
        if made is not None:
            messages.success(request, _("They are told, and will be reminded."))
            return redirect("training:assignment-list")
    rows = assignments_for_list(request.user)
    context = {
        "going": rows.filter(ended_at__isnull=True)[:200],
        "above": asked_from_above(request.user)[:200],
        "ended": rows.filter(ended_at__isnull=False)[:50],
        "form": form,
    }
    return render(request, "training/assignment_list.html", context, status=status_of(form))


@require_POST
@login_required
def assignment_end(request: WebRequest, assignment_id: UUID) -> HttpResponse:
    """Ask no more."""
    actions.end_assignment(assignment_id, by=request.user, at=clock.now())
    messages.success(request, _("Nobody is asked any more; what was finished stays."))
    return redirect("training:assignment-list")


@require_GET
@login_required
def progress(request: WebRequest) -> HttpResponse:
    """Show who is done, who is late, by unit and by course."""
    require(request.user, Right.SEE_TRAINING)
    form, filters = _narrowed(request)
    today = clock.today()
    page = progress_page(request.user, filters, cursor=request.GET.get("cursor", ""), today=today)
    context = {
        "page": page,
        "rows": [(due, state_of(due, today)) for due in page.rows],
        "filters": filters,
        "form": form,
        "units": lines_by(request.user, filters, by="unit", today=today),
        "courses": lines_by(request.user, filters, by="course", today=today),
        "waivers": waivers_of(request.user, today=today)[:50],
        "may_edit": may(request.user, Right.EDIT_TRAINING),
        "proofs": proofs_to_decide(request.user).count(),
        "today": today,
    }
    return render(request, "training/progress.html", context)


def _narrowed(request: WebRequest) -> tuple[ProgressForm, ProgressFilters]:
    form = ProgressForm(request.GET, viewer=request.user)
    asked = request.GET.get("unit", "")
    units = _units(request.user, asked) if asked else {}
    return form, form.filters(units)


def _units(viewer: Person, key: str) -> dict[str, Unit]:
    named = {choice for choice, _label in ProgressForm({}, viewer=viewer).fields["unit"].choices}  # type: ignore[attr-defined,arg-type]  # a choice field
    if key not in named:
        return {}
    return {str(one.pk): one for one in visible_units(viewer).filter(pk=key)}


@require_POST
@login_required
def progress_remind(request: WebRequest) -> HttpResponse:
    """Remind those of the narrowed progress who have something left to do, or one of them."""
    _form, filters = _narrowed(request)
    asked = request.POST.get("due", "")
    due = UUID(asked) if is_uuid(asked) else None
    number = actions.remind_by_hand(filters, due_id=due, by=request.user, at=clock.now())
    told = ngettext("%(number)s person reminded.", "%(number)s people reminded.", number)
    nobody = _("Nobody reminded: they were told today already, or have nothing left to do.")
    messages.success(request, told % {"number": number} if number else nobody)
    return redirect(f"{reverse('training:progress')}?{request.GET.urlencode()}")


@require_GET
@login_required
def progress_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed progress as CSV, or as JSON with `?format=json`."""
    require(request.user, Right.SEE_TRAINING)
    require_step_up(Act.EXPORT, at=clock.now())
    _form, filters = _narrowed(request)
    rows = progress_rows(request.user, filters, today=clock.today())
    name = f"training-{clock.today().isoformat()}"
    if request.GET.get("format") == "json":
        return StreamingHttpResponse(
            _json_lines(rows),
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}.json"'},
        )
    header = (
        "staff_number",
        "name",
        "email",
        "unit",
        "course",
        "title",
        "due_on",
        "state",
        "done_at",
    )
    lines = csv_lines(header, ([row[key] for key in header] for row in rows))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _json_lines(rows: Iterator[dict[str, str]]) -> Iterator[str]:
    """Yield one JSON array, a row at a time."""
    comma = "["
    for row in rows:
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n"
    yield "]\n" if comma != "[" else "[]\n"


@require_http_methods(["GET", "POST"])
@login_required
def waiver_grant(request: WebRequest) -> HttpResponse:
    """Let somebody off a course."""
    require(request.user, Right.EDIT_TRAINING)
    initial = {name: request.GET.get(name, "")[:160] for name in ("person", "course")}
    form = WaiverForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept = tried(
            form,
            lambda: actions.waive(
                said["person"].pk,
                course_id=UUID(said["course"]),
                until=said["until"],
                reason=said["reason"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("They are let off until that day, and told so."))
            return redirect("training:progress")
    return render(request, "training/waiver_form.html", {"form": form}, status=status_of(form))


@require_POST
@login_required
def waiver_end(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Ask a course of somebody again."""
    actions.end_waiver(waiver_id, by=request.user, at=clock.now())
    messages.success(request, _("The course is asked of them again."))
    return redirect("training:progress")


@require_http_methods(["GET", "POST"])
@login_required
def completion_give(request: WebRequest) -> HttpResponse:
    """Record by hand that somebody finished a course."""
    require(request.user, Right.EDIT_TRAINING)
    form = GiveForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, clock.now()
        done_at = clock.site_noon(said["done_on"])
        finished = actions.Finished(
            how=How.GIVEN,
            note=said["note"],
            done_at=at if said["done_on"] == clock.today() else done_at,
        )
        certificate = tried(
            form,
            lambda: actions.certify(
                person_id=said["person"].pk,
                course_id=UUID(said["course"]),
                finished=finished,
                by=request.user,
                at=at,
            ),
        )
        if certificate is not None:
            return redirect("training:certificate-detail", certificate.pk)
    return render(request, "training/give_form.html", {"form": form}, status=status_of(form))
