"""Rights of use: saying them, asking for more time, taking posts down, telling people in time."""

from collections.abc import Mapping
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.actions.assets import tell_media
from gouvernail.brand.actions.removals import ask_removal
from gouvernail.brand.errors.library import (
    ExtensionAnsweredError,
    ExtensionOpenError,
    ItemWithdrawnError,
    KeeperOnlyError,
    LibraryNotFoundError,
    LibraryRefusedError,
)
from gouvernail.brand.errors.removals import RemovalStaleError
from gouvernail.brand.models import Removal
from gouvernail.brand.models.assets import LibraryItem, Paper
from gouvernail.brand.models.rights import Extension, TakenDown
from gouvernail.brand.permissions.library import may_keep, visible_item
from gouvernail.brand.queries.file_rights import loosens
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text import fold
from gouvernail.ledger.actions import record
from gouvernail.media.pictures.papers import Paper as CheckedPaper
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, holders_of_right, require

COUNTRY_LETTERS: Final = 2
BEFORE_DAYS: Final = (30, 7, 0)
TOLD_AFTER: Final = timedelta(days=60)
"""How long after an end it is still told, once: the worker may have been away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRights:
    """Whose an item is, what allows its use, where, until when, and what it asks for."""

    holder: str = ""
    licence: str = LibraryItem.Licence.OWNED
    licence_words: str = ""
    territory: tuple[str, ...] = ()
    rights_until: date | None = None
    credit: str = ""
    people_shown: str = ""
    origin: str = LibraryItem.Origin.HUMAN
    keeper_id: UUID | None = None
    reason: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the rights as JSON, without the reason."""
        said = asdict(self) | {"territory": list(self.territory)}
        said["rights_until"] = self.rights_until.isoformat() if self.rights_until else None
        said["keeper_id"] = str(self.keeper_id) if self.keeper_id else None
        del said["reason"]
        return said

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "ItemRights":
        """Return rights from their JSON."""
        until, keeper = told["rights_until"], told["keeper_id"]
        return cls(
            **{
                **told,
                "territory": tuple(told["territory"]),
                "rights_until": date.fromisoformat(until) if until else None,
                "keeper_id": UUID(keeper) if keeper else None,
            }
        )


@action("brand.set_item_rights")
def set_item_rights(
    item_id: UUID | str,
    *,
    rights: ItemRights,
    by: Person,
    at: datetime,
    consent: CheckedPaper | None = None,
) -> LibraryItem:
    """Say the rights of an item; they hold for its files wherever they are used.

    What allows more than what was approved waits for another person: the item stays as it is, and
    a `Removal` says what it would become.

    Raises:
        BrandInvalidError: they allow more, and no reason is said.
        RemovalOpenError, ProofNeededError: they allow more, and nothing was changed.
        LibraryNotFoundError: missing, or hidden from `by`.
        KeeperOnlyError: `by` does not answer for them.
        ItemWithdrawnError: it was withdrawn.
        LibraryRefusedError: something cannot be, told at its field.
    """
    item = visible_item(item_id, viewer=by, lock=True)
    if not may_keep(by, item):
        raise KeeperOnlyError
    if item.status == LibraryItem.Status.WITHDRAWN:
        raise ItemWithdrawnError
    _check(rights)
    if consent is not None:
        item.consent = file_paper(consent, unit=item.unit, by=by, at=at)
    if rights.people_shown.strip() and item.consent_id is None:
        raise LibraryRefusedError("consent", _("People can be recognised: file their consent."))
    before = copy(item)
    _say(item, rights)
    if not before.is_usable or not loosens(before, item):
        return _set(item, by=by, at=at)
    removal = Removal(
        what=Removal.What.RIGHTS,
        subject_id=item.pk,
        unit=item.unit,
        label=item.title,
        reason=rights.reason,
        facts=rights.plain() | {"consent_id": str(item.consent_id or "")},
        seen=digest_of_rights(before),
    )
    agreed = ask_removal(removal, by=by, at=at)
    return _set(item, by=by, at=at) if agreed else visible_item(item.pk, viewer=by)


def loosen_rights(item: LibraryItem, removal: Removal, *, by: Person, at: datetime) -> None:
    """Set the rights that a request asks for. Inside an action that locked the item.

    Raises:
        RemovalStaleError: its rights changed since, or it was withdrawn.
    """
    if not item.is_usable or digest_of_rights(item) != removal.seen:
        raise RemovalStaleError
    told = dict(removal.facts)
    consent = told.pop("consent_id")
    _say(item, ItemRights.of(told))
    item.consent_id = UUID(consent) if consent else item.consent_id
    _set(item, by=by, at=at)


