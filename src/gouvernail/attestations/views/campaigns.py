"""Campaigns as leads see them: the list, one campaign, its export and its report."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.attestations.actions.campaigns import (
    cancel_campaign,
    close_campaign,
    extend_campaign,
    open_campaign,
    prepare_campaign,
)
from gouvernail.attestations.forms.declarations import CampaignForm, ExtendForm
from gouvernail.attestations.models import Campaign
from gouvernail.attestations.permissions import visible_campaign
from gouvernail.attestations.queries.campaigns import (
    EXPORT_HEADER,
    ORDER,
    STATES,
    campaigns_for_list,
    declarations_for_list,
    export_rows,
    is_late,
    last_declared_on,
    progress_of,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.actions.invitations import sends_mail
from gouvernail.people.permissions import Act, Right, may, require, require_step_up

PAGE = 50


@login_required
@require_GET
def campaign_list(request: WebRequest) -> HttpResponse:
    """Show the campaigns, the newest first."""
    require(request.user, Right.SEE_ACCOUNTS)
    rows = campaigns_for_list(request.user)
    page = page_of(
        rows, order=("-opens_on", "-id"), cursor=request.GET.get("cursor", ""), size=PAGE
    )
    context = {
        "page": page,
        "may_open": may(request.user, Right.EDIT_ACCOUNTS),
        "today": clock.today(),
    }
    return render(request, "attestations/campaign_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def campaign_create(request: WebRequest) -> HttpResponse:
    """Prepare a campaign."""
    require(request.user, Right.EDIT_ACCOUNTS)
    form = CampaignForm(request.POST or None, viewer=request.user, today=clock.today())
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        made = tried(form, lambda: prepare_campaign(facts=form.facts(), by=request.user, at=at))
        if made is not None:
            messages.success(request, _("Prepared. See whom each unit asks, then open it."))
            return redirect("attestations:campaign-detail", made.pk)
    context = {"form": form}
    return render(request, "attestations/campaign_form.html", context, status=status_of(form))


@login_required
@require_GET
def campaign_detail(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Show who has answered, who has not, and what is to be settled."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    return _detail(request, campaign, ExtendForm())


def _asked(request: WebRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    return state if state in STATES else "", request.GET.get("q", "")[:100]


def _detail(request: WebRequest, campaign: Campaign, form: ExtendForm) -> HttpResponse:
    (state, search), today = _asked(request), clock.today()
    rows = declarations_for_list(campaign, state=state, search=search)
    page = page_of(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=PAGE)
    progress = progress_of(campaign)
    context = {
        "campaign": campaign,
        "progress": progress,
        "page": page,
        "rows": [(one, is_late(one, campaign, today=today)) for one in page.rows],
        "state": state,
        "search": search,
        "late": campaign.is_late(today),
        "leads": may(request.user, Right.EDIT_ACCOUNTS, unit=campaign.unit),
        "mails": sends_mail(),
        "form": form,
        "timeline": timeline("campaign", campaign.pk, size=10),
    }
    return render(request, "attestations/campaign_detail.html", context, status=status_of(form))


@login_required
@require_POST
def campaign_open(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Open a campaign: the links leave."""
    open_campaign(campaign_id=campaign_id, by=request.user, at=clock.now())
    words = _("Open. The links leave by e-mail within a minute.")
    if not sends_mail():
        words = _("Open. This site sends no mail: hand each link over yourself.")
    messages.success(request, words)
    return redirect("attestations:campaign-detail", campaign_id)


@login_required
@require_POST
def campaign_extend(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Give everybody more time."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=campaign.unit)
    form = ExtendForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["closes_on"]
        done = tried(
            form,
            lambda: extend_campaign(
                campaign_id=campaign_id, closes_on=day, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Extended."))
            return redirect("attestations:campaign-detail", campaign_id)
    return _detail(request, campaign, form)


@login_required
@require_POST
def campaign_close(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Close a campaign."""
    close_campaign(campaign_id=campaign_id, by=request.user, at=clock.now())
    messages.success(request, _("Closed. What was signed is still settled, and appealed."))
    return redirect("attestations:campaign-detail", campaign_id)


@login_required
@require_POST
def campaign_cancel(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Give up a campaign that has not opened."""
    cancel_campaign(campaign_id=campaign_id, by=request.user, at=clock.now())
    messages.success(request, _("Cancelled. Nothing was sent."))
    return redirect("attestations:campaign-detail", campaign_id)


@login_required
@require_GET
def campaign_export(request: WebRequest, campaign_id: UUID) -> HttpResponseBase:
    """Give the narrowed list as a file that no spreadsheet will execute."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    require_step_up(Act.EXPORT, at=clock.now())
    state, search = _asked(request)
    rows = export_rows(campaign, state=state, search=search)
    return StreamingHttpResponse(
        csv_lines(EXPORT_HEADER, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="declarations-{clock.today()}.csv"'},
    )


@login_required
@require_GET
def campaign_report(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Show the whole campaign on one page, made to be printed."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    today = clock.today()
    rows = declarations_for_list(campaign).prefetch_related(
        "lines__account", "lines__decided_by", "lines__appeal_by"
    )
    context = {
        "campaign": campaign,
        "progress": progress_of(campaign),
        "rows": [(one, is_late(one, campaign, today=today)) for one in rows.order_by(*ORDER)],
        "today": today,
    }
    return render(request, "attestations/campaign_report.html", context)


@login_required
@require_GET
def last_declaration(request: WebRequest) -> HttpResponse:
    """Say when the units last declared: a fragment of the register's head."""
    require(request.user, Right.SEE_ACCOUNTS)
    context = {"last": last_declared_on(request.user)}
    return render(request, "attestations/_last_declaration.html", context)
