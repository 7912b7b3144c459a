"""The two pages to forward: what the figures say, written for somebody who has never signed in."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db.models import Case, IntegerField, Value, When
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gouvernail.charter.queries import the_charter
from gouvernail.foundation.papers import pdf_of
from gouvernail.foundation.sorting import Plain
from gouvernail.onboarding.queries.figures import (
    KINDS,
    Figures,
    condition_of,
    counted_accounts,
    figures_for,
)
from gouvernail.onboarding.queries.gestures import next_gestures, what_is_missing
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label

TEMPLATE: Final = Path(__file__).resolve().parents[1] / "templates" / "onboarding" / "report.typ"
ROWS: Final = 18
NETWORKS: Final = 8
LETTER: Final = frozenset({"US", "CA", "MX"})
FRAGILE: Final = ("departures", "orphans", "one_holder")
WIDTHS: Final = (15, 27, 20, 21)  # letters a cell of the table may take


def report_of(viewer: Person, *, at: datetime) -> bytes:
    """Return the two pages as PDF, in the language in force. Ten queries and a tenth of a second.

    Every figure is one of `figures_for`, of what `viewer` may see.
    """
    return pdf_of(TEMPLATE, report_data(viewer, at=at), at=at)


def report_data(viewer: Person, *, at: datetime) -> dict[str, Any]:
    """Return what the paper shows, as plain values. Ten queries."""
    today = localtime(at).date()
    figures = figures_for(viewer, today=today)
    charter = the_charter()
    language = get_language() or "fr"
    fragile, more = _fragile(viewer, at=at)
    on = date_format(localtime(at), "DATE_FORMAT")
    return {
        "lang": language[:2],
        "region": charter.country if len(charter.country) == 2 else None,  # noqa: PLR2004 - ISO
        "paper": "us-letter" if charter.country in LETTER else "a4",
        "title": _("Our accounts: a first look"),
        "organisation": _short(charter.label, 70),
        "on": on,
        "lead": lead_of(figures),
        "figures": [
            {
                "number": figures.counts[kind.code],
                "shown": shown(figures.counts[kind.code]),
                "label": str(kind.label),
                "state": kind.state,
            }
            for kind in KINDS
        ],
        "networks": _networks(figures),
        "gestures": [{"title": one.title, "why": one.why} for one in next_gestures(figures)],
        "missing": what_is_missing(figures),
        "accounts": fragile,
        "more": _more(more),
        "how": [
            {
                "label": _("%(figure)s:") % {"figure": _capital(str(kind.label))},
                "how": str(kind.how),
            }
            for kind in KINDS
        ],
        "foot": _("Counted by Gouvernail on %(day)s for %(name)s")
        % {"day": on, "name": _short(viewer.name, 60)},
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "networks": _("Where we speak"),
        "gestures": _("Three next gestures"),
        "missing": _("What is missing"),
        "accounts": _("The most fragile accounts"),
        "how": _("How each figure was counted"),
        "no_account": _("No account is listed yet."),
        "no_gesture": _("Nothing urgent."),
        "no_fragile": _("Every account has an owner who is here, and somebody beside them."),
        "columns": [_("Network"), _("Account"), _("Unit"), _("Who"), _("Why")],
        "limits": _(
            "These figures say what was entered, not what exists: an account that nobody listed "
            "is in none of them. Nothing was asked of the networks."
        ),
    }


def shown(number: int) -> str:
    """Return a number as the reader's language writes it."""
    return number_format(number, force_grouping=True).replace("\u00a0", "\u202f")


def lead_of(figures: Figures) -> str:
    """Return the sentence that sums the figures up."""
    total = figures.counts["accounts"]
    if not total:
        return _("No account is listed yet.")
    networks = len(figures.networks)
    nobody = figures.counts["orphans"] + figures.counts["departures"]
    first = ngettext("%(number)s account is listed", "%(number)s accounts are listed", total) % {
        "number": shown(total)
    }
    where = ngettext("on %(number)s network", "on %(number)s networks", networks) % {
        "number": networks
    }
    if not nobody:
        return _("%(first)s %(where)s; somebody answers for each.") % {
            "first": first,
            "where": where,
        }
    second = ngettext(
        "for one of them, nobody answers today",
        "for %(number)s of them, nobody answers today",
        nobody,
    ) % {"number": shown(nobody)}
    return _("%(first)s %(where)s; %(second)s.") % {
        "first": first,
        "where": where,
        "second": second,
    }


def _networks(figures: Figures) -> list[dict[str, Any]]:
    most = max((number for _slug, number in figures.networks), default=1)
    told = [(network_label(slug), number) for slug, number in figures.networks[:NETWORKS]]
    others = sum(number for _slug, number in figures.networks[NETWORKS:])
    if others:
        told.append((_("others"), others))
    return [
        {"name": _short(name, 18), "shown": shown(number), "share": min(1.0, number / most)}
        for name, number in told
    ]


def _fragile(viewer: Person, *, at: datetime) -> tuple[list[list[str]], int]:
    """Return the rows of the fragile accounts, and how many are left out. Two queries."""
    today = localtime(at).date()
    conditions = [condition_of(code, viewer=viewer, today=today) for code in FRAGILE]
    rank = Case(
        *(When(condition, then=Value(index)) for index, condition in enumerate(conditions)),
        default=Value(len(FRAGILE)),
        output_field=IntegerField(),
    )
    accounts = counted_accounts(viewer).annotate(rank=rank).filter(rank__lt=len(FRAGILE))
    rows = accounts.select_related("unit", "owner", "backup", "custodian")
    why = {
        0: _("the owner has left"),
        1: _("nobody is named"),
        2: _("one person only"),
    }
    first = [
        [
            *(
                _short(cell, width)
                for cell, width in zip(
                    (
                        network_label(one.network),
                        one.name,
                        one.unit.short_label,
                        _who(one),
                    ),
                    WIDTHS,
                    strict=True,
                )
            ),
            why[one.rank],
        ]
        for one in rows.order_by("rank", "network", Plain("name"), "id")[:ROWS]
    ]
    return first, accounts.count() - len(first)


def _who(account: Account) -> str:
    people = (account.owner, account.backup, account.custodian)
    return next((one.name for one in people if one is not None), "–")


def _more(number: int) -> str:
    if number <= 0:
        return ""
    words = ngettext("and %(number)s other account", "and %(number)s other accounts", number)
    return words % {"number": shown(number)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str, width: int) -> str:
    """Return a text that fits, with an ellipsis where it was cut."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
