"""Taking back accounts that somebody else holds: named, cut from what we hold, ours again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.credentials.actions import note_breach
from gouvernail.credentials.models import Item
from gouvernail.credentials.permissions import may_ask, may_renew, visible_items
from gouvernail.crisis.actions.telling import note, people_of, tell_of
from gouvernail.crisis.errors import IncidentInvalidError, PartNotFoundError, SettledError
from gouvernail.crisis.models import Entry, Incident, PlanStep, Seat, TakenAccount, Task
from gouvernail.crisis.models.plans import Kind, RoleInCrisis
from gouvernail.crisis.permissions import open_room
from gouvernail.crisis.starters import starter_plan
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import freezes_in_force
from gouvernail.registry.actions.connections import close_connection
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.permissions import visible_account

SIGN_LIMIT: Final = 300
WITHIN: Final[Mapping[str, timedelta]] = MappingProxyType(
    {
        PlanStep.Stage.REVOKE: timedelta(minutes=10),
        PlanStep.Stage.ROTATE: timedelta(minutes=15),
        PlanStep.Stage.ANNOUNCE: timedelta(minutes=25),
        PlanStep.Stage.RECOVER: timedelta(minutes=60),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What one gesture cut: the freeze it made, whether it closed our connection, secrets due."""

    freeze: Freeze | None
    closed: bool
    secrets: int

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was left to cut, or nothing that one may cut."""
        return self.freeze is None and not self.closed and not self.secrets


@action("crisis.name_account")
def name_account(
    *, incident_id: UUID, account_id: UUID, sign: str = "", by: Person, at: datetime
) -> TakenAccount:
    """Say that an account is in other hands: the four steps of its network become tasks.

    The steps are those of the plan; of a network it does not know, those of the plan to start from.

    Raises:
        IncidentInvalidError: the incident is of another kind, or the account is named already.
        AccountNotFoundError: missing, or hidden from `by`.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    account = visible_account(account_id, viewer=by)
    if incident.kind != Kind.HIJACK:
        raise IncidentInvalidError({"account": _("This incident is not about hijacked accounts.")})
    known = TakenAccount.objects.filter(incident=incident, account=account)
    if known.filter(cleared_at__isnull=True).exists():
        raise IncidentInvalidError({"account": _("This account is named already: see below.")})
    taken = TakenAccount(
        incident=incident,
        account=account,
        sign=" ".join(sign.split())[:SIGN_LIMIT],
        named_by=by,
        named_at=at,
    )
    taken.save(force_insert=True)
    record(actor=by, verb="incident_account.named", subject=taken, at=at)
    facts = {"account": account.name}
    kind = Entry.Kind.FACT
    note(incident, kind, "account_taken", by=by, at=at, facts=facts, text=taken.sign, about=taken)
    _set_steps(incident, account, by=by, at=at)
    people = people_of(incident) - {by.pk}
    once = f"taken:{taken.pk.hex}"
    told = {"by": account.name}
    tell_of(incident, "account_taken", people=people, once=once, at=at, facts=told)
    return taken


def _set_steps(incident: Incident, account: Account, *, by: Person, at: datetime) -> None:
    seat = Seat.objects.filter(
        incident=incident, role=RoleInCrisis.CUSTODIAN, until__isnull=True
    ).first()
    for place, step in enumerate(_steps_for(incident, account.network)):
        task = Task(
            incident=incident,
            account=account,
            words=step.words,
            words_en=step.words_en,
            role=RoleInCrisis.CUSTODIAN,
            owner_id=seat.person_id if seat else None,
            due_at=at + WITHIN[step.stage],
            network=account.network,
            stage=step.stage,
            page=step.page,
            position=place,
        )
        task.save(force_insert=True)
        record(actor=by, verb="incident_task.added", subject=task, at=at)


def _steps_for(incident: Incident, network: str) -> list[PlanStep]:
    """Return the four steps of a network, in their order."""
    own = PlanStep.objects.filter(plan=incident.plan, network=network) if incident.plan else ()
    steps = {step.stage: step for step in own}
    for known in starter_plan(Kind.HIJACK).takeovers:
        if known.network == network:
            for stage, words in known.steps.items():
                page = known.page if stage == PlanStep.Stage.RECOVER else ""
                step = PlanStep(words=words.fr, words_en=words.en, stage=stage, page=page)
                steps.setdefault(stage, step)
    for stage, (french, english) in ANYWHERE.items():
        steps.setdefault(stage, PlanStep(words=french, words_en=english, stage=stage))
    return [steps[stage] for stage in WITHIN]


# Of a network that no plan knows.
ANYWHERE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        PlanStep.Stage.REVOKE: (
            "Fermer toutes les sessions, retirer les applications et les personnes inconnues.",
            "Close all sessions, remove unknown apps and people.",
        ),
        PlanStep.Stage.ROTATE: (
            "Changer le mot de passe, l’adresse et le téléphone de secours, le second facteur.",
            "Change the password, the recovery address and phone, the second factor.",
        ),
        PlanStep.Stage.ANNOUNCE: (
            "Dire sur nos autres comptes et sur le site que ces messages ne sont pas de nous.",
            "Say on our other accounts and on the website that these messages are not ours.",
        ),
        PlanStep.Stage.RECOVER: (
            "Écrire à l’aide du réseau depuis l’adresse de l’organisation, preuves jointes.",
            "Write to the help of the network from the organisation’s address, with proofs.",
        ),
    }
)


