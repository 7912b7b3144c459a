"""How pages say what the charter holds: who may write it, days, hours, levels."""

from collections.abc import Iterable
from datetime import time

from django import template
from django.template.defaultfilters import capfirst
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext, pgettext

from gouvernail.charter.models import Document, Duty, Objective, PerimeterLine, Risk, StrategyLink
from gouvernail.charter.permissions import is_holder, may_write
from gouvernail.charter.queries.duties import DutyToday
from gouvernail.charter.queries.page import CharterPage, ModelPart
from gouvernail.people.models import Person, Role, Unit

register = template.Library()
NAMED = 2
WORK_WEEK, WHOLE_WEEK = [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6]
DEEPEST = 4


@register.filter
def binding(part: ModelPart, channel: PerimeterLine) -> list[Document]:
    """Return the documents that bind a channel. No query."""
    return part.said.binding(channel)


@register.filter
def may_write_of(reader: Person, unit: Unit) -> bool:
    """Return whether the reader may write what binds a unit. No query."""
    return may_write(reader, unit=unit)


@register.filter
def may_tick(reader: Person, duty: Duty) -> bool:
    """Return whether the reader may say that a duty is done. No query."""
    return is_holder(reader, duty)


@register.filter
def depth_shown(unit: Unit) -> int:
    """Return how far a unit is set back, from 0 to 4. No query."""
    return min(unit.depth, DEEPEST)


@register.filter
def done_today(duties: Iterable[DutyToday]) -> str:
    """Return how much of what is due today is done: `2 of 5`."""
    due = [one for one in duties if one.at is not None]
    if not due:
        return gettext("nothing due")
    done = sum(one.tick is not None for one in due)
    return gettext("%(done)s of %(due)s") % {"done": done, "due": len(due)}


@register.filter
def days_said(days: list[int]) -> str:
    """Return days of the week in words: `every weekday`, `Mon, Thu`."""
    if days == WHOLE_WEEK:
        return gettext("every day")
    if days == WORK_WEEK:
        return gettext("Monday to Friday")
    if len(days) == 1:
        return str(WEEKDAYS[days[0]])
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in days)


@register.filter
def hour_said(one: DutyToday) -> str:
    """Return the hour of a duty as its own place writes it, with the place when it is elsewhere."""
    said = _hour(one.duty.by_time)
    if not one.zone:
        return said
    place = one.zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(hour)s in %(place)s") % {"hour": said, "place": place}


def _hour(at: time) -> str:
    if not at.minute:
        return pgettext("time of day", "%(hour)s:00") % {"hour": at.hour}
    words = pgettext("time of day", "%(hour)s:%(minute)s")
    return words % {"hour": at.hour, "minute": f"{at.minute:02}"}


@register.simple_tag
def given_to(one: DutyToday) -> str:
    """Return to whom a duty is given: names, then the role when there are many."""
    names = [person.name for person in one.people[:NAMED]]
    left = len(one.people) - len(names)
    if not names:
        label = Role(one.duty.role).label if one.duty.role else gettext("nobody")
        return str(capfirst(str(label)))
    said = ", ".join(names)
    if left:
        more = ngettext("%(count)s more", "%(count)s more", left) % {"count": left}
        said = gettext("%(names)s and %(more)s") % {"names": said, "more": more}
    if one.duty.role:
        label = str(Role(one.duty.role).label)
        return gettext("%(names)s (%(role)s)") % {"names": said, "role": label}
    return said


@register.inclusion_tag("charter/_reference.html")
def cited_by(line: Objective | StrategyLink, page: CharterPage) -> dict[str, object]:
    """Show the rule or clause that a line rests on, where it is read. No query."""
    return {"code": line.rule_ref, "cited": page.references.get(line.rule_ref)}


@register.inclusion_tag("charter/_level.html")
def risk_level(risk: Risk) -> dict[str, object]:
    """Show the level of a risk: its number, its word, its colour."""
    return {"band": risk.band, "level": risk.level, "risk": risk}
