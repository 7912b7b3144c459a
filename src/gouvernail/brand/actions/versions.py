"""From one text in force to the next: a draft, other eyes, a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from gouvernail.brand.actions.removals import ask_removal
from gouvernail.brand.errors import BrandInvalidError, DraftChangedError, NoDraftError
from gouvernail.brand.models import Removal, Version
from gouvernail.brand.permissions.guides import require_publish, require_write
from gouvernail.charter.queries import separation
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.columns import faults_of
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, require_step_up, visible_unit

V = TypeVar("V", bound=Version)
K = TypeVar("K", bound=Model)
LEFT_OUT = {"id", "status", "digest", "hands", "written_by", "written_at"}
LEFT_OUT |= {"published_by", "published_at", "in_force_on"}


def digest_of_version(version: Version) -> str:
    """Return the SHA-256 of everything a version says."""
    said = {
        field.attname: getattr(version, field.attname)
        for field in version._meta.concrete_fields
        if field.name not in LEFT_OUT
    }
    return sha256_hex(canonical({name: _plain(value) for name, value in said.items()}))


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a column holds
    return value if isinstance(value, bool | int | str | list) else str(value)


def next_draft(versions: QuerySet[V], fresh: V, *, by: Person, at: datetime) -> V:
    """Return the draft among `versions`, or begin one from what is in force; `fresh` is a blank."""
    draft = versions.filter(status=Version.Status.DRAFT).first()
    if draft is not None:
        return draft
    source = versions.filter(status=Version.Status.IN_FORCE).first()
    if source is not None:
        for field in source._meta.concrete_fields:
            if field.name not in LEFT_OUT | {"changes", "changes_en", "number"}:
                setattr(fresh, field.attname, getattr(source, field.attname))
    fresh.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    fresh.written_by, fresh.written_at = by, at
    return fresh


def draft_of(versions: QuerySet[V]) -> V:
    """Return the draft among `versions`, locked.

    Raises:
        NoDraftError: there is none.
    """
    draft = versions.select_for_update().filter(status=Version.Status.DRAFT).first()
    if draft is None:
        raise NoDraftError
    return draft


def keep_draft(draft: Version, *, noun: str, seen: str | None, by: Person, at: datetime) -> None:
    """Check a draft that was written, keep it and whose hand is in it.

    Args:
        draft: with what it says now; a new one is not saved yet.
        noun: of its verbs in the log.
        seen: the digest of the draft the writer had in sight, empty when there was none; None
            for who writes without having read.
        by: who wrote.
        at: when.

    Raises:
        BrandInvalidError: `fields` says what.
        DraftChangedError: somebody wrote in between.
    """
    stored = type(draft)._default_manager.filter(pk=draft.pk).first()  # noqa: SLF001 - any of ours
    is_new = stored is None
    _require_seen(stored, seen)
    wrong = faults_of(draft, leave=("hands", "pairs", "required"))
    if not draft.title.strip():
        wrong["title"] = _("Give it a title.")
    if wrong:
        raise BrandInvalidError(wrong)
    hands = [*draft.hands, str(by.pk)]
    draft.hands, draft.written_by, draft.written_at = list(dict.fromkeys(hands)), by, at
    draft.save(force_insert=is_new)
    verb = "drafted" if is_new else "written"
    record(actor=by, verb=f"{noun}.{verb}", subject=draft, at=at)


def _require_seen(draft: Version | None, seen: str | None) -> None:
    if seen is not None and seen != (digest_of_version(draft) if draft else ""):
        raise DraftChangedError


def put_in_force(  # noqa: PLR0913 - a draft, where it stands, and who saw what of it
    draft: Version,
    others: QuerySet[V],
    *,
    noun: str,
    unit: Unit,
    seen: str | None,
    by: Person,
    at: datetime,
) -> None:
    """Put a draft in force from today, as it was shown; the one before it is superseded.

    Raises:
        DraftChangedError: somebody wrote in it since `seen` (as for `keep_draft`) was shown.
        OtherHandNeededError, RightMissingError: not by them.
        ProofNeededError: whoever acts did not prove lately that it is them.
    """
    require_publish(by, draft, unit, separation=separation())
    require_step_up(Act.DECIDE, at=at)
    _require_seen(draft, seen)
    for old in others.filter(status=Version.Status.IN_FORCE):
        old.status = Version.Status.SUPERSEDED
        old.save(update_fields=("status",))
        record(actor=by, verb=f"{noun}.superseded", subject=old, at=at)
    draft.status, draft.in_force_on = Version.Status.IN_FORCE, site_day(at)
    draft.published_by, draft.published_at = by, at
    draft.digest = digest_of_version(draft)
    draft.save()
    record(actor=by, verb=f"{noun}.published", subject=draft, at=at, digest=draft.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Generic[K, V]):
    """What keeps a text in versions, such as a section of the guide: the five acts upon it.

    `noun` and `version_noun` are those of its verbs in the log and of its versions'; `door` gives
    one by its key, `viewer` and `lock`; `blank` makes a version of one that says nothing yet. What
    it keeps has `unit`, `versions` and `archived_at`. Each act is called inside an action.
    """

    noun: str
    version_noun: str
    door: Callable[..., K]
    blank: Callable[[K], V]

    def begin(self, unit_id: UUID, made: Callable[[Unit], K], *, by: Person, at: datetime) -> K:
        """Return what `made` made in a unit where `by` writes the brand.

        Raises:
            UnitNotFoundError, RightMissingError: nothing was changed.
        """
        unit = visible_unit(unit_id, viewer=by)
        require_write(by, unit=unit)
        kept = made(unit)
        record(actor=by, verb=f"{self.noun}.created", subject=kept, at=at)
        return kept

    def to_write(self, key: UUID, *, by: Person) -> K:
        """Return one that `by` writes, locked.

        Raises:
            BrandNotFoundError, RightMissingError: not theirs to write.
        """
        kept = self.door(key, viewer=by, lock=True)
        require_write(by, unit=_of(kept).unit)
        return kept

    def write(
        self, kept: K, say: Callable[[V], None], *, seen: str | None, by: Person, at: datetime
    ) -> V:
        """Have `say` write the draft, begun from what is in force when there is none; keep it.

        Raises:
            BrandInvalidError, DraftChangedError: nothing was changed.
        """
        draft: V = next_draft(_of(kept).versions.all(), self.blank(kept), by=by, at=at)
        say(draft)
        keep_draft(draft, noun=self.version_noun, seen=seen, by=by, at=at)
        return draft

    def publish(self, key: UUID, number: int, *, seen: str | None, by: Person, at: datetime) -> V:
        """Put the draft of that number in force; see `put_in_force`.

        Raises:
            NoDraftError: that number is not the draft.
            BrandNotFoundError: missing or hidden.
        """
        kept = _of(self.door(key, viewer=by, lock=True))
        draft: V = draft_of(kept.versions.filter(number=number))
        others = kept.versions.all()
        put_in_force(draft, others, noun=self.version_noun, unit=kept.unit, seen=seen, by=by, at=at)
        return draft

    def drop(self, key: UUID, *, by: Person, at: datetime) -> K:
        """Give the draft up; what never was in force goes with it.

        Raises:
            NoDraftError: there is none.
            BrandNotFoundError, RightMissingError: nothing was changed.
        """
        kept = self.to_write(key, by=by)
        draft = draft_of(_of(kept).versions.all())
        record(actor=by, verb=f"{self.version_noun}.dropped", subject=draft, at=at)
        draft.delete()
        if not _of(kept).versions.exists():
            self.archive(kept, by=by, at=at)
        return kept

    def take_out(
        self, kept: K, what: str, reason: str, *, by: Person, at: datetime
    ) -> Removal | None:
        """Ask that what is in force be set aside; None where it never was, and is set aside.

        In a small team it is set aside at once, and both hands are written down as one.

        Raises:
            BrandInvalidError: no reason is said.
            RemovalOpenError, ProofNeededError: nothing was changed.
        """
        force = _of(kept).versions.filter(status=Version.Status.IN_FORCE).first()
        if force is None:
            self.archive(kept, by=by, at=at)
            return None
        unit = _of(kept).unit
        removal = Removal(
            what=what, subject_id=kept.pk, unit=unit, label=force.title, reason=reason
        )
        if ask_removal(removal, by=by, at=at):
            self.archive(kept, by=by, at=at)
        return removal

    def archive(self, kept: K, *, by: Person, at: datetime) -> None:
        """Set it aside; its versions stay."""
        _of(kept).archived_at = at
        kept.save(update_fields=("archived_at",))
        record(actor=by, verb=f"{self.noun}.archived", subject=kept, at=at)


def _of(kept: Model) -> Any:  # noqa: ANN401 - what has a unit, versions and a day of its end
    return kept
