"""Pages of cases: bring one, read it in one's part, say what happened, decide, appeal."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.conduct import actions
from gouvernail.conduct.forms import cases as forms
from gouvernail.conduct.forms import narrowing
from gouvernail.conduct.models import Case
from gouvernail.conduct.permissions import (
    knows_opener,
    may_appoint,
    may_open,
    may_read_figures,
    openable_people,
    part_in,
    visible_case,
)
from gouvernail.conduct.permissions.cases import READERS, may_take
from gouvernail.conduct.queries import (
    cases_for_export,
    cases_for_list,
    comparable,
    concerning,
    decisions_of,
    outcome_of,
    proofs_of,
    still_runs,
)
from gouvernail.conduct.queries.sources import start_from
from gouvernail.conduct.views.basis import once_allowed
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require_step_up
from gouvernail.policies.queries.clauses import clause_line

OFFERED = 200  # names the page offers; any other may be typed
STARTS = ("origin", "report", "proof_kind", "proof_reference", "clause", "happened_on")


@login_required
@require_GET
@once_allowed
def case_list(request: WebRequest) -> HttpResponse:
    """Show the cases one follows."""
    filters = narrowing.case_filters_of(request.GET)
    at = clock.now()
    page = cases_for_list(request.user, filters, cursor=request.GET.get("cursor", ""), at=at)
    for case in page.rows:
        case.part = part_in(request.user, case)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "chips": narrowing.case_chips_of(filters),
        "filter_form": narrowing.CaseFilterForm(request.GET),
        "may_open": may_open(request.user),
        "may_figures": may_read_figures(request.user),
        "now": at,
    }
    return render(request, "conduct/case_list.html", context)


@login_required
@require_GET
@once_allowed
def case_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed list as a file, without names: no spreadsheet executes it."""
    require_step_up(Act.EXPORT, at=clock.now())
    filters = narrowing.case_filters_of(request.GET)
    rows = cases_for_export(request.user, filters, at=clock.now())
    header = [
        *(_("Opened on"), _("Unit"), _("Clause"), _("How serious it is"), _("Good faith")),
        *(_("Status"), _("What follows"), _("Decided on"), _("Until"), _("Appealed on")),
    ]
    name = f"cases-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(header, _cells(rows, request.user)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(rows: Iterable[Case], viewer: Person) -> Iterator[list[object]]:
    for one in rows:
        if part_in(viewer, one) not in READERS:
            continue
        yield [
            *(one.opened_at, one.unit.label, one.clause, one.get_seriousness_display()),
            *(one.get_good_faith_display(), one.get_status_display(), one.get_outcome_display()),
            *(one.decided_at, one.outcome_until, one.appealed_at),
        ]


