"""Taking in people and units from a file: look first, then do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.actions import import_people, import_units
from gouvernail.people.errors import TableUnreadableError
from gouvernail.people.forms import ChosenFileForm, FileForm
from gouvernail.people.importers import Plan, planned_people, planned_units
from gouvernail.people.importers.tables import decoded
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require

SHOWN = 300
RIGHTS = {"people": Right.MANAGE_PEOPLE, "units": Right.MANAGE_UNITS}


@require_http_methods(["GET", "POST"])
@login_required
def people_import(request: WebRequest) -> HttpResponse:
    """Ask for a file, and show what it would do."""
    require(request.user, Right.MANAGE_PEOPLE)
    initial = {"kind": request.GET.get("kind", "people")}
    form = FileForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kind, raw = form.cleaned_data["kind"], form.cleaned_data["file"].read()
        plan = tried(form, lambda: _planned(kind, raw, viewer=request.user))
        if plan is not None:
            chosen = ChosenFileForm(initial={"kind": kind, "content": decoded(raw)})
            return _plan_page(request, plan, kind=kind, form=chosen)
    return render(request, "people/people_import.html", {"form": form}, status=status_of(form))


@require_POST
@login_required
def people_import_run(request: WebRequest) -> HttpResponse:
    """Take in the file that was shown, and account for every row."""
    chosen = ChosenFileForm(request.POST)
    if not chosen.is_valid():
        raise TableUnreadableError(_("Choose the file again."))
    kind, raw = chosen.cleaned_data["kind"], chosen.cleaned_data["content"].encode()
    plan = _planned(kind, raw, viewer=request.user)
    run = import_people if kind == "people" else import_units
    done = run(plan=plan, by=request.user, at=clock.now())
    return _plan_page(request, done, kind=kind, form=None)


def _planned(kind: str, raw: bytes, *, viewer: Person) -> Plan:
    require(viewer, RIGHTS[kind])
    read = planned_people if kind == "people" else planned_units
    return read(raw, viewer=viewer)


def _plan_page(
    request: WebRequest, plan: Plan, *, kind: str, form: ChosenFileForm | None
) -> HttpResponse:
    rejected = [row for row in plan.rows if row.outcome == "rejected"]
    kept = [row for row in plan.rows if row.outcome != "rejected"]
    context = {
        "plan": plan,
        "counts": plan.counts,
        "rejected": rejected[:SHOWN],
        "kept": kept[:SHOWN],
        "more": max(len(kept) - SHOWN, 0),
        "kind": kind,
        "form": form,
    }
    return render(request, "people/people_plan.html", context)
