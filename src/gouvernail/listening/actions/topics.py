"""Topics: what is listened for, by whom, and when it stops."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.kernel.queries import QueryError, parse
from gouvernail.ledger.actions import record
from gouvernail.listening.actions.spikes import end_rise, learn_again, note_pause
from gouvernail.listening.errors import TopicClosedError, TopicInvalidError
from gouvernail.listening.models import Topic
from gouvernail.listening.permissions import visible_topic
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, visible_person, visible_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """What a topic is; `query` is in the language of `kernel.queries`."""

    name_fr: str
    query: str
    name_en: str = ""
    kind: str = Topic.Kind.OTHER
    sensitivity: str = Topic.Sensitivity.MEDIUM
    retention: str = Topic.Retention.YEAR


@action("listening.create_topic")
def create_topic(*, facts: TopicFacts, unit_id: UUID | str, by: Person, at: datetime) -> Topic:
    """Listen for a new topic, for a unit; whoever creates it owns it.

    Raises:
        UnitNotFoundError: the unit is missing or hidden from `by`.
        RightMissingError: `by` does not choose what that unit listens for.
        TopicInvalidError: no name, or a query that cannot be read.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_LISTENING, unit=unit)
    topic = Topic(unit=unit, owner=by, created_at=at, changed_at=at)
    _fill(topic, facts)
    topic.save()
    record(actor=by, verb="topic.created", subject=topic, at=at)
    return topic


@action("listening.edit_topic")
def edit_topic(
    topic_id: UUID, *, facts: TopicFacts, unit_id: UUID | str, by: Person, at: datetime
) -> Topic:
    """Change a topic; with another query, what the former one found and counted is taken away.

    What was kept is then looked through again, and what is usual learnt anew: `actions.clearing`.

    Raises:
        TopicNotFoundError, UnitNotFoundError: missing or hidden.
        RightMissingError: `by` does not choose what one of the two units listens for.
        TopicClosedError, TopicInvalidError: it cannot be changed so.
    """
    topic = _open_topic(topic_id, by=by)
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_LISTENING, unit=unit)
    query, sensitivity, retention = topic.query, topic.sensitivity, topic.retention
    topic.unit = unit
    _fill(topic, facts)
    topic.changed_at = at
    if topic.query != query:
        topic.cleared_at = at
        end_rise(topic, actor=by, at=at)
    elif topic.retention != retention:  # the past is gone through to say until when it is kept
        topic.backfilled_to = topic.backfilled_key = None
    topic.save()
    if topic.sensitivity != sensitivity:
        learn_again(topic)
    record(actor=by, verb="topic.edited", subject=topic, at=at)
    return topic


@action("listening.pause_topic")
def pause_topic(topic_id: UUID, *, by: Person, at: datetime) -> Topic:
    """Stop listening for a topic for a while, its alert with it; nothing when it is paused already.

    Raises:
        TopicNotFoundError, RightMissingError, TopicClosedError: as for a change.
    """
    topic = _open_topic(topic_id, by=by)
    if topic.paused_at is None:
        topic.paused_at = topic.changed_at = at
        topic.save(update_fields=("paused_at", "changed_at"))
        end_rise(topic, actor=by, at=at)
        record(actor=by, verb="topic.paused", subject=topic, at=at)
    return topic


@action("listening.resume_topic")
def resume_topic(topic_id: UUID, *, by: Person, at: datetime) -> Topic:
    """Listen for a paused topic again; nothing when it is listened for.

    Raises:
        TopicNotFoundError, RightMissingError, TopicClosedError: as for a change.
    """
    topic = _open_topic(topic_id, by=by)
    if topic.paused_at is not None:
        note_pause(topic, since=topic.paused_at, until=at)
        topic.paused_at, topic.changed_at = None, at
        topic.save(update_fields=("paused_at", "changed_at"))
        record(actor=by, verb="topic.resumed", subject=topic, at=at)
    return topic


