"""Emergency messages: a statement approved in advance, filled in, and put where it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.content.actions import NewDraft, start_draft
from gouvernail.content.models import Draft
from gouvernail.crisis.actions.telling import note
from gouvernail.crisis.errors import (
    IncidentInvalidError,
    PartNotFoundError,
    SettledError,
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


@action("crisis.prepare_message")
def prepare_message(
    *, incident_id: UUID, statement_id: UUID, values: Mapping[str, str], by: Person, at: datetime
) -> Message:
    """Fill in a statement approved in advance; only its variables may change.

    Raises:
        StatementStateError: it is not approved.
        IncidentInvalidError: a variable is empty, or too long, under its name.
        PartNotFoundError, IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    incident = open_room(incident_id, by=by)
    statement = Statement.objects.filter(pk=statement_id, plan=incident.plan).first()
    if statement is None:
        raise PartNotFoundError
    if statement.status != Statement.Status.APPROVED:
        raise StatementStateError(statement.get_status_display())
    given = {name: " ".join(value.split()) for name, value in values.items()}
    wrong = {}
    for name in sorted({*VARIABLE.findall(statement.text), *VARIABLE.findall(statement.text_en)}):
        if not given.get(name):
            wrong[name] = _("Fill this in.")
        elif len(given[name]) > VALUE_LIMIT:
            wrong[name] = _("At most %(most)s characters, please.") % {"most": VALUE_LIMIT}
    if wrong:
        raise IncidentInvalidError(wrong)
    message = Message(
        incident=incident,
        statement=statement,
        channel=statement.channel,
        text=filled(statement.text, given),
        text_en=filled(statement.text_en, given),
        prepared_by=by,
        prepared_at=at,
    )
    message.save(force_insert=True)
    digest = statement.digest
    record(actor=by, verb="incident_message.prepared", subject=message, at=at, digest=digest)
    return message


@action("crisis.draft_message")
def draft_message(*, message_id: UUID, language: str, by: Person, at: datetime) -> Draft:
    """Make a draft of a prepared post: accounts, rules and approvals are those of any other.

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
    draft = start_draft(
        draft=NewDraft(
            title=incident.title, unit_id=incident.unit_id, language=language, text=text
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

    Raises:
        IncidentInvalidError: it is for another channel.
        SettledError: it was sent before.
        PartNotFoundError, RightMissingError, IncidentClosedError.
    """
    message = _prepared(message_id, by=by)
    if message.channel != Channel.STAFF_EMAIL:
        raise IncidentInvalidError({"channel": _("This message is not for staff.")})
    incident = message.incident
    people = Person.objects.filter(
        Q(home_unit__path__startswith=incident.unit.path), is_active=True
    )
    notice = Notice(
        kind="incident.staff_message",
        once=f"staff:{message.pk.hex}",
        facts={
            "title": message.text[:NOTICE_LIMIT],
            "title_en": (message.text_en or message.text)[:NOTICE_LIMIT],
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
