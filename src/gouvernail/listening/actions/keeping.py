"""How long mentions are kept, and what is forgotten sooner because somebody asked."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.listening.actions.taking import CHANGING, forget_words, tell_changes
from gouvernail.listening.models import (
    Handling,
    Mention,
    Note,
    Tagging,
    TermDay,
    Topic,
    TopicMention,
    Unheard,
)
from gouvernail.listening.permissions import visible_mention
from gouvernail.listening.queries.judging import author_digest
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require_overall

CHUNK: Final = 500
TERMS_KEPT: Final = 300
Days = Topic.DAYS


def _over(at: datetime) -> Q:
    """Return the filter on mentions that nothing keeps any longer.

    The longest of its topics counts; without a topic, a month; to one of our accounts, a year.
    """
    about = TopicMention.objects.filter(mention=OuterRef("pk"))
    long = Exists(about.filter(topic__retention=Topic.Retention.LONG))
    year = Exists(about.filter(topic__retention=Topic.Retention.YEAR))
    ours = Q(account__isnull=False)
    month_over = Q(posted_at__lt=at - timedelta(days=Days["month"])) & ~ours & ~year & ~long
    year_over = Q(posted_at__lt=at - timedelta(days=Days["year"])) & ~long
    return month_over | year_over | Q(posted_at__lt=at - timedelta(days=Days["long"]))


@action("listening.sweep_mentions")
def sweep_mentions(*, at: datetime, most: int = CHUNK) -> int:
    """Delete the oldest mentions whose time is over, `most` at once; return how many.

    What they counted stays. Tags, notes and assignments go with them, and the ledger says so.
    """
    oldest = at - timedelta(days=Days["month"])
    rows = Mention.objects.filter(_over(at), posted_at__lt=oldest).order_by("posted_at", "pk")
    keys = list(rows.values_list("pk", flat=True)[:most])
    _drop(keys, at=at)
    return len(keys)


def _drop(keys: list[UUID], *, at: datetime) -> None:
    who = machine("worker")
    for tagging in Tagging.objects.filter(mention__in=keys):
        record(actor=who, verb="tagging.removed", subject=tagging, at=at)
        tagging.delete()
    for note in Note.objects.filter(mention__in=keys):
        record(actor=who, verb="mention_note.removed", subject=note, at=at)
        erase_openings(subject_kind=note.ledger_kind, subject_id=str(note.pk))
        note.delete()
    for handling in Handling.objects.filter(mention__in=keys):
        record(actor=who, verb="handling.removed", subject=handling, at=at)
        handling.delete()
    Mention.objects.filter(pk__in=keys).delete()


@action("listening.prune_terms")
def prune_terms(*, at: datetime) -> int:
    """Drop the words said once on days that are over, where a topic has many; return how many."""
    today = site_day(at)
    return sum(_prune(topic, day) for topic, day in _crowded(today))


def _crowded(today: date) -> list[tuple[UUID, date]]:
    rows = TermDay.objects.filter(day__lt=today, day__gte=today - timedelta(days=7))
    counted = rows.values("topic", "day").annotate(number=Count("pk"))
    return [(row["topic"], row["day"]) for row in counted if row["number"] > TERMS_KEPT]


def _prune(topic: UUID, day: date) -> int:
    rows = TermDay.objects.filter(topic=topic, day=day)
    kept = rows.order_by("-count", "term").values_list("pk", flat=True)[:TERMS_KEPT]
    return rows.exclude(pk__in=list(kept)).delete()[0]


@action("listening.stop_hearing")
def stop_hearing(mention_id: UUID, *, reason: str, by: Person, at: datetime) -> Unheard:
    """Forget somebody outside who asks for it, by one of their mentions, and keep nothing more.

    The words and names of all their mentions are emptied; only a digest of theirs is kept, so that
    they are not taken in again. Asking twice changes nothing.

    Raises:
        MentionNotFoundError: missing or hidden from `by`.
        RightMissingError: `by` does not choose what the whole organisation listens to.
    """
    mention = visible_mention(mention_id, viewer=by, lock=True)
    require_overall(by, Right.EDIT_LISTENING)
    digest = author_digest(mention.network, mention.author_key)
    unheard = Unheard.objects.filter(author_sha256=digest, ended_at__isnull=True).first()
    theirs = Mention.objects.filter(network=mention.network, author_key=mention.author_key)
    rows = list(theirs.filter(withdrawn_at__isnull=True))
    for row in rows:
        forget_words(row, at=at)
    Mention.objects.bulk_update(rows, CHANGING, batch_size=100)
    tell_changes(rows, at=at)
    if unheard is not None:
        return unheard
    unheard = Unheard.objects.create(
        network=mention.network, author_sha256=digest, reason=reason.strip()[:300], by=by, at=at
    )
    record(actor=by, verb="unheard_author.added", subject=unheard, at=at)
    return unheard


@action("listening.erase_notes")
def erase_notes(*, person_id: UUID, at: datetime) -> int:
    """Empty the notes of somebody of ours whose data are erased; return how many. Idempotent."""
    notes = list(Note.objects.filter(by=person_id).exclude(text=""))
    for note in notes:
        note.text = ""
        note.save(update_fields=("text",))
        erase_openings(subject_kind=note.ledger_kind, subject_id=str(note.pk))
        record(actor=machine("worker"), verb="mention_note.erased", subject=note, at=at)
    return len(notes)
