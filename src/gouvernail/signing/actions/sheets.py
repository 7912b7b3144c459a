"""Signing on paper: a list printed, its scan kept, typed by one person and checked by another."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, require, visible_people
from gouvernail.policies.errors import AlreadySignedError
from gouvernail.policies.models import PolicyVersion
from gouvernail.signing.actions.codes import people_without_mail
from gouvernail.signing.actions.signing import sign_line
from gouvernail.signing.errors import (
    CampaignInvalidError,
    CampaignNotFoundError,
    CampaignStateError,
    ReplacedMeanwhileError,
    SecondReaderNeededError,
    SheetInvalidError,
    SheetRetypedError,
    SheetScanGoneError,
    SheetStateError,
)
from gouvernail.signing.models import Campaign, Line, Sheet, SheetLine
from gouvernail.signing.permissions import visible_campaign

LINES: Final = 40
MOST_BYTES: Final = 10_000_000
KINDS: Final = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
Status = Sheet.Status
UNDER_WAY: Final = (Status.PRINTED, Status.SCANNED, Status.TYPED)


def kind_of_scan(content: bytes) -> str:
    """Return the type of a PDF, PNG or JPEG by its first bytes; nothing for any other."""
    return next((kind for mark, kind in KINDS.items() if content.startswith(mark)), "")


def visible_sheet(sheet_id: UUID, *, viewer: Person, lock: bool = False) -> Sheet:
    """Return a list of a campaign `viewer` follows, in a unit whose people they manage.

    Raises:
        CampaignNotFoundError: missing or hidden.
    """
    rows = Sheet.objects.filter(pk=sheet_id)
    if lock:
        rows.select_for_update(of=("self",)).first()
    sheet = rows.select_related("campaign__version__policy__unit", "unit", "typed_by").first()
    if sheet is None or not may(viewer, Right.MANAGE_PEOPLE, unit=sheet.unit):
        raise CampaignNotFoundError
    visible_campaign(sheet.campaign_id, viewer=viewer)
    return sheet


@action("signing.print_sheet")
def print_sheet(*, campaign_id: UUID, unit_id: UUID, by: Person, at: datetime) -> Sheet:
    """Make a list of up to 40 people of a unit and below who have no e-mail and have not signed.

    Those without a code come first; who stands on a list under way is left there: a list that was
    lost is thrown away, then made again.

    Raises:
        CampaignStateError: the campaign is not open.
        CampaignInvalidError: nobody there is to be listed.
        CampaignNotFoundError, RightMissingError: nothing was made.
    """
    campaign = visible_campaign(campaign_id, viewer=by)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise CampaignInvalidError({"unit": _("Choose a unit.")})
    require(by, Right.MANAGE_PEOPLE, unit=unit)
    if campaign.status != Campaign.Status.OPEN:
        raise CampaignStateError(str(campaign.get_status_display()))
    listed = SheetLine.objects.filter(line=OuterRef("pk"), sheet__status__in=UNDER_WAY)
    rows = people_without_mail(campaign, by, at=at).filter(unit__path__startswith=unit.path)
    lines = list(rows.exclude(Exists(listed))[:LINES])
    if not lines:
        said = _("Nobody there is left to list: they signed, or stand on a list under way.")
        raise CampaignInvalidError({"unit": said})
    sheet = Sheet.objects.create(campaign=campaign, unit=unit, made_by=by, made_at=at)
    SheetLine.objects.bulk_create(
        SheetLine(
            sheet=sheet,
            line=line,
            position=position,
            code=sha256(f"{sheet.pk}{line.pk}".encode()).hexdigest()[:4].upper(),
        )
        for position, line in enumerate(lines, start=1)
    )
    record(actor=by, verb="signature_sheet.printed", subject=sheet, at=at)
    return sheet


@action("signing.add_scan")
def add_scan(*, sheet_id: UUID, name: str, content: bytes, by: Person, at: datetime) -> Sheet:
    """Keep the scan of a list; another replaces it until the list is typed.

    Raises:
        SheetInvalidError: neither PDF, PNG nor JPEG, or more than 10 MB.
        SheetStateError: it is typed already.
        CampaignNotFoundError: nothing was changed.
    """
    sheet = _standing(sheet_id, by, Status.PRINTED, Status.SCANNED)
    if not kind_of_scan(content):
        raise SheetInvalidError({"scan": _("A PDF, a PNG or a JPEG, please.")})
    if len(content) > MOST_BYTES:
        raise SheetInvalidError({"scan": _("At most 10 MB, please.")})
    sheet.scan, sheet.scan_name = content, name[:120]
    sheet.scan_sha256, sheet.status = sha256(content).hexdigest(), Status.SCANNED
    sheet.save()
    record(actor=by, verb="signature_sheet.scanned", subject=sheet, at=at, digest=sheet.scan_sha256)
    return sheet


@action("signing.type_sheet")
def type_sheet(
    *,
    sheet_id: UUID,
    signed_on: Mapping[int, date],
    by: Person,
    at: datetime,
    asked_by: UUID | None = None,
) -> Sheet:
    """Say what each line of the paper bears: the day it was signed, by position; none, unsigned.

    `asked_by` asked the questions of the campaign aloud, where it has any.

    Raises:
        SheetInvalidError: a day before the campaign opened, or to come; no line was signed; or it
            does not say who asked the questions.
        SheetScanGoneError: its scan was erased meanwhile.
        SheetStateError: there is no scan yet, or it is typed.
        CampaignNotFoundError: nothing was changed.
    """
    sheet = _standing(sheet_id, by, Status.SCANNED)
    _refuse_without_scan(sheet)
    opened, today = sheet.campaign.opens_on, site_day(at)
    wrong = {
        f"line-{position}": _("Between the opening and today, please.")
        for position, day in signed_on.items()
        if not opened <= day <= today
    }
    if not signed_on:
        wrong["__all__"] = _("No line is signed: throw the list away instead.")
    asks = sheet.campaign.quiz_id is not None
    known = visible_people(by).filter(is_active=True)
    asker = known.filter(pk=asked_by).first() if asks and asked_by else None
    if asks and asker is None:
        wrong["asked_by"] = _("Say who asked the questions aloud.")
    if wrong:
        raise SheetInvalidError(wrong)
    lines = list(sheet.lines.all())
    for line in lines:
        line.signed_on = signed_on.get(line.position)
    SheetLine.objects.bulk_update(lines, ["signed_on"])
    sheet.status, sheet.typed_by, sheet.sent_back_because = Status.TYPED, by, ""
    sheet.asked_by = asker
    sheet.save()
    record(actor=by, verb="signature_sheet.typed", subject=sheet, at=at)
    return sheet


def digest_of_typed(sheet: Sheet) -> str:
    """Return the SHA-256 of what a list says: its scan, and each line as it was typed. One query.

    It travels with the button that confirms it.
    """
    lines = sheet.lines.values_list("position", "line", "signed_on")
    told = {"scan": sheet.scan_sha256, "typed_by": sheet.typed_by_id, "asked_by": sheet.asked_by_id}
    return sha256_hex(canonical(told | {"lines": [list(one) for one in lines]}))


@action("signing.check_sheet")
def check_sheet(*, sheet_id: UUID, typed: str, by: Person, at: datetime) -> int:
    """Confirm that the typed lines are those of the scan: their signatures are entered.

    `typed` is the digest of what was shown. Who signed otherwise meanwhile is left as they are.
    Returns how many signatures came in.

    Raises:
        SecondReaderNeededError: `by` typed it.
        ReplacedMeanwhileError: another version binds now.
        CampaignStateError: the campaign is closed.
        SheetScanGoneError: its scan was erased: there is nothing to compare with.
        SheetRetypedError: it was typed again since it was shown.
        SheetStateError, CampaignNotFoundError: nothing was changed.
    """
    sheet = _standing(sheet_id, by, Status.TYPED)
    if sheet.typed_by_id == by.pk:
        raise SecondReaderNeededError
    _refuse_to_enter(sheet, typed=typed)
    rows = sheet.lines.filter(signed_on__isnull=False).values_list("line", "signed_on")
    days = {line: day for line, day in rows if day is not None}
    lines = Line.objects.filter(pk__in=days, state=Line.State.WAITING)
    number = 0
    for line in lines.select_related("campaign__version__policy", "person").order_by("pk"):
        number += _entered(line, sheet, days[line.pk], by=by, at=at)
    sheet.status, sheet.checked_by, sheet.ended_at = Status.CHECKED, by, at
    sheet.save()
    record(actor=by, verb="signature_sheet.checked", subject=sheet, at=at)
    return number


def _refuse_to_enter(sheet: Sheet, *, typed: str) -> None:
    if sheet.campaign.version.status != PolicyVersion.Status.IN_FORCE:
        raise ReplacedMeanwhileError
    if sheet.campaign.status != Campaign.Status.OPEN:
        raise CampaignStateError(str(sheet.campaign.get_status_display()))
    _refuse_without_scan(sheet)
    if typed != digest_of_typed(sheet):
        raise SheetRetypedError


def _refuse_without_scan(sheet: Sheet) -> None:
    if sheet.scan is None:
        raise SheetScanGoneError


def _entered(line: Line, sheet: Sheet, day: date, *, by: Person, at: datetime) -> int:
    told: dict[str, object] = {
        "sheet": sheet.pk,
        "scan": sheet.scan_sha256,
        "signed_on": day,
        "typed_by": sheet.typed_by_id,
    }
    if sheet.asked_by_id is not None:
        told |= {"quiz": sheet.campaign.quiz_id, "asked_by": sheet.asked_by_id}
    try:
        with translation.override(line.person.language):
            sign_line(line, at=at, method="paper", actor=by.as_actor(), data=told)
    except AlreadySignedError:
        return 0
    return 1


@action("signing.send_sheet_back")
def send_sheet_back(*, sheet_id: UUID, reason: str, by: Person, at: datetime) -> Sheet:
    """Send a typed list back: something differs from the scan.

    Raises:
        SheetInvalidError: it does not say what.
        SecondReaderNeededError, SheetStateError, CampaignNotFoundError: nothing was changed.
    """
    sheet = _standing(sheet_id, by, Status.TYPED)
    if sheet.typed_by_id == by.pk:
        raise SecondReaderNeededError
    if not reason.strip():
        raise SheetInvalidError({"reason": _("Say what differs.")})
    sheet.status, sheet.typed_by, sheet.asked_by = Status.SCANNED, None, None
    sheet.sent_back_because = reason.strip()[:1_000]
    sheet.save()
    record(actor=by, verb="signature_sheet.sent_back", subject=sheet, at=at)
    return sheet


@action("signing.drop_sheet")
def drop_sheet(*, sheet_id: UUID, by: Person, at: datetime) -> Sheet:
    """Throw a list away: nothing of it is entered, its scan is deleted.

    Raises:
        SheetStateError: it is entered.
        CampaignNotFoundError: nothing was changed.
    """
    sheet = _standing(sheet_id, by, Status.PRINTED, Status.SCANNED, Status.TYPED)
    sheet.status, sheet.ended_at, sheet.scan, sheet.scan_name = Status.DROPPED, at, None, ""
    sheet.save()
    record(actor=by, verb="signature_sheet.dropped", subject=sheet, at=at)
    return sheet


def _standing(sheet_id: UUID, by: Person, *statuses: str) -> Sheet:
    sheet = visible_sheet(sheet_id, viewer=by, lock=True)
    if sheet.status not in statuses:
        raise SheetStateError(str(sheet.get_status_display()))
    return sheet
