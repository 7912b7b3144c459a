"""The tags every page may use without loading anything (see docs/explanation/interface.md)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict
from zlib import crc32

from django import template
from django.forms import BoundField, Form
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation import clock
from gouvernail.foundation.paging import Page
from gouvernail.kernel.text.measures import language_of
from gouvernail.people.models import Person
from gouvernail.web import drawings, icons, words
from gouvernail.web.widgets import field_context

register = template.Library()

STATES: dict[str, tuple[str, str]] = {  # kind: colour class, icon
    "ok": ("ok", "circle-check"),
    "warn": ("warn", "alert-triangle"),
    "stop": ("stop", "alert-octagon"),
    "info": ("info", "circle-half-2"),
    "idle": ("idle", "circle-dashed"),
    "clock": ("info", "clock"),
    "late": ("warn", "clock"),
    "overdue": ("stop", "clock"),
    "held": ("stop", "lock"),
    "seal": ("seal", "lock"),
}
AVATAR_COLOURS = 5


class UnknownStateError(LookupError):
    """A template names a state that is not in `STATES`: a defect of ours."""


def _state(kind: str) -> tuple[str, str]:
    if kind not in STATES:
        raise UnknownStateError(kind)
    return STATES[kind]


@register.filter
def outside(address: str) -> str:
    """Return an address that leaves the site, or nothing when a browser would run it instead.

    What a network or a list said is never believed to be an address of the web. A path is one of
    this site: the practice network lives here.
    """
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours or address.startswith(("https://", "http://")) else ""


@register.simple_tag
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """Draw an icon: `{% icon "lock" %}`, `{% icon "lock" "i-s" label=_("Locked") %}`."""
    return icons.icon_svg(name, classes=classes, label=str(label))


@register.simple_tag
def state(kind: str, text: object, *, pill: bool = False, classes: str = "") -> SafeString:
    """Say a state with a word, a shape and a colour: `{% state "ok" _("Approved") %}`."""
    colour, shape = _state(kind)
    shown = " ".join(filter(None, ("g-st", colour, "pill" if pill else "", classes)))
    words = format_html("<span>{}</span>", text) if "<" in str(text) else text
    return format_html('<span class="{}">{}{}</span>', shown, icons.icon_svg(shape), words)


@register.simple_tag
def state_icon(kind: str) -> SafeString:
    """Draw the shape of a state beside words that say it: the start of a row."""
    colour, shape = _state(kind)
    return icons.icon_svg(shape, classes=f"c-{colour}")


@register.simple_tag
def avatar(person: Person | None, size: str = "", *, labelled: bool = False) -> SafeString:
    """Draw a person's initials, or `?` when nobody holds the place.

    `size` is empty, `s` or `l`. The name stands beside; without it say `labelled=True`.
    """
    name = str(person) if person else gettext("nobody")
    colour = f"c{crc32(str(person.pk).encode()) % AVATAR_COLOURS}" if person else "is-none"
    said = format_html('role="img" aria-label="{}"', name) if labelled else _HIDDEN
    shown = " ".join(filter(None, ("g-av", f"g-av-{size}" if size else "", colour)))
    initials = person.initials if person else "?"
    return format_html('<span class="{}" {}>{}</span>', shown, said, initials)


_HIDDEN = SafeString('aria-hidden="true"')


@register.simple_tag
def network_mark(network: object, size: str = "", *, labelled: bool = True) -> SafeString:
    """Draw a network's mark in its frame; `size` is empty, `s` or `xl`."""
    name = str(network)
    label = icons.network_name(name) if labelled else ""
    mark = icons.icon_svg(icons.network_icon(name), label=label)
    return format_html('<span class="g-net{}">{}</span>', f" g-net-{size}" if size else "", mark)


@register.simple_tag
def network_glyph(network: object, label: str = "") -> SafeString:
    """Draw a network's mark alone, small, for lines that hold several."""
    name = str(network)
    said = label or icons.network_name(name)
    return icons.icon_svg(icons.network_icon(name), classes="i-s", label=said)


