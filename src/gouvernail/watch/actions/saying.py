"""A report in words, in one language: the model of the house filled with what is known."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from gouvernail.crisis.models import Incident, Seat
from gouvernail.people.models import Person
from gouvernail.registry.queries import network_label
from gouvernail.watch.models import HoldingPage, Relief, Report
from gouvernail.watch.starters import text_model

LANGUAGES: Final = ("fr", "en")
LINK: Final = "{acknowledge_link}"
"""What stands for the link of each reader in a report that was sent."""
NOTHING: Final = "–"
TRENDS: Final[Mapping[str, str]] = {
    "rising": gettext_noop("rising since the period before"),
    "falling": gettext_noop("falling since the period before"),
    "steady": gettext_noop("steady"),
    "new": gettext_noop("nothing was said before"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a report says of the room: who is on duty until when, and who comes after."""

    officer: Person | None
    relief: Relief | None
    page: HoldingPage | None
    next_at: datetime | None


def around_of(report: Report, *, by: Person, next_at: datetime | None) -> Around:
    """Return what a report says of the room. Three queries."""
    incident = report.watch.incident
    seat = Seat.objects.filter(incident=incident, role="watch", until__isnull=True)
    held = seat.select_related("person").first()
    relief = Relief.objects.filter(watch=report.watch, status=Relief.Status.ASKED)
    path = incident.unit.path
    chain = [path[: place + 1] for place, mark in enumerate(path) if mark == "/"]
    pages = HoldingPage.objects.filter(unit__path__in=chain, archived_at__isnull=True)
    return Around(
        officer=(held.person if held else None) or by,
        relief=relief.select_related("taker").first(),
        page=pages.exclude(address="").order_by("-unit__path").first(),
        next_at=next_at,
    )


def said_of(report: Report, around: Around, *, at: datetime) -> dict[str, list[list[str]]]:
    """Return a report in both languages, as titles and texts. A few milliseconds, no query."""
    told: dict[str, list[list[str]]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            values = values_of(report, around, at=at)
        sections = text_model("situation-report").sections(values, language)
        told[language] = [[one.title, one.text] for one in sections]
    return told


def digest_of(said: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of a report as it left."""
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def values_of(report: Report, around: Around, *, at: datetime) -> dict[str, str]:
    """Return what fills the model, in the language in force. No query."""
    incident, officer, relief = report.watch.incident, around.officer, around.relief
    figures: Mapping[str, Any] = report.figures
    written = {part: getattr(report, part).strip() or NOTHING for part in Report.PARTS}
    return {
        "number": str(report.number),
        "incident": title_of(incident),
        "level": str(incident.severity),
        "level_name": incident.get_severity_display(),
        "written_at": moment(at),
        "author": officer.name if officer else NOTHING,
        "since": moment(report.since),
        "until": moment(at),
        "next_at": moment(around.next_at) if around.next_at else _("before the end"),
        "sentence": written["sentence"],
        "facts": written["certain"],
        "unknown": written["unknown"],
        "themes": written["themes"],
        "decisions": written["decisions"],
        "published": written["published"],
        "tasks": written["tasks"],
        "requests": written["requests"],
        **_volumes(figures.get("said") or {}),
        "not_read": _joined(network_label(one) for one in figures.get("unread", ())),
        **_stopped(figures.get("frozen") or []),
        **_called(figures.get("calls") or {}),
        "acknowledge_link": LINK,
        "shift_end": moment(relief.planned_at) if relief and relief.planned_at else NOTHING,
        "phone": (officer.phone if officer else "") or NOTHING,
        "relief": relief.taker.name if relief else NOTHING,
        "public_link": around.page.address if around.page else NOTHING,
    }


def title_of(incident: Incident) -> str:
    """Return the title of an incident; that of a drill says that it is one."""
    if incident.is_drill:
        return pgettext("incident", "DRILL: %(title)s") % {"title": incident.title}
    return incident.title


def moment(at: datetime) -> str:
    """Return an instant where the site is, day and hour, in the language in force."""
    there = localtime(at, ZoneInfo(settings.SITE_TIME_ZONE))
    day, hour = date_format(there, "j M"), date_format(there, "TIME_FORMAT")
    return _("%(day)s, %(hour)s") % {"day": day, "hour": hour}


def _volumes(said: Mapping[str, Any]) -> dict[str, str]:
    if not said:
        return {
            "volume": _("not measured"),
            "ratio": NOTHING,
            "trend": _("no topic is followed for this incident"),
            "negative_percent": NOTHING,
            "key_posts": NOTHING,
        }
    count = int(said["count"])
    ratio = int(said.get("ratio_tenths", 0))
    posts = [_post(one) for one in said.get("posts", ())]
    return {
        "volume": number_format(count, use_l10n=True, force_grouping=True),
        "ratio": number_format(ratio / 10, decimal_pos=1) if ratio else NOTHING,
        "trend": _(TRENDS[said["trend"]]),
        "negative_percent": str(round(100 * int(said["negative"]) / count)) if count else "0",
        "key_posts": "\n" + "\n".join(posts) if posts else NOTHING,
    }


def _post(post: Mapping[str, Any]) -> str:
    told = {
        "author": post["author"] or NOTHING,
        "network": network_label(post["network"]),
        "reach": number_format(int(post["reach"]), use_l10n=True, force_grouping=True),
        "url": post["url"],
    }
    return _("- %(author)s, %(network)s, may have been seen by %(reach)s: %(url)s") % told


def _stopped(frozen: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    if not frozen:
        return {"frozen": _("nothing is stopped"), "not_stopped": NOTHING}
    told, beyond = [], 0
    for one in frozen:
        scope = one["covered"] or _("the whole organisation")
        facts = {"scope": scope, "held": one["held"], "seconds": one["seconds"]}
        if one["seconds"] is None:
            told.append(_("%(scope)s, under way, %(held)s held") % facts)
        else:
            told.append(_("%(scope)s, effective in %(seconds)s s, %(held)s held") % facts)
        beyond += int(one["beyond"])
    counted = _("%(count)s publications already with a network or a person") % {"count": beyond}
    by_hand = _("posts scheduled in a network’s own tools, advertisements: to be checked by hand")
    return {
        "frozen": "; ".join(told),
        "not_stopped": f"{counted}; {by_hand}" if beyond else by_hand,
    }


def _called(calls: Mapping[str, Any]) -> dict[str, str]:
    language = "en" if (translation.get_language() or "").startswith("en") else "fr"
    silent = []
    for one in calls.get("silent", ()):
        backup = one.get(f"by_{language}")
        silent.append(f"{one[language]} ({backup})" if backup else one[language])
    return {
        "reached": _joined(one[language] for one in calls.get("reached", ())),
        "not_reached": _joined(silent),
    }


def _joined(words: Any) -> str:  # noqa: ANN401 -- any texts
    return ", ".join(words) or NOTHING


def plain_text(said: Sequence[Sequence[str]], *, link: str) -> str:
    """Return a report as plain text, with the reader's own link. Pure."""
    parts = [f"{title}\n{text}".strip() for title, text in said]
    return "\n\n".join(parts).replace(LINK, link) + "\n"
