"""One organisation with one object of each kind in four units, and one person of each role.

Energy is "own": Solar stands below it, Care beside it, Nordet above.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.test import Client

from gouvernail.approvals.models import Guest, Request, RequestStep
from gouvernail.approvals.permissions import digest_of_key
from gouvernail.charter.models import Charter
from gouvernail.content.actions import submit_draft
from gouvernail.content.models import DraftMedia
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.queries.timelines import proof_link
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import create_key, mark_left
from gouvernail.people.models import Absence, Invitation, Person, Role, Seat, Unit
from gouvernail.people.permissions import API_SCOPES
from gouvernail.policies.models import Policy, PolicyFile, PolicyVersion
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.registry.importers.process import read_file
from gouvernail.registry.models import (
    Account,
    Closing,
    Finding,
    ImportRun,
    ProfileChange,
    ProfileStandard,
)
from gouvernail.web.proof import SEEN_AT
from gouvernail.web.required import CHECKED_AT
from tests.authorisation.advocacy import put_ambassadors
from tests.authorisation.conduct import put_cases, put_reports
from tests.authorisation.consultations import put_consultations
from tests.authorisation.crisis import put_crises
from tests.authorisation.deliveries import put_deliveries
from tests.authorisation.drafts import put_drafts
from tests.authorisation.drills import put_drills
from tests.authorisation.inbox import put_conversations
from tests.authorisation.licences import put_licences
from tests.authorisation.listening import put_listening
from tests.authorisation.public import make_practice, make_public
from tests.authorisation.replies import put_replies
from tests.authorisation.scenarios import put_scenarios
from tests.authorisation.signing import put_campaigns
from tests.authorisation.teams import put_teams
from tests.authorisation.training import put_training
from tests.authorisation.watch import put_watches
from tests.make.approvals import make_route
from tests.make.attestations import (
    make_attested,
    make_campaign,
    make_declarer,
    make_line,
    make_review,
    make_task,
)
from tests.make.brand import make_brand
from tests.make.charter import make_application, make_duty, make_risk
from tests.make.content import make_draft, make_proof, request_of
from tests.make.credentials import make_vault
from tests.make.custody import (
    make_access,
    make_access_review,
    make_handover,
    make_proofs,
    make_reviewed,
)
from tests.make.library import PDF, make_library
from tests.make.media import make_asset
from tests.make.openings import make_stages
from tests.make.papers import make_paper
from tests.make.people import make_grant, make_person, make_unit
from tests.make.policies import make_policy_life, make_version
from tests.make.publishing import make_practice_account
from tests.make.registry import make_account
from tests.make.rule_life import make_rule_life

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
DELIVERIES = Delivery.Status
CAST: dict[str, tuple[Role, str, str]] = {  # who asks: a role, and the unit it is held in
    "lead": (Role.LEAD, "parent", ""),
    "delegate": (Role.DELEGATE, "own", ""),
    "delegate-sibling": (Role.DELEGATE, "sibling", ""),
    "contributor": (Role.CONTRIBUTOR, "own", ""),
    "contributor-sibling": (Role.CONTRIBUTOR, "sibling", ""),
    "reviewer": (Role.REVIEWER, "own", Seat.COLLEAGUE),
    "responder": (Role.RESPONDER, "own", ""),
    "security": (Role.SECURITY, "parent", ""),
    "auditor": (Role.AUDITOR, "parent", ""),
    "employee": (Role.EMPLOYEE, "own", ""),
    "left": (Role.DELEGATE, "own", ""),
}
ROLES = ("anonymous", *CAST)


@dataclass
class World:
    """The units, who asks, what they ask about (by place, then by parameter) and their keys."""

    units: dict[str, Unit]
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    sessions: dict[object, Any] = field(default_factory=dict)  # as `known_sessions` read them


def make_world() -> World:
    """Return the whole; about two hundred rows."""
    nordet = make_unit(name="Groupe Nordet", code="nordet")
    energy = make_unit(parent=nordet, name="Énergie", code="energy")
    care = make_unit(parent=nordet, name="Clients", code="care")
    solar = make_unit(parent=energy, name="Solaire", code="solar")
    world = World({"own": energy, "child": solar, "sibling": care, "parent": nordet})
    Charter.objects.create(name="Groupe Nordet", name_en="Nordet Group")
    for name, (role, place, seat) in CAST.items():
        person = make_person(name=name.replace("-", " ").title(), home_unit=world.units[place])
        make_grant(person=person, unit=world.units[place], role=role, seat=seat)
        world.people[name] = person
    founder = make_person(name="Founder", home_unit=nordet)
    make_grant(person=founder, unit=nordet, role=Role.LEAD)
    route = make_route(("colleague",), subject_kind="draft", is_default=True)
    for place, unit in world.units.items():
        world.things[place] = _things(unit, place, by=founder) | {"route_id": route.pk}
    for put in (
        put_reports, put_cases, put_consultations, put_drafts, put_campaigns, put_replies,
        put_ambassadors, put_training, put_teams, put_crises, put_conversations, put_listening,
        put_watches, put_drills,
    ):  # fmt: skip
        put(world)
    put_scenarios(world, by=founder)
    _sign_in(world)
    world.things |= {name: _own_things(person) for name, person in world.people.items()}
    mark_left(person_id=world.people["left"].pk, by=founder, at=NOON)
    world.things["any"] = {
        "kind": "review", "form": "csv", "link": proof_link(1), "seq": 1, "key": "nothing", "pk": 0,
        "status": "dormant", "step": "told", "provider_id": "sso", "secret": "nothing",
        "code": "orphans", "uidb36": "1", "application_id": make_application(by=founder).pk,
        "person_id": founder.pk, **make_practice(), **make_public(nordet, by=founder),
    }  # fmt: skip
    put_licences(world, by=founder)
    return world


def _sign_in(world: World) -> None:
    world.clients["anonymous"] = Client()
    proved = time.time() + 7200  # longer than a run
    for name, person in world.people.items():
        client = Client(raise_request_exception=False)
        client.force_login(person)
        session = client.session
        # Else each request of a later minute would note that it came, and look for a second factor.
        session[SEEN_AT] = session[CHECKED_AT] = proved
        session["account_authentication_methods"] = [{"method": "password", "at": proved}]
        session.save()
        world.clients[name] = client
        world.keys[name] = create_key(name="Key", scopes=API_SCOPES, by=person, at=NOON)[1]


def _things(unit: Unit, place: str, *, by: Person) -> dict[str, Any]:
    writer = make_person(name=f"Writer {place}", home_unit=unit)
    make_grant(person=writer, unit=unit, role=Role.CONTRIBUTOR)
    account = make_account(unit=unit)
    things = {"unit": unit, "unit_id": unit.pk, "account_id": account.pk, "kind": "review"}
    things |= {
        "access_id": make_access(account=account, by=by).pk,
        "step": "access",
        "closing-step": "told",
    }
    things |= {"handover_id": make_handover(account=account, giver=by, successor=writer).pk}
    others = [make_person(name=f"Holder {number} {place}", home_unit=unit) for number in range(3)]
    things |= make_proofs(account=account, by=by, holders=[writer, *others])
    things |= make_vault(account=account, by=by, writer=writer)
    things |= _people(unit, place) | _content(unit, account, writer)
    things |= put_deliveries(account, by=by) | _texts(unit, place, by=by)
    things |= make_rule_life(unit, place, account=account, by=by)
    connected = make_practice_account(unit=unit, by=by, handle=f"connected{place}")
    practice = Account.objects.create(
        network="practice", handle=f"to{place}", handle_key=f"to{place}", name=place, unit=unit,
        registered_at=NOON, updated_at=NOON,
    )  # fmt: skip
    empty = make_unit(parent=unit, name=f"Empty {place}")
    things |= {"connected": connected.pk, "practice": practice.pk, "closing": _closing(unit, by)}
    things["finding_id"] = Finding.objects.create(
        kind="dormant", account=account, digest="0" * 64, found_at=NOON,
        facts={"last_on": "2026-01-05", "allowed": 90, "looked": True},
    ).pk  # fmt: skip
    things |= _profiles(unit, account, by) | {"paper_id": make_paper(account=account, by=by).pk}
    things |= {"empty": empty.pk, "empty-path": empty.path} | _reviews(unit, by=by)
    for status in ("sealed", "asked"):
        freeze = Freeze.objects.create(
            scope_kind="unit" if status == "sealed" else "account",
            scope_value=str(unit.pk if status == "sealed" else account.pk),
            status=Freeze.Status.SEALED, epoch=1, engaged_by=by, engaged_at=NOON,
            lift_asked_by=by if status == "asked" else None, reason="Test.",
        )  # fmt: skip
        things[f"freeze-{status}"] = freeze.pk
    things |= make_stages(unit=unit) | make_brand(unit=unit, by=by) | make_library(unit=unit, by=by)
    return things | {"freeze_id": things["freeze-sealed"]} | _charter(unit, by=by)


def _charter(unit: Unit, *, by: Person) -> dict[str, Any]:
    """Return a risk and a duty of every day, of the unit's delegates."""
    risk = make_risk(by=by, unit=unit)
    duty = make_duty(by=by, unit=unit, days=tuple(range(7)))
    return {"section": "risks", "line_id": risk.pk, "duty_id": duty.pk}


