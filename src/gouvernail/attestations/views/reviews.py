"""Reviews: the list, one review and what is done in it, those of one account."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.attestations.actions import (
    assign_review,
    attest_review,
    cancel_review,
    confirm_review,
    disown_review,
    finish_task,
    open_review,
    return_review,
)
from gouvernail.attestations.actions.reviews import REVIEWED
from gouvernail.attestations.errors import ReviewMovedOnError
from gouvernail.attestations.forms.reviews import (
    AssignForm,
    AttestForm,
    ConfirmForm,
    DisownForm,
    DoneForm,
    OpenForm,
    ReturnForm,
    ReviewFilter,
)
from gouvernail.attestations.models import Review
from gouvernail.attestations.permissions import (
    may_attest,
    may_finish,
    may_lead,
    needs_another,
    require_attest,
    visible_review,
)
from gouvernail.attestations.queries.evidence import answers_of, evidence_of, facts_of
from gouvernail.attestations.queries.leaders import confirmers_of, leaders_of
from gouvernail.attestations.queries.lists import (
    BACKWARDS,
    ORDER,
    Asked,
    review_counts,
    reviews_for_list,
    reviews_of,
    task_of,
    unfollowed_words,
)
from gouvernail.attestations.queries.rhythms import Rhythms, later
from gouvernail.charter.queries import separation
from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.people.permissions import Right, may, require, visible_units
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account
from gouvernail.registry.queries import nameable_people, network_label

PAGE = 50
NAMES_OFFERED = 300
VIEWS = ("mine", "to_attest", "to_assign", "to_confirm", "late", "to_follow", "decided")


@login_required
@require_GET
def review_list(request: WebRequest) -> HttpResponse:
    """Show the reviews, narrowed as the address says."""
    require(request.user, Right.SEE_ACCOUNTS)
    at, today, query = clock.now(), clock.today(), request.GET
    unit_id = query.get("unit", "")
    unit = visible_units(request.user).filter(pk=unit_id).first() if is_uuid(unit_id) else None
    view = query.get("view", "") if query.get("view", "") in VIEWS else ""
    asked = Asked(
        view=view, unit=unit, network=query.get("network", ""), search=query.get("q", "")[:100]
    )
    rows = reviews_for_list(request.user, asked, at=at, today=today)
    order = BACKWARDS if view == "decided" else ORDER
    page = page_of(rows, order=order, cursor=query.get("cursor", ""), size=PAGE)
    chips = []
    if asked.search:
        chips.append({"name": "q", "label": f"“{asked.search}”"})
    if unit is not None:
        chips.append({"name": "unit", "label": unit.label})
    if asked.network:
        chips.append({"name": "network", "label": network_label(asked.network)})
    context = {
        "page": page,
        "rows": [(one, one.is_late(today)) for one in page.rows],
        "view": view,
        "counts": review_counts(request.user, at=at, today=today),
        "chips": chips,
        "filter_form": ReviewFilter(query, viewer=request.user),
        "today": today,
    }
    return render(request, "attestations/review_list.html", context)


@login_required
@require_GET
def review_detail(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Show one review: the evidence, what was answered, what is to be done next."""
    return _detail(request, visible_review(review_id, viewer=request.user))


def _detail(request: WebRequest, review: Review, *form: Form) -> HttpResponse:
    """Show a review; a form that was refused takes the place of its own kind."""
    at, today, reader = clock.now(), clock.today(), request.user
    evidence = evidence_of(review, viewer=reader, today=today)
    leads, attests = may_lead(reader, review), may_attest(reader, review, at=at)
    confirms = leads and review.status == Review.Status.TO_CONFIRM
    task = task_of(review)
    refused = {type(one): one for one in form}
    facts = facts_of(review.account)
    made: dict[str, Form] = {}
    if review.status == Review.Status.OPEN and attests:
        made |= {
            "attest_form": AttestForm(review=review, viewer=reader, facts=facts),
            "disown_form": DisownForm(),
        }
    if leads and review.status in (Review.Status.OPEN, Review.Status.TO_ASSIGN):
        made["assign_form"] = AssignForm(viewer=reader)
    if confirms and not needs_another(reader, review, separation=separation()):
        made |= {
            "confirm_form": ConfirmForm(review=review, viewer=reader, next_on=_next(review, today)),
            "return_form": ReturnForm(),
        }
    if task is not None and task.done_at is None and may_finish(reader, task, review):
        made["done_form"] = DoneForm()
    context: dict[str, Any] = {
        "review": review,
        "account": review.account,
        "late": review.is_late(today),
        "evidence": evidence,
        "answers": answers_of(review),
        "task": task,
        "unfollowed": unfollowed_words(review.unfollowed),
        "leads": leads,
        "confirms": confirms,
        "cancels": leads and review.is_live and review.account.status not in REVIEWED,
        "leaders": confirmers_of(review, at=at)
        if review.status == Review.Status.TO_CONFIRM
        else leaders_of(review.account.unit, at=at),
        "timeline": timeline("account_review", review.pk, size=10),
        "people": nameable_people(reader)[:NAMES_OFFERED],
        "today": today,
    }
    context |= {name: refused.get(type(one), one) for name, one in made.items()}
    return render(request, "attestations/review_detail.html", context, status=status_of(*form))


