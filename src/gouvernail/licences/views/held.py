"""What people may do: one's own licence, a team's, one person's; and what lets off."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.licences import actions
from gouvernail.licences.forms import CommentForm, FilterForm, LiftForm, WaiverForm
from gouvernail.licences.models import Act, Waiver
from gouvernail.licences.permissions import (
    answers_for,
    may_set,
    reads_reasons,
    those_who_answer,
    visible_restriction,
    visible_waiver,
)
from gouvernail.licences.queries import is_set_up, restrictions_of, the_terms
from gouvernail.licences.queries.appeals import appeals_of
from gouvernail.licences.queries.rulings import waivers_of
from gouvernail.licences.queries.team import (
    Filters,
    acts_to_show,
    export_rows,
    lines_of,
    people_for_export,
    people_for_list,
    rows_of,
)
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act as StepUp
from gouvernail.people.permissions import require_step_up, visible_person

BATCH = 500
WAIVERS_SHOWN = 20


@login_required
@require_GET
def mine(request: WebRequest) -> HttpResponse:
    """Show what one may do, what is missing, and until when."""
    return _mine(request)


def _mine(request: WebRequest, **bound: Form) -> HttpResponse:
    context = _facts_of(request.user, request) | {
        "answering": list(those_who_answer(request.user)[:5]),
        "set_up": is_set_up(),
        "ask_form": WaiverForm(None, terms=the_terms(), at=clock.now()),
        **bound,
    }
    return render(request, "licences/mine.html", context, status=status_of(*bound.values()))


def _facts_of(person: Person, request: WebRequest) -> dict[str, Any]:
    at = clock.now()
    restrictions = list(restrictions_of(person, at=at))
    if person == request.user:
        appeals = appeals_of(person, {one.case_ref for one in restrictions if one.case_ref})
        for one in restrictions:
            one.appeal = appeals.get(one.case_ref)  # type: ignore[attr-defined]
    return {
        "person": person,
        "lines": lines_of(person, at=at),
        "waivers": list(waivers_of(person)[:WAIVERS_SHOWN]),
        "restrictions": restrictions,
        "reads": reads_reasons(request.user, person),
        "now": at,
    }


@require_POST
@login_required
def waiver_ask(request: WebRequest) -> HttpResponse:
    """Ask to be let off for a while."""
    at = clock.now()
    form = WaiverForm(request.POST, terms=the_terms(), at=at)
    if form.is_valid():
        new = form.new_waiver()
        done = tried(form, lambda: actions.ask_for_waiver(new=new, by=request.user, at=at))
        if done is not None:
            messages.success(request, _("Asked: who may grant it has been told."))
            return redirect("licences:mine")
    return _mine(request, ask_form=form)


@login_required
@require_GET
def person_list(request: WebRequest) -> HttpResponse:
    """Show who may do what, for the people one sees."""
    at, filter_form = clock.now(), FilterForm(request.GET, viewer=request.user)
    filters = filter_form.filters()
    cursor = request.GET.get("cursor", "")
    page, rows = people_for_list(request.user, filters, cursor=cursor, at=at)
    acts = acts_to_show(rows, filters)
    context = {
        "page": page,
        "rows": rows,
        "acts": acts,
        "free": [] if filters.act else [act.label for act in Act if act not in acts],
        "chips": filter_form.chips(filters),
        "filter_form": filter_form,
        "set_up": is_set_up(),
        "sets": may_set(request.user),
    }
    return render(request, "licences/person_list.html", context)


@login_required
@require_GET
def person_export_csv(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed page as a file that no spreadsheet will execute."""
    require_step_up(StepUp.EXPORT, at=clock.now())
    header = [
        *(_("Name"), _("Unit"), _("Network"), _("To do this"), _("Holds"), _("Until")),
        *(_("By a waiver"), _("What is missing")),
    ]
    cells = map(_cells, _exported(request))
    name = f"licences-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(header, cells),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(row: dict[str, Any]) -> list[object]:
    missing = " ".join(row.pop("missing"))
    return [*row.values(), missing]


