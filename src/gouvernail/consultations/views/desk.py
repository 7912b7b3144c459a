"""The desk: remarks narrowed, grouped, answered."""

from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gouvernail.consultations import actions
from gouvernail.consultations.errors import RemarkNotFoundError
from gouvernail.consultations.forms import (
    AnswerForm,
    ChosenForm,
    FilterForm,
    GroupForm,
    filters_of,
    label_of_state,
)
from gouvernail.consultations.models import Consultation, Remark
from gouvernail.consultations.permissions import require_run, visible_consultation, visible_remarks
from gouvernail.consultations.queries import desk
from gouvernail.consultations.queries.changes import changes_since
from gouvernail.consultations.queries.reading import WHOLE
from gouvernail.consultations.views.page import end_form
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.queries.citing import cited_in_lines


@login_required
@require_GET
def remark_desk(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Show every remark to whoever answers, and the forms to do so."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    require_run(request.user, consultation.policy)
    return _page(request, consultation)


def _page(
    request: WebRequest,
    consultation: Consultation,
    *,
    answer: AnswerForm | None = None,
    group: GroupForm | None = None,
    chosen: frozenset[str] = frozenset(),
) -> HttpResponse:
    filters = filters_of(request.GET)
    typed = {name: request.POST.get(name, "") for name in ("outcome", "anchor", "words", "label")}
    changes = changes_since(consultation)
    labels = {one.anchor: f"{one.anchor} {one.label}" for one in consultation.clauses.all()}
    page = desk.desk_page(consultation, filters, cursor=request.GET.get("cursor", ""))
    for one in page.rows:
        one.chosen = str(one.pk) in chosen  # type: ignore[attr-defined]  # for the row
        given = one.answer if one.answer and one.answer.outcome == "changed" else None
        one.change = changes.get(given.anchor) if given else None  # type: ignore[attr-defined]
    places = [(WHOLE, _("the whole text")), *labels.items()]
    context = {
        "consultation": consultation,
        "policy": consultation.policy,
        "version": consultation.version,
        "page": page,
        "filters": filters,
        "filter_form": FilterForm(request.GET, clauses=places),
        "state_label": label_of_state(filters.state) if filters.state else "",
        "place_label": dict(places).get(filters.place, ""),
        "cited": cited_in_lines(changes.values(), viewer=request.user),
        "tally": desk.tally_of(consultation),
        "groups": desk.groups_of(consultation),
        "writable": consultation.version.status in {"draft", "consultation"},
        "answer_form": answer or AnswerForm(None, clauses=_choices(changes, labels), initial=typed),
        "group_form": group or GroupForm(initial=typed),
        "end_form": end_form(consultation) if _is_going(consultation) else None,
    }
    status = 422 if answer is not None or group is not None else 200
    return render(request, "consultations/remark_desk.html", context, status=status)


def _is_going(consultation: Consultation) -> bool:
    return consultation.status == "open" and consultation.closes_at > clock.now()


def _choices(changes: Iterable[str], labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(anchor, labels.get(anchor, anchor)) for anchor in changes]


def _none_ticked(request: WebRequest) -> Consultation | None:
    """Return the consultation of a desk where nothing was ticked; None when something was.

    Raises:
        ConsultationNotFoundError, RightMissingError: it is not for the reader to answer.
    """
    form = ChosenForm(request.POST)
    form.is_valid()
    told = form.cleaned_data
    if told.get("remarks") or not told.get("consultation"):
        return None
    consultation = visible_consultation(told["consultation"], viewer=request.user)
    require_run(request.user, consultation.policy)
    return consultation


def _chosen(request: WebRequest) -> tuple[list[UUID], Remark]:
    form = ChosenForm(request.POST)
    form.is_valid()
    keys = [UUID(one) for one in form.cleaned_data.get("remarks", [])]
    remark = (
        visible_remarks(request.user)
        .select_related("consultation__version", "policy__unit", "policy__owner")
        .filter(pk__in=keys[:1])
        .first()
    )
    if remark is None:
        raise RemarkNotFoundError
    require_run(request.user, remark.policy)
    return keys, remark


@login_required
@require_POST
def remarks_answer(request: WebRequest) -> HttpResponse:
    """Answer the remarks ticked; where none is, what was typed stays."""
    desk_of = _none_ticked(request)
    if desk_of is not None:
        changes = changes_since(desk_of)
        labels = {one.anchor: f"{one.anchor} {one.label}" for one in changes.values()}
        form = AnswerForm(request.POST, clauses=_choices(changes, labels))
        form.add_error(None, _("Tick one remark at least."))
        return _page(request, desk_of, answer=form)
    keys, first = _chosen(request)
    window = first.consultation
    changes = changes_since(window) if window is not None else {}
    labels = {one.anchor: f"{one.anchor} {one.label}" for one in changes.values()}
    form = AnswerForm(request.POST, clauses=_choices(changes, labels))
    if form.is_valid():
        said = form.said()
        given = tried(
            form,
            lambda: actions.answer_remarks(
                remark_ids=keys, said=said, by=request.user, at=clock.now()
            ),
        )
        if given is not None:
            number = given.remarks.count()
            words = ngettext(
                "%(number)s remark is answered; its author is told.",
                "%(number)s remarks are answered; their authors are told.",
                number,
            )
            messages.success(request, words % {"number": number})
            return _home(request, first)
    if window is None:
        return _refused(request, first, form)
    return _page(request, window, answer=form, chosen=frozenset(map(str, keys)))


def _refused(request: WebRequest, first: Remark, form: AnswerForm) -> HttpResponse:
    context = {"policy": first.policy, "remark": first, "answer_form": form}
    return render(request, "consultations/suggestion_answer.html", context, status=422)


@login_required
@require_POST
def remarks_group(request: WebRequest) -> HttpResponse:
    """Put the remarks ticked together, to be answered at once."""
    desk_of = _none_ticked(request)
    if desk_of is not None:
        form = GroupForm(request.POST)
        form.add_error(None, _("Choose two remarks or more."))
        return _page(request, desk_of, group=form)
    keys, first = _chosen(request)
    if first.consultation is None:
        raise RemarkNotFoundError
    form = GroupForm(request.POST)
    if form.is_valid():
        label = form.cleaned_data["label"]
        made = tried(
            form,
            lambda: actions.group_remarks(
                remark_ids=keys, label=label, by=request.user, at=clock.now()
            ),
        )
        if made is not None:
            messages.success(request, _("Grouped: one answer will go to all of them."))
            return _home(request, first)
    return _page(request, first.consultation, group=form, chosen=frozenset(map(str, keys)))


@login_required
@require_POST
def remark_ungroup(request: WebRequest, remark_id: UUID) -> HttpResponse:
    """Take one remark out of its group."""
    remark = visible_remarks(request.user).filter(pk=remark_id).first()
    if remark is None:
        raise RemarkNotFoundError
    actions.ungroup_remark(remark_id=remark_id, by=request.user, at=clock.now())
    messages.success(request, _("Taken out of its group."))
    return _home(request, remark)


def _home(request: WebRequest, remark: Remark) -> HttpResponse:
    """Go back to the desk, narrowed as it was."""
    if remark.consultation_id is None:
        return redirect("consultations:suggestion-list", remark.policy.slug)
    url = reverse("consultations:remark-desk", args=[remark.consultation_id])
    narrowed = urlsplit(request.POST.get("narrowed", "")[:500]).query
    return HttpResponseRedirect(f"{url}?{narrowed}" if narrowed else url)
