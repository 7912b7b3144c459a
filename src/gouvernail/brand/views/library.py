"""The library as pages: the list, one item, its versions, its rights."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from gouvernail.brand.actions.assets import (
    Piece,
    add_item,
    add_version,
    approve_version,
    edit_item,
)
from gouvernail.brand.actions.checks import look_at
from gouvernail.brand.errors.library import LibraryNotFoundError, LibraryRefusedError
from gouvernail.brand.forms.library import (
    LibraryFilterForm,
    NewItemForm,
    SheetForm,
    VersionForm,
    library_chips,
    library_filters,
)
from gouvernail.brand.models import LibraryItem, LibraryVersion
from gouvernail.brand.permissions.library import (
    may_keep,
    may_write_item,
    visible_item,
    visible_version,
)
from gouvernail.brand.queries.library import (
    digests_of,
    extensions_of,
    has_said_rights,
    library_page,
    library_rows,
    profiles_with,
    versions_of,
)
from gouvernail.brand.queries.removals import waiting_about
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.errors import PictureRefusedError, StorageAwayError
from gouvernail.media.pictures.videos import ENDINGS as VIDEO_ENDINGS
from gouvernail.media.queries import asset_bytes
from gouvernail.people.permissions import Act, Right, may, require, require_step_up

ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    **VIDEO_ENDINGS,
}
CHIPS = {"q", "kind", "status", "rights", "licence", "cursor"}


@login_required
@require_GET
def library_list(request: WebRequest) -> HttpResponse:
    """Show the library, narrowed as the address says, as a grid or as a list."""
    require(request.user, Right.READ_BRAND)
    filters = library_filters(request.GET, viewer=request.user)
    today = clock.today()
    context = {
        "page": library_page(
            request.user, filters, cursor=request.GET.get("cursor", ""), today=today
        ),
        "chips": library_chips(filters),
        "filter_form": LibraryFilterForm(request.GET),
        "kept": [(name, value) for name, value in request.GET.items() if name not in CHIPS],
        "as_list": request.GET.get("as") == "list",
        "may_add": may(request.user, Right.WRITE_CONTENT),
        "today": today,
        "scoped": True,
    }
    return render(request, "brand/library_list.html", context)


@login_required
@require_GET
def library_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed library as a file that no spreadsheet will execute."""
    require(request.user, Right.READ_BRAND)
    require_step_up(Act.EXPORT, at=clock.now())
    filters = library_filters(request.GET, viewer=request.user)
    rows = library_rows(request.user, filters, today=clock.today()).order_by("title", "pk")
    name = f"library-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(_header(), _cells(rows.iterator())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _header() -> list[str]:
    return [
        _("Title"),
        _("What it is"),
        _("Unit"),
        _("Approval"),
        _("Rights holder"),
        _("Licence"),
        _("Territory"),
        _("Rights until"),
        _("Credit required"),
        _("People who can be recognised"),
        _("Who made it"),
        _("Keeper of the rights"),
        _("Tags"),
        _("Versions"),
    ]


def _cells(rows: Iterable[LibraryItem]) -> Iterator[list[object]]:
    for one in rows:
        yield [
            one.title,
            one.get_kind_display(),
            one.unit.label,
            one.get_status_display(),
            one.holder,
            one.get_licence_display(),
            ", ".join(one.territory),
            one.rights_until,
            one.credit,
            one.people_shown,
            one.get_origin_display(),
            one.keeper.name,
            ", ".join(one.tags),
            one.version_count,  # type: ignore[attr-defined]  # annotated
        ]


