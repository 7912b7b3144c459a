"""Pages of the library of resources."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.training import actions
from gouvernail.training.actions.files import kept_resource_file, with_file
from gouvernail.training.errors import FileRefusedError
from gouvernail.training.forms.sessions import (
    ResourceFilterForm,
    ResourceForm,
    ReviewForm,
    resource_filters,
)
from gouvernail.training.models import Resource, TrainingFile
from gouvernail.training.permissions import may_edit, require_editor, visible_resource
from gouvernail.training.queries.library import resources_for_list


@require_GET
@login_required
def resource_list(request: WebRequest) -> HttpResponse:
    """Show the library."""
    filters = resource_filters(request.GET)
    context = {
        "page": resources_for_list(request.user, filters, cursor=request.GET.get("cursor", "")),
        "filters": filters,
        "filter_form": ResourceFilterForm(request.GET),
        "may_edit": may(request.user, Right.EDIT_TRAINING),
        "today": clock.today(),
    }
    return render(request, "training/resource_list.html", context)


@require_GET
@login_required
def resource_detail(request: WebRequest, resource_id: UUID) -> HttpResponse:
    """Show one resource."""
    return _page(request, visible_resource(resource_id, viewer=request.user), ReviewForm())


def _page(request: WebRequest, resource: Resource, form: ReviewForm) -> HttpResponse:
    edits = may_edit(request.user, resource.unit)
    context = {
        "resource": resource,
        "may_edit": edits,
        "may_review": edits or resource.owner_id == request.user.pk,
        "form": form,
        "today": clock.today(),
    }
    return render(request, "training/resource_detail.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def resource_create(request: WebRequest) -> HttpResponse:
    """Add a resource."""
    require(request.user, Right.EDIT_TRAINING)
    return _write(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def resource_edit(request: WebRequest, resource_id: UUID) -> HttpResponse:
    """Change a resource."""
    resource = visible_resource(resource_id, viewer=request.user)
    require_editor(request.user, resource.unit)
    return _write(request, resource)


def _write(request: WebRequest, resource: Resource | None) -> HttpResponse:
    form = ResourceForm(
        request.POST or None, request.FILES or None, viewer=request.user, resource=resource
    )
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, form, resource)
        if kept is not None:
            messages.success(request, _("It is in the library."))
            return redirect("training:resource-detail", kept.pk)
    context = {"form": form, "resource": resource}
    return render(request, "training/resource_form.html", context, status=status_of(form))


def _kept(request: WebRequest, form: ResourceForm, resource: Resource | None) -> Resource | None:
    at = clock.now()
    file: TrainingFile | None = resource.file if resource else None
    upload = form.cleaned_data["file"]
    if upload is not None:
        try:
            file = kept_resource_file(data=upload.read(), name=upload.name, at=at)
        except FileRefusedError as error:
            form.add_error("file", error.message)
            return None
    facts, key = form.facts(file), resource.pk if resource else None

    def written() -> Resource:
        return actions.write_resource(facts=facts, resource_id=key, by=request.user, at=at)

    return tried(form, lambda: with_file(file, written, at=at))


@require_POST
@login_required
def resource_review(request: WebRequest, resource_id: UUID) -> HttpResponse:
    """Say that a resource was looked at again and stands."""
    resource = visible_resource(resource_id, viewer=request.user)
    form = ReviewForm(request.POST)
    if form.is_valid():
        kept = tried(
            form,
            lambda: actions.review_resource(
                resource.pk,
                review_on=form.cleaned_data["review_on"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("Noted: it stands."))
            return redirect("training:resource-detail", resource.pk)
    return _page(request, resource, form)


@require_POST
@login_required
def resource_archive(request: WebRequest, resource_id: UUID) -> HttpResponse:
    """Take a resource out of the library."""
    actions.archive_resource(resource_id, by=request.user, at=clock.now())
    messages.success(request, _("It is out of the library."))
    return redirect("training:resource-list")