@register.simple_tag
def network_name(network: object) -> str:
    """Write a network's name as people write it."""
    return icons.network_name(str(network))


@register.simple_tag
def meter(value: float, limit: float, kind: str = "auto") -> SafeString:
    """Draw a bar filled to `value` of `limit`; `auto` turns amber at nine tenths, red beyond."""
    shown = drawings.bar_kind(value, limit) if kind == "auto" else kind
    return drawings.bar_svg(value, limit, shown)


@register.simple_tag
def spark(points: Sequence[float], kind: str = "") -> SafeString:
    """Draw a line of recent values; `kind` may be `stop`. Nothing with fewer than two points."""
    return drawings.spark_svg(points, kind)


@register.simple_tag
def relative_time(moment: datetime | None) -> SafeString:
    """Write how long ago, with the exact instant on hover; nothing for no instant."""
    if moment is None:
        return SafeString()
    zone, now = get_current_timezone(), clock.now()
    return _time(
        moment,
        words.relative_words(moment, zone=zone, now=now),
        title=words.when_words(moment, zone=zone, now=now, long=True),
    )


@register.simple_tag
def when(moment: datetime | None, style: str = "") -> SafeString:
    """Write an instant in the reader's zone: `17 nov., 14 h 32`; `style` may be `long`."""
    if moment is None:
        return SafeString()
    zone, now = get_current_timezone(), clock.now()
    return _time(
        moment,
        words.when_words(moment, zone=zone, now=now, long=style == "long"),
        title=words.when_words(moment, zone=zone, now=now, long=True),
    )


@register.simple_tag
def clock_time(moment: datetime | None) -> SafeString:
    """Write the time of day of an instant in the reader's zone: `9 h`, `14 h 32`."""
    if moment is None:
        return SafeString()
    zone, now = get_current_timezone(), clock.now()
    return _time(
        moment,
        words.time_words(moment.astimezone(zone)),
        title=words.when_words(moment, zone=zone, now=now, long=True),
    )


@register.simple_tag
def day(on: date | None, style: str = "") -> SafeString:
    """Write a day: `17 nov.`; `long`: `mardi 17 novembre 2026`; nothing for no day."""
    if on is None:
        return SafeString()
    if isinstance(on, datetime):
        on = on.astimezone(get_current_timezone()).date()
    year = None if style == "long" else clock.now().astimezone(get_current_timezone()).year
    shown = words.day_words(on, this_year=year, long=style == "long")
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), shown)


def _time(moment: datetime, text: str, *, title: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        title,
        text,
    )


@register.simple_tag
def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """Write a number as the reader writes it: `20 400`, `20,400`; nothing for None."""
    return "" if value is None else words.number_words(value, decimals)


@register.simple_tag
def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """Write a share given in percents: `86 %`, `86%`; nothing for None."""
    return "" if value is None else words.percent_words(value, decimals)


@register.simple_tag
def duration(length: timedelta | None) -> str:
    """Write a length of time: `3 h 50`, `41 min`; nothing for None."""
    return "" if length is None else words.duration_words(length)


def _address(request: HttpRequest, *, drop: Sequence[str], **values: str) -> str:
    query = request.GET.copy()
    for name in (*drop, *values):
        query.pop(name, None)
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}" if query else request.path


