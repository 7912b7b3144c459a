"""The register as pages: list, matrix, one account, its forms, its exports."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.registry.errors import AccountNotFoundError
from gouvernail.registry.forms.accounts import AccountForm, ReadingForm, RepairForm, repair_title
from gouvernail.registry.forms.filters import FilterForm, asked_of
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import may_read_by_hand, may_see_sheet, visible_account
from gouvernail.registry.queries import (
    account_matrix,
    account_with_health,
    accounts_for_export,
    accounts_for_list,
    choices,
    nameable_people,
    tally,
)
from gouvernail.registry.queries.details import details_of
from gouvernail.registry.queries.exports import export_csv, export_xlsx, load_csv
from gouvernail.registry.queries.life import may_undo
from gouvernail.registry.queries.map import account_map
from gouvernail.registry.queries.sheets import completeness

NAMES_OFFERED = 300


@login_required
@require_GET
def account_list(request: WebRequest) -> HttpResponse:
    """Show the register, narrowed as the address says."""
    require(request.user, Right.SEE_ACCOUNTS)
    asked, today = asked_of(request.GET, viewer=request.user), clock.today()
    cursor = request.GET.get("cursor", "")
    page, rows = accounts_for_list(
        request.user, asked.filters, order=asked.order, cursor=cursor, today=today
    )
    offered = choices(request.user)
    return render(
        request,
        "registry/account_list.html",
        {
            "scoped": True,
            "asked": asked,
            "page": page,
            "rows": rows,
            "tally": tally(request.user, asked.filters, today=today),
            "filter_form": FilterForm(request.GET, offered=offered),
            "unjudged": dict(offered.statuses).get(Account.Status.TO_CONFIRM, 0),
            "kept": _kept(request),
            "today": today,
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
            "may_import": may(request.user, Right.IMPORT_ACCOUNTS),
        },
    )


def _kept(request: WebRequest) -> list[tuple[str, str]]:
    """Return what the filter form must carry along: the parameters it does not show."""
    shown = {"q", "status", "network", "fault", "tag", "custody", "sort", "cursor"}
    return [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in shown
    ]


@login_required
@require_GET
def account_matrix_page(request: WebRequest) -> HttpResponse:
    """Show the register as units by networks."""
    require(request.user, Right.SEE_ACCOUNTS)
    today = clock.today()
    return render(
        request,
        "registry/account_matrix.html",
        {
            "matrix": account_matrix(request.user, today=today),
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
            "may_import": may(request.user, Right.IMPORT_ACCOUNTS),
        },
    )


@login_required
@require_GET
def account_map_page(request: WebRequest) -> HttpResponse:
    """Show the register as a map of units, with what each has to keep and who for."""
    require(request.user, Right.SEE_ACCOUNTS)
    under = asked_of(request.GET, viewer=request.user).filters.unit
    plots = account_map(request.user, under=under, today=clock.today())
    return render(
        request,
        "registry/account_map.html",
        {
            "scoped": True,
            "under": under,
            "plots": plots,
            "total": sum(plot.accounts for plot in plots),
            "over": [plot for plot in plots if plot.is_overextended],
            "may_edit": may(request.user, Right.EDIT_ACCOUNTS),
            "may_import": may(request.user, Right.IMPORT_ACCOUNTS),
        },
    )


@login_required
@require_GET
def account_map_export(request: WebRequest) -> HttpResponseBase:
    """Give what each unit has to keep, and who for, as a file no spreadsheet will execute."""
    require(request.user, Right.SEE_ACCOUNTS)
    require_step_up(Act.EXPORT, at=clock.now())
    under = asked_of(request.GET, viewer=request.user).filters.unit
    plots = account_map(request.user, under=under, today=clock.today())
    return StreamingHttpResponse(
        load_csv(plots),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="units.csv"'},
    )


@login_required
@require_GET
def account_export(request: WebRequest, form: str) -> HttpResponseBase:
    """Give the narrowed register as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_ACCOUNTS)
    require_step_up(Act.EXPORT, at=clock.now())
    asked = asked_of(request.GET, viewer=request.user)
    accounts = accounts_for_export(request.user, asked.filters, today=clock.today())
    name = f"accounts-{clock.today().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "csv":
        return StreamingHttpResponse(
            export_csv(accounts.iterator(chunk_size=1000)),
            content_type="text/csv; charset=utf-8",
            headers=headers,
        )
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(export_xlsx(accounts), content_type=sheet, headers=headers)


