"""Writing one line of the charter."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.charter.actions import confirm_line, remove_line, write_line
from gouvernail.charter.errors import LineNotFoundError
from gouvernail.charter.forms.line import LineForm
from gouvernail.charter.forms.lines import FORMS
from gouvernail.charter.models import Line
from gouvernail.charter.permissions import charter_line, has_units, require_write
from gouvernail.charter.views.words import place_of, titles_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.permissions import Right, require


@require_http_methods(["GET", "POST"])
@login_required
def line_create(request: WebRequest, section: str) -> HttpResponse:
    """Write a new line of a section."""
    if section not in FORMS:
        raise LineNotFoundError
    if has_units(section):
        require(request.user, Right.EDIT_UNIT_CHARTER)
    else:
        require_write(request.user, unit=None)
    form = FORMS[section](request.POST or None, viewer=request.user, initial=request.GET.dict())
    if _is_kept(request, form, line=None):
        return redirect(_place(form))
    return _page(request, form, line=None)


@require_http_methods(["GET", "POST"])
@login_required
def line_edit(request: WebRequest, section: str, line_id: UUID) -> HttpResponse:
    """Change a line, which confirms it if it came from the starter charter."""
    line = charter_line(section, line_id)
    require_write(request.user, unit=getattr(line, "unit", None))
    form = FORMS[section](request.POST or None, viewer=request.user, line=line)
    if _is_kept(request, form, line=line):
        return redirect(_place(form))
    return _page(request, form, line=line)


def _is_kept(request: WebRequest, form: LineForm, *, line: Line | None) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    kept = form.attempt(
        lambda: write_line(
            facts=form.facts(),
            line_id=line.pk if line else None,
            seen=form.cleaned_data["seen"] if line else "",
            by=request.user,
            at=clock.now(),
        ),
        now=form.said(line) if line else {},
    )
    if kept is None:
        return False
    messages.success(request, _("“%(title)s” is in the charter.") % {"title": kept.label})
    return True


def _place(form: LineForm) -> str:
    """Return where what the form writes is read: in the part of its model."""
    said = form["community"].value() if "community" in form.fields else ""
    return place_of(form.section, str(said))


def _page(request: WebRequest, form: LineForm, *, line: Line | None) -> HttpResponse:
    new, heading = titles_of(form.section)
    context = {
        "form": form,
        "line": line,
        "section": form.section,
        "title": line.label if line else new,
        "heading": heading,
        "back": _place(form),
        "timeline": timeline(line.ledger_kind, line.pk, size=10) if line else None,  # type: ignore[attr-defined]  # every line has one
    }
    return render(request, "charter/line_form.html", context, status=status_of(form))


@require_POST
@login_required
def line_remove(request: WebRequest, section: str, line_id: UUID) -> HttpResponse:
    """Take a line out of the charter."""
    line = charter_line(section, line_id)
    remove_line(section=section, line_id=line_id, by=request.user, at=clock.now())
    messages.success(request, _("It is out of the charter; the journal keeps that it was there."))
    return redirect(place_of(section, getattr(line, "community", "")))


@require_POST
@login_required
def line_confirm(request: WebRequest, section: str, line_id: UUID) -> HttpResponse:
    """Confirm a line of the starter charter as it stands."""
    line = confirm_line(section=section, line_id=line_id, by=request.user, at=clock.now())
    messages.success(request, _("“%(title)s” is confirmed.") % {"title": line.label})
    return redirect(f"{reverse('charter:starter')}#to-confirm")
