"""Paper lists: printed, scanned, typed, checked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.signing.actions import sheets as actions
from gouvernail.signing.errors import CampaignNotFoundError
from gouvernail.signing.forms import ScanForm, SendBackForm, TabletForm, TypedForm
from gouvernail.signing.models import Sheet


@require_POST
@login_required
def sheet_create(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Make a list of a unit, to be printed."""
    form = TabletForm(request.POST, viewer=request.user)
    if form.is_valid():
        sheet = tried(
            form,
            lambda: actions.print_sheet(
                campaign_id=campaign_id,
                unit_id=UUID(form.cleaned_data["unit"]),
                by=request.user,
                at=clock.now(),
            ),
        )
        if sheet is not None:
            return redirect("signing:sheet-detail", sheet.pk)
    messages.error(request, _("Nobody there can sign on paper."))
    return redirect("signing:code-slips", campaign_id)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def sheet_detail(request: WebRequest, sheet_id: UUID) -> HttpResponse:
    """Show a list to print; take in its scan, then what its lines bear."""
    sheet = actions.visible_sheet(sheet_id, viewer=request.user)
    lines = list(sheet.lines.select_related("line__person", "line__unit"))
    if sheet.status == Sheet.Status.SCANNED and request.GET.get("scan") != "again":
        form: Form = TypedForm(request.POST or None, lines=lines)
    else:
        form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _taken(request, sheet, form):
        return redirect("signing:sheet-detail", sheet.pk)
    context = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "policy": sheet.campaign.version.policy,
        "lines": lines,
        "form": form if sheet.status in {"printed", "scanned"} else None,
        "back_form": SendBackForm(),
        "own": sheet.typed_by_id == request.user.pk,
    }
    return render(request, "signing/sheet.html", context, status=status_of(form))


def _taken(request: WebRequest, sheet: Sheet, form: Form) -> bool:
    at = clock.now()
    if isinstance(form, TypedForm):
        days = form.days()
        typed = tried(
            form,
            lambda: actions.type_sheet(sheet_id=sheet.pk, signed_on=days, by=request.user, at=at),
        )
        return typed is not None
    scan = form.cleaned_data["scan"]
    kept = tried(
        form,
        lambda: actions.add_scan(
            sheet_id=sheet.pk, name=scan.name, content=scan.read(), by=request.user, at=at
        ),
    )
    return kept is not None


@require_GET
@login_required
def sheet_scan(request: WebRequest, sheet_id: UUID) -> HttpResponse:
    """Show the scan of a list."""
    sheet = actions.visible_sheet(sheet_id, viewer=request.user)
    if sheet.scan is None:
        raise CampaignNotFoundError
    content = bytes(sheet.scan)
    kind = actions.kind_of_scan(content)
    return file_response(content, mime=kind, sha256=sheet.scan_sha256)


@require_POST
@login_required
def sheet_check(request: WebRequest, sheet_id: UUID) -> HttpResponse:
    """Confirm a typed list, or send it back with what differs."""
    sheet = actions.visible_sheet(sheet_id, viewer=request.user)
    if request.POST.get("act") == "back":
        form = SendBackForm(request.POST)
        reason = request.POST.get("reason", "")
        tried(
            form,
            lambda: actions.send_sheet_back(
                sheet_id=sheet_id, reason=reason, by=request.user, at=clock.now()
            ),
        )
        for problem in form.errors.get("reason", []):
            messages.error(request, str(problem))
        return redirect("signing:sheet-detail", sheet_id)
    number = actions.check_sheet(sheet_id=sheet_id, by=request.user, at=clock.now())
    told = ngettext("%(number)s signature entered.", "%(number)s signatures entered.", number)
    messages.success(request, told % {"number": number})
    return redirect("signing:campaign-detail", sheet.campaign_id)


@require_POST
@login_required
def sheet_drop(request: WebRequest, sheet_id: UUID) -> HttpResponse:
    """Throw a list away."""
    sheet = actions.drop_sheet(sheet_id=sheet_id, by=request.user, at=clock.now())
    messages.success(request, _("The list is thrown away."))
    return redirect("signing:code-slips", sheet.campaign_id)
