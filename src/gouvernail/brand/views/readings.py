"""Who must read the guide and who has; what the guide leans on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.brand.actions.readings import ask_to_read, read_guide, stop_asking
from gouvernail.brand.actions.references import (
    remove_element,
    remove_reference,
    write_element,
    write_reference,
)
from gouvernail.brand.forms.guides import ElementForm, ReadingForm, ReferenceForm, begun_with
from gouvernail.brand.models import Reading, Reference, SiteElement
from gouvernail.brand.permissions.guides import one_of, readable_unit, require_write
from gouvernail.brand.queries.readings import (
    SHOWN,
    current_digest,
    last_receipts,
    readers_of,
    standing_of,
    with_receipts,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Unit
from gouvernail.people.permissions import Act, require_step_up


@require_POST
@login_required
def guide_read(request: WebRequest) -> HttpResponse:
    """Note that the guide that was shown is read."""
    code = request.POST.get("unit", "")[:40]
    digest = request.POST.get("digest", "")[:64]
    read_guide(code=code, digest=digest, by=request.user, at=clock.now())
    messages.success(request, _("Noted: you have read it as it stands today."))
    return redirect(f"{reverse('brand:guide')}?unit={code}")


@require_http_methods(["GET", "POST"])
@login_required
def readers(request: WebRequest) -> HttpResponse:
    """Show what is asked of whom in a unit, and ask."""
    unit = readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    require_write(request.user, unit=unit)
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        made = tried(
            form, lambda: ask_to_read(unit_id=unit.pk, **asked, by=request.user, at=clock.now())
        )
        if made is not None:
            messages.success(request, _("They are told, and will be reminded."))
            return redirect(f"{reverse('brand:guide-readers')}?unit={unit.code}")
    standing = standing_of(unit, viewer=request.user, today=clock.today())
    context = {"form": form, "unit": unit, "standing": standing}
    return render(request, "brand/readers.html", context, status=status_of(form))


@require_GET
@login_required
def reading_detail(request: WebRequest, reading_id: UUID) -> HttpResponse:
    """Show who has read the guide and who has not; `?format=csv` for a file."""
    reading = one_of(Reading, reading_id, viewer=request.user)
    require_write(request.user, unit=reading.unit)
    people = with_receipts(
        readers_of(reading, today=clock.today()),
        unit=reading.unit,
        digest=current_digest(reading.unit),
    )
    if request.GET.get("format") == "csv":
        return _csv(reading.unit, people)
    missing = list(people.filter(has_read=False)[:SHOWN])
    done = list(people.filter(has_read=True)[:SHOWN])
    last = last_receipts(reading.unit, [*missing, *done])
    context = {
        "reading": reading,
        "missing": [(one, last.get(str(one.pk))) for one in missing],
        "done": [(one, last.get(str(one.pk))) for one in done],
    }
    return render(request, "brand/reading_detail.html", context)


def _csv(unit: Unit, people: Any) -> HttpResponse:  # noqa: ANN401 - people with `has_read`
    require_step_up(Act.EXPORT, at=clock.now())
    rows = list(people)
    last = last_receipts(unit, rows)
    header = (_("name"), _("e-mail"), _("unit"), _("has read it as it stands"), _("last read on"))
    lines = (
        (
            one.name,
            one.email,
            one.home_unit,
            _("yes") if one.has_read else _("no"),
            last.get(str(one.pk)),
        )
        for one in rows
    )
    response = HttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="guide-{unit.code}.csv"'
    return response


@require_POST
@login_required
def reading_end(request: WebRequest, reading_id: UUID) -> HttpResponse:
    """Ask no more."""
    reading = stop_asking(reading_id=reading_id, by=request.user, at=clock.now())
    messages.success(request, _("Nobody is asked any more; what was read stays written down."))
    return redirect(f"{reverse('brand:guide-readers')}?unit={reading.unit.code}")


@require_http_methods(["GET", "POST"])
@login_required
def reference_create(request: WebRequest) -> HttpResponse:
    """Add a document that the guide leans on."""
    return _reference(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def reference_edit(request: WebRequest, reference_id: UUID) -> HttpResponse:
    """Change such a document, or say that it was looked at."""
    return _reference(request, one_of(Reference, reference_id, viewer=request.user))


def _reference(request: WebRequest, row: Reference | None) -> HttpResponse:
    unit = row.unit if row else readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    require_write(request.user, unit=unit)
    initial = begun_with(row, ReferenceForm) if row else {"unit": str(unit.pk)}
    form = ReferenceForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts, key = form.facts(), row.pk if row else None
        kept = tried(
            form,
            lambda: write_reference(facts=facts, reference_id=key, by=request.user, at=clock.now()),
        )
        if kept is not None:
            return redirect(f"{reverse('brand:guide')}?unit={kept.unit.code}#references")
    context = {"form": form, "unit": unit, "row": row, "remove": "brand:guide-reference-remove"}
    context |= {"heading": _("Document of the guide")}
    return render(request, "brand/beside_form.html", context, status=status_of(form))


@require_POST
@login_required
def reference_remove(request: WebRequest, row_id: UUID) -> HttpResponse:
    """Take a document out of the guide."""
    remove_reference(reference_id=row_id, by=request.user, at=clock.now())
    return redirect("brand:guide")


@require_http_methods(["GET", "POST"])
@login_required
def element_create(request: WebRequest) -> HttpResponse:
    """Add something that the web site and the networks must say alike."""
    return _element(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def element_edit(request: WebRequest, element_id: UUID) -> HttpResponse:
    """Change it, or say how they compare."""
    return _element(request, one_of(SiteElement, element_id, viewer=request.user))


def _element(request: WebRequest, row: SiteElement | None) -> HttpResponse:
    unit = row.unit if row else readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    require_write(request.user, unit=unit)
    initial = begun_with(row, ElementForm) if row else {"unit": str(unit.pk)}
    form = ElementForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts, key = form.facts(), row.pk if row else None
        kept = tried(
            form,
            lambda: write_element(facts=facts, element_id=key, by=request.user, at=clock.now()),
        )
        if kept is not None:
            return redirect(f"{reverse('brand:guide')}?unit={kept.unit.code}#site")
    context = {"form": form, "unit": unit, "row": row, "remove": "brand:guide-element-remove"}
    context |= {"heading": _("Web site and networks")}
    return render(request, "brand/beside_form.html", context, status=status_of(form))


@require_POST
@login_required
def element_remove(request: WebRequest, row_id: UUID) -> HttpResponse:
    """Compare this no longer."""
    remove_element(element_id=row_id, by=request.user, at=clock.now())
    return redirect("brand:guide")
