"""One version of a pack on its way: submitted, agreed to, compared, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.clock import now
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Right, may
from gouvernail.rulebooks.actions import (
    agree_version,
    reject_version,
    restore_version,
    submit_version,
    withdraw_version,
)
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.forms import CommentForm, SubmitForm
from gouvernail.rulebooks.forms.told import levels_of, levels_told, stops_nothing, version_told
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import may_agree, visible_pack
from gouvernail.rulebooks.queries import comparison, version_before, versions_of
from gouvernail.rulebooks.queries.trials import trials_of

Status = PackVersion.Status
SHOWN = 5


@require_safe
@login_required
def version_detail(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show where a version stands, what it changes, and what the reader may do with it."""
    version = _version(request, slug, number)
    return _detail(request, version, SubmitForm(version=version), CommentForm())


@require_POST
@login_required
def version_submit(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Submit a draft to a second person."""
    version = _version(request, slug, number)
    form = SubmitForm(request.POST, version=version)
    if form.is_valid():
        told = tried(
            form,
            lambda: submit_version(
                version_id=version.pk, submission=form.submission(), by=request.user, at=now()
            ),
        )
        if told is not None:
            messages.success(request, _("Submitted: a second person reviews it."))
            return redirect("rulebooks:version-detail", slug, number)
    return _detail(request, version, form, CommentForm())


@require_POST
@login_required
def version_agree(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Agree to a version as a second person."""
    version, form = _version(request, slug, number), CommentForm(request.POST)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        told = tried(
            form,
            lambda: agree_version(
                version_id=version.pk, comment=comment, by=request.user, at=now()
            ),
        )
        if told is not None:
            messages.success(request, _said(told))
            return redirect("rulebooks:version-detail", slug, number)
    return _detail(request, version, SubmitForm(version=version), form)


def _said(version: PackVersion) -> str:
    if version.status == Status.IN_FORCE:
        if stops_nothing(version, at=now()):
            return _("In force: it observes and stops nothing. Next step: its levels.")
        levels = levels_told(levels_of(version, at=now()))
        return _("In force: it judges every text from now on. %(levels)s.") % {"levels": levels}
    return _("Agreed. It puts itself in force at its date.")


@require_POST
@login_required
def version_reject(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Reject a version, and say why."""
    version, form = _version(request, slug, number), CommentForm(request.POST)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        told = tried(
            form,
            lambda: reject_version(
                version_id=version.pk, comment=comment, by=request.user, at=now()
            ),
        )
        if told is not None:
            messages.success(request, _("Rejected: its author is told why."))
            return redirect("rulebooks:version-detail", slug, number)
    return _detail(request, version, SubmitForm(version=version), form)


@require_POST
@login_required
def version_withdraw(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Take back a version that does not bind yet."""
    version = _version(request, slug, number)
    withdraw_version(version_id=version.pk, by=request.user, at=now())
    messages.success(request, _("Withdrawn. Its text stays here."))
    return redirect("rulebooks:version-detail", slug, number)


@require_POST
@login_required
def version_restore(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Return to an earlier version, as a new draft."""
    version = _version(request, slug, number)
    draft = restore_version(version_id=version.pk, by=request.user, at=now())
    messages.success(request, _("A draft that says the same. It binds once it is agreed to."))
    return redirect("rulebooks:version-detail", slug, draft.number)


@require_safe
@login_required
def version_compare(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """Show what a version changes in another, rule by rule."""
    version = _version(request, slug, number)
    versions = list(versions_of(version.pack))
    asked = request.GET.get("with", "")
    other = next((one for one in versions if str(one.number) == asked), None)
    other = other or version_before(version, versions)
    context = {
        "pack": version.pack,
        "version": version,
        "versions": [one for one in versions if one.number != version.number],
        "other": other,
        "comparison": comparison(other, version) if other else None,
        "told": None,
    }
    return render(request, "rulebooks/version_compare.html", context)


def _version(request: WebRequest, slug: str, number: int) -> PackVersion:
    pack = visible_pack(slug, viewer=request.user)
    version = versions_of(pack).filter(number=number).first()
    if version is None:
        raise PackNotFoundError
    version.pack = pack
    return version


def _detail(
    request: WebRequest, version: PackVersion, submit: SubmitForm, comment: CommentForm
) -> HttpResponse:
    pack: Pack = version.pack
    versions = list(versions_of(pack))
    former = version_before(version, versions)
    reader = request.user
    own = reader.pk in version.hands
    context = {
        "pack": pack,
        "version": version,
        "versions": versions,
        "former": former,
        "changes": comparison(former, version) if former else None,
        "told": version_told(version, viewer=reader, at=now()),
        "submit": submit,
        "comment": comment,
        "may_edit": may(reader, Right.EDIT_RULES, unit=pack.unit) and pack.retired_at is None,
        "may_agree": may_agree(reader, unit=pack.unit) and pack.retired_at is None,
        "own": own,
        "small": separation() == Charter.Separation.SMALL,
        "trials": list(trials_of(version)[:SHOWN]),
        "timeline": timeline("pack_version", version.pk, size=12),
    }
    status = status_of(submit, comment)
    return render(request, "rulebooks/version_detail.html", context, status=status)
