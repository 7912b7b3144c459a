"""Campaigns: planned, followed unit by unit and person by person, exported, closed."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.permissions import Act, Right, may, require_step_up
from gouvernail.signing import actions
from gouvernail.signing.forms import (
    CampaignForm,
    FilterForm,
    ObjectionAnswerForm,
    chips_of,
    filters_of,
    plan_like,
    plan_to_begin,
)
from gouvernail.signing.models import Campaign
from gouvernail.signing.permissions import (
    may_plan,
    require_planner,
    visible_campaign,
    visible_objection,
)
from gouvernail.signing.queries.exports import HEADER, export_rows, json_lines
from gouvernail.signing.queries.planning import (
    campaign_before,
    units_and_roles,
    version_to_plan,
)
from gouvernail.signing.queries.progress import (
    campaigns_for_list,
    narrowed,
    objections_of,
    people_for_list,
    progress_of_campaign,
)
from gouvernail.signing.queries.quizzes import quizzes_to_choose
from gouvernail.signing.queries.reading import versions_to_ask, versions_to_plan


@require_GET
@login_required
def campaign_list(request: WebRequest) -> HttpResponse:
    """Show the campaigns the reader follows, and the versions that no campaign asks for yet."""
    may_plan_some = may(request.user, Right.EDIT_POLICIES)
    context = {
        "page": campaigns_for_list(request.user, cursor=request.GET.get("cursor", "")),
        "to_ask": versions_to_ask(request.user),
        "to_plan": versions_to_plan(request.user) if may_plan_some else [],
        "may_plan": may_plan_some,
        "today": clock.today(),
    }
    return render(request, "signing/campaign_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def campaign_create(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Plan the signatures of a version."""
    version = version_to_plan(version_id, viewer=request.user)
    before = campaign_before(version)
    start = plan_to_begin(version, before, today=clock.today())
    form = CampaignForm(request.POST or None, viewer=request.user, start=start)
    if request.method == "POST" and form.is_valid():
        campaign = tried(
            form,
            lambda: actions.plan_campaign(
                version_id=version_id, plan=form.plan(), by=request.user, at=clock.now()
            ),
        )
        if campaign is not None:
            is_open = campaign.status == Campaign.Status.OPEN
            said = _("The campaign is open.") if is_open else _("The campaign is planned.")
            messages.success(request, said)
            return redirect("signing:campaign-detail", campaign.pk)
    context = {"form": form, "version": version, "policy": version.policy, "before": before}
    return render(request, "signing/campaign_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def campaign_edit(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Change a campaign that goes on."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    require_planner(request.user, campaign.version.policy)
    form = CampaignForm(request.POST or None, viewer=request.user, start=plan_like(campaign))
    if request.method == "POST" and form.is_valid():
        changed = tried(
            form,
            lambda: actions.change_campaign(
                campaign_id=campaign_id, plan=form.plan(), by=request.user, at=clock.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("Changed."))
            return redirect("signing:campaign-detail", campaign_id)
    version = campaign.version
    context = {"form": form, "campaign": campaign, "version": version, "policy": version.policy}
    return render(request, "signing/campaign_form.html", context, status=status_of(form))


@require_GET
@login_required
def campaign_detail(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Show how far a campaign has come, unit by unit; `?unit=` looks into one."""
    return detail_page(request, campaign_id)


def detail_page(
    request: WebRequest,
    campaign_id: UUID,
    *,
    answer: ObjectionAnswerForm | None = None,
    about: UUID | None = None,
) -> HttpResponse:
    """Return the page of a campaign, with what was just refused."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    unit, cursor = request.GET.get("unit", ""), request.GET.get("cursor", "")
    plans = may_plan(request.user, campaign.version.policy)
    objections = objections_of(campaign, cursor=cursor) if plans else None
    if objections and about and all(one.pk != about for one in objections.rows):
        objections.rows.insert(0, visible_objection(about, viewer=request.user))
    context = {
        "campaign": campaign,
        "policy": campaign.version.policy,
        "progress": progress_of_campaign(
            campaign,
            request.user,
            today=clock.today(),
            unit_id=UUID(unit) if is_uuid(unit) else None,
        ),
        "named": units_and_roles(campaign),
        "quiz": dict(quizzes_to_choose()).get(campaign.quiz_id) if campaign.quiz_id else "",
        "may_plan": plans,
        "objections": objections,
        "answer_form": answer,
        "blank_form": ObjectionAnswerForm(),
        "about": about,
        "timeline": timeline(Campaign.ledger_kind, campaign.pk) if plans else None,
        "today": clock.today(),
    }
    status = status_of(answer) if answer else 200
    return render(request, "signing/campaign_detail.html", context, status=status)


@require_GET
@login_required
def campaign_people(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Show the people of a campaign, narrowed, page by page."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    filters = filters_of(request.GET, viewer=request.user)
    cursor = request.GET.get("cursor", "")
    context = {
        "campaign": campaign,
        "policy": campaign.version.policy,
        "page": people_for_list(
            campaign, request.user, filters, at=clock.now(), today=clock.today(), cursor=cursor
        ),
        "chips": chips_of(filters),
        "filter_form": FilterForm(request.GET, viewer=request.user),
        "today": clock.today(),
    }
    return render(request, "signing/campaign_people.html", context)


@require_GET
@login_required
def campaign_export(request: WebRequest, campaign_id: UUID) -> HttpResponseBase:
    """Give the people of a campaign, narrowed as the list is: CSV, or JSON with `?format=json`."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    at = clock.now()
    require_step_up(Act.EXPORT, at=at)
    filters = filters_of(request.GET, viewer=request.user)
    rows = narrowed(campaign, request.user, filters, at=at, today=clock.today())
    as_json = request.GET.get("format") == "json"
    lines: Iterator[str] = (
        json_lines(rows) if as_json else csv_lines([str(one) for one in HEADER], export_rows(rows))
    )
    kind, ending = ("application/json", "json") if as_json else ("text/csv", "csv")
    response = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    name = f"signatures-{campaign.version.policy.slug}-v{campaign.version.number}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@login_required
def campaign_remind(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Remind those who still have to sign: all, of one unit, or one person."""
    unit, person = request.POST.get("unit", ""), request.POST.get("person", "")
    number = actions.remind_by_hand(
        campaign_id=campaign_id,
        unit_id=UUID(unit) if is_uuid(unit) else None,
        person_id=UUID(person) if is_uuid(person) else None,
        by=request.user,
        at=clock.now(),
    )
    told = ngettext("%(number)s person reminded.", "%(number)s people reminded.", number)
    nobody = _("Nobody reminded: they were told today already, are away, or have objected.")
    messages.success(request, told % {"number": number} if number else nobody)
    return redirect("signing:campaign-detail", campaign_id)


@require_POST
@login_required
def campaign_close(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Close a campaign."""
    actions.close_campaign(campaign_id=campaign_id, by=request.user, at=clock.now())
    messages.success(request, _("Closed. What was signed stays."))
    return redirect("signing:campaign-detail", campaign_id)
