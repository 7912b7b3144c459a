"""Words and states that the pages of content share."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from gouvernail.approvals.models import Guest
from gouvernail.content.models import Draft
from gouvernail.content.queries import Preview, clause_words, machine_words
from gouvernail.people.models import Seat
from gouvernail.publishing.models import Delivery
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_label

register = template.Library()
Status = Draft.Status
Sent = Delivery.Status

STATES: dict[str, str] = {  # status of a draft: kind of state
    Status.DRAFTING: "idle",
    Status.IN_REVIEW: "clock",
    Status.CHANGES: "warn",
    Status.REFUSED: "stop",
    Status.APPROVED: "ok",
    Status.PUBLISHED: "ok",
    Status.PROBLEM: "stop",
    Status.CANCELLED: "idle",
}
DELIVERY_STATES: dict[str, str] = {
    Sent.SENT: "ok",
    Sent.VERIFIED: "ok",
    Sent.TO_HAND_OFF: "idle",
    Sent.TO_CONFIRM: "warn",
    Sent.UNKNOWN: "warn",
    Sent.NEEDS_HUMAN: "stop",
    Sent.FAILED: "stop",
    Sent.MISSED: "stop",
    Sent.ALTERED: "warn",
    Sent.DISAPPEARED: "stop",
    Sent.CANCELLED: "idle",
    Sent.VOID: "idle",
    Sent.WITHDRAWN: "idle",
}


@register.filter
def clause(reference: str) -> str:
    """Write a clause as people say it: `Charter, clause 5.2`."""
    return clause_words(reference)


@register.filter
def machines(draft: Draft) -> tuple[str, ...]:
    """Return how machines had a hand in a draft, in words."""
    return machine_words(draft.origin, draft.sent_by)


@register.filter
def quoted(words: str) -> str:
    """Put words between the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}


@register.filter
def draft_state(draft: Draft) -> str:
    """Return the kind of state of a draft."""
    return STATES.get(draft.status, "idle")


@register.filter
def delivery_state(delivery: Delivery) -> str:
    """Return the kind of state of a delivery."""
    return DELIVERY_STATES.get(delivery.status, "clock")


@register.filter
def seat_words(seats: object) -> str:
    """Write seats in the reader's language: `Brand, Legal`."""
    names = dict(Seat.choices)
    found = [seats] if isinstance(seats, str) else list(seats)  # type: ignore[call-overload]  # a list of texts
    return ", ".join(str(names.get(seat, seat)).capitalize() for seat in found)


@register.filter
def guest_state(state: str) -> str:
    """Say where a guest's invitation stands."""
    return str(Guest.State(state).label)


@register.filter
def city(zone: str) -> str:
    """Return the city of a time zone: `Paris` for `Europe/Paris`."""
    return zone.rpartition("/")[2].replace("_", " ")


@register.filter
def hours_words(hours: int) -> str:
    """Write a delay in hours."""
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}


@register.filter
def people_words(people: object) -> str:
    """Name the first of several people and say that others may stand in."""
    found = list(people)  # type: ignore[call-overload]  # people in order
    if not found:
        return _("nobody holds this seat yet")
    if len(found) == 1:
        return str(found[0].short_name)
    values = {"name": found[0].short_name, "count": len(found) - 1}
    return (
        ngettext("%(name)s or a colleague", "%(name)s or %(count)s colleagues", values["count"])
        % values
    )


@register.simple_tag
def segments_html(segments: object) -> SafeString:
    """Write a text with what is underlined in it."""
    out = SafeString()
    for segment in segments:  # type: ignore[attr-defined]  # a sequence of Segment
        text = (
            format_html('<span class="g-link">{}</span>', segment.text)
            if segment.entity
            else segment.text
        )
        out += (
            format_html('<mark class="g-find {}">{}</mark>', segment.kind, text)
            if segment.kind
            else format_html("{}", text)
        )
    return out


@register.simple_tag
def account_key(preview: Preview) -> str:
    """Return what the address calls an account."""
    return str(preview.account.pk)


@register.filter
def handle(account: Account) -> str:
    """Write a handle as its network shows it: `@nordet`."""
    return handle_label(account)


CHIPS: dict[str, tuple[object, str]] = {  # state of a chip: its words, its icon
    "pub": (pgettext_lazy("calendar", "published"), "circle-check"),
    "ok": (pgettext_lazy("calendar", "approved"), "check"),
    "wait": (pgettext_lazy("calendar", "to approve"), "clock"),
    "draft": (pgettext_lazy("calendar", "draft"), "pencil"),
    "held": (pgettext_lazy("calendar", "held back"), "lock"),
    "conf": (pgettext_lazy("calendar", "link to confirm"), "link"),
    "trouble": (pgettext_lazy("calendar", "needs attention"), "alert-octagon"),
}


@register.filter
def chip_words(state: str) -> str:
    """Return what a chip of the calendar says of its state."""
    return str(CHIPS[state][0])


@register.filter
def chip_icon(state: str) -> str:
    """Return the icon of a chip of the calendar."""
    return CHIPS[state][1]


@register.simple_tag
def chip_states() -> list[str]:
    """Return the states a chip may have, in the order of the legend."""
    return list(CHIPS)


@register.filter
def at_key(rows: Mapping[Any, Any] | str | None, key: object) -> object:
    """Return what a mapping holds at a key; nothing when it holds nothing, or there is none."""
    return rows.get(key) if isinstance(rows, Mapping) else None
