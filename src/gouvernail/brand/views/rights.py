"""The rights of an item as pages, and the papers that prove them."""

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.brand.actions.rights import answer_extension, ask_extension, set_item_rights
from gouvernail.brand.errors.library import KeeperOnlyError, LibraryNotFoundError
from gouvernail.brand.forms.library import AnswerForm, ExtensionForm, RightsForm, paper_of
from gouvernail.brand.models import Extension
from gouvernail.brand.permissions.library import may_keep, visible_item, visible_paper
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.pictures.papers import ENDINGS
from gouvernail.people.permissions import Right, require


@login_required
@require_http_methods(["GET", "POST"])
def library_rights(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Say the rights of an item."""
    item = visible_item(item_id, viewer=request.user)
    if not may_keep(request.user, item):
        raise KeeperOnlyError
    form = RightsForm(request.POST or None, request.FILES or None, item=item, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        done = tried(
            form,
            lambda: set_item_rights(
                item.pk,
                rights=form.rights(),
                consent=paper_of(form.cleaned_data["consent"]),
                by=request.user,
                at=at,
            ),
        )
        if done:
            told = (
                _("The rights are set, for every version of it.")
                if done.changed_at == at
                else _("Asked: the rights stay as they are until another person agrees.")
            )
            messages.success(request, told)
            return redirect("brand:library-item", item.pk)
    context = {"item": item, "form": form, "title": _("Rights of use"), "action": _("Save")}
    return render(request, "brand/library_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def library_extend(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Ask the keeper of the rights for more time."""
    item = visible_item(item_id, viewer=request.user)
    require(request.user, Right.WRITE_CONTENT)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = tried(form, lambda: ask_extension(item.pk, **said, by=request.user, at=clock.now()))
        if done:
            messages.success(
                request, _("%(name)s is asked, and will answer.") % {"name": item.keeper.name}
            )
            return redirect("brand:library-item", item.pk)
    context = {
        "item": item,
        "form": form,
        "title": _("Ask for more time"),
        "action": _("Ask the keeper of the rights"),
    }
    return render(request, "brand/library_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def extension_answer(request: WebRequest, extension_id: UUID) -> HttpResponse:
    """Grant more time, or refuse it."""
    extension = Extension.objects.select_related("asked_by").filter(pk=extension_id).first()
    if extension is None:
        raise LibraryNotFoundError
    item = visible_item(extension.item_id, viewer=request.user)
    if not may_keep(request.user, item):
        raise KeeperOnlyError
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        granted = request.POST.get("do") == "grant"
        done = tried(
            form,
            lambda: answer_extension(
                extension.pk, answer=form.said(granted=granted), by=request.user, at=clock.now()
            ),
        )
        if done:
            messages.success(request, _("Answered: whoever asked is told."))
            return redirect("brand:library-item", item.pk)
    context = {"item": item, "form": form, "extension": extension}
    return render(request, "brand/extension_answer.html", context, status=status_of(form))


@login_required
@require_GET
def paper_file(request: WebRequest, paper_id: UUID) -> HttpResponse:
    """Give a paper to be saved: never shown in a page, never kept by a browser."""
    paper = visible_paper(paper_id, viewer=request.user)
    body = bytes(paper.content)
    if sha256(body).hexdigest() != paper.sha256:
        raise LibraryNotFoundError
    response = file_response(body, mime=paper.mime, sha256=paper.sha256)
    name = f"paper-{paper.added_at:%Y-%m-%d}-{paper.sha256[:8]}.{ENDINGS[paper.mime]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
