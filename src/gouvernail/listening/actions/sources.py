"""Sources: added, changed, paused, dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.listening.errors import SourceForgottenError, SourceInvalidError
from gouvernail.listening.models import Position, Source
from gouvernail.listening.permissions import visible_source
from gouvernail.listening.sources.kinds import problems
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require
from gouvernail.registry.models import Account

MOST_NAME: Final = 120
MOST_ADDRESS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source as somebody describes it; `options` as `sources.kinds` says."""

    kind: str
    name: str
    unit: Unit
    address: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    account: Account | None = None


@action("listening.add_source")
def add_source(*, new: NewSource, by: Person, at: datetime, paused: bool = False) -> Source:
    """Listen to a place from now on.

    Raises:
        RightMissingError: they do not edit listening in that unit.
        SourceInvalidError: a field cannot be taken.
    """
    require(by, Right.EDIT_LISTENING, unit=new.unit)
    _check(new.kind, new)
    source = Source(
        kind=new.kind,
        name=new.name.strip(),
        address=new.address.strip(),
        options=dict(new.options),
        unit=new.unit,
        account=new.account,
        keeps_all=new.kind not in Source.KEEPING_MATCHES,
        added_by=by,
        added_at=at,
        paused_at=at if paused else None,
    )
    source.save(force_insert=True)
    Position.objects.create(source=source)
    record(actor=by, verb="source.added", subject=source, at=at)
    return source


@action("listening.mail_source")
def mail_source(*, unit: Unit, by: Person, at: datetime) -> Source:
    """Return where notifications brought by hand are heard for a unit; made by the first of them.

    The caller has asked whether `by` may bring any there.
    """
    rows = Source.objects.filter(kind=Source.Kind.MAIL, unit=unit, forgotten_at__isnull=True)
    source = rows.order_by("pk").first()
    if source is not None:
        return source
    source = Source(
        kind=Source.Kind.MAIL,
        name=_("Notification e-mails"),
        unit=unit,
        keeps_all=True,
        added_by=by,
        added_at=at,
    )
    source.save(force_insert=True)
    Position.objects.create(source=source)
    record(actor=by, verb="source.added", subject=source, at=at)
    return source


@action("listening.edit_source")
def edit_source(source_id: UUID, *, new: NewSource, by: Person, at: datetime) -> Source:
    """Change a source; of another address, it is heard from its beginning. Its kind stays.

    Raises:
        SourceNotFoundError, RightMissingError, SourceForgottenError, SourceInvalidError.
    """
    source = _editable(source_id, by)
    require(by, Right.EDIT_LISTENING, unit=new.unit)
    _check(source.kind, new)
    place = (source.address, source.options)
    source.name, source.address = new.name.strip(), new.address.strip()
    source.options, source.unit, source.account = dict(new.options), new.unit, new.account
    source.save()
    if place != (source.address, source.options):
        Position.objects.filter(source=source).update(cursor="", failures=0, retry_at=None)
    record(actor=by, verb="source.edited", subject=source, at=at)
    return source


@action("listening.pause_source")
def pause_source(source_id: UUID, *, by: Person, at: datetime) -> Source:
    """Stop listening to a place for a while; where it was heard to is kept.

    Raises:
        SourceNotFoundError, RightMissingError, SourceForgottenError.
    """
    source = _editable(source_id, by)
    if source.paused_at is None:
        source.paused_at = at
        source.save(update_fields=("paused_at",))
        record(actor=by, verb="source.paused", subject=source, at=at)
    return source


@action("listening.resume_source")
def resume_source(source_id: UUID, *, by: Person, at: datetime) -> Source:
    """Listen to a place again, from where it was heard to, as far as it still has it.

    Raises:
        SourceNotFoundError, RightMissingError, SourceForgottenError.
    """
    source = _editable(source_id, by)
    if source.paused_at is not None:
        source.paused_at = None
        source.save(update_fields=("paused_at",))
        Position.objects.filter(source=source).update(failures=0, retry_at=None)
        record(actor=by, verb="source.resumed", subject=source, at=at)
    return source


@action("listening.forget_source")
def forget_source(source_id: UUID, *, by: Person, at: datetime) -> Source:
    """Drop a source; what it gave stays for as long as its topics say.

    Raises:
        SourceNotFoundError, RightMissingError, SourceForgottenError.
    """
    source = _editable(source_id, by)
    source.forgotten_at = at
    source.save(update_fields=("forgotten_at",))
    Position.objects.filter(source=source).update(cursor="")
    record(actor=by, verb="source.forgotten", subject=source, at=at)
    return source


def _editable(source_id: UUID, by: Person) -> Source:
    source = visible_source(source_id, viewer=by, lock=True)
    require(by, Right.EDIT_LISTENING, unit=source.unit)
    if source.forgotten_at is not None:
        raise SourceForgottenError(source.name)
    return source


def _check(kind: str, new: NewSource) -> None:
    wrong = problems(kind, new.address.strip(), new.options)
    if not new.name.strip():
        wrong["name"] = _("Give it a name.")
    elif len(new.name.strip()) > MOST_NAME:
        wrong["name"] = _("At most %(most)s characters, please.") % {"most": MOST_NAME}
    if len(new.address.strip()) > MOST_ADDRESS:
        wrong["address"] = _("At most %(most)s characters, please.") % {"most": MOST_ADDRESS}
    if wrong:
        raise SourceInvalidError(wrong)
