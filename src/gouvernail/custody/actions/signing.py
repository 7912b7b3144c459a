"""Signing a handover, by two people or by one after a wait; the second one moves the place."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.handovers import KINDS, State, require_state, who
from gouvernail.custody.actions.notices import tell_handover, tell_revocations
from gouvernail.custody.actions.revoking import begin_revocation
from gouvernail.custody.errors import (
    HandoverNotYoursError,
    HandoverOvertakenError,
    HandoverStateError,
    SignatureTooEarlyError,
    StepsLeftError,
)
from gouvernail.custody.models import Access, Handover, HandoverStep
from gouvernail.custody.permissions import (
    may_hand_over,
    may_sign_as_giver,
    signs_again_from,
    visible_handover,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.actions import set_holder
from gouvernail.registry.models import Account


@action("custody.sign_handover")
def sign_handover(handover_id: UUID, *, by: Person, at: datetime) -> Handover:
    """Sign as giver or as successor, once every step is done; the second one moves the place.

    Where the giver has left, who decides on the account signs for them, and it is said. Where
    nobody else could, the successor signs a second time a day later, and that is said too.

    Raises:
        HandoverNotFoundError: missing, or hidden from `by`.
        HandoverStateError: it is not under way, or has no successor.
        StepsLeftError: something is left to do.
        HandoverNotYoursError: `by` is neither of the two, or has signed.
        SignatureTooEarlyError: the second signature of the same person has to wait.
        HandoverOvertakenError: the giver no longer holds the place.
    """
    handover = visible_handover(handover_id, viewer=by, lock=True)
    require_state(handover, State.OPEN)
    if handover.successor is None:
        raise HandoverStateError(_("without a successor"))
    takes = by.pk == handover.successor_id and handover.successor_signed_at is None
    again_from = signs_again_from(by, handover)
    if again_from is not None and at < again_from:
        raise SignatureTooEarlyError(handover.giver.name)
    again = again_from is not None
    gives = handover.giver_signed_at is None and (again or may_sign_as_giver(by, handover))
    if not takes and not gives:
        raise HandoverNotYoursError(who(handover.successor))
    left = len(KINDS) - handover.steps.exclude(outcome="").count()
    if left:
        raise StepsLeftError(left)
    if takes:
        handover.successor_signed_at = at
    else:
        handover.giver_signed_at, handover.giver_signed_by = at, by
    if handover.giver_signed_at and handover.successor_signed_at:
        handover.state = State.SIGNED
    handover.save()
    verb = "handover.signed_again" if again else "handover.signed"
    record(actor=by, verb=verb, subject=handover, at=at)
    if handover.state == State.SIGNED:
        _finish_if_allowed(handover, at=at)
    return handover


def _finish_if_allowed(handover: Handover, *, at: datetime) -> None:
    """Move the place under the name of who decided; if they may no more, somebody finishes it."""
    decider = handover.decided_by
    if decider is not None and decider.is_active and may_hand_over(decider, handover.account):
        _finish(handover, by=decider, at=at)


@action("custody.finish_handover")
def finish_handover(handover_id: UUID, *, by: Person, at: datetime) -> Handover:
    """Move the place of a handover that both have signed.

    Raises:
        HandoverNotFoundError, RightMissingError: `by` may not.
        HandoverStateError: both have not signed.
        HandoverOvertakenError: the giver no longer holds the place.
        HolderRefusedError: the successor cannot hold the place.
    """
    handover = visible_handover(handover_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=handover.account.unit)
    require_state(handover, State.SIGNED)
    _finish(handover, by=by, at=at)
    return handover


def _finish(handover: Handover, *, by: Person, at: datetime) -> None:
    rows = Account.objects.select_for_update(of=("self",)).select_related("unit")
    account = handover.account = rows.get(pk=handover.account_id)
    if getattr(account, f"{handover.place}_id") != handover.giver_id:
        raise HandoverOvertakenError(handover.giver.name)
    set_holder(
        account.pk,
        place=handover.place,
        person_id=handover.successor_id,
        by=by,
        at=at,
    )
    handover.state, handover.ended_at = State.DONE, at
    handover.save()
    record(actor=by, verb="handover.finished", subject=handover, at=at)
    tell_handover(handover, about="finished", at=at)
    _take_away(handover, by=by, at=at)


def _take_away(handover: Handover, *, by: Person, at: datetime) -> None:
    """Order the revocation of what the giver still has, unless it was said that they keep it.

    Who holds another place of the account keeps their accesses. A step is a word; an access that
    nobody closed is a fact.
    """
    account, giver_id = handover.account, handover.giver_id
    others = {"owner", "backup", "custodian"} - {handover.place}
    if giver_id in {getattr(account, f"{place}_id") for place in others}:
        return
    kept = HandoverStep.Outcome.NOT_NEEDED
    if handover.steps.filter(kind=HandoverStep.Kind.REVOKED, outcome=kept).exists():
        return
    rows = Access.objects.filter(account=account, person=giver_id, state=Access.State.OPEN)
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    found = list(
        rows.select_related("person", "account__unit", "account__owner", "account__custodian")
    )
    today = site_day(at)
    for access in found:
        begin_revocation(access, why=Access.Why.HANDOVER, due_on=today, by=by, at=at)
    tell_revocations(found, at=at)
