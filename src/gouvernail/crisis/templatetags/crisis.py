"""How grave, how long, by when: the small marks of the pages of crises."""

from datetime import datetime, timedelta

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from gouvernail.crisis.permissions import may_declare
from gouvernail.crisis.starters.writing import within as within_words
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.publishing.models import Freeze

register = template.Library()
HOUR = 60
BARS = ("M0 14h12v8H0z", "M16 10h12v12H16z", "M32 5h12v17H32z", "M48 0h12v22H48z")


@register.simple_tag
def severity_bars(severity: int) -> SafeString:
    """Return four bars, as many of them full as it is grave; words say it beside them."""
    drawn = format_html_join(
        "",
        '<path class="{}" d="{}"/>',
        (("on" if place < severity else "off", bar) for place, bar in enumerate(BARS)),
    )
    return format_html(
        '<svg class="crisis-bars" data-severity="{}" width="40" height="14" viewBox="-1 -1 62 24" '
        'aria-hidden="true">{}</svg>',
        severity,
        drawn,
    )


@register.simple_tag
def can_declare(person: Person) -> bool:
    """Return whether a reader may declare an incident. One query at most, for their roles."""
    return may_declare(person)


@register.simple_tag
def elapsed(since: datetime, until: datetime | None) -> str:
    """Return how long it lasted, to the minute: `1 h 06`; until now where it has no end."""
    minutes = max(int(((until or clock.now()) - since) / timedelta(minutes=1)), 0)
    if minutes < HOUR:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, HOUR)
    return gettext("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02d}"}


@register.simple_tag
def within(minute: int) -> str:
    """Return by when, in words, in the language of the page."""
    return within_words(minute, get_language() or "fr")


@register.simple_tag
def sealed_after(freeze: Freeze) -> str:
    """Return how long it took until nothing was under way, in whole seconds."""
    if freeze.sealed_at is None:
        return ""
    seconds = (freeze.sealed_at - freeze.engaged_at).total_seconds()
    return gettext("%(seconds)s s") % {"seconds": f"{seconds:.0f}"}
