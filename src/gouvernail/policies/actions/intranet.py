"""The page about social media here: what it says, and which sites may show it."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require_overall
from gouvernail.policies.errors import PolicyInvalidError
from gouvernail.policies.models import IntranetPage

ORIGIN: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(r"(?:https?://|/)[^\s<>\"']{1,800}")
MOST: Final = 30
PARTS: Final = (2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntranetFacts:
    """What the page says; a document is its title, its title in English, its address."""

    who: str = ""
    who_en: str = ""
    report: str = ""
    report_en: str = ""
    documents: tuple[tuple[str, ...], ...] = ()
    origins: tuple[str, ...] = ()


@action("policies.write_intranet")
def write_intranet(*, facts: IntranetFacts, by: Person, at: datetime) -> IntranetPage:
    """Write what the page says, and name the sites that may show it in a frame.

    Raises:
        PolicyInvalidError: a line that is no document, or no origin; `fields` quotes it.
        RightMissingError: `by` may not write policies for the whole organisation.
    """
    require_overall(by, Right.EDIT_POLICIES)
    if wrong := _wrong(facts):
        raise PolicyInvalidError(wrong)
    page = _locked_page()
    for name in ("who", "who_en", "report", "report_en"):
        setattr(page, name, getattr(facts, name).strip())
    page.documents = [
        [one[0], one[1] if len(one) > PARTS[0] else "", one[-1]] for one in facts.documents
    ]
    page.origins = sorted({one.lower().rstrip("/") for one in facts.origins})
    page.key = page.key or secrets.token_urlsafe(24)
    page.save()
    record(actor=by, verb="intranet_page.written", subject=page, at=at)
    return page


def _locked_page() -> IntranetPage:
    """Return the page, locked until the transaction ends, or an empty one."""
    return IntranetPage.objects.select_for_update().first() or IntranetPage()


def _wrong(facts: IntranetFacts) -> dict[str, str]:
    wrong = {}
    for one in facts.documents[:MOST]:
        if len(one) not in PARTS or not one[0] or not ADDRESS.fullmatch(one[-1]):
            wrong["documents"] = _("“%(line)s” is no title and address.") % {
                "line": " | ".join(one)
            }
    for origin in facts.origins[:MOST]:
        if not ORIGIN.fullmatch(origin.rstrip("/")):
            wrong["origins"] = _(
                "“%(line)s” is no site: write https:// and its name, without a page."
            ) % {"line": origin}
    for name in ("documents", "origins"):
        if len(getattr(facts, name)) > MOST:
            wrong[name] = _("Thirty lines at most.")
    return wrong


@action("policies.switch_intranet")
def switch_intranet(*, is_open: bool, by: Person, at: datetime) -> IntranetPage:
    """Let the sites named show the page in a frame, or no longer; closing changes its address.

    Raises:
        PolicyInvalidError: nothing was written, or no site is named.
        RightMissingError: `by` may not write policies for the whole organisation.
    """
    require_overall(by, Right.EDIT_POLICIES)
    page = _locked_page()
    if is_open and not page.origins:
        raise PolicyInvalidError({"origins": _("Name the sites that may show it first.")})
    if page.is_open != is_open:
        page.is_open = is_open
        page.key = page.key if is_open else secrets.token_urlsafe(24)
        page.save()
        verb = "intranet_page.opened" if is_open else "intranet_page.closed"
        record(actor=by, verb=verb, subject=page, at=at)
    return page