@login_required
@require_GET
def person_export_json(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed page as lines of JSON, one for each person and act."""
    require_step_up(StepUp.EXPORT, at=clock.now())
    name = f"licences-{clock.today().isoformat()}.jsonl"
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in _exported(request))
    return StreamingHttpResponse(
        lines,
        content_type="application/x-ndjson; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _exported(request: WebRequest) -> Iterator[dict[str, Any]]:
    at = clock.now()
    filters = FilterForm(request.GET, viewer=request.user).filters()
    batch: list[Person] = []
    for person in people_for_export(request.user, filters, at=at).iterator(chunk_size=BATCH):
        batch.append(person)
        if len(batch) == BATCH:
            yield from export_rows(rows_of(batch, filters, at=at))
            batch = []
    yield from export_rows(rows_of(batch, filters, at=at))


@login_required
@require_GET
def beside(request: WebRequest) -> HttpResponse:
    """Show, beside an account, who of its unit may do what on its network: a fragment.

    `unit` is the code of the unit, `network` where.
    """
    at, filter_form = clock.now(), FilterForm(request.GET, viewer=request.user)
    filters = filter_form.filters()
    known = request.GET.get("unit", "") in filter_form.units
    wanted = Filters(unit_path=filters.unit_path, network=filters.network)
    page, rows = people_for_list(request.user, wanted, cursor="", at=at)
    context = {
        "rows": rows if known else [],
        "more": bool(page.next_cursor),
        "set_up": is_set_up(),
        "unit": request.GET.get("unit", "") if known else "",
        "network": filters.network,
    }
    return render(request, "licences/_beside.html", context)


@login_required
@require_GET
def person_detail(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Show what one person may do, and what lets them off or holds them back."""
    return _person(request, visible_person(person_id, viewer=request.user))


def _person(request: WebRequest, person: Person, **bound: Form) -> HttpResponse:
    answers = answers_for(request.user, person)
    context = _facts_of(person, request)
    if answers:
        at = context["now"]
        context |= {
            "give_form": WaiverForm(None, terms=the_terms(), at=at),
            "refuse_form": CommentForm(auto_id="refuse_%s"),
            "lift_form": LiftForm(auto_id="lift_%s"),
        }
    else:
        context["waivers"] = [one for one in context["waivers"] if one.counts_at(context["now"])]
    context |= {"answers": answers, **bound}
    status = status_of(*bound.values())
    return render(request, "licences/person_detail.html", context, status=status)


def _done(
    request: WebRequest, person: Person, name: str, form: Form, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do what a form of somebody's page asks, or show the page again with what was typed."""
    if form.is_valid() and tried(form, act) is not None:
        messages.success(request, said)
        return redirect("licences:person-detail", person.pk)
    return _person(request, person, **{name: form})


@require_POST
@login_required
def waiver_give(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Let somebody off, who did not ask."""
    person, at = visible_person(person_id, viewer=request.user), clock.now()
    form = WaiverForm(request.POST, terms=the_terms(), at=at)
    return _done(
        request,
        person,
        "give_form",
        form,
        lambda: actions.give_waiver(
            person_id=person.pk, new=form.new_waiver(), by=request.user, at=at
        ),
        _("Granted: it counts at once, and ends by itself."),
    )


@require_POST
@login_required
def waiver_grant(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Grant what somebody asked for."""
    waiver = actions.grant_waiver(waiver_id=waiver_id, by=request.user, at=clock.now())
    messages.success(request, _("Granted: it counts at once, and ends by itself."))
    return redirect("licences:person-detail", waiver.person_id)


@require_POST
@login_required
def waiver_refuse(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Refuse what somebody asked for, and say why."""
    waiver = visible_waiver(waiver_id, viewer=request.user)
    form = CommentForm(request.POST, auto_id="refuse_%s")
    return _done(
        request,
        waiver.person,
        "refuse_form",
        form,
        lambda: actions.refuse_waiver(
            waiver_id=waiver_id,
            comment=form.cleaned_data["comment"],
            by=request.user,
            at=clock.now(),
        ),
        _("Refused: who asked for it reads why."),
    )


@require_POST
@login_required
def waiver_withdraw(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Take back what one asked for."""
    actions.withdraw_waiver(waiver_id=waiver_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("licences:mine")


@require_POST
@login_required
def waiver_end(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """End a waiver before its time."""
    waiver: Waiver = actions.end_waiver(waiver_id=waiver_id, by=request.user, at=clock.now())
    messages.success(request, _("Ended: it lets nothing off any more."))
    return redirect("licences:person-detail", waiver.person_id)


@require_POST
@login_required
def restriction_lift(request: WebRequest, restriction_id: UUID) -> HttpResponse:
    """Lift what holds somebody back, and say why."""
    row = visible_restriction(restriction_id, viewer=request.user)
    form = LiftForm(request.POST, auto_id="lift_%s")
    return _done(
        request,
        row.person,
        "lift_form",
        form,
        lambda: actions.lift(
            row.pk, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
        ),
        _("Lifted: it holds nothing back any more."),
    )
