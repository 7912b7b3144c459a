"""Naming how long records are kept. Nothing is disposed of here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require_overall
from gouvernail.records.errors import RetentionInvalidError, RetentionNotFoundError
from gouvernail.records.models import Record, RetentionClass
from gouvernail.records.queries.retention import retention_classes


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionFacts:
    """What a class says; `years` None is for ever, `sources` are those of `Record.Source`."""

    code: str
    name: str
    name_en: str = ""
    years: int | None = None
    basis: str = ""
    sources: list[str] | tuple[str, ...] = ()


@action("records.write_retention_class")
def write_retention_class(
    *, facts: RetentionFacts, class_id: UUID | None = None, by: Person, at: datetime
) -> RetentionClass:
    """Write a new class, or another state of the one named; records without a class get theirs.

    A source belongs to one class: that of another class cannot be taken. What records have stays.

    Raises:
        RightMissingError: `by` does not write the charter of the whole organisation.
        RetentionNotFoundError: `class_id` is missing, or out of use.
        RetentionInvalidError: another class has that short name, in use or not, or one of the
            sources.
    """
    require_overall(by, Right.EDIT_CHARTER)
    written = RetentionClass() if class_id is None else _in_use(class_id)
    _refuse_same_name(facts.code, written)
    others = retention_classes().exclude(pk=written.pk)
    taken = {source for one in others for source in one.sources} & set(facts.sources)
    if taken:
        words = _("Another class has these records already.")
        raise RetentionInvalidError(words, fields={"sources": words})
    for name in ("code", "name", "name_en", "years", "basis"):
        setattr(written, name, getattr(facts, name))
    written.sources = sorted(set(facts.sources))
    written.save(force_insert=class_id is None)
    count = Record.objects.filter(source__in=facts.sources, retention__isnull=True).update(
        retention=written
    )
    record(
        actor=by, verb="retention_class.written", subject=written, at=at, data={"records": count}
    )
    return written


def _in_use(class_id: UUID) -> RetentionClass:
    found = retention_classes().select_for_update().filter(pk=class_id).first()
    if found is None:
        raise RetentionNotFoundError
    return found


def _refuse_same_name(code: str, written: RetentionClass) -> None:
    same = RetentionClass.objects.filter(code=code).exclude(pk=written.pk).first()
    if same is None:
        return
    if same.retired_at is None:
        words = _("The class “%(name)s” has this short name: change that one, or choose another.")
    else:
        words = _("“%(name)s”, out of use, had this short name: choose another.")
    words %= {"name": same.label}
    raise RetentionInvalidError(words, fields={"code": words})


@action("records.retire_retention_class")
def retire_retention_class(class_id: UUID, *, by: Person, at: datetime) -> RetentionClass:
    """Take a class out of use: records that have it keep it, no other one gets it.

    Raises:
        RightMissingError: as for writing.
        RetentionNotFoundError: missing, or out of use.
    """
    require_overall(by, Right.EDIT_CHARTER)
    found = _in_use(class_id)
    found.retired_at = at
    found.save(update_fields=("retired_at",))
    record(actor=by, verb="retention_class.retired", subject=found, at=at)
    return found
