"""How comments are answered, the rules of routing, and what came of it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox import actions
from gouvernail.inbox.forms import DeskForm, RuleForm
from gouvernail.inbox.queries.clocks import the_desk
from gouvernail.inbox.queries.figures import Line, figures
from gouvernail.inbox.queries.routing import rules_shown
from gouvernail.people.permissions import (
    Act,
    Right,
    may_overall,
    require,
    require_overall,
    require_step_up,
)

DAYS = 30


@login_required
@require_http_methods(["GET", "POST"])
def desk_edit(request: WebRequest) -> HttpResponse:
    """Say how comments are answered."""
    require_overall(request.user, Right.EDIT_CHARTER)
    form = DeskForm(request.POST or None, desk=the_desk())
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if tried(form, lambda: actions.write_desk(facts=facts, by=request.user, at=clock.now())):
            messages.success(request, _("Kept: everybody who answers reads it."))
            return redirect("inbox:desk-edit")
    return _page(request, form, RuleForm(viewer=request.user))


def _page(request: WebRequest, form: DeskForm, rule_form: RuleForm) -> HttpResponse:
    context = {
        "form": form,
        "rule_form": rule_form,
        "rules": rules_shown(request.user),
        "desk": the_desk(),
    }
    return render(request, "inbox/desk_edit.html", context, status=status_of(form, rule_form))


@login_required
@require_POST
def rule_create(request: WebRequest) -> HttpResponse:
    """Add a rule of routing."""
    require_overall(request.user, Right.EDIT_CHARTER)
    form = RuleForm(request.POST, viewer=request.user)
    if form.is_valid():
        said = form.cleaned_data
        made = tried(
            form,
            lambda: actions.write_rule(
                conditions=form.conditions(),
                team_id=said["team"],
                priority=int(said["priority"]),
                by=request.user,
                at=clock.now(),
            ),
        )
        if made:
            return redirect("inbox:desk-edit")
    return _page(request, DeskForm(desk=the_desk()), form)


@login_required
@require_POST
def rule_drop(request: WebRequest, rule_id: UUID) -> HttpResponse:
    """Drop a rule of routing."""
    actions.drop_rule(rule_id, by=request.user, at=clock.now())
    return redirect("inbox:desk-edit")


@login_required
@require_POST
def rule_move(request: WebRequest, rule_id: UUID) -> HttpResponse:
    """Ask a rule of routing one place earlier."""
    actions.move_rule(rule_id, by=request.user, at=clock.now())
    return redirect("inbox:desk-edit")


@login_required
@require_GET
def report(request: WebRequest) -> HttpResponse:
    """Show what was answered in thirty days, and how soon."""
    require(request.user, Right.SEE_CONTENT)
    context = {
        "lines": _lines(request),
        "days": DAYS,
        "desk": the_desk(),
        "may_edit": may_overall(request.user, Right.EDIT_CHARTER),
    }
    return render(request, "inbox/report.html", context)


@login_required
@require_GET
def report_export(request: WebRequest) -> HttpResponseBase:
    """Give the report as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_CONTENT)
    require_step_up(Act.EXPORT, at=clock.now())
    header = [
        _("Team of the conversation"),
        pgettext("conversations", "Opened"),
        pgettext("conversations", "Answered"),
        _("Closed"),
        _("Late"),
    ]
    header.append(_("Mean delay of the first answer, minutes"))
    rows = (
        [one.team, one.opened, one.answered, one.closed, one.late, _minutes(one)]
        for one in _lines(request)
    )
    return StreamingHttpResponse(
        csv_lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="conversations.csv"'},
    )


def _lines(request: WebRequest) -> list[Line]:
    until = clock.now()
    return figures(request.user, since=until - timedelta(days=DAYS), until=until)


def _minutes(line: Line) -> int | str:
    return round(line.first.total_seconds() / 60) if line.first is not None else ""