@login_required
@require_GET
def account_detail(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show one account."""
    account = visible_account(account_id, viewer=request.user)
    form = ReadingForm(account=account, today=clock.today())
    return _detail(request, account, form=form, status=200)


def _detail(
    request: WebRequest, account: Account, *, form: ReadingForm, status: int
) -> HttpResponse:
    row = account_with_health(account.pk, viewer=request.user, today=clock.today())
    if row is None:
        raise AccountNotFoundError
    details = details_of(row)
    may_edit = may(request.user, Right.EDIT_ACCOUNTS, unit=row.account.unit)
    events = timeline(
        "account",
        account.pk,
        also=details.other_subjects,
        cursor=request.GET.get("events", ""),
        size=10,
    )
    return render(
        request,
        "registry/account_detail.html",
        {
            "row": row,
            "account": row.account,
            "details": details,
            "timeline": events,
            "form": form,
            "today": clock.today(),
            "may_edit": may_edit,
            "may_connect": may(request.user, Right.CONNECT_ACCOUNTS, unit=row.account.unit),
            "may_read_by_hand": may_read_by_hand(request.user, row.account),
            "may_see_sheet": may_see_sheet(request.user, row.account),
            "sheet": details.sheet,
            "completeness": completeness(details.sheet),
            "agreement": details.agreement,
            "may_undo": may_edit and may_undo(row.account, request.user, at=clock.now()),
        },
        status=status,
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_create(request: WebRequest) -> HttpResponse:
    """Register an account."""
    require(request.user, Right.EDIT_ACCOUNTS)
    form = AccountForm(request.POST or None, viewer=request.user)
    if request.method == "POST":
        account = form.submit(by=request.user, at=clock.now())
        if account is not None:
            messages.success(request, _("The account is in the register."))
            return redirect("registry:account-detail", account.pk)
    return _form(request, form, account=None)


@login_required
@require_http_methods(["GET", "POST"])
def account_edit(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Change what is known of an account."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    form = AccountForm(request.POST or None, viewer=request.user, account=account)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()) is not None:
        messages.success(request, _("The record is up to date."))
        return redirect("registry:account-detail", account.pk)
    return _form(request, form, account=account)


def _form(request: WebRequest, form: AccountForm, *, account: Account | None) -> HttpResponse:
    return render(
        request,
        "registry/account_form.html",
        {
            "form": form,
            "account": account,
            "people": nameable_people(request.user)[:NAMES_OFFERED],
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_repair(request: WebRequest, account_id: UUID, kind: str) -> HttpResponse:
    """Put one thing of an account right."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    if kind not in RepairForm.KINDS:
        raise Http404
    form = RepairForm(request.POST or None, viewer=request.user, account=account, kind=kind)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("Done: the change is in the sealed log."))
        return redirect("registry:account-detail", account.pk)
    return render(
        request,
        "registry/account_repair.html",
        {
            "form": form,
            "account": account,
            "title": repair_title(kind),
            "people": nameable_people(request.user)[:NAMES_OFFERED],
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def account_reading(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Keep figures read by hand; a refusal comes back with the page, at its place."""
    account = visible_account(account_id, viewer=request.user)
    if not may_read_by_hand(request.user, account):
        require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    form = ReadingForm(request.POST, account=account, today=clock.today())
    if form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The reading is kept, with its day and your name."))
        return redirect("registry:account-detail", account.pk)
    return _detail(request, account, form=form, status=422)
