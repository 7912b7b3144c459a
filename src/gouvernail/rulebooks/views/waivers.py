"""Waivers: asked for, granted above the unit, ended."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.clock import now
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Right, may, require
from gouvernail.rulebooks.actions import (
    ask_for_waiver,
    end_waiver,
    grant_waiver,
    refuse_waiver,
    withdraw_waiver,
)
from gouvernail.rulebooks.forms import CommentForm, WaiverForm
from gouvernail.rulebooks.models import Waiver
from gouvernail.rulebooks.permissions import may_grant, visible_pack, visible_waiver
from gouvernail.rulebooks.queries import (
    bound_in_force,
    in_words,
    packs_for_list,
    rule_of,
    titles_of,
    waivers_for_list,
)

ORDER = ("until", "id")


@require_safe
@login_required
def waiver_list(request: WebRequest) -> HttpResponse:
    """List the waivers that the reader may know about, those that end first first."""
    state = request.GET.get("state", "")
    rows = waivers_for_list(request.user, state=state)
    page = page_of(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "page": page,
        "titles": titles_of(page.rows),
        "state": state if state in Waiver.Status.values else "",
        "states": Waiver.Status.choices,
        "packs": packs_for_list(request.user),
        "may_ask": may(request.user, Right.WRITE_CONTENT),
    }
    return render(request, "rulebooks/waiver_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def waiver_ask(request: WebRequest, slug: str) -> HttpResponse:
    """Ask for a rule to let off for a while."""
    pack, at = visible_pack(slug, viewer=request.user), now()
    require(request.user, Right.WRITE_CONTENT)
    bound = bound_in_force(pack, at=at)
    rules = [(rule.id, in_words(rule.title)) for rule in bound.pack.rules] if bound else []
    form = WaiverForm(
        request.POST or None,
        pack=pack,
        rules=rules,
        viewer=request.user,
        initial={"rule": request.GET.get("rule", "")},
    )
    if request.method == "POST" and form.is_valid():
        waiver = tried(
            form,
            lambda: ask_for_waiver(pack_id=pack.pk, request=form.request(), by=request.user, at=at),
        )
        if waiver is not None:
            messages.success(request, _("Asked. Somebody above the unit answers."))
            return redirect("rulebooks:waiver-detail", waiver.pk)
    context = {"pack": pack, "form": form}
    return render(request, "rulebooks/waiver_form.html", context, status=status_of(form))


@require_safe
@login_required
def waiver_detail(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Show one waiver, and what the reader may answer."""
    waiver = visible_waiver(waiver_id, viewer=request.user)
    return _detail(request, waiver, CommentForm())


@require_POST
@login_required
def waiver_grant(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Grant a waiver from above its unit."""
    form = CommentForm(request.POST)
    form.is_valid()
    comment = form.cleaned_data.get("comment", "")
    granted = tried(
        form,
        lambda: grant_waiver(waiver_id=waiver_id, comment=comment, by=request.user, at=now()),
    )
    return _answered(request, waiver_id, form, granted, _("Granted. It ends by itself."))


@require_POST
@login_required
def waiver_refuse(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Refuse a waiver, and say why."""
    form = CommentForm(request.POST)
    form.is_valid()
    comment = form.cleaned_data.get("comment", "")
    refused = tried(
        form,
        lambda: refuse_waiver(waiver_id=waiver_id, comment=comment, by=request.user, at=now()),
    )
    return _answered(request, waiver_id, form, refused, _("Refused: whoever asked is told why."))


@require_POST
@login_required
def waiver_end(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """End a waiver before its time."""
    form = CommentForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("comment", "")
    ended = tried(
        form, lambda: end_waiver(waiver_id=waiver_id, reason=reason, by=request.user, at=now())
    )
    return _answered(request, waiver_id, form, ended, _("Ended. The rule counts again."))


@require_POST
@login_required
def waiver_withdraw(request: WebRequest, waiver_id: UUID) -> HttpResponse:
    """Take back a request for a waiver."""
    withdraw_waiver(waiver_id=waiver_id, by=request.user, at=now())
    messages.success(request, _("Taken back."))
    return redirect("rulebooks:waiver-detail", waiver_id)


def _answered(
    request: WebRequest, waiver_id: UUID, form: CommentForm, done: Waiver | None, words: str
) -> HttpResponse:
    if done is None:
        return _detail(request, visible_waiver(waiver_id, viewer=request.user), form)
    messages.success(request, words)
    return redirect("rulebooks:waiver-detail", waiver_id)


def _detail(request: WebRequest, waiver: Waiver, form: CommentForm) -> HttpResponse:
    reader, small = request.user, separation() == Charter.Separation.SMALL
    grants = may_grant(reader, waiver)
    context = {
        "waiver": waiver,
        "rule": rule_of(waiver.pack, waiver.rule, at=now()),
        "form": form,
        "may_grant": grants and (small or reader.pk != waiver.asked_by_id),
        "may_end": grants or may(reader, Right.EDIT_UNIT_CHARTER, unit=waiver.unit),
        "may_withdraw": reader.pk == waiver.asked_by_id
        or may(reader, Right.EDIT_RULES, unit=waiver.unit),
        "timeline": timeline("waiver", waiver.pk, size=12),
    }
    return render(request, "rulebooks/waiver_detail.html", context, status=status_of(form))
