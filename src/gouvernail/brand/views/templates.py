"""Templates of posts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.brand.actions.templates import (
    begin_template,
    drop_template_draft,
    publish_template,
    template_facts,
    write_template,
)
from gouvernail.brand.actions.versions import digest_of_version
from gouvernail.brand.forms.guides import begun_with
from gouvernail.brand.forms.templates import NewTemplateForm, TemplateForm
from gouvernail.brand.models import Part, PostTemplate, TemplateVersion
from gouvernail.brand.permissions.guides import (
    may_publish,
    may_write,
    readable_unit,
    require_write,
    visible_template,
)
from gouvernail.brand.queries.places import fixed_count, places_in
from gouvernail.brand.queries.removals import waiting_about
from gouvernail.brand.queries.templates import (
    templates_for_list,
    times_used,
    versions_of_template,
)
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require


@require_GET
@login_required
def template_list(request: WebRequest) -> HttpResponse:
    """Show the templates, what is in force and what is being written."""
    page = templates_for_list(request.user, cursor=request.GET.get("cursor", ""))
    context = {"page": page, "may_write": may_write(request.user)}
    return render(request, "brand/template_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def template_create(request: WebRequest) -> HttpResponse:
    """Begin a template."""
    require(request.user, Right.EDIT_BRAND)
    unit = readable_unit(request.user)
    form = NewTemplateForm(
        request.POST or None, viewer=request.user, initial={"unit": str(unit.pk)}
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        facts, unit_id = template_facts(said, said["required"]), UUID(said["unit"])
        made = tried(
            form,
            lambda: begin_template(
                unit_id=unit_id,
                network=said["network"],
                facts=facts,
                by=request.user,
                at=clock.now(),
            ),
        )
        if made is not None:
            messages.success(request, _("The draft is kept: another person puts it in force."))
            return redirect("brand:template-detail", made.template_id)
    return render(request, "brand/template_form.html", {"form": form}, status=status_of(form))


@require_GET
@login_required
def template_detail(request: WebRequest, template_id: UUID) -> HttpResponse:
    """Show a template, its places, how long it is, and what it said before."""
    template = visible_template(template_id, viewer=request.user)
    versions = versions_of_template(template, viewer=request.user)
    shown = [one for one in versions if one.status != TemplateVersion.Status.SUPERSEDED]
    draft = next((one for one in shown if one.status == TemplateVersion.Status.DRAFT), None)
    context = {
        "template": template,
        "versions": versions,
        "label": versions[0].label if versions else template.unit.label,
        "said": [_told(one, template) for one in shown],
        "draft": draft,
        "seen": digest_of_version(draft) if draft else "",
        "uses": times_used(template),
        "waiting": waiting_about(template.pk, viewer=request.user, separation=separation()),
        "may_write": may_write(request.user, template.unit),
        "may_publish": draft is not None
        and may_publish(request.user, draft, template.unit, separation=separation()),
    }
    return render(request, "brand/template_detail.html", context)


def _told(version: TemplateVersion, template: PostTemplate) -> dict[str, Any]:
    return {
        "version": version,
        "places": places_in(version.words),
        "count": fixed_count(template.network, version.words),
        "required": [str(Part(part).label) for part in version.required],
    }


@require_http_methods(["GET", "POST"])
@login_required
def template_write(request: WebRequest, template_id: UUID) -> HttpResponse:
    """Write the draft of a template, or begin it from what is in force."""
    template = visible_template(template_id, viewer=request.user)
    require_write(request.user, unit=template.unit)
    versions = versions_of_template(template, viewer=request.user)
    source = next((one for one in versions if one.status != "superseded"), None)
    initial = begun_with(source, TemplateForm) if source else {}
    if source is None or source.status != TemplateVersion.Status.DRAFT:
        initial |= {"changes": "", "changes_en": "", "seen": ""}
    else:
        initial |= {"seen": digest_of_version(source)}
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        facts = template_facts(said, said["required"])
        kept = tried(
            form,
            lambda: write_template(
                template_id=template.pk,
                facts=facts,
                seen=said["seen"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("The draft is kept: another person puts it in force."))
            return redirect("brand:template-detail", template.pk)
    context = {"form": form, "template": template}
    return render(request, "brand/template_form.html", context, status=status_of(form))


@require_POST
@login_required
def template_publish(request: WebRequest, template_id: UUID, number: int) -> HttpResponse:
    """Put the draft that was shown in force."""
    publish_template(
        template_id=template_id,
        number=number,
        seen=request.POST.get("seen", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("In force: it is offered where posts are written."))
    return redirect("brand:template-detail", template_id)


@require_POST
@login_required
def template_drop(request: WebRequest, template_id: UUID) -> HttpResponse:
    """Give a draft up."""
    drop_template_draft(template_id=template_id, by=request.user, at=clock.now())
    return redirect("brand:template-list")