@login_required
@require_http_methods(["GET", "POST"])
def library_create(request: WebRequest) -> HttpResponse:
    """Put one thing in the library, or several files at once."""
    require(request.user, Right.WRITE_CONTENT)
    form = NewItemForm(request.POST or None, request.FILES or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        added = tried(form, lambda: _added(request, form))
        if added:
            return _after_adding(request, *added)
    return render(request, "brand/library_create.html", {"form": form}, status=status_of(form))


def _added(request: WebRequest, form: NewItemForm) -> tuple[list[LibraryItem], list[str]]:
    """Return what is in the library now, and what was refused of several files, each told.

    Raises:
        GouvernailError: nothing was added.
    """
    if not form.count:
        raise LibraryRefusedError("file", _("Choose a file."))
    added: list[LibraryItem] = []
    refused: list[str] = []
    for piece in form.pieces():
        try:
            added.append(_add_one(request, form, piece))
        except (PictureRefusedError, StorageAwayError) as error:
            if form.count == 1 or len(refused) + 1 == form.count:
                raise
            refused.append(f"{piece.name}: {error.message}")
    return added, refused


def _add_one(request: WebRequest, form: NewItemForm, piece: Piece) -> LibraryItem:
    stem = PurePath(piece.name.replace("\\", "/")).stem
    sheet = form.sheet(title=stem)
    item = add_item(
        kind=form.cleaned_data["kind"],
        unit_id=form.cleaned_data["unit"],
        sheet=sheet if form.count == 1 else replace(sheet, title=stem),
        piece=piece,
        by=request.user,
        at=clock.now(),
    )
    _look(item)
    return item


def _look(item: LibraryItem) -> None:
    """Make the fingerprint of a file that just came; a video has none."""
    if item.kind not in {LibraryItem.Kind.VIDEO, LibraryItem.Kind.COLOUR}:
        for digest in digests_of(item):
            look_at(digest, at=clock.now())


def _after_adding(
    request: WebRequest, added: list[LibraryItem], refused: list[str]
) -> HttpResponse:
    told = ngettext(
        "In the library: another person approves it. Say its rights now.",
        "%(count)s things are in the library: another person approves each of them.",
        len(added),
    )
    messages.success(request, told % {"count": len(added)})
    for one in refused:
        messages.error(request, _("Not taken: %(file)s") % {"file": one})
    if len(added) == 1:
        return redirect("brand:library-rights", added[0].pk)
    return redirect("brand:library-list")


@login_required
@require_GET
def library_item(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Show one item: what it is, its versions, its rights, where it is used."""
    item = visible_item(item_id, viewer=request.user)
    versions = versions_of(item, viewer=request.user)
    digests = [one.sha256 for one in versions if one.sha256]
    context = {
        "item": item,
        "versions": versions,
        "shown": next((one for one in versions if one.approved_at), versions[0]),
        "extensions": extensions_of(item),
        "rights_said": has_said_rights(item),
        "waiting": waiting_about(item.pk, viewer=request.user, separation=separation()),
        "profiles": profiles_with(digests, viewer=request.user)[:50],
        "digests": digests,
        "ended": item.has_ended(clock.today()),
        "may_write": may_write_item(request.user, item),
        "may_keep": may_keep(request.user, item),
        "may_approve": may(request.user, Right.EDIT_BRAND, unit=item.unit),
        "may_ask": may(request.user, Right.WRITE_CONTENT),
        "today": clock.today(),
    }
    return render(request, "brand/library_item.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def library_edit(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Change what is said of an item."""
    item = visible_item(item_id, viewer=request.user)
    if not may_write_item(request.user, item):
        require(request.user, Right.WRITE_CONTENT, unit=item.unit)
    form = SheetForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        sheet = form.sheet()
        done = tried(form, lambda: edit_item(item.pk, sheet=sheet, by=request.user, at=clock.now()))
        if done:
            messages.success(request, _("The sheet is changed."))
            return redirect("brand:library-item", item.pk)
    context = {"item": item, "form": form, "title": _("Change the sheet"), "action": _("Save")}
    return render(request, "brand/library_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def library_version_create(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Add a newer version."""
    item = visible_item(item_id, viewer=request.user)
    if not may_write_item(request.user, item):
        require(request.user, Right.WRITE_CONTENT, unit=item.unit)
    form = VersionForm(request.POST or None, request.FILES or None, item=item)
    if request.method == "POST" and form.is_valid():
        piece = form.piece()
        if tried(form, lambda: add_version(item.pk, piece=piece, by=request.user, at=clock.now())):
            _look(item)
            messages.success(
                request, _("The version is added: the one in force stays until it is approved.")
            )
            return redirect("brand:library-item", item.pk)
    context = {
        "item": item,
        "form": form,
        "title": _("Add a version"),
        "action": pgettext("version of a picture", "Add"),
    }
    return render(request, "brand/library_form.html", context, status=status_of(form))


@login_required
@require_POST
def library_version_approve(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Put a version in force."""
    version = approve_version(version_id, by=request.user, at=clock.now())
    messages.success(
        request,
        _("Version %(number)s is in force; see below where the former ones are still used.")
        % {"number": version.number},
    )
    return redirect("brand:library-item", version.item_id)


def _with_file(version_id: UUID, request: WebRequest) -> LibraryVersion:
    version = visible_version(version_id, viewer=request.user)
    if version.asset is None:
        raise LibraryNotFoundError
    return version


@login_required
@require_safe
def library_version_file(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Serve a picture of the library as what it is; a video is only ever saved."""
    version = _with_file(version_id, request)
    asset = version.asset
    if asset is None or not asset.is_picture:
        raise LibraryNotFoundError
    return file_response(asset_bytes(asset), mime=asset.mime, sha256=asset.sha256)


@login_required
@require_safe
def library_version_download(request: WebRequest, version_id: UUID) -> HttpResponse:
    """Give a file to be saved, under a name that says what it is."""
    version = _with_file(version_id, request)
    asset = version.asset
    if asset is None:
        raise LibraryNotFoundError
    response = file_response(asset_bytes(asset), mime=asset.mime, sha256=asset.sha256)
    stem = slugify(version.item.title) or "file"
    name = f"{stem}-v{version.number}.{ENDINGS.get(asset.mime, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
