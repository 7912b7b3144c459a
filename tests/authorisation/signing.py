"""Campaigns of signatures, for the matrix: what they are asked about, and what each form sends."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy, PolicyVersion, Signature
from gouvernail.signing.models import Campaign, Line, Objection
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
        )
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
    people = list(Person.objects.filter(home_unit=unit, is_active=True).order_by("pk"))
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
    return {"signing-signature": signature.pk, "signing-objection": objection.pk}