def _next(review: Review, today: date) -> date:
    return later(today, months=Rhythms().of(review.account).months)


@login_required
@require_POST
def review_attest(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Take the owner's answers."""
    review = visible_review(review_id, viewer=request.user)
    if review.status != Review.Status.OPEN:
        raise ReviewMovedOnError(str(review.get_status_display()))
    require_attest(request.user, review, at=clock.now())
    facts = facts_of(review.account)
    form = AttestForm(request.POST, review=review, viewer=request.user, facts=facts)
    if form.is_valid():
        done = tried(
            form,
            lambda: attest_review(
                review_id=review_id,
                attestation=form.attestation(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("Attested. A second person now confirms it."))
            return redirect("attestations:review-detail", review_id)
    return _detail(request, review, form)


@login_required
@require_POST
def review_disown(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Hand a review to the delegate: it is not theirs any more."""
    form = DisownForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("disowned_reason", "")
    done = tried(
        form,
        lambda: disown_review(review_id=review_id, reason=reason, by=request.user, at=clock.now()),
    )
    if done is None:
        return _detail(request, visible_review(review_id, viewer=request.user), form)
    messages.success(request, _("Handed to the delegate, who gives it to somebody else."))
    return redirect("attestations:review-detail", review_id)


@login_required
@require_POST
def review_assign(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Give a review to somebody."""
    review = visible_review(review_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    form = AssignForm(request.POST, viewer=request.user)
    if form.is_valid():
        person = form.cleaned_data["person"]
        done = tried(
            form,
            lambda: assign_review(
                review_id=review_id, person_id=person.pk, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Given to %(name)s, who is told.") % {"name": person.name})
            return redirect("attestations:review-detail", review_id)
    return _detail(request, review, form)


@login_required
@require_POST
def review_confirm(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Confirm what was attested."""
    review = visible_review(review_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    next_on = _next(review, clock.today())
    form = ConfirmForm(request.POST, review=review, viewer=request.user, next_on=next_on)
    if form.is_valid():
        done = tried(
            form,
            lambda: confirm_review(
                review_id=review_id,
                confirmation=form.confirmation(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if done is not None:
            if done.unfollowed:
                words = _("Confirmed. The register kept its status: %(reason)s")
                messages.warning(request, words % {"reason": unfollowed_words(done.unfollowed)})
            else:
                messages.success(request, _("Confirmed: the register follows."))
            return redirect("attestations:review-detail", review_id)
    return _detail(request, review, form)


@login_required
@require_POST
def review_return(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Send a review back to whoever attested it."""
    form = ReturnForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("back_reason", "")
    done = tried(
        form,
        lambda: return_review(review_id=review_id, reason=reason, by=request.user, at=clock.now()),
    )
    if done is None:
        return _detail(request, visible_review(review_id, viewer=request.user), form)
    messages.success(request, _("Sent back, with your reason."))
    return redirect("attestations:review-detail", review_id)


@login_required
@require_POST
def review_finish(request: WebRequest, review_id: UUID) -> HttpResponse:
    """Say that what a decision asked for is done."""
    note = request.POST.get("note", "")[:2000]
    finish_task(review_id=review_id, note=note, by=request.user, at=clock.now())
    messages.success(request, _("Done: it is in the journal."))
    return redirect("attestations:review-detail", review_id)


@login_required
@require_POST
def review_cancel(request: WebRequest, review_id: UUID) -> HttpResponse:
    """End a review that has no object any more."""
    cancel_review(review_id=review_id, by=request.user, at=clock.now())
    messages.success(request, _("This review is cancelled."))
    return redirect("attestations:review-detail", review_id)


@login_required
@require_GET
def account_reviews(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show the reviews of one account: a panel of its page, or a page without scripts."""
    account = visible_account(account_id, viewer=request.user)
    return _of_account(request, account, OpenForm())


def _of_account(request: WebRequest, account: Account, form: OpenForm) -> HttpResponse:
    reviews = reviews_of(account)
    live = next((one for one in reviews if one.is_live), None)
    ours = account.status in REVIEWED and account.kind != Account.Kind.PERSONAL
    opens = ours and may(request.user, Right.EDIT_ACCOUNTS, unit=account.unit) and live is None
    today = clock.today()
    context = {
        "account": account,
        "reviews": reviews,
        "live": live,
        "late": live is not None and live.is_late(today),
        "form": form if opens else None,
        "rhythm": Rhythms().of(account),
    }
    name = "_account_reviews" if request.htmx else "account_reviews"
    return render(request, f"attestations/{name}.html", context, status=status_of(form))


@login_required
@require_POST
def account_review_open(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Open the review of an account by hand."""
    account = visible_account(account_id, viewer=request.user)
    require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    form = OpenForm(request.POST)
    if form.is_valid():
        due_on = form.cleaned_data["due_on"]
        review = tried(
            form,
            lambda: open_review(account_id, due_on=due_on, by=request.user, at=clock.now()),
        )
        if review is not None:
            messages.success(request, _("The review is open."))
            return redirect("attestations:review-detail", review.pk)
    return _of_account(request, account, form)
