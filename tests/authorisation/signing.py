"""Campaigns of signatures, for the matrix: what they are asked about, and what each form sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy, PolicyVersion, Signature
from gouvernail.signing.actions.sheets import digest_of_typed
from gouvernail.signing.models import Campaign, Line, Objection, Sheet, SheetLine, Tablet
from tests.make.policies import NOON, make_version

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "signing:of-version": {"version_id": "signing-version"},
    "signing:campaign-create": {"version_id": "signing-bare-version"},
    "signing:carry-over-create": {"version_id": "signing-version"},
    "signing:carry-over-end": {"version_id": "signing-version"},
    **{
        f"signing:{name}": {"campaign_id": "signing-campaign"}
        for name in (
            "read",
            "sign-text",
            "objection-create",
            "campaign-detail",
            "campaign-edit",
            "campaign-people",
            "campaign-export",
            "campaign-remind",
            "campaign-close",
            "code-slips",
            "tablet-open",
            "sheet-create",
        )
    },
    "signing:tablet-close": {"tablet_id": "signing-tablet"},
    **{
        f"signing:sheet-{name}": {"sheet_id": "signing-sheet"}
        for name in ("detail", "scan", "check", "drop")
    },
    "signing:receipt": {"signature_id": "signing-signature"},
    "signing:receipt-json": {"signature_id": "signing-signature"},
    "signing:objection-answer": {"objection_id": "signing-objection"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "signing:sign-text": lambda t: {"digest": t["signing-digest"], "has_read": "on"},
    "signing:objection-create": lambda _: {"words": "Clause 3."},
    "signing:objection-answer": lambda _: {"outcome": "kept", "answer": "It stays."},
    "signing:campaign-create": lambda _: {"opens_on": clock.today(), "due_on": clock.today()},
    "signing:campaign-edit": lambda _: {"opens_on": NOON.date(), "due_on": clock.today()},
    "signing:code": lambda _: {"code": "WRONG"},
    "signing:receipt-check": lambda _: {"receipt": "{}"},
    "signing:tablet": lambda _: {"code": "WRONG"},
    "signing:tablet-open": lambda t: {"unit": t["unit_id"]},
    "signing:sheet-create": lambda t: {"unit": t["unit_id"]},
    "signing:sheet-detail": lambda _: {"line-1": clock.today()},
    "signing:sheet-check": lambda t: {"act": "enter", "typed": t["signing-typed"]},
    "signing:carry-over-create": lambda _: {"reason": "One word."},
}


def put_campaigns(world: "World") -> None:
    """Have a campaign in each unit, one person asked, one signature, one objection."""
    for place in ("own", "child", "sibling", "parent"):
        things = world.things[place]
        things |= _campaign(world.units[place], place, by=world.people["lead"])


def _campaign(unit: Unit, place: str, *, by: Person) -> dict[str, Any]:
    policy = Policy.objects.create(slug=f"signed-{place}", title="Charte", unit=unit, owner=by)
    bare = Policy.objects.create(slug=f"unasked-{place}", title="Charte", unit=unit, owner=by)
    for each in (policy, policy, bare):
        make_version(each, by=by, source="## 1 Principe\n\nÊtre vrai.\n")
    before, version = PolicyVersion.objects.filter(policy=policy).order_by("number")
    campaign = Campaign.objects.create(
        version=version,
        owner=by,
        status=Campaign.Status.OPEN,
        opens_on=NOON.date(),
        due_on=NOON.date(),
        planned_at=NOON,
        opened_at=NOON,
        step_up=False,
    )
    return {
        "signing-campaign": campaign.pk,
        "signing-version": version.pk,
        "signing-bare-version": bare.versions.get().pk,
        "signing-digest": version.digest,
        **_people(campaign, before, unit),
    }


def _people(campaign: Campaign, before: PolicyVersion, unit: Unit) -> dict[str, Any]:
    """Ask everybody of the unit; one of them signed the version before, and objects to this one."""
    people = list(Person.objects.filter(home_unit=unit, is_active=True).order_by("name", "pk"))
    people.sort(key=lambda one: not one.grants.filter(role="delegate").exists())  # they sign first
    Line.objects.bulk_create(
        Line(
            campaign=campaign,
            person=one,
            unit=unit,
            due_on=NOON.date(),
            added_at=NOON,
            changed_at=NOON,
        )
        for one in people
    )
    signature = Signature.objects.create(
        version=before, person=people[0], digest=before.digest, statement="Read.", at=NOON
    )
    objection = Objection.objects.create(
        campaign=campaign, person=people[-1], words="No.", made_at=NOON
    )
    return {
        "signing-signature": signature.pk,
        "signing-objection": objection.pk,
        **_without_mail(campaign, unit, typed_by=people[0]),
    }


def _without_mail(campaign: Campaign, unit: Unit, *, typed_by: Person) -> dict[str, Any]:
    """Have a tablet open, and a list typed by somebody of the unit."""
    tablet = Tablet.objects.create(
        campaign=campaign, unit=unit, digest=unit.code, opened_by=campaign.owner,
        opened_at=NOON, expires_at=NOON + timedelta(days=3_650),
    )  # fmt: skip
    sheet = Sheet.objects.create(
        campaign=campaign, unit=unit, made_by=campaign.owner, made_at=NOON, scan=b"%PDF-",
        scan_sha256="0" * 64, status=Sheet.Status.TYPED, typed_by=typed_by,
    )  # fmt: skip
    SheetLine.objects.create(sheet=sheet, line=campaign.lines.all()[0], position=1, code="AB12")
    typed = digest_of_typed(sheet)
    return {"signing-tablet": tablet.pk, "signing-sheet": sheet.pk, "signing-typed": typed}
