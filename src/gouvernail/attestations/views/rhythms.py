"""How often accounts are reviewed, and how many each unit staffs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.attestations.actions import write_rule
from gouvernail.attestations.forms.reviews import RuleForm
from gouvernail.attestations.queries import rhythms
from gouvernail.attestations.queries.staffing import staffing_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require, visible_units
from gouvernail.registry.queries import network_label


@login_required
@require_http_methods(["GET", "POST"])
def rule_list(request: WebRequest) -> HttpResponse:
    """Show the rhythm of each unit, and set one."""
    require(request.user, Right.SEE_ACCOUNTS)
    if request.method == "POST":
        require(request.user, Right.EDIT_ACCOUNTS)
    form = RuleForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        before = form.errors
        tried(form, lambda: write_rule(facts=form.facts(), by=request.user, at=at))
        if not before and not form.errors:
            messages.success(request, _("The rhythm is set."))
            return redirect("attestations:rule-list")
    seen = set(visible_units(request.user).values_list("pk", flat=True))
    rules = rhythms.Rhythms().rules
    context = {
        "form": form if may(request.user, Right.EDIT_ACCOUNTS) else None,
        "rules": [rules[key] for key in sorted(rules) if rules[key].unit_id in seen],
        "main": sorted(network_label(one) for one in rhythms.MAIN),
        "months": rhythms.MONTHS,
        "months_main": rhythms.MONTHS_MAIN,
        "weeks_before": rhythms.WEEKS_BEFORE,
        "accounts_most": rhythms.ACCOUNTS_MOST,
    }
    return render(request, "attestations/rule_list.html", context, status=status_of(form))


@login_required
@require_GET
def staffing(request: WebRequest) -> HttpResponse:
    """Show how many accounts each unit runs for each person who holds them."""
    require(request.user, Right.SEE_ACCOUNTS)
    lines = staffing_of(request.user)
    over = [line for line in lines if line.over]
    unnamed = sum(not line.named for line in lines)
    context = {"lines": lines, "over": over, "unnamed": unnamed}
    return render(request, "attestations/staffing.html", context)
