"""How long mentions are kept, and what is forgotten sooner because somebody asked."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.listening.actions.forgetting import (
    CHANGING,
    forget_beside,
    forget_words,
    tell_changes,
)
from gouvernail.listening.errors import AuthorUnknownError
from gouvernail.listening.models import (
    AuthorName,
    Handling,
    Mention,
    Note,
    Source,
    Tagging,
    TermDay,
    Topic,
    TopicMention,
    Unheard,
)
from gouvernail.listening.permissions import visible_mention
from gouvernail.listening.queries.names import GONE, author_digest, author_digests, gone
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require_overall

CHUNK: Final = 500
TERMS_KEPT: Final = 300
SOONEST: Final = timedelta(days=1)
FOLLOWED_FOR: Final = timedelta(days=3)
"""How long the key of what was said to us and taken back stays: its conversation follows by it."""
SITES: Final = "web"
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


def sweep_mentions(*, at: datetime, most: int = CHUNK) -> int:
    """Delete the mentions whose time is over, `most` looked at; return how many were looked at.

    What they counted stays. Tags, notes and assignments go with them, and the ledger says so.
    """
    rows = Mention.objects.filter(keep_until__lte=at).order_by("keep_until")
    keys = list(rows.values_list("pk", flat=True)[:most])
    if keys:
        _sweep(keys, at=at)
    return len(keys)


@action("listening.sweep_mentions")
def _sweep(keys: list[UUID], *, at: datetime) -> None:
    """Delete those of some mentions that nothing keeps; say until when something keeps the rest."""
    rows = Mention.objects.filter(pk__in=keys)
    over = set(rows.filter(_over(at)).values_list("pk", flat=True))
    _drop(list(over), at=at)
    left = list(rows.only("network", "key", "posted_at", "account_id", "withdrawn_at"))
    days = {one.pk: _least_days(one) for one in left}
    for key, kept_for in TopicMention.objects.filter(mention__in=days).values_list(
        "mention_id", "topic__retention"
    ):
        days[key] = max(days[key], Days[kept_for])
    for one in left:
        one.keep_until = max(one.posted_at + timedelta(days=days[one.pk]), at + SOONEST)
        if one.withdrawn_at is not None and at - one.withdrawn_at >= FOLLOWED_FOR:
            one.key = gone(one.network, one.key)
        elif one.withdrawn_at is not None and not one.key.startswith(GONE):
            one.keep_until = one.withdrawn_at + FOLLOWED_FOR
    Mention.objects.bulk_update(left, ("key", "keep_until"), batch_size=100)


def _least_days(mention: Mention) -> int:
    return Days["year" if mention.account_id is not None else "month"]


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
        erase_openings(subject_kind=handling.ledger_kind, subject_id=str(handling.pk))
        handling.delete()
    Mention.objects.filter(pk__in=keys).delete()


def prune_terms(*, at: datetime) -> int:
    """Drop the words said once on days that are over, where a topic has many; return how many.

    Those of the last seven days; a day of a topic at a time. One query beside them.
    """
    today = site_day(at)
    rows = TermDay.objects.filter(day__lt=today, day__gte=today - timedelta(days=7))
    return sum(_prune(topic, day, at=at) for topic, day in _crowded(rows))


def prune_topic(topic_id: UUID, *, at: datetime) -> int:
    """Drop them on all days of a topic that are over: after its past was looked through."""
    rows = TermDay.objects.filter(topic=topic_id, day__lt=site_day(at))
    return sum(_prune(topic, day, at=at) for topic, day in _crowded(rows))


def _crowded(rows: QuerySet[TermDay]) -> list[tuple[UUID, date]]:
    counted = rows.order_by().values("topic", "day").annotate(number=Count("pk"))
    found = counted.filter(number__gt=TERMS_KEPT).order_by("topic", "day")
    return list(found.values_list("topic", "day"))


@action("listening.prune_terms")
def _prune(topic: UUID, day: date, *, at: datetime) -> int:
    rows = TermDay.objects.filter(topic=topic, day=day, day__lt=site_day(at))
    kept = rows.order_by("-count", "term").values_list("pk", flat=True)[:TERMS_KEPT]
    return rows.exclude(pk__in=list(kept)).delete()[0]


@action("listening.stop_hearing")
def stop_hearing(mention_id: UUID, *, reason: str, by: Person, at: datetime) -> Unheard:
    """Forget somebody outside who asks for it, by one of their mentions, and keep nothing more.

    The words and names of all their mentions are emptied, and their words in what others passed on;
    only a digest of what they are called is kept, so that they are not taken in again. Asking twice
    changes nothing.

    Raises:
        MentionNotFoundError: missing or hidden from `by`.
        RightMissingError: `by` does not choose what the whole organisation listens to.
        AuthorUnknownError: the mention does not tell who wrote it from everybody else there.
    """
    mention = visible_mention(mention_id, viewer=by, lock=True)
    require_overall(by, Right.EDIT_LISTENING)
    if not is_somebody(mention):
        raise AuthorUnknownError
    digests = {mention.author_key.removeprefix(GONE)}
    if not mention.author_key.startswith(GONE):
        digests = set(author_digests([(mention.network, mention.author_key)]))
    unheard = Unheard.objects.filter(author_sha256__in=digests, ended_at__isnull=True).first()
    if unheard is None and mention.author_key.startswith(GONE):
        raise AuthorUnknownError
    _forget_all(mention, at=at)
    if unheard is not None:
        return unheard
    unheard = Unheard.objects.create(
        network=mention.network,
        author_sha256=author_digest(mention.network, mention.author_key),
        reason=reason.strip()[:300],
        by=by,
        at=at,
    )
    record(actor=by, verb="unheard_author.added", subject=unheard, at=at)
    return unheard


def is_somebody(mention: Mention) -> bool:
    """Return whether the author of a mention is a person, not a site or nobody known. No query.

    `mention` has its source loaded. Feeds and pages name the site they come from.
    """
    is_site = mention.network == SITES and mention.source.kind != Source.Kind.FILE
    return bool(mention.author_key) and not is_site


def _forget_all(mention: Mention, *, at: datetime) -> None:
    AuthorName.objects.filter(network=mention.network, key=mention.author_key).delete()
    theirs = Mention.objects.filter(network=mention.network, author_key=mention.author_key)
    rows = list(theirs.filter(withdrawn_at__isnull=True))
    for row in rows:
        forget_words(row, at=at)
    Mention.objects.bulk_update(rows, CHANGING, batch_size=100)
    for start in range(0, len(rows), CHUNK):
        forget_beside(rows[start : start + CHUNK])
    tell_changes(rows, at=at)


@action("listening.erase_notes")
def erase_notes(*, person_id: UUID, at: datetime) -> int:
    """Empty what somebody of ours whose data are erased wrote; return how many. Idempotent.

    Their notes, why they set mentions aside, and why they had somebody outside forgotten.
    """
    notes = Note.objects.filter(by=person_id).exclude(text="")
    handlings = Handling.objects.filter(hidden_by=person_id).exclude(hidden_reason="")
    unheard = Unheard.objects.filter(by=person_id).exclude(reason="")
    return (
        _emptied(notes, "text", "mention_note.erased", at=at)
        + _emptied(handlings, "hidden_reason", "handling.erased", at=at)
        + _emptied(unheard, "reason", "unheard_author.erased", at=at)
    )


def _emptied(
    rows: Iterable[Note | Handling | Unheard], field: str, verb: str, *, at: datetime
) -> int:
    found = list(rows)
    for row in found:
        setattr(row, field, "")
        row.save(update_fields=(field,))
        erase_openings(subject_kind=row.ledger_kind, subject_id=str(row.pk))
        record(actor=machine("worker"), verb=verb, subject=row, at=at)
    return len(found)
