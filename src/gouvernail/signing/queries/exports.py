"""The people of a campaign leaving the house: one line each, in the order of their units."""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.digests import instant
from gouvernail.foundation.sorting import Plain
from gouvernail.signing.models import Campaign, Line

HEADER: Final = (
    _("name"),
    _("e-mail"),
    _("unit"),
    pgettext_lazy("column of an export", "state"),
    _("to be signed by"),
    _("signed at"),
    _("how"),
    _("digest of the text"),
    _("why released"),
    _("reminders"),
)
SLICE: Final = 2_000


def export_rows(lines: QuerySet[Line]) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each line, person, unit and signature loaded. Read in slices."""
    for one in _ordered(lines):
        signature = one.signature
        yield (
            one.person.name,
            one.person.email or "",
            one.unit.label if one.unit else "",
            one.get_state_display(),
            one.due_on.isoformat(),
            instant(signature.at) if signature else "",
            signature.method if signature else "",
            signature.digest if signature else "",
            one.get_released_because_display(),
            one.reminders,
        )


def json_lines(lines: QuerySet[Line]) -> Iterator[str]:
    """Yield a JSON array, one line of the campaign a line of the file."""
    mark = "[\n"
    for one in _ordered(lines):
        yield mark + json.dumps(as_json(one), ensure_ascii=False)
        mark = ",\n"
    yield "\n]\n" if mark != "[\n" else "[]\n"


def as_json(line: Line) -> dict[str, Any]:
    """Return one line for a machine: codes and instants, never words. No query."""
    signature = line.signature
    return {
        "person": str(line.person_id),
        "name": line.person.name,
        "email": line.person.email,
        "unit": line.unit.code if line.unit else None,
        "state": line.state,
        "due_on": line.due_on.isoformat(),
        "signature": str(line.signature_id) if signature else None,
        "signed_at": instant(signature.at) if signature else None,
        "method": signature.method if signature else None,
        "digest": signature.digest if signature else None,
        "released_because": line.released_because or None,
        "reminders": line.reminders,
    }


def _ordered(lines: QuerySet[Line]) -> Iterator[Line]:
    rows = lines.order_by("unit__path", Plain("person__name"), "pk")
    return rows.iterator(chunk_size=SLICE)


def campaign_facts(campaign: Campaign) -> dict[str, Any]:
    """Return one campaign for a machine, its policy loaded, with its counts. One query."""
    counts = dict(campaign.lines.order_by().values_list("state").annotate(number=Count("pk")))
    return {
        "campaign": str(campaign.pk),
        "policy": campaign.version.policy.slug,
        "version": campaign.version.number,
        "digest": campaign.version.digest,
        "status": campaign.status,
        "closed_because": campaign.closed_because or None,
        "opens_on": campaign.opens_on.isoformat(),
        "due_on": campaign.due_on.isoformat(),
        **{state: counts.get(state, 0) for state in Line.State.values},
    }
