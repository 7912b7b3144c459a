"""The holding page: written ahead, given the last public statement, made into one file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import note
from gouvernail.crisis.errors import IncidentNotFoundError
from gouvernail.crisis.models import Entry, Incident
from gouvernail.crisis.models import Message as Statement
from gouvernail.crisis.models.plans import Channel
from gouvernail.crisis.permissions import declaring_unit, open_room
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.watch.actions.telling import WORKER
from gouvernail.watch.errors import WatchInvalidError
from gouvernail.watch.models import HoldingPage
from gouvernail.watch.permissions import visible_page

TITLE_LIMIT: Final = 200
TEXT_LIMIT: Final = 5_000
CONTACT_LIMIT: Final = 300
PUBLIC: Final = (Channel.BANNER, Channel.SHORT_POST, Channel.LONG_POST)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a holding page says, in both languages."""

    title: str
    title_en: str
    text: str
    text_en: str
    contact: str = ""
    contact_en: str = ""
    address: str = ""


@action("watch.write_page")
def write_page(
    *,
    facts: PageFacts,
    page_id: UUID | None = None,
    unit_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> HoldingPage:
    """Write a holding page ahead, or anew.

    Raises:
        WatchInvalidError: a title or a text is missing in a language, too long, or no address.
        WatchPartNotFoundError, UnitNotFoundError, RightMissingError.
    """
    page = visible_page(page_id, viewer=by, lock=True) if page_id else _new_page(by, unit_id)
    require(by, Right.RUN_INCIDENTS, unit=page.unit)
    _check(facts)
    new = page_id is None
    for name in ("title", "title_en", "contact", "contact_en"):
        setattr(page, name, " ".join(getattr(facts, name).split()))
    page.text, page.text_en = facts.text.strip(), facts.text_en.strip()
    page.address = facts.address.strip()
    if new:
        page.slug = _free_slug(page.title)
    _changed(page, "holding_page.written", by=by, at=at, new=new)
    return page


def _new_page(by: Person, unit_id: UUID | None) -> HoldingPage:
    unit: Unit | None = visible_unit(unit_id, viewer=by) if unit_id else declaring_unit(by)
    if unit is None:
        raise RightMissingError(str(Right.RUN_INCIDENTS))
    return HoldingPage(unit=unit, edition=0)


def _check(facts: PageFacts) -> None:
    wrong = {}
    limits = {
        **dict.fromkeys(("title", "title_en"), TITLE_LIMIT),
        **dict.fromkeys(("text", "text_en"), TEXT_LIMIT),
        **dict.fromkeys(("contact", "contact_en"), CONTACT_LIMIT),
    }
    for name, most in limits.items():
        words = getattr(facts, name).strip()
        if not words and most != CONTACT_LIMIT:
            wrong[name] = _("Write it in this language too: the page has both.")
        elif len(words) > most:
            wrong[name] = _("At most %(most)s characters, please.") % {"most": most}
    if facts.address.strip():
        try:
            URLValidator(schemes=("https",))(facts.address.strip())
        except ValidationError:
            wrong["address"] = _("Write an address that begins with https://.")
    if wrong:
        raise WatchInvalidError(wrong)


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:50] or "page"
    taken = set(HoldingPage.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def _changed(
    page: HoldingPage, verb: str, *, by: Person | Actor, at: datetime, new: bool = False
) -> None:
    page.edition += 1
    page.edited_at = at
    page.edited_by = by if isinstance(by, Person) else page.edited_by
    page.save(force_insert=new)
    record(actor=by, verb=verb, subject=page, at=at)


@action("watch.speak_on_page")
def speak_on_page(
    *, page_id: UUID, incident_id: UUID, words: str, words_en: str, by: Person, at: datetime
) -> HoldingPage:
    """Put a public statement on a holding page, in both languages, for an open incident.

    The incident stands in the page's unit or below, and `by` runs incidents in that unit. The
    timeline keeps it as a public word.

    Raises:
        WatchInvalidError: it is missing in a language, or too long.
        IncidentNotFoundError: it is missing, hidden, or stands outside the page's unit.
        WatchPartNotFoundError, RightMissingError, IncidentClosedError.
    """
    incident = open_room(incident_id, by=by)
    page = visible_page(page_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=page.unit)
    said = {"words": words.strip(), "words_en": words_en.strip()}
    wrong = {}
    for name, text in said.items():
        if not text:
            wrong[name] = _("Write it in this language too: the page has both.")
        elif len(text) > TEXT_LIMIT:
            wrong[name] = _("At most %(most)s characters, please.") % {"most": TEXT_LIMIT}
    if not page.unit.contains(incident.unit):
        raise IncidentNotFoundError
    if incident.is_drill:
        wrong["words"] = _("This is a drill: nothing of it goes on a real page.")
    if wrong:
        raise WatchInvalidError(wrong)
    page.incident, page.word, page.word_en = incident, said["words"], said["words_en"]
    page.word_at = at
    _changed(page, "holding_page.spoken", by=by, at=at)
    note(incident, Entry.Kind.WORD, "page_spoken", by=by, at=at, text=page.word, about=page)
    return page


@action("watch.clear_page")
def clear_page(*, page_id: UUID, by: Person, at: datetime) -> HoldingPage:
    """Take the last statement off a page: the words written ahead stay.

    What was put online before stays off it: only a later statement comes back by itself.

    Raises:
        WatchPartNotFoundError, RightMissingError.
    """
    page = visible_page(page_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=page.unit)
    page.incident, page.word, page.word_en, page.word_at = None, "", "", at
    _changed(page, "holding_page.cleared", by=by, at=at)
    return page


@action("watch.archive_page")
def archive_page(*, page_id: UUID, by: Person, at: datetime) -> HoldingPage:
    """Put a page away: its file is no longer made.

    Raises:
        WatchPartNotFoundError, RightMissingError.
    """
    page = visible_page(page_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=page.unit)
    page.archived_at = at
    _changed(page, "holding_page.archived", by=by, at=at)
    return page


def follow_statements(*, at: datetime) -> int:
    """Put on each page the last statement its incidents made in public; return how many changed.

    A statement is one of a plan that was put online by hand (a banner, a post), in both languages.
    Only incidents of the page's own unit: what a part of it says is put on the page by hand.
    """
    changed = 0
    for page in HoldingPage.objects.filter(archived_at__isnull=True):
        rows = Statement.objects.filter(
            incident__status=Incident.Status.OPEN,
            incident__is_drill=False,
            incident__unit=page.unit_id,
            status=Statement.Status.USED,
            channel__in=PUBLIC,
        ).exclude(text="")
        if page.word_at is not None:
            rows = rows.filter(sent_at__gt=page.word_at)
        last = rows.order_by("-sent_at", "-pk").first()
        if last is not None:
            repeat_on_page(page_id=page.pk, statement_id=last.pk, at=at)
            changed += 1
    return changed


@action("watch.repeat_on_page")
def repeat_on_page(*, page_id: UUID, statement_id: UUID, at: datetime) -> HoldingPage:
    """Put on a page a statement that the room put online, unless the page moved on meanwhile."""
    page = HoldingPage.objects.select_for_update().get(pk=page_id)
    said = Statement.objects.select_related("incident").get(pk=statement_id)
    if page.word_at is not None and said.sent_at is not None and said.sent_at <= page.word_at:
        return page
    page.incident, page.word, page.word_at = said.incident, said.text, said.sent_at
    page.word_en = said.text_en or said.text
    _changed(page, "holding_page.spoken", by=WORKER, at=at)
    return page
