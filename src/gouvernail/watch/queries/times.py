"""How long everything took, from the rows of an incident: nobody types a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.crisis.models import Call, Entry, Incident, Message
from gouvernail.crisis.queries.freezing import frozen_from
from gouvernail.foundation.ids import is_uuid
from gouvernail.listening.models import Spike
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.watch.models import Report

ASSESSING: Final = (Entry.Kind.FACT, Entry.Kind.DECISION, Entry.Kind.SEVERITY)
MOMENTS: Final = ("detected", "assessed", "frozen", "report", "word", "closed")
MINUTE: Final = 60


LABELS: Final[Mapping[str, Promise]] = {
    "detected": _("from the first sign until we knew"),
    "assessed": _("first assessment"),
    "frozen": _("everything stopped"),
    "report": _("first situation report"),
    "word": _("first public word"),
    "closed": _("end of the incident"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """One measured time; `seconds` is None where it never happened."""

    name: str
    label: Promise
    moment: datetime | None
    seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The measured times of an incident. Instants are None where it never happened.

    `first_sign` is when the spike it comes from began; `assessed` the first fact, decision or
    grading; `frozen` when nothing left any more; `word` the first word in public.
    """

    first_sign: datetime | None
    detected: datetime
    declared: datetime
    assessed: datetime | None
    frozen: datetime | None
    report: datetime | None
    word: datetime | None
    closed: datetime | None
    reports_due: int
    reports_on_time: int
    reached: int
    called: int

    def seconds_to(self, name: str) -> int | None:
        """Return how long after the declaration a moment came; detection after the first sign."""
        moment: datetime | None = getattr(self, name)
        if moment is None:
            return None
        since = (self.first_sign or self.detected) if name == "detected" else self.declared
        return max(0, round((moment - since).total_seconds()))

    @property
    def lines(self) -> list["TimeLine"]:
        """Return the times in the order they are read."""
        return [
            TimeLine(
                name=name, label=label, moment=getattr(self, name), seconds=self.seconds_to(name)
            )
            for name, label in LABELS.items()
        ]

    def as_json(self) -> dict[str, Any]:
        """Return them as a row keeps them."""
        moments = ("first_sign", "declared", *MOMENTS)
        kept: dict[str, Any] = {
            name: moment.isoformat() if (moment := getattr(self, name)) else None
            for name in moments
        }
        return kept | {
            "reports_due": self.reports_due,
            "reports_on_time": self.reports_on_time,
            "reached": self.reached,
            "called": self.called,
        }


def kept_times(kept: Mapping[str, Any]) -> Times:
    """Return times as a row kept them. Pure."""
    moments = {
        name: datetime.fromisoformat(kept[name]) if kept.get(name) else None
        for name in ("first_sign", "declared", *MOMENTS)
    }
    counts = {
        name: int(kept.get(name, 0))
        for name in ("reports_due", "reports_on_time", "reached", "called")
    }
    return Times(**moments, **counts)  # type: ignore[arg-type]  # two of them are always there


def times_of(incident: Incident) -> Times:
    """Return the measured times of an incident. Nine queries."""
    entries = Entry.objects.filter(incident=incident)
    keys = frozen_from(incident)
    sealed = Freeze.objects.filter(pk__in=keys, sealed_at__isnull=False)
    reports = list(
        Report.objects.filter(watch__incident=incident, status="sent").order_by("number")
    )
    due = Report.objects.filter(watch__incident=incident, due_at__isnull=False)
    ended = incident.closed_at
    expected = [
        one for one in due if one.status == "sent" or (ended and one.due_at and one.due_at <= ended)
    ]
    calls = Call.objects.filter(incident=incident)
    return Times(
        first_sign=_first_sign(incident),
        detected=incident.detected_at,
        declared=incident.declared_at,
        assessed=_first(entries.filter(kind__in=ASSESSING), "happened_at", incident),
        frozen=sealed.aggregate(first=Min("sealed_at"))["first"],
        report=reports[0].sent_at if reports else None,
        word=_first_word(incident),
        closed=ended,
        reports_due=len(expected),
        reports_on_time=sum(1 for one in expected if one.sent_at and not one.was_late),
        reached=calls.filter(status=Call.Status.ANSWERED).count(),
        called=calls.exclude(status=Call.Status.ESCALATED).count(),
    )


def _first(rows: Any, field: str, incident: Incident) -> datetime | None:  # noqa: ANN401 -- rows
    """Return the earliest instant of some rows, never before the declaration."""
    found: datetime | None = rows.aggregate(first=Min(field))["first"]
    return max(found, incident.declared_at) if found else None


def _first_sign(incident: Incident) -> datetime | None:
    if incident.origin_kind != "spike" or not is_uuid(incident.origin_id):
        return None
    rows = Spike.objects.filter(pk=incident.origin_id).values_list("since", flat=True)
    return rows.first()


def _first_word(incident: Incident) -> datetime | None:
    """Return the first word in public: written by hand, put online by hand, or a post that left."""
    words = Entry.objects.filter(incident=incident, kind=Entry.Kind.WORD)
    by_hand = words.filter(code__in=("", "message_used"))
    drafts = Message.objects.filter(incident=incident, draft_id__isnull=False)
    posts = Delivery.objects.filter(
        subject_id__in=list(drafts.values_list("draft_id", flat=True)), sent_at__isnull=False
    )
    found = [
        by_hand.aggregate(first=Min("happened_at"))["first"],
        posts.aggregate(first=Min("sent_at"))["first"],
    ]
    return min((one for one in found if one is not None), default=None)
