"""Taking part, and taking part no more: one click, and at once."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.telling import forget_words, inform
from gouvernail.advocacy.errors import (
    AdvocacyInvalidError,
    AdvocacyStateError,
    NotForYouError,
    PolicyFirstError,
)
from gouvernail.advocacy.models import (
    Membership,
    OwnWords,
    PersonalAccount,
    Programme,
    Share,
)
from gouvernail.advocacy.permissions import (
    joinable_programmes,
    membership_of,
    require_member,
    visible_programme,
)
from gouvernail.advocacy.queries.joining import has_accepted, version_to_accept
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("advocacy.join")
def join(programme_id: UUID, *, by: Person, at: datetime) -> Membership:
    """Take part, by one's own choice, once the policy is signed. Joining twice is joining once.

    Raises:
        AdvocacyNotFoundError: missing, or hidden from `by`.
        AdvocacyStateError: it is not open.
        NotForYouError: it is open to others.
        PolicyFirstError: the version in force of its policy is not signed.
    """
    programme = visible_programme(programme_id, viewer=by, lock=True)
    there = membership_of(by, programme)
    if there is not None:
        return there
    if programme.status != Programme.Status.OPEN:
        raise AdvocacyStateError(programme.get_status_display())
    if not joinable_programmes(by).filter(pk=programme.pk).exists():
        raise NotForYouError
    if not has_accepted(by, programme, at=at):
        raise PolicyFirstError(programme.policy.label if programme.policy else "")
    membership = Membership.objects.create(
        programme=programme, person=by, version=version_to_accept(programme), joined_at=at
    )
    record(actor=by, verb="ambassador_membership.joined", subject=membership, at=at)
    return membership


@action("advocacy.withdraw")
def withdraw(programme_id: UUID, *, by: Person, at: datetime) -> Membership:
    """Take part no more, from this instant: nothing is read, no story is open, words are emptied.

    What stays: that one joined and withdrew, and when; shares as numbers of a story.

    Raises:
        AdvocacyNotFoundError: missing, or hidden from `by`.
        NotAMemberError: `by` does not take part.
    """
    programme = visible_programme(programme_id, viewer=by)
    membership = require_member(by, programme, lock=True)
    return end_membership(membership, verb="ambassador_membership.withdrawn", by=by, at=at)


@action("advocacy.choose_news")
def choose_news(programme_id: UUID, *, news: str, by: Person, at: datetime) -> Membership:
    """Choose whether one is told of new stories: never, which it is from the start, weekly, each.

    Raises:
        AdvocacyNotFoundError, NotAMemberError: hidden from `by`; `by` does not take part.
        AdvocacyInvalidError: there is no such choice.
    """
    programme = visible_programme(programme_id, viewer=by)
    membership = require_member(by, programme, lock=True)
    if news not in Membership.News.values:
        raise AdvocacyInvalidError({"news": _("Choose one of these.")})
    membership.news = news
    membership.save(update_fields=("news",))
    record(actor=by, verb="ambassador_membership.news_chosen", subject=membership, at=at)
    return membership


def end_members(programme: Programme, *, by: Person | Actor, at: datetime) -> None:
    """End every part taken in a programme that closes, and say so. Called inside an action."""
    rows = Membership.objects.filter(programme=programme, status=Membership.Status.ACTIVE)
    people = list(rows.order_by("pk"))
    for one in people:
        end_membership(one, verb="ambassador_membership.ended", by=by, at=at)
    inform(
        [one.person_id for one in people],
        about="closed",
        once=programme.pk.hex,
        path=reverse("advocacy:programme-list"),
        named=programme,
        at=at,
    )


def end_membership(
    membership: Membership, *, verb: str, by: Person | Actor, at: datetime
) -> Membership:
    """End one part, and empty what it held. Called inside an action."""
    membership.status, membership.ended_at = Membership.Status.ENDED, at
    membership.news, membership.clean_count = Membership.News.NEVER, 0
    membership.save()
    record(actor=by, verb=verb, subject=membership, at=at)
    for account in PersonalAccount.objects.filter(membership=membership, ended_at__isnull=True):
        forget_account(account, by=by, at=at)
    for words in OwnWords.objects.filter(membership=membership).exclude(text=""):
        empty_words(words, by=by, at=at)
    Share.objects.filter(membership=membership).update(key_sha256="")
    for share in Share.objects.filter(membership=membership).exclude(url=""):
        empty_share(share, by=by, at=at)
    return membership


def empty_shares_of(account: PersonalAccount, *, by: Person | Actor, at: datetime) -> None:
    """Empty the shares that were read on an account. Called inside an action."""
    for share in Share.objects.filter(account=account).order_by("pk"):
        empty_share(share, by=by, at=at)


def forget_account(account: PersonalAccount, *, by: Person | Actor, at: datetime) -> None:
    """Empty a declared account: its consent ends with it. Called inside an action."""
    account.handle = account.url = account.server = account.bio_how = ""
    account.reads, account.consent_until, account.ended_at = False, None, at
    account.says_who = account.says_own = account.bio_at = None
    account.save()
    forget_words(account)
    empty_shares_of(account, by=by, at=at)
    record(actor=by, verb="personal_account.removed", subject=account, at=at)


def empty_words(words: OwnWords, *, by: Person | Actor, at: datetime) -> None:
    """Empty an own wording, and take it back while it waits. Called inside an action."""
    words.text = words.reason = ""
    if words.status == OwnWords.Status.WAITING:
        words.status = OwnWords.Status.TAKEN_BACK
    words.save()
    forget_words(words)
    record(actor=by, verb="own_words.emptied", subject=words, at=at)


def empty_share(share: Share, *, by: Person | Actor, at: datetime) -> None:
    """Empty the address of a share: a number stays. Called inside an action.

    While they take part its key stays too: the next reading would bring it back.
    """
    share.url, share.account = "", None
    share.save()
    forget_words(share)
    record(actor=by, verb="ambassador_share.emptied", subject=share, at=at)
