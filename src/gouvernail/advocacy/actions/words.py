"""Words of one's own: judged at once, then approved by somebody else until trust is earned."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.members import empty_words
from gouvernail.advocacy.actions.telling import inform, needed, sound
from gouvernail.advocacy.errors import (
    AdvocacyInvalidError,
    AdvocacyStateError,
    NotForYouError,
    SharingPausedError,
)
from gouvernail.advocacy.models import Kit, Membership, OwnWords
from gouvernail.advocacy.models.programmes import TRUSTED_FROM
from gouvernail.advocacy.permissions import (
    approvers_of,
    require_approver,
    require_member,
    visible_kit,
    visible_words,
)
from gouvernail.advocacy.queries.checking import Checked, checked
from gouvernail.advocacy.queries.disclosing import SHAREABLE
from gouvernail.advocacy.queries.joining import may_share, why_closed
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.rules import Outcome
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up

MOST_WAITING: Final = 10
CLEAN: Final = (Outcome.PASS.slug, Outcome.NOTE.slug)


@action("advocacy.propose_words")
def propose_words(
    kit_id: UUID, *, language: str, network: str, text: str, by: Person, at: datetime
) -> OwnWords:
    """Tell a story in one's own words. Whoever is trusted, and raises nothing, needs no approval.

    Raises:
        AdvocacyNotFoundError, NotAMemberError: hidden from `by`; `by` does not take part.
        SharingPausedError: nothing can be shared now.
        AdvocacyStateError: the story is not offered.
        AdvocacyInvalidError: no words, too long with who speaks, or a rule forbids it.
    """
    kit = visible_kit(kit_id, viewer=by, lock=True)
    membership = require_open(kit, by=by, at=at)
    needed(text=text)
    if network not in SHAREABLE:
        raise AdvocacyInvalidError({"network": _("Choose a network of the list.")})
    rows = OwnWords.objects.filter(membership=membership, status=OwnWords.Status.WAITING)
    if rows.count() >= MOST_WAITING:
        most = _("%(most)s of your wordings wait already: let them be read first.")
        raise AdvocacyInvalidError({"text": most % {"most": MOST_WAITING}})
    words = OwnWords(
        kit=kit, membership=membership, language=language, network=network, text=text.strip()
    )
    words.digest, words.made_at = sha256_hex(words.text.encode()), at
    found = checked(words.text, kit=kit, network=network, language=language, at=at)
    _refuse_unfit(found)
    words.outcome = found.outcome.slug
    if membership.is_trusted and found.is_clean:
        words.status, words.by_trust, words.decided_at = OwnWords.Status.APPROVED, True, at
    sound(words)
    words.save(force_insert=True)
    record(actor=by, verb="own_words.proposed", subject=words, at=at, digest=words.digest)
    if words.by_trust:
        record(actor=by, verb="own_words.approved", subject=words, at=at, digest=words.digest)
        return words
    inform(
        approvers_of(kit.programme) - {by.pk},
        about="words_to_read",
        once=words.pk.hex,
        path=reverse("advocacy:words-decide", args=[words.pk]),
        named=kit,
        at=at,
    )
    return words


def require_open(kit: Kit, *, by: Person, at: datetime) -> Membership:
    """Return the part `by` takes, when this story may be shared by them now.

    Raises:
        NotAMemberError: they take none.
        SharingPausedError: frozen, closed, or the policy is to be signed again.
        AdvocacyStateError: the story is not offered.
    """
    membership = require_member(by, kit.programme, lock=True)
    why = why_closed(membership, kit.programme, person=by, at=at)
    if why:
        raise SharingPausedError(why)
    if not may_share(kit, today=site_day(at)):
        raise AdvocacyStateError(kit.get_status_display())
    return membership


def _refuse_unfit(found: Checked) -> None:
    if not found.fits:
        told = _("%(over)s too long, with who speaks and the link.") % {"over": -found.left}
        raise AdvocacyInvalidError({"text": told})
    if found.outcome >= Outcome.BLOCK:
        stop = next(one for one in found.remarks if one.kind == "stop")
        raise AdvocacyInvalidError({"text": f"{stop.title} : {stop.say}"})


@action("advocacy.take_words_back")
def take_words_back(words_id: UUID, *, by: Person, at: datetime) -> OwnWords:
    """Take a wording of one's own back; it is forgotten.

    Raises:
        AdvocacyNotFoundError: missing or hidden.
        NotForYouError: it is somebody else's.
        AdvocacyStateError: it is refused, or taken back already.
    """
    words = visible_words(words_id, viewer=by, lock=True)
    if words.membership.person_id != by.pk:
        raise NotForYouError
    if words.status not in {OwnWords.Status.WAITING, OwnWords.Status.APPROVED}:
        raise AdvocacyStateError(words.get_status_display())
    words.status = OwnWords.Status.TAKEN_BACK
    words.save(update_fields=("status",))
    record(actor=by, verb="own_words.taken_back", subject=words, at=at)
    empty_words(words, by=by, at=at)
    return words


@action("advocacy.approve_words")
def approve_words(words_id: UUID, *, digest: str, by: Person, at: datetime) -> OwnWords:
    """Approve exactly the words that were shown; the fifth story without a remark earns trust.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`; their own, or for others.
        AdvocacyStateError: they do not wait.
        ProofNeededError: `by` did not prove lately who they are.
    """
    words = _to_decide(words_id, by=by)
    if digest != words.digest:
        raise AdvocacyStateError(words.get_status_display())
    require_step_up(Act.DECIDE, at=at)
    words.status, words.decided_by, words.decided_at = OwnWords.Status.APPROVED, by, at
    words.save()
    record(actor=by, verb="own_words.approved", subject=words, at=at, digest=words.digest)
    earned = False
    if words.outcome in CLEAN and not _counted_before(words):
        earned = _count(words.membership, by=by, at=at)
    _tell(words, about="trusted" if earned else "words_approved", at=at)
    return words


def _counted_before(words: OwnWords) -> bool:
    """Return whether other words of theirs for the same story count already, taken back or not.

    Five ways of saying one thing show no more than one; a refusal for a rule starts from zero.
    """
    status = OwnWords.Status
    theirs = OwnWords.objects.filter(membership=words.membership).exclude(pk=words.pk)
    rows = theirs.filter(
        kit=words.kit_id,
        outcome__in=CLEAN,
        status__in=(status.APPROVED, status.TAKEN_BACK),
        decided_by__isnull=False,
    )
    broken = theirs.filter(status=status.REFUSED, cause=OwnWords.Cause.RULE)
    last = broken.aggregate(last=Max("decided_at"))["last"]
    return (rows if last is None else rows.filter(decided_at__gt=last)).exists()


def _count(membership: Membership, *, by: Person, at: datetime) -> bool:
    """Count one approval without a remark; return whether it is the one that earns trust."""
    if membership.clean_count >= TRUSTED_FROM:
        return False
    membership.clean_count += 1
    membership.save(update_fields=("clean_count",))
    earned = membership.clean_count == TRUSTED_FROM
    what = "trust_earned" if earned else "approval_counted"
    record(actor=by, verb=f"ambassador_membership.{what}", subject=membership, at=at)
    return earned


@action("advocacy.refuse_words")
def refuse_words(words_id: UUID, *, cause: str, reason: str, by: Person, at: datetime) -> OwnWords:
    """Refuse a wording and say why, kindly; for a rule, the next ones are read again from zero.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`; their own, or for others.
        AdvocacyStateError: they do not wait, and were not approved by trust.
        AdvocacyInvalidError: no cause or no reason.
    """
    words = _to_decide(words_id, by=by, trusted_too=True)
    if cause not in OwnWords.Cause.values:
        raise AdvocacyInvalidError({"cause": _("Choose one of these.")})
    needed(reason=reason)
    words.status, words.cause, words.reason = OwnWords.Status.REFUSED, cause, reason.strip()
    words.decided_by, words.decided_at = by, at
    sound(words, leave=("outcome", "digest"))
    words.save()
    record(actor=by, verb="own_words.refused", subject=words, at=at)
    membership, lost = words.membership, False
    if cause == OwnWords.Cause.RULE and membership.clean_count:
        lost = membership.is_trusted
        membership.clean_count = 0
        membership.save(update_fields=("clean_count",))
        record(actor=by, verb="ambassador_membership.trust_lost", subject=membership, at=at)
    _tell(words, about="trust_lost" if lost else "words_refused", at=at)
    return words


def _to_decide(words_id: UUID, *, by: Person, trusted_too: bool = False) -> OwnWords:
    words = visible_words(words_id, viewer=by, lock=True)
    require_approver(by, words.kit.programme)
    if words.membership.person_id == by.pk:
        raise NotForYouError
    may_go = trusted_too and words.by_trust and words.status == OwnWords.Status.APPROVED
    if words.status != OwnWords.Status.WAITING and not may_go:
        raise AdvocacyStateError(words.get_status_display())
    return words


def _tell(words: OwnWords, *, about: str, at: datetime) -> None:
    inform(
        [words.membership.person_id],
        about=about,
        once=words.pk.hex,
        path=reverse("advocacy:kit-detail", args=[words.kit_id]),
        named=words.kit,
        at=at,
    )