def _profiles(unit: Unit, account: Account, by: Person) -> dict[str, Any]:
    standard = ProfileStandard.objects.create(unit=unit, name="N", set_by=by, set_at=NOON)
    change = ProfileChange.objects.create(account=account, field="name", noticed_at=NOON)
    return {"standard_id": standard.pk, "change_id": change.pk}


def _closing(unit: Unit, by: Person) -> UUID:
    """Return an account on its way out."""
    account = make_account(unit=unit, status="closing", owner=by)
    Closing.objects.create(
        account=account, elsewhere="-", last_post="Bye.", ends_on=NOON.date(), planned_by=by,
        planned_at=NOON,
    )  # fmt: skip
    return account.pk


def _reviews(unit: Unit, *, by: Person) -> dict[str, Any]:
    accounts = [make_account(unit=unit, owner=by) for _ in range(4)]
    gone = make_account(unit=unit, status=Account.Status.CLOSED)
    return {
        "review_id": make_review(accounts[0], assignee=by).pk,
        "attested-review": make_attested(accounts[1], by=by).pk,
        "followed-review": make_task(accounts[2], by=by, to=by).review_id,
        "idle-review": make_review(gone).pk, "unreviewed": accounts[3].pk,
        **_campaigns(unit, accounts[3], by=by),
        **_access_review(unit, accounts[3], by=by),
    }  # fmt: skip


