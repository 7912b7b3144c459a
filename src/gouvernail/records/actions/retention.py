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
def write_retention_class(*, facts: RetentionFacts, by: Person, at: datetime) -> RetentionClass:
    """Write a class, new or known by its short name; records without a class get theirs.

    A source belongs to one class: that of another class cannot be taken. What records have stays.

    Raises:
        RightMissingError: `by` does not write the charter of the whole organisation.
        RetentionInvalidError: another class has one of the sources.
    """
    require_overall(by, Right.EDIT_CHARTER)
    others = retention_classes().exclude(code=facts.code)
    taken = {source for one in others for source in one.sources} & set(facts.sources)
    if taken:
        words = _("Another class has these records already.")
        raise RetentionInvalidError(words, fields={"sources": words})
    written, _made = RetentionClass.objects.update_or_create(
        code=facts.code,
        defaults={
            "name": facts.name,
            "name_en": facts.name_en,
            "years": facts.years,
            "basis": facts.basis,
            "sources": sorted(set(facts.sources)),
            "retired_at": None,
        },
    )
    count = Record.objects.filter(source__in=facts.sources, retention__isnull=True).update(
        retention=written
    )
    record(
        actor=by, verb="retention_class.written", subject=written, at=at, data={"records": count}
    )
    return written


@action("records.retire_retention_class")
def retire_retention_class(class_id: UUID, *, by: Person, at: datetime) -> RetentionClass:
    """Take a class out of use: records that have it keep it, no other one gets it.

    Raises:
        RightMissingError: as for writing.
        RetentionNotFoundError: missing, or out of use.
    """
    require_overall(by, Right.EDIT_CHARTER)
    found = retention_classes().select_for_update().filter(pk=class_id).first()
    if found is None:
        raise RetentionNotFoundError
    found.retired_at = at
    found.save(update_fields=("retired_at",))
    record(actor=by, verb="retention_class.retired", subject=found, at=at)
    return found
