"""How mentions and their figures are shown."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gouvernail.listening.forms.mentions import language_words
from gouvernail.listening.models import Handling, Mention, Source, Spike
from gouvernail.listening.queries.dashboards import Board
from gouvernail.listening.queries.plots import volume_svg
from gouvernail.registry.queries import network_label

register = template.Library()

HEATS = 5
GRAVE = 7
HEALTHS = {"new": "clock", "ok": "ok", "waiting": "warn", "stopped": "stop"}
FEELING_STATES = {"negative": "stop", "positive": "ok", "neutral": "idle"}


@register.simple_tag
def volume_plot(board: Board) -> SafeString:
    """Draw how much was said, by sentiment."""
    return volume_svg(board)


@register.filter
def step_words(start: datetime, period: str) -> str:
    """Return when a step begins: its hour, its day, or the week of its day."""
    if period == "day":
        return date_format(start, "TIME_FORMAT")
    if period == "year":
        return _("week of %(day)s") % {"day": date_format(start, "DATE_FORMAT")}
    return date_format(start, "MONTH_DAY_FORMAT")


@register.filter
def network_words(network: str) -> str:
    """Return how people write a network's name; what is of no network is of the web."""
    return _("Web") if network == "web" else network_label(network)


@register.filter
def lang_words(code: str) -> str:
    """Return a language as the reader names it."""
    return language_words(code) if code else _("not known")


@register.filter
def feeling_words(sentiment: str) -> str:
    """Return a sentiment in words."""
    return str(Mention.Sentiment(sentiment).label)


@register.filter
def feeling_state(sentiment: str) -> str:
    """Return the state that shows a sentiment; empty when it is not known."""
    return FEELING_STATES.get(sentiment, "")


@register.filter
def handling_of(mention: Mention) -> Handling | None:
    """Return who looks after a mention; None when nobody ever did. No query once loaded."""
    return getattr(mention, "handling", None)


@register.filter
def source_state(source: Source) -> str:
    """Return the state that shows how a source fares; its position is loaded."""
    return HEALTHS[source.position.health]


@register.filter
def bad_words(reason: str) -> str:
    """Return why a row of a file could not be taken in."""
    known = {
        "no_text": _("There is no text."),
        "no_date": _("No date can be read here."),
        "odd_date": _("No date can be read here."),
        "encoding": _("Its letters cannot be read."),
        "too_long": _("The text is too long."),
    }
    return known.get(reason) or _("The row is broken.")


@register.filter
def tenths(ratio: int) -> float:
    """Return a figure that is kept in tenths."""
    return ratio / 10


@register.filter
def spike_state(spike: Spike) -> str:
    """Return the state that shows how grave a spike is; what is over is calm."""
    if spike.until is not None:
        return "idle"
    return "stop" if spike.severity >= GRAVE else "warn"


@register.simple_tag
def heat(count: int, most: int) -> int:
    """Return the shade of an hour: 0 for none, 1 to 5."""
    return min(HEATS, 1 + count * HEATS // (most + 1)) if count else 0


@register.simple_tag
def change_percent(now: int, before: int) -> int | None:
    """Return by how many percent there is more than before; None when there was nothing."""
    return round(100 * (now - before) / before) if before else None