@action("crisis.cut_account")
def cut_account(*, taken_id: UUID, by: Person, at: datetime) -> Cut:
    """Cut what we hold of an account taken, as far as `by` may: one gesture, one transaction.

    Publishing to it is frozen, our own connection is closed and its key destroyed, and each of its
    secrets is to be renewed today. What was cut before stays as it is. In a drill nothing is cut.

    Raises:
        PartNotFoundError: not in an incident that `by` sees.
        SettledError: it is ours again, or was never taken.
        IncidentInvalidError: this is a drill.
        RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident, taken = _standing(taken_id, by=by)
    if incident.is_drill:
        raise IncidentInvalidError({"account": _("This is a drill: nothing is cut for real.")})
    cut = Cut(
        freeze=_freeze(incident, taken.account, by=by, at=at),
        closed=_close(taken.account, by=by, at=at),
        secrets=_mark_secrets(taken.account, by=by, at=at),
    )
    if cut.is_empty:
        return cut
    taken.cut_at = at
    taken.save(update_fields=("cut_at",))
    record(actor=by, verb="incident_account.cut", subject=taken, at=at)
    facts = {"account": taken.account.name, "secrets": str(cut.secrets)}
    code = "account_closed" if cut.closed else "account_cut"
    note(incident, Entry.Kind.DECISION, code, by=by, at=at, facts=facts, about=taken)
    return cut


def _freeze(incident: Incident, account: Account, *, by: Person, at: datetime) -> Freeze | None:
    kind, value = Freeze.Scope.ACCOUNT, str(account.pk)
    same = freezes_in_force().filter(scope_kind=kind, scope_value=value)
    if not may(by, Right.FREEZE, unit=account.unit) or same.exists():
        return None
    freeze = engage_freeze(scope_kind=kind, scope_value=value, reason=incident.title, by=by, at=at)
    facts = {"scope_kind": freeze.scope_kind, "scope_value": freeze.scope_value}
    note(incident, Entry.Kind.FREEZE, "frozen", by=by, at=at, facts=facts, about=freeze)
    return freeze


def _close(account: Account, *, by: Person, at: datetime) -> bool:
    held = Connection.objects.filter(account=account).exclude(status=Connection.Status.CLOSED)
    if not may(by, Right.CONNECT_ACCOUNTS, unit=account.unit) or not held.exists():
        return False
    close_connection(account.pk, by=by, at=at)
    return True


def _mark_secrets(account: Account, *, by: Person, at: datetime) -> int:
    rows = visible_items(by).filter(account=account, retired_at__isnull=True)
    rows = rows.exclude(kind=Item.Kind.NOTE).exclude(due_why=Item.Why.BREACH)
    rows = rows.select_related("account__unit")
    mine = [item for item in rows if may_renew(by, item) or may_ask(by, account)]
    for item in mine:
        note_breach(item_id=item.pk, by=by, at=at)
    return len(mine)


@action("crisis.regain_account")
def regain_account(*, taken_id: UUID, by: Person, at: datetime) -> TakenAccount:
    """Say that an account is ours again; the timeline keeps how long it took.

    Raises:
        PartNotFoundError, SettledError, RightMissingError, IncidentClosedError: as `cut_account`.
    """
    incident, taken = _standing(taken_id, by=by)
    taken.regained_by, taken.regained_at = by, at
    taken.save(update_fields=("regained_by", "regained_at"))
    record(actor=by, verb="incident_account.regained", subject=taken, at=at)
    facts = {"account": taken.account.name}
    note(incident, Entry.Kind.FACT, "account_regained", by=by, at=at, facts=facts, about=taken)
    return taken


@action("crisis.clear_account")
def clear_account(*, taken_id: UUID, by: Person, at: datetime) -> TakenAccount:
    """Say that an account was never taken: its tasks still to do are not needed.

    Raises:
        PartNotFoundError, SettledError, RightMissingError, IncidentClosedError: as `cut_account`.
    """
    incident, taken = _standing(taken_id, by=by)
    taken.cleared_by, taken.cleared_at = by, at
    taken.save(update_fields=("cleared_by", "cleared_at"))
    record(actor=by, verb="incident_account.cleared", subject=taken, at=at)
    facts = {"account": taken.account.name}
    note(incident, Entry.Kind.FACT, "account_cleared", by=by, at=at, facts=facts, about=taken)
    rows = Task.objects.filter(
        incident=incident, account=taken.account, status=Task.Status.OPEN
    ).exclude(stage="")
    for task in rows:
        task.status, task.settled_by, task.settled_at = Task.Status.DROPPED, by, at
        task.save(update_fields=("status", "settled_by", "settled_at"))
        record(actor=by, verb="incident_task.dropped", subject=task, at=at)
    return taken


def _standing(taken_id: UUID, *, by: Person) -> tuple[Incident, TakenAccount]:
    """Return an account not settled yet and its room, which is locked first."""
    known = TakenAccount.objects.filter(pk=taken_id).first()
    if known is None:
        raise PartNotFoundError
    incident = open_room(known.incident_id, by=by)
    taken = TakenAccount.objects.select_related("account__unit").get(pk=taken_id)
    if taken.is_settled:
        raise SettledError
    return incident, taken
