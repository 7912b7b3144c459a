"""Stories to share: written, submitted, approved by somebody else, offered, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.telling import inform, needed, sound
from gouvernail.advocacy.errors import (
    AdvocacyInvalidError,
    AdvocacyStateError,
    KitChangedError,
)
from gouvernail.advocacy.models import Kit, KitPicture, Membership, Programme, Wording
from gouvernail.advocacy.permissions import (
    approvers_of,
    desk_kit,
    require_approver,
    require_runner,
    visible_programme,
)
from gouvernail.advocacy.queries.checking import checked, pictures_of
from gouvernail.advocacy.queries.disclosing import SHAREABLE, fits_on
from gouvernail.advocacy.queries.reviewing import digest_of
from gouvernail.brand.models.assets import LibraryItem
from gouvernail.brand.permissions.library import visible_items
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.rules import Outcome
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.policies.permissions import refuse_own

MOST_WORDINGS: Final = 40
MOST_PICTURES: Final = 4
MOST_TOPICS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class KitFacts:
    """What a story says and when it is offered. `pictures` are items of the brand library."""

    title: str
    opens_on: date
    ends_on: date
    title_en: str = ""
    story: str = ""
    story_en: str = ""
    link: str = ""
    topics: Sequence[str] = ()
    pictures: Sequence[UUID] = ()


@action("advocacy.write_kit")
def write_kit(programme_id: UUID, *, facts: KitFacts, by: Person, at: datetime) -> Kit:
    """Begin a story of a programme.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: the programme is closed.
        AdvocacyInvalidError: something is missing or cannot be taken.
    """
    programme = visible_programme(programme_id, viewer=by)
    require_runner(by, programme)
    if programme.status == Programme.Status.CLOSED:
        raise AdvocacyStateError(programme.get_status_display())
    kit = Kit(programme=programme, made_at=at, hands=[str(by.pk)])
    _fill(kit, facts, at=at)
    kit.save(force_insert=True)
    record(actor=by, verb="ambassador_kit.written", subject=kit, at=at)
    _put_pictures(kit, facts.pictures, by=by, at=at)
    return kit


@action("advocacy.edit_kit")
def edit_kit(kit_id: UUID, *, facts: KitFacts, by: Person, at: datetime) -> Kit:
    """Change a story; an approval is void, and it is offered no more until there is another.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is over.
        AdvocacyInvalidError: something is missing or cannot be taken.
    """
    kit = _to_write(kit_id, by=by)
    _fill(kit, facts, at=at)
    void_approval(kit, by=by, at=at)
    _put_pictures(kit, facts.pictures, by=by, at=at)
    return kit


def _to_write(kit_id: UUID, *, by: Person) -> Kit:
    kit = desk_kit(kit_id, viewer=by, lock=True)
    require_runner(by, kit.programme)
    if kit.status in Kit.OVER:
        raise AdvocacyStateError(kit.get_status_display())
    return kit


def void_approval(kit: Kit, *, by: Person, at: datetime) -> None:
    """Note that a story was written on: it is a draft again, by one more hand. In an action."""
    kit.status, kit.digest, kit.alone = Kit.Status.DRAFT, "", False
    kit.approved_by = kit.approved_at = kit.submitted_by = kit.submitted_at = None
    kit.hands = sorted({*kit.hands, str(by.pk)})
    kit.save()
    record(actor=by, verb="ambassador_kit.edited", subject=kit, at=at)


def _fill(kit: Kit, facts: KitFacts, *, at: datetime) -> None:
    needed(title=facts.title)
    if facts.ends_on < facts.opens_on:
        raise AdvocacyInvalidError({"ends_on": _("The last day is before the first one.")})
    if facts.ends_on < site_day(at):
        raise AdvocacyInvalidError({"ends_on": _("This day is past.")})
    if facts.link and not facts.link.startswith(("https://", "http://")):
        raise AdvocacyInvalidError({"link": _("A link begins with https://.")})
    kit.title, kit.title_en = facts.title.strip(), facts.title_en.strip()
    kit.story, kit.story_en = facts.story.strip(), facts.story_en.strip()
    kit.link, kit.opens_on, kit.ends_on = facts.link.strip(), facts.opens_on, facts.ends_on
    topics = dict.fromkeys(one.strip().lstrip("#") for one in facts.topics)
    kit.topics = [one[:60] for one in topics if one][:MOST_TOPICS]
    sound(kit)


def _put_pictures(kit: Kit, wanted: Sequence[UUID], *, by: Person, at: datetime) -> None:
    """Make the pictures of a story those that are wanted."""
    if len(wanted) > MOST_PICTURES:
        most = _("At most %(most)s pictures.") % {"most": MOST_PICTURES}
        raise AdvocacyInvalidError({"pictures": most})
    rows = visible_items(by).filter(pk__in=list(wanted), status=LibraryItem.Status.APPROVED)
    items = {one.pk: one for one in rows}
    if set(items) != set(wanted):
        raise AdvocacyInvalidError({"pictures": _("Choose pictures of the library.")})
    short = [one.title for one in items.values() if one.has_ended(kit.ends_on)]
    if short:
        told = _("The rights of “%(title)s” end before the last day of this story.")
        raise AdvocacyInvalidError({"pictures": told % {"title": short[0]}})
    there = {one.item_id: one for one in kit.pictures.all()}
    for key, picture in there.items():
        if key not in items:
            record(actor=by, verb="kit_picture.removed", subject=picture, at=at)
            picture.delete()
    for key in sorted(set(items) - set(there), key=str):
        picture = KitPicture.objects.create(kit=kit, item=items[key])
        record(actor=by, verb="kit_picture.added", subject=picture, at=at)


@action("advocacy.put_wording")
def put_wording(  # noqa: PLR0913 -- a wording has these parts
    kit_id: UUID,
    *,
    language: str,
    network: str,
    text: str,
    wording_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> Wording:
    """Add a way of telling a story, or change one (`wording_id`); an approval is void.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is over.
        AdvocacyInvalidError: no words, no such language or network, too long once it says who
            speaks, or a rule forbids it.
    """
    kit = _to_write(kit_id, by=by)
    needed(text=text)
    if network and network not in SHAREABLE:
        raise AdvocacyInvalidError({"network": _("Choose a network of the list.")})
    rows = list(kit.wordings.all())
    wording = next((one for one in rows if one.pk == wording_id), None)
    if wording is None and len(rows) >= MOST_WORDINGS:
        most = _("At most %(most)s wordings.") % {"most": MOST_WORDINGS}
        raise AdvocacyInvalidError({"text": most})
    verb = "kit_wording.edited" if wording else "kit_wording.written"
    wording = wording or Wording(kit=kit, position=len(rows))
    wording.language, wording.network, wording.text = language, network, text.strip()
    sound(wording)
    refuse_unfit(kit, wording, at=at)
    wording.save()
    record(actor=by, verb=verb, subject=wording, at=at)
    void_approval(kit, by=by, at=at)
    return wording


def refuse_unfit(kit: Kit, wording: Wording, *, at: datetime) -> None:
    """Refuse a wording that no one could share.

    Raises:
        AdvocacyInvalidError: a rule forbids it, or it is too long with who speaks and the link.
    """
    found = checked(
        wording.text, kit=kit, network=wording.network, language=wording.language, at=at
    )
    if not found.fits or not (wording.network or fits_on(found.full)):
        over = -found.left
        told = _("%(over)s too long, with who speaks and the link.") % {"over": over}
        raise AdvocacyInvalidError({"text": told})
    if found.outcome >= Outcome.BLOCK:
        stop = next(one for one in found.remarks if one.kind == "stop")
        raise AdvocacyInvalidError({"text": f"{stop.title} : {stop.say}"})


@action("advocacy.remove_wording")
def remove_wording(kit_id: UUID, *, wording_id: UUID, by: Person, at: datetime) -> Kit:
    """Take a wording out; an approval is void.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is over.
    """
    kit = _to_write(kit_id, by=by)
    wording = kit.wordings.filter(pk=wording_id).first()
    if wording is None:
        return kit
    record(actor=by, verb="kit_wording.removed", subject=wording, at=at)
    wording.delete()
    void_approval(kit, by=by, at=at)
    return kit


@action("advocacy.submit_kit")
def submit_kit(kit_id: UUID, *, by: Person, at: datetime) -> Kit:
    """Ask somebody else to approve a story: its wordings are judged once more, as they stand.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is not a draft.
        AdvocacyInvalidError: no wording, or one that nobody could share.
    """
    kit = _to_write(kit_id, by=by)
    if kit.status != Kit.Status.DRAFT:
        raise AdvocacyStateError(kit.get_status_display())
    wordings = list(kit.wordings.all())
    if not wordings:
        raise AdvocacyInvalidError({"text": _("Write one wording at least.")})
    for wording in wordings:
        refuse_unfit(kit, wording, at=at)
    if any(one.item.has_ended(kit.ends_on) for one in pictures_of(kit)):
        told = _("The rights of a picture end before the last day of this story.")
        raise AdvocacyInvalidError({"pictures": told})
    kit.status, kit.submitted_by, kit.submitted_at = Kit.Status.WAITING, by, at
    kit.returned, kit.digest = "", digest_of(kit)
    kit.hands = sorted({*kit.hands, str(by.pk)})
    kit.save()
    record(actor=by, verb="ambassador_kit.submitted", subject=kit, at=at, digest=kit.digest)
    inform(
        approvers_of(kit.programme) - {by.pk},
        about="kit_to_approve",
        once=f"{kit.pk.hex}:{int(at.timestamp())}",
        path=reverse("advocacy:kit-edit", args=[kit.pk]),
        named=kit,
        at=at,
    )
    return kit


@action("advocacy.approve_kit")
def approve_kit(kit_id: UUID, *, digest: str, by: Person, at: datetime) -> Kit:
    """Approve exactly the story that was shown; it is offered from its first day.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or approved by others.
        AdvocacyStateError: it does not wait for an approval.
        KitChangedError: it is not the one that was read, or submitted.
        SecondPersonNeededError: `by` had a hand in it.
        ProofNeededError: `by` did not prove lately who they are.
    """
    kit = desk_kit(kit_id, viewer=by, lock=True)
    require_approver(by, kit.programme)
    if kit.status != Kit.Status.WAITING:
        raise AdvocacyStateError(kit.get_status_display())
    if digest != kit.digest:
        raise KitChangedError
    if digest != digest_of(kit):  # as it stands nobody submitted it, however often it is read
        raise KitChangedError(since_submitted=True)
    kit.alone = refuse_own(own=str(by.pk) in kit.hands, separation=separation())
    require_step_up(Act.DECIDE, at=at)
    kit.status, kit.approved_by, kit.approved_at = Kit.Status.APPROVED, by, at
    kit.save()
    record(actor=by, verb="ambassador_kit.approved", subject=kit, at=at, digest=digest)
    _tell_author(kit, about="kit_approved", at=at)
    if kit.is_offered(site_day(at)):
        offer(kit, by=by, at=at)
    return kit


def offer(kit: Kit, *, by: Person | Actor, at: datetime) -> None:
    """Open an approved story on its day; members who asked for each are told. In an action."""
    kit.status = Kit.Status.OPEN
    kit.save()
    record(actor=by, verb="ambassador_kit.opened", subject=kit, at=at)
    rows = Membership.objects.filter(
        programme=kit.programme_id,
        status=Membership.Status.ACTIVE,
        news=Membership.News.EACH,
    )
    inform(
        rows.values_list("person_id", flat=True),
        about="kit_open",
        once=f"{kit.pk.hex}:{kit.digest[:12]}",
        path=reverse("advocacy:kit-detail", args=[kit.pk]),
        named=kit,
        at=at,
    )


@action("advocacy.return_kit")
def return_kit(kit_id: UUID, *, reason: str, by: Person, at: datetime) -> Kit:
    """Send a story back to who wrote it, and say why.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or approved by others.
        AdvocacyStateError: it does not wait for an approval.
        AdvocacyInvalidError: no reason.
    """
    kit = desk_kit(kit_id, viewer=by, lock=True)
    require_approver(by, kit.programme)
    if kit.status != Kit.Status.WAITING:
        raise AdvocacyStateError(kit.get_status_display())
    needed(reason=reason)
    kit.status, kit.returned = Kit.Status.DRAFT, reason.strip()
    sound(kit)
    kit.save()
    record(actor=by, verb="ambassador_kit.returned", subject=kit, at=at)
    _tell_author(kit, about="kit_returned", at=at)
    return kit


def _tell_author(kit: Kit, *, about: str, at: datetime) -> None:
    inform(
        {UUID(hand) for hand in kit.hands},
        about=about,
        once=f"{kit.pk.hex}:{int(at.timestamp())}",
        path=reverse("advocacy:kit-edit", args=[kit.pk]),
        named=kit,
        at=at,
    )


@action("advocacy.close_kit")
def close_kit(kit_id: UUID, *, by: Person, at: datetime) -> Kit:
    """Offer a story no more, before its last day or before its first.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is over.
    """
    kit = _to_write(kit_id, by=by)
    kit.status, kit.closed_at = Kit.Status.CLOSED, at
    kit.save()
    record(actor=by, verb="ambassador_kit.closed", subject=kit, at=at)
    return kit