@login_required
@require_GET
@once_allowed
def mine(request: WebRequest) -> HttpResponse:
    """Show what concerns whoever asks: nobody else sees this page of theirs."""
    context = {"cases": concerning(request.user), "now": clock.now()}
    return render(request, "conduct/mine.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@once_allowed
def case_create(request: WebRequest) -> HttpResponse:
    """Bring a case; the person it is about is told at once."""
    if not may_open(request.user):
        raise RightMissingError(str(Right.OPEN_CASES))
    start = _start(request)
    form = forms.CaseForm(request.POST or None, viewer=request.user, start=start)
    if request.method == "POST" and form.is_valid():
        new = form.new_case()
        if tried(form, lambda: actions.open_case(new=new, by=request.user, at=clock.now())):
            said = _("The case is open: the person has been told, and speaks first.")
            messages.success(request, said)
            return redirect("conduct:case-list")
    context = {"form": form, "people": openable_people(request.user)[:OFFERED]}
    return render(request, "conduct/case_create.html", context, status=status_of(form))


def _start(request: WebRequest) -> dict[str, str]:
    """Return what the form begins with: what the page it comes from showed, or the address."""
    of = request.GET.get("of", "")
    if is_uuid(of):
        return start_from(request.GET.get("from", ""), UUID(of), viewer=request.user)
    return {name: request.GET[name] for name in STARTS if request.GET.get(name)}


@login_required
@require_GET
def case_detail(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Show one case, in the part one has in it; a case there is may always be read."""
    return _page(request, visible_case(case_id, viewer=request.user))


def _page(request: WebRequest, case: Case, **bound: Form) -> HttpResponse:
    person, at = request.user, clock.now()
    part = part_in(person, case)
    context: dict[str, Any] = {
        "case": case,
        "part": part,
        "reads": part in READERS,
        "mine": part == "concerned",
        "now": at,
        "line": clause_line(case.clause),
    }
    if part in READERS:
        context |= {"proofs": list(proofs_of(case)), "decisions": decisions_of(case)}
        context["holds"] = outcome_of(case)
        context["runs"] = still_runs(case, at=at)
        context["time_is_over"] = case.answer_by_at <= at
        context["names_opener"] = knows_opener(person, case)
    if part in READERS - {"concerned"}:
        context["alike"] = comparable(case, at=at)
    context |= _forms(person, case, part) | bound
    status = status_of(*bound.values())
    return render(request, "conduct/case_detail.html", context, status=status)


def _forms(person: Person, case: Case, part: str) -> dict[str, Form]:
    """Return the forms of what `person` may do now, by the name of each in the page."""
    found: dict[str, Form] = {}
    is_open = case.status in Case.OPEN
    if may_take(person, case):
        found["take_form"] = forms.TakeForm()
    if may_appoint(person, case) and (is_open or case.status == "appealed"):
        found["appoint_form"] = forms.AppointForm(None, case=case)
    if part == "concerned":
        found |= _forms_of_concerned(case, is_open=is_open)
    if part == "decider" and is_open:
        start = {name: getattr(case, name) for name in forms.WeighForm.base_fields}
        found |= {
            "weigh_form": forms.WeighForm(initial=start, auto_id="weigh_%s"),
            "decide_form": forms.DecideForm(None, case=case, viewer=person),
            "proof_form": forms.ProofForm(auto_id="proof_%s"),
            "time_form": forms.TimeForm(),
        }
    if part == "judge" and case.status == Case.Status.APPEALED:
        found["judge_form"] = forms.JudgeForm(None, case=case, viewer=person)
    settled = case.status in {Case.Status.DECIDED, Case.Status.SETTLED}
    if part in {"decider", "judge"} and settled and still_runs(case, at=clock.now()):
        found["lift_form"] = forms.LiftForm(auto_id="lift_%s")
    return found


def _forms_of_concerned(case: Case, *, is_open: bool) -> dict[str, Form]:
    found: dict[str, Form] = {}
    if is_open:
        said = {"text": case.account, "companion": case.companion}
        found["account_form"] = forms.AccountForm(initial=said)
        found["proof_form"] = forms.ProofForm(auto_id="proof_%s")
        if case.decider is not None and not case.challenge:
            found["another_form"] = forms.AnotherForm(auto_id="another_%s")
    due = case.appeal_by_at
    if case.status == Case.Status.DECIDED and due is not None and clock.now() <= due:
        found["appeal_form"] = forms.AppealForm(auto_id="appeal_%s")
    return found


def _done(
    request: WebRequest, case_id: UUID, form: Form, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do what a form of the page asks, or show the page again with what was typed."""
    case = visible_case(case_id, viewer=request.user)
    if form.is_valid() and tried(form, act) is not None:
        messages.success(request, said)
        return redirect("conduct:case-detail", case.pk)
    return _page(request, case, **{_NAMES[type(form)]: form})


_NAMES: dict[type[Form], str] = {
    forms.TakeForm: "take_form",
    forms.AppointForm: "appoint_form",
    forms.AccountForm: "account_form",
    forms.AnotherForm: "another_form",
    forms.TimeForm: "time_form",
    forms.WeighForm: "weigh_form",
    forms.ProofForm: "proof_form",
    forms.DecideForm: "decide_form",
    forms.JudgeForm: "judge_form",
    forms.AppealForm: "appeal_form",
    forms.LiftForm: "lift_form",
}


@require_POST
@login_required
def case_take(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Take a case up."""
    form = forms.TakeForm(request.POST)

    def act() -> object:
        free = form.cleaned_data["is_free"]
        return actions.take_case(case_id, is_free=free, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("It is yours to decide: the person knows."))


@require_POST
@login_required
def case_appoint(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Give a case to somebody."""
    case = visible_case(case_id, viewer=request.user)
    form = forms.AppointForm(request.POST, case=case)

    def act() -> object:
        to = UUID(form.cleaned_data["to"])
        return actions.appoint(case_id, to=to, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Given: they have been told."))


@require_POST
@login_required
def case_aside(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Leave a case to somebody else."""
    actions.stand_aside(case_id, by=request.user, at=clock.now())
    messages.success(request, _("You stand aside: somebody else is asked."))
    return redirect("conduct:case-list")


@require_POST
@login_required
def case_another(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Ask that somebody else decides."""
    form = forms.AnotherForm(request.POST, auto_id="another_%s")

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.ask_for_another(case_id, reason=reason, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Somebody else is asked to decide."))


@require_POST
@login_required
def case_account(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Say what happened."""
    form = forms.AccountForm(request.POST)

    def act() -> object:
        return actions.give_account(
            case_id,
            text=form.cleaned_data["text"],
            companion=form.cleaned_data["companion"],
            by=request.user,
            at=clock.now(),
        )

    return _done(request, case_id, form, act, _("Kept. You may write it anew until it is decided."))


@require_POST
@login_required
def case_time(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Give the person more time."""
    form = forms.TimeForm(request.POST)

    def act() -> object:
        days = form.cleaned_data["days"]
        return actions.give_time(case_id, days=days, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("They have more time, and know it."))


@require_POST
@login_required
def case_weigh(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Say how serious it is, and whether in good faith."""
    form = forms.WeighForm(request.POST, auto_id="weigh_%s")

    def act() -> object:
        return actions.weigh(case_id, **form.cleaned_data, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Kept."))


@require_POST
@login_required
def case_proof(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Add to what a case rests on."""
    form = forms.ProofForm(request.POST, auto_id="proof_%s")

    def act() -> object:
        return actions.add_proof(case_id, proof=form.proof(), by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Added: the other side has been told."))


@require_POST
@login_required
def case_decide(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Decide in writing."""
    case = visible_case(case_id, viewer=request.user)
    form = forms.DecideForm(request.POST, case=case, viewer=request.user)

    def act() -> object:
        return actions.decide_case(case_id, ruling=form.ruling(), by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Decided: the person reads it, and may appeal."))


@require_POST
@login_required
def case_appeal(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Appeal a decision."""
    form = forms.AppealForm(request.POST, auto_id="appeal_%s")

    def act() -> object:
        text = form.cleaned_data["text"]
        return actions.appeal_case(case_id, text=text, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Sent: somebody else examines it."))


@require_POST
@login_required
def case_judge(request: WebRequest, case_id: UUID) -> HttpResponse:
    """Decide on an appeal."""
    case = visible_case(case_id, viewer=request.user)
    form = forms.JudgeForm(request.POST, case=case, viewer=request.user)

    def act() -> object:
        return actions.decide_appeal(
            case_id,
            verdict=form.cleaned_data["verdict"],
            ruling=form.ruling(),
            by=request.user,
            at=clock.now(),
        )

    return _done(request, case_id, form, act, _("Decided: the person reads it."))


@require_POST
@login_required
def case_lift(request: WebRequest, case_id: UUID) -> HttpResponse:
    """End early what follows from a case."""
    form = forms.LiftForm(request.POST, auto_id="lift_%s")

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.lift_early(case_id, reason=reason, by=request.user, at=clock.now())

    return _done(request, case_id, form, act, _("Ended: the person has been told."))
