"""Opening a drill, and setting how often one opens by itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.custody.actions import open_drill, remove_proof_rule, set_proof_rule
from gouvernail.custody.forms.accesses import unit_named
from gouvernail.custody.forms.proofs import DrillForm, RuleForm
from gouvernail.custody.queries.proofs import rule_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require


@login_required
@require_http_methods(["GET", "POST"])
def drill_open(request: WebRequest) -> HttpResponse:
    """Ask the holders of a unit's accounts to prove control."""
    require(request.user, Right.MANAGE_ACCESS)
    form = DrillForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        unit, days = form.cleaned_data["unit"], form.cleaned_data["window_days"]
        by = request.user
        drill = tried(form, lambda: open_drill(unit.pk, window_days=days, by=by, at=clock.now()))
        if drill is not None:
            messages.success(request, _("The drill is open, and the holders are told."))
            return redirect(f"{reverse('custody:proof-list')}?drill={drill.pk}")
    context = {"form": form, "title": _("Ask for proofs of control"), "verb": _("Open the drill")}
    return render(request, "custody/drill_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def proof_rule(request: WebRequest) -> HttpResponse:
    """Set how often the holders of a unit are asked."""
    require(request.user, Right.MANAGE_ACCESS)
    unit = unit_named(request.GET.get("unit", ""), viewer=request.user)
    form = RuleForm(
        request.POST or None, viewer=request.user, rule=rule_of(unit), today=clock.today()
    )
    if request.method == "POST" and form.is_valid() and tried(form, lambda: _set(request, form)):
        messages.success(request, _("The rhythm is set."))
        return redirect("custody:proof-list")
    context = {"form": form, "title": _("Rhythm of the drills"), "verb": _("Save")}
    return render(request, "custody/drill_form.html", context, status=status_of(form))


def _set(request: WebRequest, form: RuleForm) -> bool:
    told = dict(form.cleaned_data)
    unit, by, at = told.pop("unit"), request.user, clock.now()
    if told["every_months"]:
        set_proof_rule(unit.pk, **told, by=by, at=at)
    else:
        remove_proof_rule(unit.pk, by=by, at=at)
    return True