def _access_review(unit: Unit, account: Account, *, by: Person) -> dict[str, Any]:
    review = make_access_review(unit=unit, by=by)
    access = make_access(account=account, by=by, name="Lumen", means="role")
    line = make_reviewed(review=review, access=access, asked=by)
    return {"access_review_id": review.pk, "reviewed_id": line.pk}


def _campaigns(unit: Unit, account: Account, *, by: Person) -> dict[str, Any]:
    opened = make_campaign(unit=unit, by=by)
    host = make_person(name=f"Declarer {unit.code}", home_unit=unit)
    declarer = make_declarer(opened, person=host, unit=unit, key=f"declare-{unit.code}")
    line = make_line(make_campaign(unit=unit, by=by), person=host, account=account)
    return {
        "campaign_id": make_campaign(unit=unit, by=by, status="prepared").pk,
        "open-campaign": opened.pk, "declaration_id": declarer.declaration_id,
        "declarer_id": declarer.pk, "declare-key": f"declare-{unit.code}",
        "declared-line": line.pk, "signed-declaration": line.declaration_id,
    }  # fmt: skip


def _people(unit: Unit, place: str) -> dict[str, Any]:
    someone = make_person(name=f"Someone {place}", home_unit=unit)
    gone = make_person(
        name=f"Gone {place}", home_unit=unit, status="left", is_active=False, left_at=NOON
    )
    grant = make_grant(person=someone, unit=unit, role=Role.EMPLOYEE)
    absence = Absence.objects.create(
        person=someone, starts_at=NOON, ends_at=NOON + timedelta(days=900)
    )
    return {
        "person_id": someone.pk, "gone": gone.pk, "someone": someone.email,
        "invitation_id": _invitation(someone).pk, "grant_id": grant.pk, "absence_id": absence.pk,
    }  # fmt: skip


