"""Signing without a work e-mail: one code for one person, at a kiosk, on a tablet or on a phone.

Who hands codes out could use them: they are only made for people who cannot sign in, they expire,
their use is entered with who made them, and the receipt says how the signature was given.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, scope
from gouvernail.policies.models import Signature
from gouvernail.signing.actions.following import digest_of
from gouvernail.signing.actions.signing import refuse_before_quiz, refuse_unsignable, sign_line
from gouvernail.signing.errors import (
    CampaignInvalidError,
    CampaignStateError,
    CodeRefusedError,
    TabletClosedError,
)
from gouvernail.signing.models import Campaign, Code, Line, Tablet
from gouvernail.signing.permissions import visible_campaign

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no sign that is read as another
LENGTH: Final = 10  # some 49 bits, for two weeks, behind a limit of requests
LASTS: Final = timedelta(days=14)
RECEIPT: Final = timedelta(days=90)  # that a used code leads to the receipt
DAY: Final = timedelta(hours=12)
AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to one person. The code is shown once."""

    line: Line
    code: str


def readable(code: str) -> str:
    """Return a code in two groups, as it is printed."""
    return f"{code[:5]}-{code[5:]}"


def digest_of_code(code: str) -> str:
    """Return what is kept of a code, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return salted_hmac("gouvernail.signing.code", plain, algorithm="sha256").hexdigest()


def people_without_mail(
    campaign: Campaign, by: Person, *, at: datetime, codeless: bool = False
) -> QuerySet[Line]:
    """Return the lines that wait, of people without e-mail whom `by` manages. No query.

    Each with `code_made_at`, when the code was made that opens for them; those without one come
    first, by name, then the oldest codes; `codeless`: those alone. Whoever plans the
    campaign follows everybody, and hands codes out to their own people only.
    """
    live = Code.objects.filter(
        line=OuterRef("pk"), used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    rows = campaign.lines.filter(
        scope(by, Right.MANAGE_PEOPLE, "unit__path"),
        state=Line.State.WAITING,
        person__email__isnull=True,
    ).annotate(code_made_at=Subquery(live.order_by("-made_at").values("made_at")[:1]))
    if codeless:
        rows = rows.filter(code_made_at__isnull=True)
    return rows.select_related("person", "unit").order_by(
        F("code_made_at").asc(nulls_first=True), "person__name", "pk"
    )


@action("signing.make_codes")
def make_codes(
    *, campaign_id: UUID, by: Person, at: datetime, again: bool = False, name: str = ""
) -> list[Slip]:
    """Make a code for each person without e-mail, and without a code, whom `by` manages.

    Two hundred people at once, by name; `name` narrows them to those who bear it. `again` makes
    the codes of those who have one anew, the oldest first: the earlier ones open no more.

    Raises:
        CampaignStateError: it is not open.
        CampaignInvalidError: everybody has a code already, or nobody is called so.
        CampaignNotFoundError, RightMissingError: nothing was made.
    """
    campaign = visible_campaign(campaign_id, viewer=by)
    require(by, Right.MANAGE_PEOPLE)
    if campaign.status != Campaign.Status.OPEN:
        raise CampaignStateError(str(campaign.get_status_display()))
    rows = people_without_mail(campaign, by, at=at, codeless=not again)
    lines = list(rows.filter(person__name__icontains=name.strip())[:AT_ONCE])
    if not lines and people_without_mail(campaign, by, at=at).filter(
        person__name__icontains=name.strip()
    ):
        said = _("They all have a code: tick this for those who lost theirs.")
        raise CampaignInvalidError({"again": said})
    if not lines:
        raise CampaignInvalidError({"name": _("Nobody without e-mail who is to sign is there.")})
    keys = [one.pk for one in lines]
    Code.objects.filter(line__in=keys, used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=at
    )
    slips = [Slip(one, "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))) for one in lines]
    Code.objects.bulk_create(
        Code(
            line=slip.line,
            digest=digest_of_code(slip.code),
            made_by=by,
            made_at=at,
            expires_at=at + LASTS,
        )
        for slip in slips
    )
    number, digest = digest_of(Line.objects.filter(pk__in=keys))
    told = {"people": number, "people_sha256": digest}
    record(actor=by, verb="signature_campaign.codes_made", subject=campaign, at=at, data=told)
    return slips


def line_of_code(code: str, *, at: datetime, tablet: Tablet | None = None) -> Line:
    """Return the line that a code opens, its campaign, policy and person loaded. One query.

    Raises:
        CodeRefusedError: unknown, used, withdrawn, too old, or of another campaign than the tablet.
    """
    return open_code(code, at=at, tablet=tablet).line


@action("signing.sign_with_code")
def sign_with_code(
    *, code: str, digest: str, at: datetime, tablet: Tablet | None = None
) -> Signature:
    """Sign for the one person of a code, which opens nothing afterwards.

    Raises:
        CodeRefusedError: it opens nothing.
        as `sign`: nothing is to be signed, or another version binds now.
    """
    found = open_code(code, at=at, tablet=tablet, lock=True)
    refuse_unsignable(found.line, digest=digest, at=at)
    refuse_before_quiz(found.line.campaign, found.line.person)
    Code.objects.filter(pk=found.pk).update(used_at=at)
    return sign_line(
        found.line,
        at=at,
        method="tablet" if tablet else "code",
        actor=Actor(kind="person", ref=str(found.line.person_id), auth=f"code:{found.pk}"),
        data={"code_made_by": found.made_by_id, **({"tablet": tablet.pk} if tablet else {})},
    )


def open_code(code: str, *, at: datetime, tablet: Tablet | None, lock: bool = False) -> Code:
    """Return a code that opens, its line, campaign, policy and person loaded. One query, or two.

    Raises:
        CodeRefusedError: unknown, used, withdrawn, too old, or of another campaign than the tablet.
    """
    rows = Code.objects.filter(
        digest=digest_of_code(code),
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=at,
        line__person__is_active=True,
    )
    if tablet is not None:
        rows = rows.filter(line__campaign=tablet.campaign_id)
    if lock:
        rows.select_for_update(of=("self",)).first()
    related = ("line__campaign__version__policy__unit", "line__person", "line__signature")
    found = rows.select_related(*related).first()
    if found is None:
        raise CodeRefusedError
    return found


def signature_of_code(code: str, *, at: datetime) -> Signature | None:
    """Return what was signed with a code, for its receipt, three months long. One query."""
    rows = Code.objects.filter(
        digest=digest_of_code(code), used_at__gt=at - RECEIPT, line__signature__isnull=False
    )
    found = rows.select_related("line__signature__version__policy", "line__person").first()
    signature = found.line.signature if found else None
    if found is not None and signature is not None:
        signature.person = found.line.person
    return signature


@action("signing.open_tablet")
def open_tablet(
    *, campaign_id: UUID, unit_id: UUID, place: str, by: Person, at: datetime
) -> tuple[Tablet, str]:
    """Open a device for people to sign on, one after the other, until tonight; return its key.

    Raises:
        CampaignStateError: the campaign is not open.
        CampaignInvalidError: there is no such unit.
        CampaignNotFoundError, RightMissingError: nothing was opened.
    """
    campaign = visible_campaign(campaign_id, viewer=by)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise CampaignInvalidError({"unit": _("Choose a unit.")})
    require(by, Right.MANAGE_PEOPLE, unit=unit)
    if campaign.status != Campaign.Status.OPEN:
        raise CampaignStateError(str(campaign.get_status_display()))
    key = secrets.token_urlsafe(24)
    tablet = Tablet.objects.create(
        campaign=campaign,
        unit=unit,
        place=place.strip()[:120],
        digest=_digest_of_key(key),
        opened_by=by,
        opened_at=at,
        expires_at=at + DAY,
    )
    record(actor=by, verb="tablet.opened", subject=tablet, at=at)
    return tablet, key


@action("signing.close_tablet")
def close_tablet(*, tablet_id: UUID, by: Person, at: datetime) -> Tablet:
    """Close a device at once, from elsewhere. Idempotent.

    Raises:
        TabletClosedError: there is none.
        CampaignNotFoundError, RightMissingError: nothing was closed.
    """
    tablet = Tablet.objects.select_for_update(of=("self",)).filter(pk=tablet_id).first()
    if tablet is None:
        raise TabletClosedError
    visible_campaign(tablet.campaign_id, viewer=by)
    require(by, Right.MANAGE_PEOPLE, unit=tablet.unit)
    if tablet.closed_at is None:
        tablet.closed_at = at
        tablet.save(update_fields=("closed_at",))
        record(actor=by, verb="tablet.closed", subject=tablet, at=at)
    return tablet


def tablet_of_key(key: str, *, at: datetime) -> Tablet:
    """Return the device that a key opens, its campaign loaded. One query.

    Raises:
        TabletClosedError: unknown, closed, or its day is over.
    """
    rows = Tablet.objects.filter(
        digest=_digest_of_key(key), closed_at__isnull=True, expires_at__gt=at
    )
    tablet = rows.select_related("campaign__version__policy__unit").first()
    if tablet is None:
        raise TabletClosedError
    return tablet


def _digest_of_key(key: str) -> str:
    return salted_hmac("gouvernail.signing.tablet", key, algorithm="sha256").hexdigest()
