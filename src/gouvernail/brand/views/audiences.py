"""Audiences, colour themes and the kit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.brand.actions.audiences import archive_audience, write_audience
from gouvernail.brand.actions.themes import archive_theme, write_theme
from gouvernail.brand.forms.guides import begun_with
from gouvernail.brand.forms.templates import AudienceForm, ThemeForm
from gouvernail.brand.models import Audience, Theme
from gouvernail.brand.permissions.guides import (
    may_write,
    readable_unit,
    require_write,
    visible_audience,
    visible_theme,
)
from gouvernail.brand.queries.audiences import coverage, linked_accounts, offered_accounts, parents
from gouvernail.brand.queries.colours import colours_of, on_white, pairs_of, themes_for_list
from gouvernail.brand.queries.kit import (
    SHARING,
    follow_links,
    icons_for,
    kit_of,
    public_accounts,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.registry.queries import network_label


@require_GET
@login_required
def audience_list(request: WebRequest) -> HttpResponse:
    """Show the audiences, who speaks to each and where nobody does."""
    found = coverage(request.user, cursor=request.GET.get("cursor", ""))
    context = {"coverage": found, "may_write": may_write(request.user)}
    return render(request, "brand/audience_list.html", context)


@require_GET
@login_required
def audience_export(request: WebRequest) -> HttpResponse:
    """Answer with the first page of the matrix as a file: an audience and a network a line."""
    require_step_up(Act.EXPORT, at=clock.now())
    found = coverage(request.user, cursor=request.GET.get("cursor", ""))
    header = (_("audience"), _("part of"), _("network"), _("accounts"), _("hole"), _("overlap"))
    lines = (
        (
            row.audience.label,
            row.audience.parent.label if row.audience.parent else "",
            network_label(cell.network),
            ", ".join(one.name for one in cell.accounts),
            _("yes") if cell.hole else "",
            _("yes") if cell.overlap else "",
        )
        for row in found.rows
        for cell in row.cells
    )
    response = HttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audiences.csv"'
    return response


@require_http_methods(["GET", "POST"])
@login_required
def audience_create(request: WebRequest) -> HttpResponse:
    """Describe an audience."""
    require(request.user, Right.EDIT_BRAND)
    return _audience(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def audience_edit(request: WebRequest, audience_id: UUID) -> HttpResponse:
    """Show an audience to whoever writes it."""
    row = visible_audience(audience_id, viewer=request.user)
    require_write(request.user, unit=row.unit)
    return _audience(request, row)


def _audience(request: WebRequest, row: Audience | None) -> HttpResponse:
    initial = _said(row) if row else {"unit": str(readable_unit(request.user).pk)}
    form = AudienceForm(
        request.POST or None,
        viewer=request.user,
        parents=parents(request.user, but=row),
        accounts=offered_accounts(request.user),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        facts, key = form.facts(), row.pk if row else None
        kept = tried(
            form,
            lambda: write_audience(facts=facts, audience_id=key, by=request.user, at=clock.now()),
        )
        if kept is not None:
            messages.success(request, _("The audience is kept."))
            return redirect("brand:audience-list")
    context = {"form": form, "row": row}
    return render(request, "brand/audience_form.html", context, status=status_of(form))


def _said(row: Audience) -> dict[str, Any]:
    said = begun_with(row, AudienceForm)
    said |= {"parent": str(row.parent_id or ""), "topics": "\n".join(row.topics)}
    return said | {"accounts": linked_accounts(row)}


@require_POST
@login_required
def audience_archive(request: WebRequest, audience_id: UUID) -> HttpResponse:
    """Set an audience aside."""
    archive_audience(audience_id=audience_id, by=request.user, at=clock.now())
    messages.success(request, _("The audience is set aside."))
    return redirect("brand:audience-list")


@require_GET
@login_required
def kit(request: WebRequest) -> HttpResponse:
    """Show the colour themes and the icons, on light and on dark."""
    page = themes_for_list(request.user, cursor=request.GET.get("cursor", ""))
    rows = [(one, colours_of(one), pairs_of(one)) for one in page.rows]
    first = page.rows[0] if page.rows else None
    accounts = public_accounts(first, viewer=request.user) if first else []
    icons = icons_for({one.network for one in accounts} | set(SHARING))
    main = on_white(rows[0][1]) if rows else "#000000"
    context = {
        "page": page,
        "themes": rows,
        "icons": [(one, one.svg(main, size=32), one.svg("#ffffff", size=32)) for one in icons],
        "snippet": follow_links(accounts, icons) if accounts else "",
        "may_write": may_write(request.user),
    }
    return render(request, "brand/kit.html", context)


@require_GET
@login_required
def kit_file(request: WebRequest, theme_id: UUID) -> HttpResponse:
    """Answer with the kit of a theme."""
    theme = visible_theme(theme_id, viewer=request.user)
    body = kit_of(theme, viewer=request.user, at=clock.now())
    response = HttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="kit-{theme.unit.code}.zip"'
    return response


@require_http_methods(["GET", "POST"])
@login_required
def theme_create(request: WebRequest) -> HttpResponse:
    """Name the colours of a theme."""
    require(request.user, Right.EDIT_BRAND)
    return _theme(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def theme_edit(request: WebRequest, theme_id: UUID) -> HttpResponse:
    """Change the colours of a theme."""
    row = visible_theme(theme_id, viewer=request.user)
    require_write(request.user, unit=row.unit)
    return _theme(request, row)


def _theme(request: WebRequest, row: Theme | None) -> HttpResponse:
    initial = ThemeForm.said(row) if row else {"unit": str(readable_unit(request.user).pk)}
    form = ThemeForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts, key = form.facts(), row.pk if row else None
        kept = tried(
            form, lambda: write_theme(facts=facts, theme_id=key, by=request.user, at=clock.now())
        )
        if kept is not None:
            messages.success(request, _("The colours are kept."))
            return redirect("brand:kit")
    context = {"form": form, "row": row}
    return render(request, "brand/theme_form.html", context, status=status_of(form))


@require_POST
@login_required
def theme_archive(request: WebRequest, theme_id: UUID) -> HttpResponse:
    """Set a theme aside."""
    archive_theme(theme_id=theme_id, by=request.user, at=clock.now())
    return redirect("brand:kit")