def _invitation(person: Person) -> Invitation:
    return Invitation.objects.create(
        person=person, digest=uuid7().hex * 2, sent_to=str(person.email), invited_by=person,
        invited_at=NOON, expires_at=NOON + timedelta(days=9000),
    )  # fmt: skip


def _content(unit: Unit, account: Account, writer: Person) -> dict[str, Any]:
    draft = make_draft(author=writer, unit=unit, accounts=(account,))
    approved = make_draft(author=writer, unit=unit, accounts=(account,), status="approved")
    asset = make_asset(unit=unit, by=writer)
    submitted = make_draft(author=writer, unit=unit, accounts=(account,))
    DraftMedia.objects.create(draft=submitted, asset=asset, alt="A mast")
    proof = make_proof(draft=submitted, by=writer, sha256=asset.sha256, mime=asset.mime)
    request = request_of(submit_draft(draft_id=submitted.pk, by=writer, at=NOON))
    guest = _guest(request, unit)
    return {
        "writer": writer.pk, "draft_id": draft.pk, "approved": approved.pk,
        "submitted": submitted.pk, "draft-proof": proof.pk,
        "request_id": request.pk, "digest": request.digest, "asset_id": asset.pk,
        "guest_id": guest.pk, "guest-key": f"key-{unit.code}",
    }  # fmt: skip


def _guest(request: Request, unit: Unit) -> Guest:
    """Return a guest asked for the second step; the first may have one too."""
    request.steps.update(guests=True)
    second = RequestStep.objects.create(
        request=request, position=2, seats=["legal"], mode="all", guests=True
    )
    host = make_person(name=f"Host {unit.code}", home_unit=unit)
    return Guest.objects.create(
        request=request, step=second, seat="legal", digest=request.digest, name="Me Roy",
        email=f"roy-{unit.code}@example.org", key_digest=digest_of_key(f"key-{unit.code}"),
        invited_by=host, invited_at=NOON, expires_at=NOON + timedelta(days=9000),
    )  # fmt: skip


def _texts(unit: Unit, place: str, *, by: Person) -> dict[str, Any]:
    policy = Policy.objects.create(slug=f"policy-{place}", title="Charte", unit=unit, owner=by)
    make_version(policy, by=by, source="## 1 Principe\n\nÊtre vrai.\n")
    version = policy.versions.get()
    file = PolicyFile.objects.create(
        sha256=uuid7().hex * 2, size_bytes=len(PDF), original_name="p.pdf", content=PDF,
        added_at=NOON,
    )  # fmt: skip
    draft = PolicyVersion.objects.create(policy=policy, number=2, file=file)
    return {
        "policy": policy.slug, "number": version.number, "version": version, "draft-number": 2,
        "draft-version": draft.pk} | make_policy_life(unit, place, by=by)  # fmt: skip


def _own_things(person: Person) -> dict[str, Any]:
    run = ImportRun.objects.create(
        original_name="list.csv", sha256="0" * 64, started_by=person, started_at=NOON,
        content=_workbook(), mapping={"columns": {"network": "network", "handle": "handle"}},
    )  # fmt: skip
    told = Notification.objects.create(
        person=person, kind="approval.requested", once=f"{person.pk}", at=NOON, path="/"
    )
    session = UserSession.objects.create(
        user=person, ip="127.0.0.1", user_agent="A browser", session_key=str(person.pk)
    )
    key, _secret = create_key(name="Second", scopes=["accounts:read"], by=person, at=NOON)
    return {
        "run_id": run.pk,
        "notification_id": told.pk,
        "key_id": key.pk,
        "session_id": session.pk,
    }


@cache
def _workbook() -> bytes:
    """Return a small list as an import keeps it, whoever starts it."""
    return read_file(b"network,handle\nx,nordet\n", "list.csv").packed()


def day(offset: int) -> str:
    """Return a day far from any of the data, as forms take it."""
    return (date(2027, 3, 1) + timedelta(days=offset)).isoformat()