def digest_of_rights(item: LibraryItem) -> str:
    """Return the SHA-256 of what an item says of its rights."""
    names = ("holder", "licence", "licence_words", "credit", "people_shown", "origin", "keeper_id")
    said = {name: str(getattr(item, name)) for name in names}
    until = str(item.rights_until or "")
    return sha256_hex(canonical(said | {"territory": item.territory, "until": until}))


def _set(item: LibraryItem, *, by: Person, at: datetime) -> LibraryItem:
    item.changed_at = at
    item.save()
    record(actor=by, verb="library_item.rights_set", subject=item, at=at)
    tell_media(item.versions.all(), by=by, at=at)
    announce("brand.library", {"item_id": item.pk}, at=at)
    return item


def _check(rights: ItemRights) -> None:
    if rights.licence not in LibraryItem.Licence.values:
        raise LibraryRefusedError("licence", _("Choose a licence."))
    if rights.licence == LibraryItem.Licence.OTHER and not rights.licence_words.strip():
        raise LibraryRefusedError("licence_words", _("Say what this licence allows."))
    if rights.origin not in LibraryItem.Origin.values:
        raise LibraryRefusedError("origin", _("Choose who made it."))
    if rights.licence.startswith("cc-by") and not rights.credit.strip():
        raise LibraryRefusedError("credit", _("This licence asks for a credit: say which."))
    wrong = [one for one in rights.territory if not _is_country(one)]
    if wrong:
        told = _("Write countries by two letters: FR, CA, BE.")
        raise LibraryRefusedError("territory", told)


def _is_country(code: str) -> bool:
    return len(code) == COUNTRY_LETTERS and code.isascii() and code.isupper()


def _say(item: LibraryItem, rights: ItemRights) -> None:
    item.holder, item.licence = rights.holder.strip(), rights.licence
    item.licence_words, item.territory = rights.licence_words.strip(), list(rights.territory)
    item.rights_until, item.credit = rights.rights_until, rights.credit.strip()
    item.people_shown, item.origin = rights.people_shown.strip(), rights.origin
    if rights.keeper_id is not None:
        keeper = Person.objects.filter(pk=rights.keeper_id, is_active=True).first()
        if keeper is None:
            raise LibraryRefusedError("keeper", _("Nobody here by that name."))
        item.keeper = keeper
    item.search = fold(" ".join([item.title, item.use, *item.tags, item.holder])).text


def file_paper(paper: CheckedPaper, *, unit: Unit, by: Person, at: datetime) -> Paper:
    """Keep a paper of the brand, as `checked_paper` gave it. Inside an action."""
    filed = Paper.objects.create(
        unit=unit,
        sha256=paper.sha256,
        original_sha256=paper.original_sha256,
        mime=paper.mime,
        size_bytes=len(paper.data),
        original_name=paper.name,
        content=paper.data,
        added_by=by,
        added_at=at,
    )
    record(actor=by, verb="brand_paper.filed", subject=filed, at=at)
    return filed


@action("brand.ask_extension")
def ask_extension(
    item_id: UUID | str, *, until: date, reason: str, by: Person, at: datetime
) -> Extension:
    """Ask the keeper of the rights that an item may be used longer.

    Raises:
        LibraryNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` writes nothing.
        ItemWithdrawnError: it was withdrawn.
        ExtensionOpenError: somebody asked already.
        LibraryRefusedError: it has no end, the day is not later, or no reason is told.
    """
    item = visible_item(item_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT)
    if item.status == LibraryItem.Status.WITHDRAWN:
        raise ItemWithdrawnError
    if item.rights_until is None:
        raise LibraryRefusedError("until", _("Its rights have no end: nothing is to be asked."))
    if until <= max(item.rights_until, site_day(at)):
        raise LibraryRefusedError("until", _("Choose a day after the one it has."))
    if not reason.strip():
        raise LibraryRefusedError("reason", _("Say what for: the keeper decides upon it."))
    if item.extensions.filter(status=Extension.Status.ASKED).exists():
        raise ExtensionOpenError
    extension = Extension.objects.create(
        item=item, until=until, reason=reason.strip(), asked_by=by, asked_at=at
    )
    record(actor=by, verb="rights_extension.asked", subject=extension, at=at)
    message = Message(
        kind="rights.extension_asked",
        once=f"extension:{extension.pk}",
        path=item_path(item),
        facts={"title": item.title, "by": by.name},
    )
    tell(people=_keepers(item), message=message, at=at)
    return extension


def item_path(item: LibraryItem) -> str:
    """Return the page of an item."""
    return reverse("brand:library-item", args=[item.pk])


