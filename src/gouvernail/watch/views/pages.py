"""Holding pages: written ahead, spoken on, taken away as one file."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis.queries import open_incidents
from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.watch import actions
from gouvernail.watch.forms.reviews import PageForm, SpeakForm
from gouvernail.watch.models import HoldingPage
from gouvernail.watch.permissions import visible_page, visible_pages
from gouvernail.watch.starters import first_words

MOST = 50


@login_required
@require_GET
def page_list(request: WebRequest) -> HttpResponse:
    """Show the holding pages."""
    require(request.user, Right.SEE_INCIDENTS)
    rows = visible_pages(request.user).select_related("unit", "incident", "edited_by")
    cursor = request.GET.get("cursor", "")
    listed = page_of(rows, order=("title", "id"), cursor=cursor, size=MOST)
    context = {"listed": listed, "writes": may(request.user, Right.RUN_INCIDENTS)}
    return render(request, "watch/page_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def page_create(request: WebRequest) -> HttpResponse:
    """Write a holding page ahead."""
    require(request.user, Right.RUN_INCIDENTS)
    title, text = first_words()
    first = {"title": title.fr, "title_en": title.en, "text": text.fr, "text_en": text.en}
    form = PageForm(request.POST or None, initial=first)
    return _written(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def page_edit(request: WebRequest, page_id: UUID) -> HttpResponse:
    """Write a holding page anew."""
    page = visible_page(page_id, viewer=request.user)
    require(request.user, Right.RUN_INCIDENTS, unit=page.unit)
    form = PageForm(request.POST) if request.method == "POST" else PageForm.of(page)
    return _written(request, form, page)


def _written(request: WebRequest, form: PageForm, page: HoldingPage | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kept = tried(
            form,
            lambda: actions.write_page(
                facts=actions.PageFacts(**form.cleaned_data),
                page_id=page.pk if page else None,
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            return redirect("watch:page-detail", kept.pk)
    context = {"form": form, "page": page}
    return render(request, "watch/page_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def page_detail(request: WebRequest, page_id: UUID) -> HttpResponse:
    """Show a holding page and its file; put a public statement on it."""
    page = visible_page(page_id, viewer=request.user)
    writes = may(request.user, Right.RUN_INCIDENTS, unit=page.unit)
    if request.method == "POST":
        require(request.user, Right.RUN_INCIDENTS, unit=page.unit)
    found = open_incidents(request.user) if writes else ()
    running = [one for one in found if not one.is_drill and page.unit.contains(one.unit)]
    form = SpeakForm(request.POST or None, incidents=running)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept = tried(
            form,
            lambda: actions.speak_on_page(
                page_id=page_id,
                incident_id=UUID(said["incident"]),
                words=said["words"],
                words_en=said["words_en"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("The page says it; its file follows within a minute."))
            return redirect("watch:page-detail", page_id)
    context = {
        "page": page,
        "form": form,
        "running": running,
        "writes": writes,
    }
    return render(request, "watch/page_detail.html", context, status=status_of(form))


@login_required
@require_GET
def page_file(request: WebRequest, page_id: UUID) -> HttpResponse:
    """Give the file of a holding page, to be served by another host."""
    page = visible_page(page_id, viewer=request.user)
    response = HttpResponse(actions.page_file(page), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="index.html"'
    return response


@login_required
@require_POST
def page_clear(request: WebRequest, page_id: UUID) -> HttpResponse:
    """Take the last statement off the page."""
    actions.clear_page(page_id=page_id, by=request.user, at=clock.now())
    return redirect("watch:page-detail", page_id)


@login_required
@require_POST
def page_archive(request: WebRequest, page_id: UUID) -> HttpResponse:
    """Put the page away."""
    actions.archive_page(page_id=page_id, by=request.user, at=clock.now())
    messages.success(request, _("The page is put away; remove its file from the other host."))
    return redirect("watch:page-list")
