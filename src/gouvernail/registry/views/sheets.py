"""The set-up sheet of an account and its ownership agreement, as pages and as a file."""

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.pictures.papers import ENDINGS
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.registry.errors import (
    AgreementNotFoundError,
    PaperAlteredError,
    PersonalAccountError,
)
from gouvernail.registry.forms.sheets import NO_PASSWORD, AgreementForm, PaperForm, SheetForm
from gouvernail.registry.models import Account, SetupSheet
from gouvernail.registry.permissions import may_see_sheet, visible_account, visible_paper
from gouvernail.registry.queries.agreements import agreements_of
from gouvernail.registry.queries.sheets import (
    HEADER,
    completeness,
    field_words,
    sheet_rows,
    sheets_for_export,
)


def _sheet_of(request: WebRequest, account_id: UUID) -> tuple[Account, SetupSheet | None]:
    """Return an account whose sheet the reader may see, and its sheet."""
    account = visible_account(account_id, viewer=request.user)
    if not may_see_sheet(request.user, account):
        require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    if account.kind == Account.Kind.PERSONAL:
        raise PersonalAccountError
    sheets = SetupSheet.objects.select_related("written_by")
    return account, sheets.filter(account=account).first()


@login_required
@require_GET
def account_sheet(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show how an account is set up, for the screen and for paper."""
    account, sheet = _sheet_of(request, account_id)
    lines = [(field_words(name), getattr(sheet, name, "")) for name in SetupSheet.FIELDS]
    return render(
        request,
        "registry/account_sheet.html",
        {
            "account": account,
            "sheet": sheet,
            "lines": lines,
            "completeness": completeness(sheet),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_sheet_edit(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Write how an account is set up."""
    account, sheet = _sheet_of(request, account_id)
    form = SheetForm(request.POST or None, account=account, sheet=sheet, today=clock.today())
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The sheet is kept, with its day and your name."))
        return redirect("registry:account-sheet", account.pk)
    return render(
        request,
        "registry/account_sheet_form.html",
        {"account": account, "form": form, "no_password": NO_PASSWORD},
        status=422 if form.errors else 200,
    )


@login_required
@require_GET
def account_sheets_export(request: WebRequest) -> HttpResponseBase:
    """Give every sheet of the accounts one may edit, as a file no spreadsheet will execute."""
    require(request.user, Right.EDIT_ACCOUNTS)
    require_step_up(Act.EXPORT, at=clock.now())
    rows = sheet_rows(sheets_for_export(request.user))
    pieces = (line.encode() for line in csv_lines(("\ufeffnetwork", *HEADER[1:]), rows))
    name = f"sheets-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        pieces,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_agreement(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show the agreements on an account that bears a person's name, and file another."""
    account = visible_account(account_id, viewer=request.user)
    if request.method == "POST" or not may_see_sheet(request.user, account):
        require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    form = AgreementForm(request.POST or None, request.FILES or None, account=account)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The agreement is on file."))
        return redirect("registry:account-detail", account.pk)
    return render(
        request,
        "registry/account_agreement.html",
        {
            "account": account,
            "form": form,
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS, unit=account.unit),
            "agreements": agreements_of(account),
            "paper_form": PaperForm(),
            "today": clock.today(),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def account_paper(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Take a newer file of the paper of the agreement in force."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    agreement = account.agreements.filter(ended_on__isnull=True).first()
    if agreement is None:
        raise AgreementNotFoundError
    form = PaperForm(request.POST, request.FILES)
    if form.submit(agreement.pk, by=request.user, at=clock.now()):
        messages.success(request, _("The paper is on file; the one before it is kept."))
        return redirect("registry:account-agreement", account.pk)
    return render(
        request,
        "registry/account_agreement.html",
        {
            "account": account,
            "form": AgreementForm(account=account),
            "may_edit": True,
            "agreements": agreements_of(account),
            "paper_form": form,
            "today": clock.today(),
        },
        status=422,
    )


@login_required
@require_GET
def account_paper_file(request: WebRequest, account_id: UUID, paper_id: UUID) -> HttpResponse:
    """Give a signed paper to be saved: never shown in a page, never kept by a browser."""
    paper = visible_paper(paper_id, account_id=account_id, viewer=request.user)
    body = bytes(paper.content)
    if sha256(body).hexdigest() != paper.sha256:
        raise PaperAlteredError
    response = file_response(body, mime=paper.mime, sha256=paper.sha256)
    name = f"agreement-{paper.agreement.signed_on}-v{paper.number}.{ENDINGS[paper.mime]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