@register.inclusion_tag("web/_pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], total: int | None = None) -> dict[str, object]:
    """Link to the neighbours of a `foundation.paging.Page`, keeping the rest of the address."""
    request = context["request"]
    return {
        "page": page,
        "total": total,
        "shown": len(page.rows),
        "next_url": page.next_cursor and _address(request, drop=(), cursor=page.next_cursor),
        "previous_url": page.previous_cursor
        and _address(request, drop=(), cursor=page.previous_cursor),
    }


@register.simple_tag(takes_context=True)
def chip(context: Context, name: str, label: object, value: object = None) -> SafeString:
    """Show one filter in force, and take it out of the address when it is followed.

    With `value`, only that value of a repeated parameter is taken out. Paging starts over.
    """
    request = context["request"]
    query = request.GET.copy()
    query.pop("cursor", None)
    left = [kept for kept in query.pop(name, []) if value is not None and kept != str(value)]
    query.setlist(name, left)
    address = f"?{query.urlencode()}" if query.urlencode() else request.path
    return format_html(
        '<a class="g-chip is-on" href="{}">{}{}<span class="visually-hidden">{}</span></a>',
        address,
        label,
        icons.icon_svg("x", classes="i-s"),
        gettext("Remove this filter"),
    )


@register.simple_tag(takes_context=True)
def address_with(context: Context, **values: object) -> str:
    """Return this page's address with parameters changed; an empty value takes one out."""
    kept = {name: str(value) for name, value in values.items() if value not in (None, "")}
    return _address(context["request"], drop=("cursor", *values), **kept)


@register.filter
def said(text: object) -> SafeString:
    """Return what somebody wrote as paragraphs; a language that is not the page's is marked."""
    words = str(text)
    return _in_its_language(SafeString(linebreaks(words, autoescape=True)), words, "div")


@register.filter
def said_inline(text: object) -> SafeString:
    """Return what somebody wrote in a line; a language that is not the page's is marked."""
    words = text if isinstance(text, SafeString) else str(text).replace("\r\n", "\n")
    lines = SafeString(conditional_escape(words).replace("\n", "<br>"))
    return _in_its_language(lines, words, "span")


def _in_its_language(shown: SafeString, text: str, tag: str) -> SafeString:
    language = language_of(text)
    if not language or language == str(get_language())[:2]:
        return shown
    name = _("in French") if language == "fr" else _("in English")
    mark = format_html('<abbr class="g-tongue" title="{}">{}</abbr>', name, language)
    return format_html('<{} lang="{}">{}</{}>{}', tag, language, shown, tag, mark)


@register.inclusion_tag("web/_field.html")
def field(
    bound: BoundField, label: str = "", help_text: str = "", *, helped: bool = True
) -> dict[str, object]:
    """Draw one form field: label, control, help and errors tied together."""
    return field_context(bound, label=label, help_text=help_text, helped=helped)


@register.inclusion_tag("web/_fields.html")
def fields(form: Form) -> dict[str, object]:
    """Draw a form's own errors and every field; the `<form>` and its buttons are the page's.

    What few people fill in stands folded below the rest where the form says so in `folds`: pairs
    of a title and the names of its fields.
    """
    folds = [_fold(form, title, names) for title, names in getattr(form, "folds", ())]
    folded = {bound.name for fold in folds for row in fold["rows"] for bound in row}
    shown = _rows(bound for bound in form if bound.name not in folded)
    return {"form": form, "rows": shown, "folds": [one for one in folds if one["rows"]]}


class Fold(TypedDict):
    """Fields that few people fill in, and whether they show."""

    title: str
    rows: list[list[BoundField]]
    is_open: bool


def _fold(form: Form, title: str, names: Iterable[str]) -> Fold:
    """Return fields folded under a title; open where one holds something, or was refused."""
    bounds = [form[name] for name in names if name in form.fields]
    is_open = any(
        one.errors or (one.value() and one.value() != one.field.initial) for one in bounds
    )
    return {"title": title, "rows": _rows(bounds), "is_open": is_open}


def _rows(bounds: Iterable[BoundField]) -> list[list[BoundField]]:
    """Return the fields in their order, a text and its English (`X`, `X_en`) in one row."""
    rows: list[list[BoundField]] = []
    for bound in bounds:
        if rows and bound.name == f"{rows[-1][0].name}_en":
            rows[-1].append(bound)
        else:
            rows.append([bound])
    return rows
