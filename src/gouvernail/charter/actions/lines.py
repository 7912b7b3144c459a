"""Writing one line of the charter, and taking it out."""

from dataclasses import fields
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.errors import ChannelBoundError, CharterInvalidError, CharterStaleError
from gouvernail.charter.models import SECTIONS, Document, Duty, Line, PerimeterLine, Variant
from gouvernail.charter.permissions import charter_line, charter_lines, require_write
from gouvernail.charter.queries.facts import LineFacts
from gouvernail.charter.queries.seen import seen_of_line
from gouvernail.foundation.actions import action
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Role
from gouvernail.people.permissions import visible_person, visible_unit
from gouvernail.people.queries.zones import is_zone

WEEK = range(7)
COUNTRY_LETTERS = 2  # ISO 3166-1 alpha-2
PEOPLE = ("person", "owner")
WEB = ("http", "https")


@action("charter.write_line")
def write_line(  # noqa: PLR0913 - a line, what was in sight of it, and where it comes from
    *,
    facts: LineFacts,
    line_id: UUID | None = None,
    seen: str = "",
    proposed: bool = False,
    starter: str = "",
    by: Person,
    at: datetime,
) -> Line:
    """Write a line of the section that `facts` are of, or change it; it is then confirmed.

    Args:
        facts: what it says.
        line_id: the line to change; none writes a new one.
        seen: the digest (`seen_of_line`) of what `by` had in sight; empty compares nothing.
        proposed: it comes from the starter charter: somebody must still confirm it.
        starter: the key it has there.
        by: who writes; over the whole organisation, or over the unit of the line.
        at: when.

    Raises:
        CharterInvalidError: an answer cannot be taken; `fields` says where.
        CharterStaleError: it was changed since `seen`; nothing was overwritten.
        LineNotFoundError: there is no such line.
        UnitNotFoundError, PersonNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not write this, or may not where it stood.
    """
    if line_id is None:
        line = SECTIONS[facts.section](starter=starter)
    else:
        line = charter_line(facts.section, line_id, lock=True)
        require_write(by, unit=getattr(line, "unit", None))
    before = seen_of_line(facts.section, line)
    _fill(line, facts, by=by)
    if seen and before not in {seen, seen_of_line(facts.section, line)}:
        raise CharterStaleError
    require_write(by, unit=getattr(line, "unit", None))
    line.is_proposed = proposed
    _check(line)
    line.save()
    record(actor=by, verb=f"{noun_of(line)}.written", subject=line, at=at)
    return line


@action("charter.remove_line")
def remove_line(*, section: str, line_id: UUID, by: Person, at: datetime) -> None:
    """Take a line out of the charter; the log keeps that it was there. A duty ends, with its past.

    Documents that bind a channel go on binding the others they name.

    Raises:
        ChannelBoundError: a document binds this channel alone.
        LineNotFoundError, RightMissingError: nothing was changed.
    """
    line = charter_line(section, line_id, lock=True)
    require_write(by, unit=getattr(line, "unit", None))
    if isinstance(line, Duty):
        line.ended_at = at
        line.save(update_fields=("ended_at",))
        record(actor=by, verb="duty.ended", subject=line, at=at)
        return
    if isinstance(line, PerimeterLine):
        _unbind(line, by=by, at=at)
    record(actor=by, verb=f"{noun_of(line)}.removed", subject=line, at=at)
    line.delete()


def _unbind(channel: PerimeterLine, *, by: Person, at: datetime) -> None:
    """Take a channel out of the documents that name it: none named would mean every channel."""
    here = str(channel.pk)
    for document in Document.objects.select_for_update().order_by("pk"):
        if here not in document.channels:
            continue
        if document.channels == [here]:
            raise ChannelBoundError(document.label)
        document.channels = [one for one in document.channels if one != here]
        document.save(update_fields=("channels",))
        record(actor=by, verb="charter_document.written", subject=document, at=at)


def noun_of(line: Line) -> str:
    """Return the noun of a line's verbs in the log."""
    return str(line.ledger_kind)  # type: ignore[attr-defined]  # every class of a line has one


def _fill(line: Line, facts: LineFacts, *, by: Person) -> None:
    for each in fields(facts):
        name, value = each.name.removesuffix("_id"), getattr(facts, each.name)
        if each.name == "unit_id":
            line.unit = visible_unit(value, viewer=by)  # type: ignore[attr-defined]  # a line with a unit
        elif name in PEOPLE:
            if value != getattr(line, each.name):  # who was named stays, whoever edits the rest
                person = visible_person(value, viewer=by) if value else None
                setattr(line, name, person)
        elif isinstance(value, tuple):
            setattr(line, name, list(value))
        else:
            setattr(line, name, value.strip() if isinstance(value, str) else value)


def _check(line: Line) -> None:
    """Refuse what the columns cannot take, then what each kind of line asks.

    Raises:
        CharterInvalidError: `fields` says what.
    """
    wrong = faults_of(line)
    if isinstance(line, Document):
        wrong |= _check_document(line)
    elif isinstance(line, Variant):
        wrong |= _check_variant(line)
    elif isinstance(line, Duty):
        wrong |= _check_duty(line)
    if wrong:
        raise CharterInvalidError(wrong)


def _check_document(line: Document) -> dict[str, str]:
    known = {str(pk) for pk in charter_lines("channels").values_list("pk", flat=True)}
    wrong = {}
    if not set(line.channels) <= known:  # left out without a word, the rest could mean all of them
        wrong["channels"] = _("One of these channels is no longer in the charter: choose again.")
    if not _is_path(line.address) and not _is_of_the_web(line.address):
        wrong["address"] = _(
            "Give a page of this site (/policies/charter/) or an address (https://…)."
        )
    return wrong


def _check_variant(line: Variant) -> dict[str, str]:
    line.country = line.country.upper()
    if line.country and not (len(line.country) == COUNTRY_LETTERS and line.country.isalpha()):
        return {"country": _("Write the two letters of the country, such as FR or CA.")}
    if not line.country and not line.sector:
        return {"country": _("Say in which country or in which sector it differs.")}
    return {}


def _check_duty(line: Duty) -> dict[str, str]:
    wrong = {}
    line.days = sorted(set(line.days))
    if not line.days or not set(line.days) <= set(WEEK):
        wrong["days"] = _("Choose at least one day of the week.")
    if bool(line.person_id) == bool(line.role):
        wrong["role"] = _("Give it to one person or to one role.")
    if line.role == Role.EMPLOYEE:
        wrong["role"] = _(
            "Every employee is nobody in particular: choose another role, or a person."
        )
    if line.time_zone and not is_zone(line.time_zone):
        wrong["time_zone"] = _("This time zone is not known.")
    if line.address and not _is_path(line.address):
        wrong["address"] = _("Give a page of this site, such as /reviews/.")
    return wrong


def _is_path(address: str) -> bool:
    """Return whether it leads inside this site; what begins with two slashes leads elsewhere."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def _is_of_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in WEB and bool(parts.hostname)
