"""Words that only the pages of custody need."""

from datetime import date

from django import template
from django.utils.translation import gettext, ngettext, pgettext

from gouvernail.custody.forms.handovers import StepForm
from gouvernail.custody.models import (
    Access,
    AccessReview,
    ControlProof,
    Handover,
    HandoverStep,
    Result,
    ReviewedAccess,
)
from gouvernail.custody.queries import Verdict, reason_words
from gouvernail.custody.queries.departure import place_words
from gouvernail.people.models import RoleGrant

register = template.Library()

RESULT_KINDS = {Result.EARNED: "ok", Result.LOST: "stop", Result.UNKNOWN: "idle"}
STATE_KINDS = {
    Access.State.OPEN: "ok",
    Access.State.TO_REVOKE: "stop",
    Access.State.ASKED: "late",
    Access.State.CLOSED: "idle",
}
FACTOR_KINDS = {
    Access.Factor.NONE: "stop",
    Access.Factor.SMS_SHARED: "stop",
    Access.Factor.UNKNOWN: "idle",
    Access.Factor.SMS: "warn",
    Access.Factor.APP: "ok",
    Access.Factor.KEY: "ok",
    Access.Factor.NOT_OFFERED: "idle",
}


@register.filter
def why(verdict: Verdict) -> str:
    """Write why a criterion stands as it does."""
    return reason_words(verdict)


@register.filter
def result_kind(verdict: Verdict) -> str:
    """Return the kind of state a criterion is."""
    return RESULT_KINDS[verdict.result]


@register.filter
def access_kind(access: Access) -> str:
    """Return the kind of state an access is."""
    return STATE_KINDS[Access.State(access.state)]


@register.filter
def factor_kind(access: Access) -> str:
    """Return the kind of state a second factor is."""
    return FACTOR_KINDS[Access.Factor(access.second_factor)]


@register.filter
def mend_words(repair: str) -> str:
    """Write what a repair button does."""
    return {
        "declare": gettext("Say who"),
        "confirm": gettext("Try it"),
        "change": gettext("Change"),
        "rotate": gettext("Renewed?"),
        "revoke": gettext("Take away"),
    }[repair]


@register.filter
def ways_words(number: int | None) -> str:
    """Write how many people could get in."""
    if number is None:
        return pgettext("second factor", "not known")
    if not number:
        return gettext("nobody")
    return ngettext("%(count)s person", "%(count)s people", number) % {"count": number}


@register.filter
def ways_kind(number: int | None) -> str:
    """Return the kind of state that a number of ways in is."""
    if number is None:
        return "idle"
    return ("stop", "warn")[number] if number < len(("stop", "warn")) else "ok"


@register.filter
def place_name(place: str) -> str:
    """Write the name of a place of an account."""
    return place_words(place)


@register.filter
def seat_words(grant: RoleGrant) -> str:
    """Write a role with its seat."""
    if grant.seat:
        return f"{grant.get_role_display()}, {grant.get_seat_display()}"
    return str(grant.get_role_display())


HANDOVER_KINDS = {
    Handover.State.OPEN: "info",
    Handover.State.REFUSED: "stop",
    Handover.State.SIGNED: "warn",
    Handover.State.DONE: "ok",
    Handover.State.CANCELLED: "idle",
}


@register.filter
def handover_kind(handover: Handover, today: date) -> str:
    """Return the kind of state a handover is: overdue when its day is past."""
    if handover.is_late(today):
        return "overdue"
    return HANDOVER_KINDS[Handover.State(handover.state)]


@register.inclusion_tag("web/_fields.html")
def step_fields(step: HandoverStep) -> dict[str, object]:
    """Write the empty fields that say how a step went."""
    form = StepForm(kind=step.kind)
    return {"form": form, "rows": [[bound] for bound in form]}


PROOF_KINDS = {
    ControlProof.State.ASKED: "clock",
    ControlProof.State.PHOTOGRAPHED: "warn",
    ControlProof.State.PROVED: "ok",
    ControlProof.State.REFUSED: "stop",
    ControlProof.State.UNABLE: "stop",
    ControlProof.State.LATE: "overdue",
    ControlProof.State.DROPPED: "idle",
}


@register.filter
def proof_kind(proof: ControlProof, today: date) -> str:
    """Return the kind of state a proof is: settled ones are at rest, past their day overdue."""
    if proof.settled_at is not None:
        return "idle"
    if proof.is_going and proof.due_on < today:
        return "overdue"
    return PROOF_KINDS[ControlProof.State(proof.state)]


REVIEWED_KINDS = {
    ReviewedAccess.Answer.KEEP: "ok",
    ReviewedAccess.Answer.WITHDRAW: "stop",
    ReviewedAccess.Answer.CHANGE: "warn",
}


@register.filter
def review_kind(review: AccessReview, today: date) -> str:
    """Return the kind of state an access review is: overdue when its day is past."""
    if review.is_late(today):
        return "overdue"
    return "clock" if review.is_open else "ok"


@register.filter
def review_words(review: AccessReview, today: date) -> str:
    """Write the state of an access review, with how late it is."""
    if not review.is_late(today):
        return str(review.get_status_display())
    days = (today - review.due_on).days
    return ngettext("late by %(count)s day", "late by %(count)s days", days) % {"count": days}


@register.filter
def answered_words(review: AccessReview) -> str:
    """Write how many accesses of a review were answered for; `total` and `waiting` are counted."""
    total, waiting = getattr(review, "total", 0), getattr(review, "waiting", 0)
    return f"{total - waiting} / {total}"


@register.filter
def reviewed_kind(line: ReviewedAccess) -> str:
    """Return the kind of state a reviewed access is. The access must be loaded."""
    if line.state == ReviewedAccess.State.ANSWERED:
        settled = line.answer == ReviewedAccess.Answer.CHANGE and line.settled_at is not None
        return "ok" if settled else REVIEWED_KINDS[ReviewedAccess.Answer(line.answer)]
    if line.access.state != Access.State.OPEN:
        return "idle"
    return "stop" if line.state == ReviewedAccess.State.REFUSED else "clock"


@register.filter
def reviewed_words(line: ReviewedAccess) -> str:
    """Write what was answered for one access, and what came of it. The access must be loaded."""
    if line.state != ReviewedAccess.State.ANSWERED:
        over = line.access.state != Access.State.OPEN
        return gettext("ended meanwhile") if over else str(line.get_state_display())
    answer = ReviewedAccess.Answer(line.answer)
    done = line.access.is_closed if answer == answer.WITHDRAW else line.settled_at is not None
    return {
        (answer.KEEP, False): pgettext("reviewed access", "kept"),
        (answer.WITHDRAW, False): pgettext("reviewed access", "withdrawn"),
        (answer.WITHDRAW, True): pgettext("reviewed access", "taken away"),
        (answer.CHANGE, False): pgettext("reviewed access", "to be put right"),
        (answer.CHANGE, True): pgettext("reviewed access", "put right"),
    }[answer, done]


@register.filter
def handover_words(handover: Handover, today: date) -> str:
    """Write the state of a handover, with how late it is."""
    if not handover.is_late(today):
        return str(handover.get_state_display())
    days = (today - handover.due_on).days
    return ngettext("late by %(count)s day", "late by %(count)s days", days) % {"count": days}
