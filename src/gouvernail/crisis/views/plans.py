"""Plans: list, page, card of the first hour, writing."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis import actions
from gouvernail.crisis.errors import PartNotFoundError
from gouvernail.crisis.forms.plans import (
    DecisionForm,
    PlanForm,
    RoleForm,
    StatementForm,
    StepForm,
)
from gouvernail.crisis.models import Plan, Statement
from gouvernail.crisis.permissions import visible_plan
from gouvernail.crisis.queries.plans import card_of, kinds_there, plan_page, plans_for_list
from gouvernail.crisis.starters import starter_plans
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried, tried_all
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.queries import nameable_people

LANGUAGES = ("fr", "en")
OFFERED = 300  # names in a list to choose from


@login_required
@require_GET
def plan_list(request: WebRequest) -> HttpResponse:
    """Show the plans, and those to start from that are not there yet."""
    require(request.user, Right.SEE_INCIDENTS)
    keeps = may(request.user, Right.RUN_INCIDENTS)
    context = {
        "plans": plans_for_list(request.user),
        "starters": _starters(kinds_there(request.user)) if keeps else [],
        "keeps": keeps,
    }
    return render(request, "crisis/plan_list.html", context)


def _starters(there: set[str]) -> list[tuple[str, str, str]]:
    """Return the kind, title and purpose of the plans to start from that are missing."""
    spoken = get_language() or "fr"
    return [
        (plan.slug, plan.title.said(spoken), plan.summary.said(spoken))
        for plan in starter_plans()
        if plan.slug not in there
    ]


@login_required
@require_POST
def plan_import(request: WebRequest) -> HttpResponse:
    """Make a plan of one to start from."""
    plan = actions.import_starter(
        kind=request.POST.get("kind", ""), by=request.user, at=clock.now()
    )
    messages.success(request, _("The plan is there. Name its people, and give the numbers."))
    return redirect("crisis:plan-detail", plan.pk)


@login_required
@require_http_methods(["GET", "POST"])
def plan_create(request: WebRequest) -> HttpResponse:
    """Begin a plan by hand."""
    require(request.user, Right.RUN_INCIDENTS)
    form = PlanForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        plan = tried(
            form,
            lambda: actions.create_plan(
                kind=kind,
                facts=form.facts(),
                unit_id=form.unit_id(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if plan is not None:
            return redirect("crisis:plan-detail", plan.pk)
    context = {"form": form, "title": _("New plan"), "back": ""}
    return render(request, "crisis/plan_form.html", context, status=status_of(form))


@login_required
@require_GET
def plan_detail(request: WebRequest, plan_id: UUID) -> HttpResponse:
    """Show a plan whole."""
    return _show_plan(request, visible_plan(plan_id, viewer=request.user))


def _show_plan(
    request: WebRequest,
    plan: Plan,
    *,
    role_form: RoleForm | None = None,
    decided: tuple[UUID, DecisionForm] | None = None,
) -> HttpResponse:
    """Render a plan; a form that was refused stands in its place with what was typed."""
    page = plan_page(plan, viewer=request.user)
    context = {
        "page": page,
        "plan": plan,
        "role_form": role_form or RoleForm(person=request.user),
        "decided": decided[0] if decided else None,
        "decision_form": decided[1] if decided else None,
        "people": nameable_people(request.user)[:OFFERED] if page.keeps else [],
    }
    refused = [form for form in (role_form, decided and decided[1]) if form]
    return render(request, "crisis/plan_detail.html", context, status=status_of(*refused))


@login_required
@require_GET
def plan_card(request: WebRequest, plan_id: UUID, language: str) -> HttpResponse:
    """Show the card of the first hour on one sheet of A4, in the language asked for."""
    plan = visible_plan(plan_id, viewer=request.user)
    spoken = language if language in LANGUAGES else "fr"
    with override(spoken):
        context = {"card": card_of(plan), "plan": plan, "language": spoken}
        return render(request, "crisis/plan_card.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan_edit(request: WebRequest, plan_id: UUID) -> HttpResponse:
    """Change what a plan says beside its steps."""
    plan = visible_plan(plan_id, viewer=request.user)
    require(request.user, Right.RUN_INCIDENTS, unit=plan.unit)
    form = PlanForm(request.POST or None, person=request.user, plan=plan)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.update_plan(
                plan_id=plan_id,
                facts=form.facts(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            return redirect("crisis:plan-detail", plan_id)
    context = {"form": form, "title": plan.label, "back": plan}
    return render(request, "crisis/plan_form.html", context, status=status_of(form))


@login_required
@require_POST
def plan_archive(request: WebRequest, plan_id: UUID) -> HttpResponse:
    """Put a plan away."""
    actions.archive_plan(plan_id=plan_id, by=request.user, at=clock.now())
    messages.success(request, _("The plan is put away."))
    return redirect("crisis:plan-list")


@login_required
@require_POST
def plan_policy(request: WebRequest, plan_id: UUID) -> HttpResponse:
    """Write the plan as a draft of its policy."""
    version = actions.write_as_policy(plan_id=plan_id, by=request.user, at=clock.now())
    messages.success(request, _("The policy is written. Read it again, then submit it."))
    return redirect("policies:policy-detail", version.policy.slug)


@login_required
@require_POST
def role_name(request: WebRequest, plan_id: UUID) -> HttpResponse:
    """Say who holds a role."""
    plan = visible_plan(plan_id, viewer=request.user)
    form = RoleForm(request.POST, person=request.user)
    if form.is_valid():
        said = form.cleaned_data
        row = tried(
            form,
            lambda: actions.name_role(
                plan_id=plan_id,
                role=said["role"],
                holder_id=said["holder"].pk if said["holder"] else None,
                deputy_id=said["deputy"].pk if said["deputy"] else None,
                by=request.user,
                at=clock.now(),
            ),
        )
        if row is not None:
            return redirect("crisis:plan-detail", plan_id)
    return _show_plan(request, plan, role_form=form)


@login_required
@require_http_methods(["GET", "POST"])
def step_edit(request: WebRequest, plan_id: UUID, step_id: UUID | None = None) -> HttpResponse:
    """Add a step to a plan, or change one."""
    plan = visible_plan(plan_id, viewer=request.user)
    require(request.user, Right.RUN_INCIDENTS, unit=plan.unit)
    step = plan.steps.filter(pk=step_id).first() if step_id else None
    if step_id and step is None:
        raise PartNotFoundError
    form = StepForm(request.POST or None, step=step)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.write_step(
                plan_id=plan_id,
                facts=form.facts(),
                step_id=step_id,
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            return redirect("crisis:plan-detail", plan_id)
    context = {"form": form, "title": _("Step of the plan"), "back": plan}
    return render(request, "crisis/plan_form.html", context, status=status_of(form))


@login_required
@require_POST
def step_remove(request: WebRequest, plan_id: UUID, step_id: UUID) -> HttpResponse:
    """Take a step out of a plan."""
    actions.remove_step(plan_id=plan_id, step_id=step_id, by=request.user, at=clock.now())
    return redirect("crisis:plan-detail", plan_id)


@login_required
@require_http_methods(["GET", "POST"])
def statement_edit(
    request: WebRequest, plan_id: UUID, statement_id: UUID | None = None
) -> HttpResponse:
    """Write a statement, or change one: it waits for approval again."""
    plan = visible_plan(plan_id, viewer=request.user)
    require(request.user, Right.RUN_INCIDENTS, unit=plan.unit)
    rows = plan.statements.exclude(status="removed")
    statement = rows.filter(pk=statement_id).first() if statement_id else None
    if statement_id and statement is None:
        raise PartNotFoundError
    form = StatementForm(request.POST or None, statement=statement)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.write_statement(
                plan_id=plan_id,
                words=form.spoken(),
                statement_id=statement_id,
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            return redirect("crisis:plan-detail", plan_id)
    context = {"form": form, "title": _("Holding statement"), "back": plan}
    return render(request, "crisis/plan_form.html", context, status=status_of(form))


@login_required
@require_POST
def statements_submit(request: WebRequest, plan_id: UUID) -> HttpResponse:
    """Submit the drafts of a plan to those who approve."""
    actions.submit_statements(plan_id=plan_id, by=request.user, at=clock.now())
    messages.success(request, _("Submitted: somebody else approves them now."))
    return redirect("crisis:plan-detail", plan_id)


@login_required
@require_POST
def statement_approve(request: WebRequest, statement_id: UUID) -> HttpResponse:
    """Approve the words that were read."""

    def act(form: DecisionForm) -> Statement:
        return actions.approve_statement(
            statement_id=statement_id, **form.cleaned_data, by=request.user, at=clock.now()
        )

    return _decide(request, statement_id, act)


def _decide(
    request: WebRequest, statement_id: UUID, act: Callable[[DecisionForm], Statement]
) -> HttpResponse:
    """Decide about a statement; a refusal stands beside it, with the reason that was typed."""
    form = DecisionForm(request.POST)
    row = tried_all(form, lambda: act(form)) if form.is_valid() else None
    if row is not None:
        return redirect("crisis:plan-detail", row.plan_id)
    waiting = Statement.objects.filter(pk=statement_id).first()
    if waiting is None:
        raise PartNotFoundError
    plan = visible_plan(waiting.plan_id, viewer=request.user)
    return _show_plan(request, plan, decided=(statement_id, form))


@login_required
@require_POST
def statement_return(request: WebRequest, statement_id: UUID) -> HttpResponse:
    """Send a statement back, and say why."""

    def act(form: DecisionForm) -> Statement:
        reason = form.cleaned_data["reason"]
        return actions.return_statement(
            statement_id=statement_id, reason=reason, by=request.user, at=clock.now()
        )

    return _decide(request, statement_id, act)


@login_required
@require_POST
def statement_remove(request: WebRequest, statement_id: UUID) -> HttpResponse:
    """Take a statement out of its plan."""
    row = actions.remove_statement(statement_id=statement_id, by=request.user, at=clock.now())
    return redirect("crisis:plan-detail", row.plan_id)
