"""Single acts of moderation: recorded, listed, put right."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.policies.actions.moderation import (
    correct_moderation,
    record_moderation,
    withdraw_moderation,
)
from gouvernail.policies.errors import ActNotFoundError
from gouvernail.policies.forms.moderation import (
    ActFilterForm,
    ActForm,
    CorrectForm,
    WithdrawForm,
)
from gouvernail.policies.models import ModerationAct, ModerationReason
from gouvernail.policies.permissions import require_moderator
from gouvernail.policies.queries.moderation import (
    acts_for_export,
    acts_for_list,
    moderated_acts,
    moderated_spaces,
)
from gouvernail.policies.queries.spaces import commented_account, space_of


@require_GET
@login_required
def act_list(request: WebRequest) -> HttpResponse:
    """Show the acts on the accounts one holds or moderates, narrowed as the address says."""
    spaces = moderated_spaces(request.user)
    form = ActFilterForm(request.GET, spaces=spaces)
    filters = form.filters()
    context = {
        "page": acts_for_list(request.user, filters, cursor=request.GET.get("cursor", "")),
        "spaces": spaces,
        "one": next((each for each in spaces if each.account_id == filters.account_id), None),
        "chips": form.chips(),
        "filter_form": form,
    }
    return render(request, "policies/act_list.html", context)


@require_GET
@login_required
def act_export(request: WebRequest) -> HttpResponseBase:
    """Give the narrowed list as a file, without the words of comments: a file is not erased."""
    require_step_up(Act.EXPORT, at=clock.now())
    form = ActFilterForm(request.GET, spaces=moderated_spaces(request.user))
    rows = acts_for_export(request.user, form.filters())
    name = f"moderation-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(_header(), _cells(rows.iterator(chunk_size=500))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _header() -> list[str]:
    return [
        *(_("Done on"), _("Account"), _("Network"), _("Unit"), _("What was done"), _("Policy")),
        *(_("Version"), _("Clause"), pgettext("moderation", "Reason"), _("Recorded by")),
        *(_("Recorded on"), _("Struck on"), _("Struck by"), _("Why it is struck")),
    ]


def _cells(rows: Iterable[ModerationAct]) -> Iterator[list[object]]:
    for one in rows:
        yield [
            *(one.done_at, one.space.name, one.space.network, one.unit.label),
            *(one.get_act_display(), one.version.policy.label, one.version.number, one.anchor),
            *(one.reason, one.done_by.name, one.recorded_at, one.struck_at),
            *(one.struck_by.name if one.struck_by else "", one.struck_why),
        ]


@require_http_methods(["GET", "POST"])
@login_required
def act_record(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Record what was done to one comment under an account."""
    account = commented_account(account_id, viewer=request.user)
    require_moderator(request.user, account)
    space = space_of(account_id)
    reasons = list(space.policy.reasons.all()) if space else []
    posted = request.POST if request.method == "POST" else None
    form = ActForm(posted, reasons=reasons, initial={"done_at": clock.now()})
    if form.is_valid():
        said = form.said()
        kept = tried(
            form,
            lambda: record_moderation(
                account_id=account_id, by=request.user, at=clock.now(), **said
            ),
        )
        if kept is not None:
            messages.success(request, _("Recorded."))
            return redirect(_back(kept))
    context = {"account": account, "space": space, "form": form, "reasons": reasons}
    return render(request, "policies/act_record.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def act_edit(request: WebRequest, act_id: UUID) -> HttpResponse:
    """Show one act; put right what was recorded wrongly: the mistake stays, struck."""
    act = _act(request, act_id)
    reasons = _reasons(act)
    posted = request.POST if request.method == "POST" else None
    form = CorrectForm(posted, reasons=reasons, initial=_initial(act, reasons))
    if form.is_valid():
        said = form.said()
        kept = tried(
            form,
            lambda: correct_moderation(act_id=act.pk, by=request.user, at=clock.now(), **said),
        )
        if kept is not None:
            messages.success(request, _("Put right. What was recorded before stays, struck."))
            return redirect(_back(kept))
    return _page(request, act, form=form, withdraw_form=WithdrawForm(auto_id="withdraw_%s"))


@require_POST
@login_required
def act_withdraw(request: WebRequest, act_id: UUID) -> HttpResponse:
    """Strike an act that never was."""
    act = _act(request, act_id)
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if form.is_valid():
        why = form.cleaned_data["why"]
        kept = tried(
            form,
            lambda: withdraw_moderation(act_id=act.pk, why=why, by=request.user, at=clock.now()),
        )
        if kept is not None:
            messages.success(request, _("Struck. It stays on the list, and counts no more."))
            return redirect(_back(kept))
    reasons = _reasons(act)
    empty = CorrectForm(None, reasons=reasons, initial=_initial(act, reasons))
    return _page(request, act, form=empty, withdraw_form=form)


def _act(request: WebRequest, act_id: UUID) -> ModerationAct:
    named = ("space__policy", "version__policy", "done_by", "struck_by", "corrects")
    act = moderated_acts(request.user).select_related(*named).filter(pk=act_id).first()
    if act is None:
        raise ActNotFoundError
    return act


def _reasons(act: ModerationAct) -> list[ModerationReason]:
    """Return the reasons of the account, and the one the act has where it is no longer of them."""
    reasons = list(act.space.policy.reasons.all())
    if any((one.anchor, one.label) == (act.anchor, act.label) for one in reasons):
        return reasons
    names = ("pk", "anchor", "label", "label_en")
    return [ModerationReason(**{name: getattr(act, name) for name in names}), *reasons]


def _initial(act: ModerationAct, reasons: list[ModerationReason]) -> dict[str, object]:
    same = [one for one in reasons if (one.anchor, one.label) == (act.anchor, act.label)]
    names = ("act", "done_at", "link", "quote")
    return {name: getattr(act, name) for name in names} | {
        "reason": str(same[0].pk) if same else ""
    }


def _back(act: ModerationAct) -> str:
    return f"{reverse('policies:act-list')}?account={act.account_id}"


def _page(request: WebRequest, act: ModerationAct, **forms: Form) -> HttpResponse:
    context = {"act": act, "back": _back(act), **forms}
    status = max(status_of(form) for form in forms.values())
    return render(request, "policies/act_edit.html", context, status=status)
