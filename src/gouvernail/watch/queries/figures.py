"""What is measured for a report: what is said, what is frozen, who was reached.

Volumes come from the counters of `listening`, never from mentions. Posts are told by their author,
network and address: their words stay with their authors.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet, Sum

from gouvernail.crisis.models import Call, Incident, Task
from gouvernail.crisis.queries.freezing import standing_freezes
from gouvernail.foundation.ids import is_uuid
from gouvernail.listening.models import Hourly, Mention, Quarter, Spike, Topic, TopicMention
from gouvernail.people.models import Person
from gouvernail.publishing.queries import held_and_beyond
from gouvernail.registry.models import Account
from gouvernail.watch.models import Watch

QUARTER: Final = timedelta(minutes=15)
USUAL: Final = timedelta(days=28)
POSTS: Final = 5
MOST_TOPICS: Final = 20
STEADY: Final = 10  # percent, either way


def default_topics(incident: Incident) -> list[str]:
    """Return what an incident listens to at first: the topic of its spike, else those of its unit.

    Of the unit, its name and its crisis vocabulary. Two queries at most.
    """
    if incident.origin_kind == "spike" and is_uuid(incident.origin_id):
        found = Spike.objects.filter(pk=incident.origin_id).values_list("topic_id", flat=True)
        if keys := [str(key) for key in found]:
            return keys
    rows = Topic.objects.filter(
        unit__path__startswith=incident.unit.path,
        kind__in=(Topic.Kind.BRAND, Topic.Kind.CRISIS),
        paused_at__isnull=True,
        closed_at__isnull=True,
    )
    return [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)[:MOST_TOPICS]]


def topics_of(watch: Watch) -> list[Topic]:
    """Return the topics a watch listens to. One query."""
    keys = [key for key in watch.topic_ids if is_uuid(key)]
    return list(Topic.objects.filter(pk__in=keys)) if keys else []


def figures_of(watch: Watch, *, since: datetime, viewer: Person, at: datetime) -> dict[str, Any]:
    """Return what is measured between two instants, as plain JSON. Sixteen queries at most.

    `said` is empty where nothing is listened to. `viewer` sees what is frozen as the room shows it.
    """
    incident = watch.incident
    return {
        "since": since.isoformat(),
        "at": at.isoformat(),
        "said": _said(topics_of(watch), since=since, before=incident.detected_at, at=at),
        "unread": _unread(watch, at=at),
        "frozen": _frozen(incident, viewer=viewer),
        "calls": _calls(incident),
        "tasks": _tasks(incident, at=at),
    }


def _said(
    topics: Sequence[Topic], *, since: datetime, before: datetime, at: datetime
) -> dict[str, Any]:
    """Return volumes of the period, of the one before, and what is usual; whole quarters only."""
    if not topics:
        return {}
    first = _floor(since)
    length = max(QUARTER, at - first)
    rows = Quarter.objects.filter(topic__in=[one.pk for one in topics])
    count, negative, reach = _sums(rows.filter(start__gte=first, start__lt=at))
    earlier = _sums(rows.filter(start__gte=first - length, start__lt=first))[0]
    usual = _sums(rows.filter(start__gte=before - USUAL, start__lt=before))[0]
    expected = usual * (length / USUAL)
    return {
        "topics": [{"fr": one.name_fr, "en": one.name_en or one.name_fr} for one in topics],
        "count": count,
        "negative": negative,
        "reach": reach,
        "before": earlier,
        "ratio_tenths": round(10 * count / expected) if expected else 0,
        "trend": _trend(count, earlier),
        "posts": _posts(topics, since=first, at=at),
    }


def _floor(at: datetime) -> datetime:
    """Return the quarter of an hour that an instant stands in."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _sums(rows: QuerySet[Quarter]) -> tuple[int, int, int]:
    sums = rows.aggregate(said=Sum("count"), bad=Sum("negative"), seen=Sum("reach"))
    return sums["said"] or 0, sums["bad"] or 0, sums["seen"] or 0


def _trend(count: int, earlier: int) -> str:
    """Return `rising`, `falling` or `steady`; `new` where nothing was said before. Pure."""
    if not earlier:
        return "new" if count else "steady"
    change = 100 * (count - earlier) / earlier
    return "rising" if change > STEADY else "falling" if change < -STEADY else "steady"


def _posts(topics: Sequence[Topic], *, since: datetime, at: datetime) -> list[dict[str, Any]]:
    """Return the most seen posts of a period, repeats left out. One query."""
    about = TopicMention.objects.filter(
        topic__in=[one.pk for one in topics], posted_at__gte=since, posted_at__lt=at
    )
    rows = Mention.objects.filter(
        pk__in=about.values("mention"),
        is_hidden=False,
        is_private=False,
        is_own=False,
        repeat_of__isnull=True,
        withdrawn_at__isnull=True,
    ).order_by("-reach", "-repeats", "-posted_at", "pk")
    return [
        {
            "author": one.author_handle or one.author_name,
            "network": one.network,
            "reach": one.reach,
            "repeats": one.repeats,
            "url": one.url,
        }
        for one in rows[:POSTS]
    ]


def _unread(watch: Watch, *, at: datetime) -> list[str]:
    """Return the networks where we have an account and nothing was heard of for four weeks."""
    path = watch.incident.unit.path
    ours = Account.objects.filter(unit__path__startswith=path, status="active")
    here = set(ours.values_list("network", flat=True).distinct())
    heard = Hourly.objects.filter(hour__gte=at - USUAL, network__in=here)
    return sorted(here - set(heard.values_list("network", flat=True).distinct()))


def _frozen(incident: Incident, *, viewer: Person) -> list[dict[str, Any]]:
    found = []
    for scope in held_and_beyond(standing_freezes(incident), viewer=viewer):
        freeze = scope.freeze
        sealed = freeze.sealed_at
        found.append(
            {
                "covered": scope.covered,
                "since": freeze.engaged_at.isoformat(),
                "seconds": round((sealed - freeze.engaged_at).total_seconds()) if sealed else None,
                "held": len(scope.held) + scope.hidden_held,
                "beyond": len(scope.beyond) + scope.hidden_beyond,
            }
        )
    return found


def _calls(incident: Incident) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {"reached": [], "silent": []}
    rows = Call.objects.filter(incident=incident).select_related("contact__backup")
    for call in rows:
        contact = call.contact
        told = {"fr": contact.name, "en": contact.name_en or contact.name}
        if call.status == Call.Status.ANSWERED:
            found["reached"].append(told)
            continue
        backup = contact.backup
        if backup is not None:
            told |= {"by_fr": backup.name, "by_en": backup.name_en or backup.name}
        found["silent"].append(told)
    return found


def _tasks(incident: Incident, *, at: datetime) -> dict[str, int]:
    rows = Task.objects.filter(incident=incident)
    doing = rows.filter(status=Task.Status.OPEN)
    return {
        "open": doing.count(),
        "late": doing.filter(due_at__lte=at).count(),
        "done": rows.filter(status=Task.Status.DONE).count(),
    }