def _keepers(item: LibraryItem) -> list[UUID]:
    """Return who keeps its rights; who edits the brand there, when the keeper has left."""
    if item.keeper.is_active:
        return [item.keeper_id]
    return list(holders_of_right(Right.EDIT_BRAND, unit=item.unit).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the keeper says: granted or not, why, and the paper that allows it."""

    granted: bool
    words: str = ""
    paper: CheckedPaper | None = None


@action("brand.answer_extension")
def answer_extension(
    extension_id: UUID | str, *, answer: Answer, by: Person, at: datetime
) -> Extension:
    """Grant more time, which moves the end of the rights, or refuse it.

    Raises:
        LibraryNotFoundError: missing, or its item is hidden from `by`.
        KeeperOnlyError: `by` does not answer for the rights.
        ExtensionAnsweredError: it was answered before.
        LibraryRefusedError: a refusal without a word, nothing that proves the rights, or no paper
            where `by` asked for it themselves.
    """
    extension = Extension.objects.filter(pk=extension_id).first()
    if extension is None:
        raise LibraryNotFoundError
    item = visible_item(extension.item_id, viewer=by, lock=True)
    extension.refresh_from_db()  # whoever answered while this waited for the item is heard first
    if not may_keep(by, item):
        raise KeeperOnlyError
    if extension.status != Extension.Status.ASKED:
        raise ExtensionAnsweredError
    _check_answer(answer, is_own=extension.asked_by_id == by.pk)
    if answer.paper is not None:
        extension.paper = file_paper(answer.paper, unit=item.unit, by=by, at=at)
    granted = answer.granted
    extension.status = Extension.Status.GRANTED if granted else Extension.Status.REFUSED
    extension.answer = answer.words.strip()
    extension.answered_by, extension.answered_at = by, at
    extension.save()
    verb = "rights_extension.granted" if granted else "rights_extension.refused"
    record(actor=by, verb=verb, subject=extension, at=at)
    if granted:
        item.rights_until, item.changed_at = extension.until, at
        item.save(update_fields=("rights_until", "changed_at"))
        record(actor=by, verb="library_item.rights_set", subject=item, at=at)
        tell_media(item.versions.all(), by=by, at=at)
        announce("brand.library", {"item_id": item.pk}, at=at)
    message = Message(
        kind="rights.extension_granted" if granted else "rights.extension_refused",
        once=f"extension:{extension.pk}:answer",
        path=item_path(item),
        facts={"title": item.title, "by": by.name},
    )
    tell(people=[extension.asked_by_id], message=message, at=at)
    return extension


def _check_answer(answer: Answer, *, is_own: bool) -> None:
    if answer.granted and answer.paper is None and is_own:
        told = _("You asked for it yourself: send the paper that allows it, or let another answer.")
        raise LibraryRefusedError("answer", told)
    if not (answer.words.strip() or answer.paper):
        told = _("Send the paper, or say on what it rests.") if answer.granted else _("Say why.")
        raise LibraryRefusedError("answer", told)


@action("brand.note_taken_down")
def note_taken_down(item_id: UUID | str, *, record_id: UUID, by: Person, at: datetime) -> TakenDown:
    """Note that a published post which carried an item is no longer online. Idempotent.

    Raises:
        LibraryNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` writes nothing in that unit.
    """
    item = visible_item(item_id, viewer=by)
    require(by, Right.WRITE_CONTENT)
    noted, new = TakenDown.objects.get_or_create(
        item=item, record_id=record_id, defaults={"by": by, "at": at}
    )
    if new:
        record(actor=by, verb="rights_taken_down.noted", subject=noted, at=at)
    return noted


@action("brand.remind_rights")
def remind_rights(*, at: datetime) -> int:
    """Tell keepers whose rights end in 30 days, in 7, or today; and that they ended.

    Returns how many were told or had been; nobody is told the same twice. One query for each item
    whose rights end within the month.
    """
    today = site_day(at)
    near = LibraryItem.objects.filter(
        status=LibraryItem.Status.APPROVED,
        rights_until__gte=today - TOLD_AFTER,
        rights_until__lte=today + timedelta(days=max(BEFORE_DAYS)),
    )
    told = 0
    for item in near.select_related("keeper", "unit").order_by("pk").iterator():
        left = (item.rights_until - today).days if item.rights_until else 0
        step = next((days for days in sorted(BEFORE_DAYS) if 0 <= left <= days), None)
        message = Message(
            kind="rights.ended" if left < 0 else "rights.last_day" if not left else "rights.ending",
            once=f"rights:{item.pk}:{item.rights_until}:{'over' if left < 0 else step}",
            path=item_path(item),
            facts={"title": item.title},
        )
        told += tell(people=_keepers(item), message=message, at=at)
    return told
