"""What a licence lacks, in the reader's words, with what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.foundation.clock import site_day
from gouvernail.licences.models import Restriction
from gouvernail.licences.queries.deciding import Code, Licence, Reason
from gouvernail.licences.queries.requirements import titles_of
from gouvernail.training.queries.again import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do about it: the words of a button, and where it leads (empty: nothing to open)."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing a licence lacks: a sentence, until or since when, and the next step."""

    reason: Reason
    words: str
    step: Step
    at: datetime | None = None


def told(licences: Iterable[Licence]) -> list[Told]:
    """Return what these licences lack, each once, in the reader's language. Three queries at most.

    Also what a waiver lets off: `Licence.ok` says whether it counts.
    """
    reasons = {one.word: one for each in licences for one in each.reasons}
    return tell_reasons(reasons.values())


def tell_reasons(reasons: Iterable[Reason]) -> list[Told]:
    """Return reasons in words. Three queries at most."""
    wanted = list(reasons)
    courses = [one.key for one in wanted if one.code == Code.CERTIFICATE]
    policies = [one.key for one in wanted if one.code == Code.SIGNATURE]
    titles, written = titles_of(courses, policies)
    ended = [one.key for one in wanted if one.code == Code.CERTIFICATE and one.until]
    again = changed(ended) if ended else {}
    return [_told(one, titles, written, again) for one in wanted]


def _told(
    reason: Reason,
    titles: Mapping[str, str],
    written: Mapping[str, tuple[str, str]],
    again: Mapping[str, date],
) -> Told:
    if reason.code == Code.CERTIFICATE:
        named = {"course": titles.get(reason.key, reason.key)}
        ended = _("the certificate “%(course)s” has ended") % named
        missing = _("the certificate “%(course)s” is missing") % named
        if reason.until and again.get(reason.key) == site_day(reason.until) - timedelta(days=1):
            ended = _("the course “%(course)s” has changed: it is to be done again") % named
        step = Step(words=_("Take the course"), url=_address("training:course-detail", reason.key))
        return Told(
            reason=reason, words=ended if reason.until else missing, step=step, at=reason.until
        )
    if reason.code == Code.SIGNATURE:
        title, slug = written.get(reason.key, ("", ""))
        words = _("“%(policy)s” is to be signed as it stands now") % {"policy": title}
        url = _address("policies:policy-sign", slug) or _address("policies:policy-detail", slug)
        return Told(reason=reason, words=words, step=Step(words=_("Read and sign"), url=url))
    if reason.code == Code.FACTOR:
        step = Step(words=_("Add a second factor"), url=reverse("mfa_index"))
        return Told(reason=reason, words=_("a second factor is missing"), step=step)
    step = Step(words=_("Ask who decided it"))
    kind = Restriction.Kind(reason.code.value)
    words = (
        pgettext("licence", "the licence is suspended")
        if kind == Restriction.Kind.SUSPENDED
        else pgettext("licence", "the licence is restricted")
    )
    return Told(reason=reason, words=words, step=step, at=reason.until)


def _address(name: str, key: str) -> str:
    """Return where a page stands, or nothing when the site has no such page."""
    try:
        return reverse(name, args=[key]) if key else ""
    except NoReverseMatch:
        return ""


def kept(licences: Iterable[Licence]) -> dict[str, Any]:
    """Return what licences lack as JSON, for whoever is asked to agree. No query."""
    rows = {one.word: one for each in licences if not each.ok for one in each.reasons}
    return {
        "reasons": [
            {
                "code": str(one.code),
                "key": one.key,
                "until": one.until.isoformat() if one.until else None,
            }
            for one in rows.values()
        ]
    }


def as_kept(said: Mapping[str, Any]) -> list[Reason]:
    """Return the reasons that `kept` wrote. No query."""
    return [
        Reason(
            code=Code(one["code"]),
            key=one["key"],
            until=datetime.fromisoformat(one["until"]) if one["until"] else None,
        )
        for one in said.get("reasons", ())
    ]


def in_a_line(lines: Iterable[Told]) -> str:
    """Return what is missing as one line."""
    return ", ".join(one.words for one in lines)
