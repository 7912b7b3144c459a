"""The style guide: read it, write it, put it in force."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.brand.actions.guides import (
    begin_section,
    drop_section_draft,
    publish_section,
    starter_for,
    take_starter_guide,
    write_section,
)
from gouvernail.brand.actions.versions import digest_of_version
from gouvernail.brand.forms.guides import (
    LinesForm,
    NewSectionForm,
    SectionForm,
    begun_with,
    pair_forms,
    section_facts,
)
from gouvernail.brand.models import SectionVersion
from gouvernail.brand.permissions.guides import (
    may_publish,
    may_see_drafts,
    may_write,
    readable_unit,
    readable_units,
    require_write,
    visible_section,
)
from gouvernail.brand.queries.guides import (
    guide_of,
    pairs_shown,
    sections_to_keep,
    versions_of,
)
from gouvernail.brand.queries.readings import is_asked, receipt_of
from gouvernail.brand.queries.references import elements_of, references_of
from gouvernail.brand.queries.removals import waiting_about
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.registry.queries import network_choices


@require_GET
@login_required
def guide(request: WebRequest) -> HttpResponse:
    """Show the guide of a unit, for one network or all, as far as words are found."""
    unit = readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    network = request.GET.get("network", "")[:30]
    search = request.GET.get("q", "")[:100]
    shown = guide_of(unit, viewer=request.user, network=network, search=search)
    receipt = receipt_of(unit, request.user)
    context = {
        "guide": shown,
        "unit": unit,
        "units": readable_units(request.user),
        "networks": network_choices(),
        "network": network,
        "search": search,
        "receipt": receipt,
        "is_read": bool(receipt and receipt.digest == shown.digest),
        "is_asked": is_asked(unit, request.user, today=clock.today()),
        "references": references_of(unit, viewer=request.user),
        "elements": elements_of(unit, viewer=request.user),
        "may_write": may_write(request.user, unit),
        "may_see_drafts": may_see_drafts(request.user, unit),
    }
    return render(request, "brand/guide.html", context)


@require_GET
@login_required
def sections(request: WebRequest) -> HttpResponse:
    """Show the sections of one unit itself, in force or being written."""
    unit = readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    context = {
        "unit": unit,
        "units": readable_units(request.user),
        "sections": sections_to_keep(unit, viewer=request.user),
        "may_write": may_write(request.user, unit),
    }
    return render(request, "brand/sections.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def section_create(request: WebRequest) -> HttpResponse:
    """Begin a section."""
    unit = readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    require_write(request.user, unit=unit)
    form = NewSectionForm(request.POST or None, viewer=request.user, initial={"unit": str(unit.pk)})
    pairs = pair_forms(request.POST or None, version=None, viewer=request.user)
    if request.method == "POST" and form.is_valid() and pairs.is_valid():
        said = dict(form.cleaned_data)
        place = {name: said.pop(name) for name in ("network", "topic")}
        facts, unit_id = section_facts(said, pairs.cleaned_data), UUID(said["unit"])
        made = tried(
            form,
            lambda: begin_section(
                unit_id=unit_id, **place, facts=facts, by=request.user, at=clock.now()
            ),
        )
        if made is not None:
            messages.success(request, _("The draft is kept: another person puts it in force."))
            return redirect("brand:guide-section", made.section_id)
    context = {"form": form, "pairs": pairs, "unit": unit}
    return render(request, "brand/section_form.html", context, status=status_of(form, *pairs))


@require_GET
@login_required
def section_detail(request: WebRequest, section_id: UUID) -> HttpResponse:
    """Show a section, its draft and what it said before."""
    section = visible_section(section_id, viewer=request.user)
    versions = versions_of(section, viewer=request.user)
    shown = _of(versions, SectionVersion.Status.IN_FORCE)
    draft = _of(versions, SectionVersion.Status.DRAFT)
    both = [one for one in (draft, shown) if one]
    context = {
        "section": section,
        "versions": versions,
        "in_force": shown,
        "draft": draft,
        "seen": digest_of_version(draft) if draft else "",
        "said": [(one, pairs_shown(one, viewer=request.user)) for one in both],
        "waiting": waiting_about(section.pk, viewer=request.user, separation=separation()),
        "may_write": may_write(request.user, section.unit),
        "may_publish": bool(draft) and _may_publish(request, draft, section),
        "timeline": timeline("guide_version", both[0].pk) if both else None,
    }
    return render(request, "brand/section_detail.html", context)


def _of(versions: list[SectionVersion], status: str) -> SectionVersion | None:
    return next((one for one in versions if one.status == status), None)


def _may_publish(request: WebRequest, draft: Any, section: Any) -> bool:  # noqa: ANN401 - of ours
    return may_publish(request.user, draft, section.unit, separation=separation())


@require_http_methods(["GET", "POST"])
@login_required
def section_write(request: WebRequest, section_id: UUID) -> HttpResponse:
    """Write the draft of a section, or begin it from what is in force."""
    section = visible_section(section_id, viewer=request.user)
    require_write(request.user, unit=section.unit)
    versions = versions_of(section, viewer=request.user)
    draft = _of(versions, SectionVersion.Status.DRAFT)
    source = draft or _of(versions, SectionVersion.Status.IN_FORCE)
    initial = begun_with(source, SectionForm) if source else {}
    initial |= {"seen": digest_of_version(draft) if draft else ""}
    if draft is None:
        initial |= {"changes": "", "changes_en": "", "substantial": True}
    form = SectionForm(request.POST or None, initial=initial)
    pairs = pair_forms(request.POST or None, version=source, viewer=request.user)
    if request.method == "POST" and form.is_valid() and pairs.is_valid():
        facts, seen = (
            section_facts(form.cleaned_data, pairs.cleaned_data),
            form.cleaned_data["seen"],
        )
        kept = tried(
            form,
            lambda: write_section(
                section_id=section.pk, facts=facts, seen=seen, by=request.user, at=clock.now()
            ),
        )
        if kept is not None:
            messages.success(request, _("The draft is kept: another person puts it in force."))
            return redirect("brand:guide-section", section.pk)
    context = {"form": form, "pairs": pairs, "unit": section.unit, "section": section}
    return render(request, "brand/section_form.html", context, status=status_of(form, *pairs))


@require_POST
@login_required
def section_publish(request: WebRequest, section_id: UUID, number: int) -> HttpResponse:
    """Put the draft that was shown in force."""
    publish_section(
        section_id=section_id,
        number=number,
        seen=request.POST.get("seen", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("In force from today. Whoever must read it is told."))
    return redirect("brand:guide-section", section_id)


@require_POST
@login_required
def section_drop(request: WebRequest, section_id: UUID) -> HttpResponse:
    """Give a draft up."""
    section = drop_section_draft(section_id=section_id, by=request.user, at=clock.now())
    messages.success(request, _("The draft is given up; what was in force stays."))
    return redirect(f"{reverse('brand:guide-sections')}?unit={section.unit.code}")


@require_http_methods(["GET", "POST"])
@login_required
def starter(request: WebRequest) -> HttpResponse:
    """Show the starter guide line by line, and write the lines chosen as drafts."""
    unit = readable_unit(request.user, code=request.GET.get("unit", "")[:40])
    require_write(request.user, unit=unit)
    offered = starter_for(unit)
    data = request.POST if request.method == "POST" else None
    form = LinesForm(data, keys=[one.key for one in offered])
    if request.method == "POST" and form.is_valid():
        keys = form.cleaned_data["lines"]
        taken = tried(
            form,
            lambda: take_starter_guide(unit_id=unit.pk, keys=keys, by=request.user, at=clock.now()),
        )
        if taken is not None:
            messages.success(
                request, _("The drafts are written: another person puts them in force.")
            )
            return redirect(f"{reverse('brand:guide-sections')}?unit={unit.code}")
    context = {"form": form, "offered": offered, "unit": unit, "is_new": not form.is_bound}
    return render(request, "brand/starter.html", context, status=status_of(form))
