"""Emergency messages: a statement approved in advance, filled in, and put where it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gouvernail.content.actions import NewDraft, start_draft
from gouvernail.content.models import Draft
from gouvernail.crisis.actions.statements import digest_of
from gouvernail.crisis.actions.telling import done_before, drill_of, fresh, note, people_of
from gouvernail.crisis.errors import (
    IncidentInvalidError,
    PartNotFoundError,
    SettledError,
    StatementChangedError,
    StatementStateError,
)
from gouvernail.crisis.models import Entry, Incident, Message, Statement
from gouvernail.crisis.models.plans import Channel
from gouvernail.crisis.permissions import open_room
from gouvernail.foundation.actions import action
from gouvernail.kernel.bilingual import VARIABLE, filled
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message as Notice
from gouvernail.notifications.actions import tell_all
from gouvernail.people.models import Person

POSTS: Final = frozenset({Channel.SHORT_POST, Channel.LONG_POST})
VALUE_LIMIT: Final = 300
NOTICE_LIMIT: Final = 1_800
TITLE_LIMIT: Final = 200
DRILL: Final = {"fr": "[Exercice] ", "en": "[Drill] "}


@action("crisis.prepare_message")
def prepare_message(
    *,
    incident_id: UUID,
    statement_id: UUID,
    values: Mapping[str, str],
    key: UUID | None = None,
    by: Person,
    at: datetime,
) -> Message:
    """Fill in a statement approved in advance; only its variables may change.

    The same form (`key`) sent twice makes one message.

    Raises:
        StatementStateError: it is not approved.
        StatementChangedError: its words are not those that were approved.
        IncidentInvalidError: a variable is empty, or too long, under its name; or a message to
            staff is too long once it is filled in.
        PartNotFoundError, IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    incident = open_room(incident_id, by=by)
    statement = _approved(incident, statement_id)
    text, text_en = _filled(statement, values)
    there = Message.objects.filter(incident=incident)
    if twin := done_before(there, key, statement=statement, text=text, text_en=text_en):
        return twin
    message = Message(
        incident=incident,
        statement=statement,
        channel=statement.channel,
        text=text,
        text_en=text_en,
        prepared_by=by,
        prepared_at=at,
        key=fresh(there, key),
    )
    message.save(force_insert=True)
    digest = statement.digest
    record(actor=by, verb="incident_message.prepared", subject=message, at=at, digest=digest)
    return message


def _approved(incident: Incident, statement_id: UUID) -> Statement:
    statement = Statement.objects.filter(pk=statement_id, plan=incident.plan).first()
    if statement is None:
        raise PartNotFoundError
    if statement.status != Statement.Status.APPROVED:
        raise StatementStateError(statement.get_status_display())
    if statement.digest != digest_of(statement):
        raise StatementChangedError
    return statement


def _filled(statement: Statement, values: Mapping[str, str]) -> tuple[str, str]:
    """Return both texts of a statement with its variables filled in."""
    given = {name: " ".join(value.split()) for name, value in values.items()}
    wrong = {}
    for name in sorted({*VARIABLE.findall(statement.text), *VARIABLE.findall(statement.text_en)}):
        if not given.get(name):
            wrong[name] = _("Fill this in.")
        elif len(given[name]) > VALUE_LIMIT:
            wrong[name] = _("At most %(most)s characters, please.") % {"most": VALUE_LIMIT}
    if wrong:
        raise IncidentInvalidError(wrong)
    texts = filled(statement.text, given), filled(statement.text_en, given)
    if statement.channel == Channel.STAFF_EMAIL:
        _refuse_long(*texts)
    return texts


def _refuse_long(*texts: str) -> None:
    """Refuse a message to staff that would not be told whole."""
    longest = max(len(text) for text in texts)
    if longest > NOTICE_LIMIT:
        facts = {"length": longest, "most": NOTICE_LIMIT}
        words = _("Filled in, it has %(length)s characters: at most %(most)s, please.") % facts
        raise IncidentInvalidError({"length": words})


