"""Writing a request, section by section, and what its writer does with it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.actions import add_asset
from gouvernail.media.queries import asset_bytes
from gouvernail.openings.actions import (
    answer_naming,
    decline_rework,
    draft_opening,
    finish_rework,
    give_up_opening,
    merge_opening,
    submit_opening,
    take_back_opening,
    write_opening,
)
from gouvernail.openings.errors import (
    OpeningInvalidError,
    OpeningNotFoundError,
    OpeningStateError,
)
from gouvernail.openings.forms import (
    FORMS,
    MergeForm,
    NetworkForm,
    SectionForm,
    StartForm,
    rhythm_forms,
    rhythm_of,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import nameable_for, require_requester, visible_opening
from gouvernail.openings.queries import SECTION_NAMES, SECTIONS, figures, gaps_of, summary_for

NAMES_OFFERED = 300


@require_http_methods(["GET", "POST"])
@login_required
def opening_create(request: WebRequest) -> HttpResponse:
    """Begin a request with a name, a network and a unit."""
    form = StartForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        opening = tried(
            form,
            lambda: draft_opening(new=form.new_opening(), by=request.user, at=clock.now()),
        )
        if opening is not None:
            return redirect("openings:opening-edit", opening.pk, "aim")
    context = {"form": form}
    return render(request, "openings/opening_create.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def opening_edit(request: WebRequest, opening_id: UUID, section: str) -> HttpResponse:
    """Write one section; what is typed is kept whether the request is complete or not."""
    if section not in SECTIONS:
        raise Http404
    opening = visible_opening(opening_id, viewer=request.user)
    require_requester(request.user, opening)
    if opening.status not in Opening.WRITABLE:
        raise OpeningStateError(opening.get_status_display())
    posted = request.POST or None
    form = FORMS[section](posted, request.FILES or None, opening=opening, viewer=request.user)
    rows = rhythm_forms(posted, opening=opening) if section == "plan" else None
    valid = request.method == "POST" and form.is_valid() and (rows is None or rows.is_valid())
    if valid and tried(form, lambda: _kept(request, opening, form, rows)) is not None:
        return _onward(request, opening, section)
    context = {
        "opening": opening,
        "form": form,
        "rows": rows,
        "section": section,
        "section_name": SECTION_NAMES[section],
        "sections": _sections(opening, section),
        "people": nameable_for(opening.unit, viewer=request.user)[:NAMES_OFFERED]
        if section == "people"
        else [],
        "figures": figures() if section == "plan" else {},
    }
    bad = status_of(form) if rows is None or not any(rows.errors) else 422
    return render(request, "openings/opening_edit.html", context, status=bad)


def _kept(request: WebRequest, opening: Opening, form: SectionForm, rows: object) -> Opening:
    changes = dict(form.changes())
    if rows is not None:
        changes["plan"] = rhythm_of(rows)  # type: ignore[arg-type]  # the rows of the plan
    picture = form.picture() if isinstance(form, NetworkForm) else None
    if picture is not None:
        asset = add_asset(file=picture, unit_id=opening.unit_id, by=request.user, at=clock.now())
        changes["avatar_id"] = asset.pk
    return write_opening(opening.pk, changes=changes, by=request.user, at=clock.now())


def _onward(request: WebRequest, opening: Opening, section: str) -> HttpResponse:
    """Go on to the next section, or back to the request when asked to, or at the end."""
    names = list(SECTIONS)
    after = names.index(section) + 1
    if "stop" in request.POST or after == len(names):
        messages.success(request, _("Everything you wrote is kept."))
        return redirect("openings:opening-detail", opening.pk)
    return redirect("openings:opening-edit", opening.pk, names[after])


def _sections(opening: Opening, current: str) -> list[dict[str, object]]:
    missing = {gap.section for gap in gaps_of(opening)}
    return [
        {
            "code": code,
            "name": SECTION_NAMES[code],
            "done": code not in missing,
            "current": code == current,
        }
        for code in SECTIONS
    ]


@require_POST
@login_required
def opening_name(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Accept being named, or decline."""
    accepts = request.POST.get("answer") == "accept"
    opening = answer_naming(opening_id, accepts=accepts, by=request.user, at=clock.now())
    said = _("You accept. The requester is told.") if accepts else _("Your name is taken off.")
    messages.success(request, said)
    seen = request.user.pk in {opening.owner_id, opening.backup_id, opening.requested_by_id}
    return redirect("openings:opening-detail", opening.pk) if seen else redirect("web:today")


@require_POST
@login_required
def opening_submit(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Ask for agreement; what is missing is shown on the page of the request."""
    try:
        opening = visible_opening(opening_id, viewer=request.user)
        found = summary_for(opening, today=clock.today())
        submit_opening(opening_id, found=found, by=request.user, at=clock.now())
    except OpeningInvalidError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your request is submitted. You are told of what is decided."))
    return redirect("openings:opening-detail", opening_id)


@require_POST
@login_required
def opening_withdraw(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Take a request back, or give it up."""
    if request.POST.get("do") == "give_up":
        give_up_opening(opening_id, by=request.user, at=clock.now())
        messages.success(request, _("The request is given up."))
    else:
        take_back_opening(opening_id, by=request.user, at=clock.now())
        messages.success(request, _("The request is a draft again: nobody decides on it."))
    return redirect("openings:opening-detail", opening_id)


@require_GET
@login_required
def opening_avatar(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Serve the picture proposed to whoever may see the request."""
    opening = visible_opening(opening_id, viewer=request.user)
    if opening.avatar is None:
        raise OpeningNotFoundError
    asset = opening.avatar
    return file_response(asset_bytes(asset), mime=asset.mime, sha256=asset.sha256)


@require_POST
@login_required
def opening_merge(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Rework an account that exists instead."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        raise OpeningInvalidError({name: str(found[0]) for name, found in form.errors.items()})
    rework = merge_opening(
        opening_id,
        account_id=form.cleaned_data["account"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=clock.now(),
    )
    words = _("The request ends here: %(name)s has thirty days to rework the account.")
    messages.success(request, words % {"name": rework.assigned_to.name})
    return redirect("openings:opening-detail", opening_id)


@require_POST
@login_required
def opening_rework(request: WebRequest, opening_id: UUID) -> HttpResponse:
    """Say what was done with the account, or why it will not be."""
    note = request.POST.get("note", "")
    if request.POST.get("answer") == "decline":
        decline_rework(opening_id, note=note, by=request.user, at=clock.now())
        messages.success(request, _("The requester is told, with your reason."))
        return redirect("openings:opening-detail", opening_id)
    finish_rework(opening_id, note=note, by=request.user, at=clock.now())
    messages.success(request, _("Done: the requester can read what you did."))
    return redirect("openings:opening-detail", opening_id)