@action("listening.close_topic")
def close_topic(topic_id: UUID, *, by: Person, at: datetime) -> Topic:
    """Stop listening for a topic for good; what it counted is kept under its words.

    Raises:
        TopicNotFoundError, RightMissingError, TopicClosedError: as for a change.
    """
    topic = _open_topic(topic_id, by=by)
    topic.closed_at = topic.changed_at = at
    topic.save(update_fields=("closed_at", "changed_at"))
    end_rise(topic, actor=by, at=at)
    record(actor=by, verb="topic.closed", subject=topic, at=at)
    return topic


@action("listening.tune_topic")
def tune_topic(topic_id: UUID, *, sensitivity: str, by: Person, at: datetime) -> Topic:
    """Choose from how far above usual a topic alerts; what is usual is learnt again from the past.

    Raises:
        TopicNotFoundError, RightMissingError, TopicClosedError: as for a change.
        TopicInvalidError: no such sensitivity.
    """
    topic = _open_topic(topic_id, by=by)
    if sensitivity not in Topic.Sensitivity.values:
        raise TopicInvalidError({"sensitivity": _("Choose one of the sensitivities.")})
    before, topic.sensitivity, topic.changed_at = topic.sensitivity, sensitivity, at
    topic.save(update_fields=("sensitivity", "changed_at"))
    if topic.sensitivity != before:
        learn_again(topic)
    record(actor=by, verb="topic.tuned", subject=topic, at=at)
    return topic


@action("listening.hand_over_topic")
def hand_over_topic(topic_id: UUID, *, person_id: UUID | str, by: Person, at: datetime) -> Topic:
    """Have somebody else follow a topic, and be woken for it; they are told.

    Raises:
        TopicNotFoundError, RightMissingError, TopicClosedError: as for a change.
        PersonNotFoundError: missing or hidden from `by`.
        TopicInvalidError: they do not listen in the unit of the topic.
    """
    topic = _open_topic(topic_id, by=by)
    person = visible_person(person_id, viewer=by)
    if not may(person, Right.SEE_LISTENING, unit=topic.unit):
        words = _("%(name)s does not listen for %(unit)s: they would read nothing of it.")
        said = words % {"name": person.name, "unit": topic.unit.label}
        raise TopicInvalidError({"person": said})
    if topic.owner_id == person.pk:
        return topic
    topic.owner = person
    topic.save(update_fields=("owner",))
    record(actor=by, verb="topic.handed_over", subject=topic, at=at)
    if person.pk != by.pk:
        tell(people=[person.pk], message=_handed(topic, by, at=at), at=at)
    return topic


def _handed(topic: Topic, by: Person, *, at: datetime) -> Message:
    return Message(
        kind="topic.handed_over",
        once=f"topic:{topic.pk}:{at:%Y%m%dT%H%M%S.%f}",
        path=reverse("listening:topic-detail", args=[topic.pk]),
        facts={"title": topic.name_fr, "title_en": topic.name_en, "by": by.name},
        subject_kind="topic",
        subject_id=str(topic.pk),
    )


def _open_topic(topic_id: UUID, *, by: Person) -> Topic:
    topic = visible_topic(topic_id, viewer=by, lock=True)
    require(by, Right.EDIT_LISTENING, unit=topic.unit)
    if topic.closed_at is not None:
        raise TopicClosedError(topic.label)
    return topic


def _fill(topic: Topic, facts: TopicFacts) -> None:
    """Fill a topic, or say at each field what is wrong."""
    wrong: dict[str, str] = {}
    if not facts.name_fr.strip():
        wrong["name_fr"] = _("Give it a name.")
    for name, values in (
        ("kind", Topic.Kind.values),
        ("sensitivity", Topic.Sensitivity.values),
        ("retention", Topic.Retention.values),
    ):
        if getattr(facts, name) not in values:
            wrong[name] = _("Choose one of the answers.")
    try:
        parse(facts.query)
    except QueryError as problem:
        wrong["query"] = problem_words(problem)
    if wrong:
        raise TopicInvalidError(wrong)
    topic.name_fr, topic.name_en = facts.name_fr.strip(), facts.name_en.strip()
    topic.kind, topic.query = facts.kind, facts.query.strip()
    topic.sensitivity, topic.retention = facts.sensitivity, facts.retention


def problem_words(problem: QueryError) -> str:
    """Return what is wrong with a query, in the reader's language."""
    return problem.message["fr" if (get_language() or "").startswith("fr") else "en"]