@action("crisis.draft_message")
def draft_message(*, message_id: UUID, language: str, by: Person, at: datetime) -> Draft:
    """Make a draft of a prepared post: accounts, rules and approvals are those of any other.

    In a drill, its title and its words begin by saying so.

    Raises:
        IncidentInvalidError: it is no post, or has no words in this language.
        SettledError: it was put somewhere before.
        RightMissingError: `by` may not write there.
        PartNotFoundError, IncidentClosedError.
    """
    message = _prepared(message_id, by=by)
    text = message.text_en if language == "en" else message.text
    if message.channel not in POSTS or not text:
        raise IncidentInvalidError({"language": _("There is nothing to post in this language.")})
    incident = message.incident
    mark = DRILL["en" if language == "en" else "fr"] if incident.is_drill else ""
    draft = start_draft(
        draft=NewDraft(
            title=f"{mark}{incident.title}"[:TITLE_LIMIT],
            unit_id=incident.unit_id,
            language=language,
            text=f"{mark}{text}",
        ),
        by=by,
        at=at,
    )
    message.status, message.draft_id = Message.Status.DRAFTED, draft.pk
    message.sent_by, message.sent_at = by, at
    message.save(update_fields=("status", "draft_id", "sent_by", "sent_at"))
    record(actor=by, verb="incident_message.drafted", subject=message, at=at)
    _noted(message, "message_drafted", by=by, at=at)
    return draft


@action("crisis.send_to_staff")
def send_to_staff(*, message_id: UUID, by: Person, at: datetime) -> Message:
    """Send a prepared message to everybody of the unit and below, in the site and by e-mail, once.

    Over the whole organisation, people without a unit are told too. In a drill it reaches those who
    sit in the room, and says that it is one.

    Raises:
        IncidentInvalidError: it is for another channel, or too long to be told whole.
        SettledError: it was sent before.
        PartNotFoundError, RightMissingError, IncidentClosedError.
    """
    message = _prepared(message_id, by=by)
    if message.channel != Channel.STAFF_EMAIL:
        raise IncidentInvalidError({"channel": _("This message is not for staff.")})
    incident = message.incident
    _refuse_long(message.text, message.text_en)
    people = _staff_of(incident, by=by)
    notice = Notice(
        kind="incident.staff_message",
        once=f"staff:{message.pk.hex}",
        facts={
            "title": message.text,
            "title_en": message.text_en or message.text,
            **drill_of(incident),
        },
        subject_kind=Message.ledger_kind,
        subject_id=str(message.pk),
    )
    message.reached = tell_all(people=people, message=notice, at=at)
    message.status, message.sent_by, message.sent_at = Message.Status.SENT, by, at
    message.save(update_fields=("status", "sent_by", "sent_at", "reached"))
    record(actor=by, verb="incident_message.sent", subject=message, at=at)
    _noted(message, "message_sent", by=by, at=at)
    return message


def _staff_of(incident: Incident, *, by: Person) -> QuerySet[Person]:
    """Return whom a message to staff reaches: everybody, or in a drill those in the room."""
    if incident.is_drill:
        return Person.objects.filter(pk__in={*people_of(incident), by.pk}, is_active=True)
    there = Q(home_unit__path__startswith=incident.unit.path)
    if incident.unit.parent_id is None:
        there |= Q(home_unit__isnull=True)
    return Person.objects.filter(there, is_active=True)


@action("crisis.use_message")
def use_message(*, message_id: UUID, where: str, by: Person, at: datetime) -> Message:
    """Say that a prepared message was put online, read out or sent by hand, and where.

    Raises:
        IncidentInvalidError: it does not say where.
        SettledError: it was put somewhere before.
        PartNotFoundError, RightMissingError, IncidentClosedError.
    """
    message = _prepared(message_id, by=by)
    if not where.strip():
        raise IncidentInvalidError({"where": _("Say where it was put.")})
    message.status, message.sent_by, message.sent_at = Message.Status.USED, by, at
    message.save(update_fields=("status", "sent_by", "sent_at"))
    record(actor=by, verb="incident_message.used", subject=message, at=at)
    _noted(message, "message_used", by=by, at=at, text=where.strip()[:VALUE_LIMIT])
    return message


def _prepared(message_id: UUID, *, by: Person) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).select_related("statement")
    message = rows.filter(pk=message_id).first()
    if message is None:
        raise PartNotFoundError
    message.incident = open_room(message.incident_id, by=by)
    if message.status != Message.Status.PREPARED:
        raise SettledError
    return message


def _noted(message: Message, code: str, *, by: Person, at: datetime, text: str = "") -> None:
    facts = {"channel": message.channel, "statement": message.statement.slug}
    if message.reached is not None:
        facts["reached"] = str(message.reached)
    incident: Incident = message.incident
    note(incident, Entry.Kind.WORD, code, by=by, at=at, facts=facts, text=text, about=message)
