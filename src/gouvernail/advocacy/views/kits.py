"""Stories at the desk: written, submitted, approved, closed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.advocacy import actions
from gouvernail.advocacy.forms import KitForm, ReturnForm, WordingForm
from gouvernail.advocacy.models import Kit, Wording
from gouvernail.advocacy.permissions import (
    desk_kit,
    desk_programme,
    may_approve,
    may_run,
    require_runner,
)
from gouvernail.advocacy.queries import wordings_of
from gouvernail.advocacy.queries.checking import Checked, checked, pictures_of
from gouvernail.brand.models.assets import LibraryVersion
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.rulebooks.queries import rulebook_for


@login_required
@require_http_methods(["GET", "POST"])
def kit_create(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Begin a story."""
    programme = desk_programme(programme_id, viewer=request.user)
    require_runner(request.user, programme)
    form = KitForm(request.POST or None, viewer=request.user, today=clock.today())
    if request.method == "POST" and form.is_valid():
        kit = tried(
            form,
            lambda: actions.write_kit(
                programme.pk, facts=form.facts(), by=request.user, at=clock.now()
            ),
        )
        if kit is not None:
            messages.success(request, _("Saved. Now write how it may be told."))
            return redirect("advocacy:kit-edit", kit.pk)
    context = {"form": form, "programme": programme}
    return render(request, "advocacy/kit_create.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def kit_edit(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Show a story at the desk with all its wordings judged; change it, or decide on it."""
    kit = desk_kit(kit_id, viewer=request.user)
    form = KitForm(request.POST or None, viewer=request.user, today=clock.today(), kit=kit)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.edit_kit(kit.pk, facts=form.facts(), by=request.user, at=clock.now()),
        )
        if done is not None:
            messages.success(request, _("Saved: it needs an approval."))
            return redirect("advocacy:kit-edit", kit.pk)
    return _page(request, kit, form=form)


def _page(request: WebRequest, kit: Kit, **bound: Form) -> HttpResponse:
    person, pictures = request.user, pictures_of(kit)
    own = str(person.pk) in kit.hands
    alone = separation() == "small"
    context = {
        "kit": kit,
        "programme": kit.programme,
        "runs": may_run(person, kit.programme) and kit.status not in Kit.OVER,
        "approves": kit.status == Kit.Status.WAITING
        and may_approve(person, kit.programme)
        and (alone or not own),
        "own": own,
        "wordings": _judged(kit, pictures),
        "pictures": pictures,
        "form": KitForm(None, viewer=person, today=clock.today(), kit=kit),
        "return_form": ReturnForm(auto_id="return_%s"),
        **bound,
    }
    return render(request, "advocacy/kit_edit.html", context, status=status_of(*bound.values()))


def _judged(kit: Kit, pictures: list[LibraryVersion]) -> list[tuple[Wording, Checked]]:
    at = clock.now()
    book = rulebook_for(kit.programme.unit, at=at)
    return [
        (
            one,
            checked(
                one.text,
                kit=kit,
                network=one.network,
                language=one.language,
                at=at,
                pictures=pictures,
                book=book,
            ),
        )
        for one in wordings_of(kit)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def wording_create(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Add a way of telling a story."""
    return _wording(request, desk_kit(kit_id, viewer=request.user), None)


@login_required
@require_http_methods(["GET", "POST"])
def wording_edit(request: WebRequest, kit_id: UUID, wording_id: UUID) -> HttpResponse:
    """Change a way of telling a story."""
    kit = desk_kit(kit_id, viewer=request.user)
    wording = next((one for one in wordings_of(kit) if one.pk == wording_id), None)
    if wording is None:
        return redirect("advocacy:kit-edit", kit.pk)
    return _wording(request, kit, wording)


def _wording(request: WebRequest, kit: Kit, wording: Wording | None) -> HttpResponse:
    require_runner(request.user, kit.programme)
    form = WordingForm(request.POST or None, wording=wording)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.put_wording(
                kit.pk,
                **form.cleaned_data,
                wording_id=wording.pk if wording else None,
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("Saved: it needs an approval."))
            return redirect("advocacy:kit-edit", kit.pk)
    context = {"kit": kit, "programme": kit.programme, "form": form, "wording": wording}
    return render(request, "advocacy/wording_form.html", context, status=status_of(form))


@require_POST
@login_required
def wording_remove(request: WebRequest, kit_id: UUID, wording_id: UUID) -> HttpResponse:
    """Take a wording out."""
    actions.remove_wording(kit_id, wording_id=wording_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken out: it needs an approval."))
    return redirect("advocacy:kit-edit", kit_id)


@require_POST
@login_required
def kit_submit(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Ask for an approval."""
    kit = desk_kit(kit_id, viewer=request.user)
    try:
        actions.submit_kit(kit.pk, by=request.user, at=clock.now())
    except InvalidInputError as error:
        for told in error.fields.values():
            messages.error(request, told)
    else:
        messages.success(request, _("Submitted: somebody else reads it."))
    return redirect("advocacy:kit-edit", kit.pk)


@require_POST
@login_required
def kit_approve(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Approve exactly the story that was shown."""
    digest = request.POST.get("digest", "")
    actions.approve_kit(kit_id, digest=digest, by=request.user, at=clock.now())
    messages.success(request, _("Approved: it is offered from its first day."))
    return redirect("advocacy:kit-edit", kit_id)


@require_POST
@login_required
def kit_return(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Send a story back."""
    kit = desk_kit(kit_id, viewer=request.user)
    form = ReturnForm(request.POST, auto_id="return_%s")
    if form.is_valid():
        done = tried(
            form,
            lambda: actions.return_kit(
                kit.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Sent back, with your sentence."))
            return redirect("advocacy:kit-edit", kit.pk)
    return _page(request, kit, return_form=form)


@require_POST
@login_required
def kit_close(request: WebRequest, kit_id: UUID) -> HttpResponse:
    """Offer a story no more."""
    actions.close_kit(kit_id, by=request.user, at=clock.now())
    messages.success(request, _("Closed: it is offered to nobody any more."))
    return redirect("advocacy:kit-edit", kit_id)
