"""How firmly rules are applied: changed, decided, taken back."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require
from gouvernail.rulebooks.actions import (
    agree_control,
    change_controls,
    reject_control,
    withdraw_control,
)
from gouvernail.rulebooks.forms import ControlForm
from gouvernail.rulebooks.models import Pack, RuleControl
from gouvernail.rulebooks.permissions import may_agree, visible_control, visible_pack
from gouvernail.rulebooks.queries import bound_in_force, controls_for_list, in_words, standings_of
from gouvernail.rulebooks.queries.rulings import Bound

ORDER = ("-asked_at", "-id")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def control_list(request: WebRequest, slug: str) -> HttpResponse:
    """Show where each rule stands and every change of level; change some."""
    pack, at = visible_pack(slug, viewer=request.user), now()
    if request.method == "POST":
        require(request.user, Right.EDIT_UNIT_CHARTER)
    titles = titles_of(bound_in_force(pack, at=at))
    form = _form(request, pack, titles, sent=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        changed = tried(
            form,
            lambda: change_controls(pack_id=pack.pk, choice=form.choice(), by=request.user, at=at),
        )
        if changed is not None:
            messages.success(request, _said(changed))
            return redirect("rulebooks:control-list", slug)
    return _list(request, pack, form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An answer that was not taken: to which change, what was typed, and why it was not."""

    control_id: UUID
    typed: str
    message: str


def _list(
    request: WebRequest, pack: Pack, form: ControlForm, *, refused: Refused | None = None
) -> HttpResponse:
    at = now()
    bound = bound_in_force(pack, at=at)
    page = page_of(
        controls_for_list(pack), order=ORDER, cursor=request.GET.get("cursor", ""), size=30
    )
    units = {one.unit for one in page.rows}
    context = {
        "pack": pack,
        "form": form,
        "titles": titles_of(bound),
        "standings": standings_of(bound, pack, at=at) if bound else {},
        "page": page,
        "now": at,
        "may_change": bool(form.fields["unit"].choices) and pack.retired_at is None,  # type: ignore[attr-defined]  # a field of choices
        "deciding": {one.pk for one in units if may_agree(request.user, unit=one)},
        "may_withdraw": may(request.user, Right.EDIT_UNIT_CHARTER),
        "small": separation() == Charter.Separation.SMALL,
        "refused": refused,
    }
    status = 422 if refused else status_of(form)
    return render(request, "rulebooks/control_list.html", context, status=status)


def titles_of(bound: Bound | None) -> dict[str, str]:
    """Return the titles of the rules that bind, in the reader's language."""
    return {rule.id: in_words(rule.title) for rule in bound.pack.rules} if bound else {}


def _form(request: WebRequest, pack: Pack, titles: dict[str, str], *, sent: bool) -> ControlForm:
    return ControlForm(
        request.POST if sent else None,
        pack=pack,
        rules=list(titles.items()),
        viewer=request.user,
        initial={"rules": request.GET.getlist("rule"), "unit": str(pack.unit_id)},
    )


def _said(changed: list[RuleControl]) -> str:
    waiting = sum(one.status == RuleControl.Status.ASKED for one in changed)
    if not waiting:
        return _("Changed. The level and its reason are in the journal.")
    return ngettext(
        "%(number)s change waits for a second person.",
        "%(number)s changes wait for a second person.",
        waiting,
    ) % {"number": waiting}


@require_POST
@login_required
def control_agree(request: WebRequest, control_id: UUID) -> HttpResponse:
    """Agree to a change of level as a second person."""
    comment = request.POST.get("comment", "")[:2000]
    try:
        control = agree_control(control_id=control_id, comment=comment, by=request.user, at=now())
    except InvalidInputError as refused:
        return _again(request, control_id, comment, refused)
    messages.success(request, _("Agreed."))
    return redirect("rulebooks:control-list", control.pack.slug)


@require_POST
@login_required
def control_reject(request: WebRequest, control_id: UUID) -> HttpResponse:
    """Reject a change of level, and say why."""
    comment = request.POST.get("comment", "")[:2000]
    try:
        control = reject_control(control_id=control_id, comment=comment, by=request.user, at=now())
    except InvalidInputError as refused:
        return _again(request, control_id, comment, refused)
    messages.success(request, _("Rejected: whoever asked is told why."))
    return redirect("rulebooks:control-list", control.pack.slug)


def _again(
    request: WebRequest, control_id: UUID, comment: str, refused: InvalidInputError
) -> HttpResponse:
    """Show the list again, what was typed still there, and why it was not taken."""
    pack = visible_pack(
        visible_control(control_id, viewer=request.user).pack.slug, viewer=request.user
    )
    told = "; ".join(refused.fields.values()) or refused.message
    form = _form(request, pack, titles_of(bound_in_force(pack, at=now())), sent=False)
    said = Refused(control_id=control_id, typed=comment, message=told)
    return _list(request, pack, form, refused=said)


@require_POST
@login_required
def control_withdraw(request: WebRequest, control_id: UUID) -> HttpResponse:
    """Take back a change of level that does not count yet."""
    slug = visible_control(control_id, viewer=request.user).pack.slug
    withdraw_control(control_id=control_id, by=request.user, at=now())
    messages.success(request, _("Taken back."))
    return redirect("rulebooks:control-list", slug)
