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
from gouvernail.foundation.errors import DomainError, StaleError
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.people.permissions import visible_people
from gouvernail.signing.actions import sheets as actions
from gouvernail.signing.errors import (
    CampaignNotFoundError,
    CampaignStateError,
    SheetScanGoneError,
)
from gouvernail.signing.forms import ScanForm, SendBackForm, TabletForm, TypedForm
from gouvernail.signing.models import Sheet, SheetLine
from gouvernail.signing.queries.quizzes import questions_to_ask


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
    messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("signing:code-slips", campaign_id)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def sheet_detail(request: WebRequest, sheet_id: UUID) -> HttpResponse:
    """Show a list to print; take in its scan, then what its lines bear."""
    sheet = actions.visible_sheet(sheet_id, viewer=request.user)
    lines = _lines(sheet)
    again = request.GET.get("scan") == "again" or sheet.scan is None
    if sheet.status == Sheet.Status.SCANNED and not again:
        people = visible_people(request.user).filter(is_active=True)
        asks = people if sheet.campaign.quiz_id else None
        form: Form = TypedForm(request.POST or None, lines=lines, asks=asks)
    else:
        form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _taken(request, sheet, form):
        return redirect("signing:sheet-detail", sheet.pk)
    return _page(request, sheet, lines, form=form)


def _lines(sheet: Sheet) -> list[SheetLine]:
    return list(sheet.lines.select_related("line__person", "line__unit"))


def _page(
    request: WebRequest,
    sheet: Sheet,
    lines: list[SheetLine],
    *,
    form: Form | None = None,
    back_form: SendBackForm | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    going = sheet.status in {Sheet.Status.PRINTED, Sheet.Status.SCANNED}
    is_typed = sheet.status == Sheet.Status.TYPED
    context = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "policy": sheet.campaign.version.policy,
        "lines": lines,
        "form": form if going else None,
        "typing": isinstance(form, TypedForm),
        "back_form": back_form or SendBackForm(),
        "own": sheet.typed_by_id == request.user.pk,
        "typed": actions.digest_of_typed(sheet) if is_typed else "",
        "questions": questions_to_ask(sheet.campaign) if going else [],
        "refused": refused,
    }
    shown = [one for one in (form, back_form) if one is not None]
    status = refused.status if refused else status_of(*shown)
    return render(request, "signing/sheet.html", context, status=status)


def _taken(request: WebRequest, sheet: Sheet, form: Form) -> bool:
    at = clock.now()
    if isinstance(form, TypedForm):
        days, asked_by = form.days(), form.asked_by()
        typed = tried(
            form,
            lambda: actions.type_sheet(
                sheet_id=sheet.pk, signed_on=days, asked_by=asked_by, by=request.user, at=at
            ),
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
        return _send_back(request, sheet)
    typed = request.POST.get("typed", "")
    try:
        number = actions.check_sheet(
            sheet_id=sheet_id, typed=typed, by=request.user, at=clock.now()
        )
    except (CampaignStateError, SheetScanGoneError, StaleError) as refused:
        return _page(request, sheet, _lines(sheet), refused=refused)
    told = ngettext("%(number)s signature entered.", "%(number)s signatures entered.", number)
    messages.success(request, told % {"number": number})
    return redirect("signing:campaign-detail", sheet.campaign_id)


def _send_back(request: WebRequest, sheet: Sheet) -> HttpResponse:
    form = SendBackForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        sent = tried(
            form,
            lambda: actions.send_sheet_back(
                sheet_id=sheet.pk, reason=reason, by=request.user, at=clock.now()
            ),
        )
        if sent is not None:
            return redirect("signing:sheet-detail", sheet.pk)
    return _page(request, sheet, _lines(sheet), back_form=form)


@require_POST
@login_required
def sheet_drop(request: WebRequest, sheet_id: UUID) -> HttpResponse:
    """Throw a list away."""
    sheet = actions.drop_sheet(sheet_id=sheet_id, by=request.user, at=clock.now())
    messages.success(request, _("The list is thrown away."))
    return redirect("signing:code-slips", sheet.campaign_id)
