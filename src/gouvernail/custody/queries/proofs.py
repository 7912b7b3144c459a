"""Proofs of control: the list and its figures, one case, the last of each account, the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from gouvernail.custody.models import ControlProof, ProofDrill, ProofRule
from gouvernail.custody.permissions import (
    may_hand_over,
    may_settle,
    may_witness,
    visible_drills,
    visible_proofs,
)
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries import network_label
from gouvernail.registry.queries.deadlines import Deadline
from gouvernail.registry.queries.profiles import Shown

PAGE_SIZE: Final = 50
DRILLS_SHOWN: Final = 8
SHOWN: Final = 20
OLD: Final = timedelta(days=100)  # a quarter, and the days to answer
State = ControlProof.State
MISSING: Final = Q(state__in=ControlProof.MISSING, settled_at__isnull=True)
STATES: Final[Mapping[str, Q]] = {
    "asked": Q(state=State.ASKED),
    "to_confirm": Q(state=State.PHOTOGRAPHED),
    "proved": Q(state=State.PROVED),
    "left_in": Q(state=State.PROVED, removed_at__isnull=True),
    "to_decide": MISSING,
    "late": Q(state=State.LATE),
    "refused": Q(state=State.REFUSED),
    "unable": Q(state=State.UNABLE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFilters:
    """What the list is narrowed to; `state` is a key of `STATES`, empty for all."""

    drill: ProofDrill | None = None
    unit: Unit | None = None
    state: str = ""
    mine: bool = False

    def condition(self, viewer: Person, *, state: bool = True) -> Q:
        """Return the filter on proofs. No query."""
        wanted = ~Q(state=State.DROPPED)
        if self.drill is not None:
            wanted &= Q(drill=self.drill)
        if self.unit is not None:
            wanted &= Q(account__unit__path__startswith=self.unit.path)
        if self.mine:
            wanted &= Q(person=viewer)
        if state and self.state:
            wanted &= STATES[self.state]
        return wanted


def proofs_for_list(viewer: Person, filters: ProofFilters, *, cursor: str) -> Page[ControlProof]:
    """Return one page of proofs, what waits for somebody first. One query."""
    rows = _urgent(visible_proofs(viewer).filter(filters.condition(viewer)))
    return page_of(rows, order=("urgency", "due_on", "id"), cursor=cursor, size=PAGE_SIZE)


def _urgent(rows: QuerySet[ControlProof]) -> QuerySet[ControlProof]:
    urgency = Case(
        When(MISSING, then=Value(0)),
        When(state=State.PHOTOGRAPHED, then=Value(1)),
        When(state=State.ASKED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = rows.select_related("account__unit", "person", "confirmed_by", "settled_by", "drill")
    return rows.annotate(urgency=urgency)


def figures_of_proofs(viewer: Person, filters: ProofFilters) -> dict[str, int]:
    """Return how many proofs stand in each state, and `total`. One query."""
    rows = visible_proofs(viewer).filter(filters.condition(viewer, state=False))
    counted = {name: Count("pk", filter=condition) for name, condition in STATES.items()}
    return dict(rows.aggregate(total=Count("pk"), **counted))


def drills_for_list(viewer: Person) -> list[ProofDrill]:
    """Return the last drills with their figures, the newest first. One query and the grants."""
    rows = (
        visible_drills(viewer)
        .select_related("unit", "opened_by")
        .annotate(
            asked=Count("proofs", filter=~Q(proofs__state=State.DROPPED)),
            proved=Count("proofs", filter=Q(proofs__state=State.PROVED)),
        )
    )
    return list(rows.order_by("-opened_at", "-pk")[:DRILLS_SHOWN])


def rules_for_list(viewer: Person) -> list[ProofRule]:
    """Return the rhythms of the units `viewer` sees, by unit. One query and the grants."""
    rules = ProofRule.objects.filter(scope(viewer, Right.SEE_ACCESS, "unit__path"))
    return list(rules.select_related("unit", "set_by").order_by("unit__path"))


def rule_of(unit: Unit | None) -> ProofRule | None:
    """Return the rhythm a unit has of its own. One query."""
    return ProofRule.objects.filter(unit=unit).select_related("unit").first() if unit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCase:
    """One proof as one reader sees it. `token` is empty for who has no business with it."""

    proof: ControlProof
    token: str
    readable: bool
    mine: bool
    may_witness: bool
    may_settle: bool
    may_hand_over: bool

    @property
    def by_picture(self) -> bool:
        """Return whether a photograph is taken: nothing reads the network, or it kept silent."""
        return not self.readable or self.proof.looked == ControlProof.Looked.UNREAD


def proof_case(proof: ControlProof, *, viewer: Person, today: date) -> ProofCase:
    """Return a proof with what `viewer` may see and do. One query and the grants.

    A token still to be placed is its holder’s; once it is placed, everybody can read it.
    """
    witness = proof.state == State.PHOTOGRAPHED and may_witness(viewer, proof)
    mine = viewer.pk == proof.person_id
    told = mine or witness or proof.state == State.PROVED
    settles = proof.is_missing and may_settle(viewer, proof)
    connections = Connection.objects.filter(account=proof.account_id)
    return ProofCase(
        proof=proof,
        token=proof.token if told else "",
        readable=connections.exclude(status=Connection.Status.CLOSED).exists(),
        mine=mine and (proof.is_open(today) or not proof.is_going),
        may_witness=witness,
        may_settle=settles,
        may_hand_over=settles and may_hand_over(viewer, proof.account),
    )


def proofs_waiting(person: Person, *, today: date) -> QuerySet[ControlProof]:
    """Return what waits for `person`: to prove, to confirm, to decide, to take out of a profile."""
    mine = Q(person=person) & (
        Q(state=State.ASKED, due_on__gte=today) | Q(state=State.PROVED, removed_at__isnull=True)
    )
    account = Q(account__owner=person) | Q(account__backup=person) | Q(account__custodian=person)
    managed = scope(person, Right.MANAGE_ACCESS, "account__unit__path")
    confirm = Q(state=State.PHOTOGRAPHED) & (account | managed) & ~Q(person=person)
    decide = MISSING & managed & ~Q(person=person)
    rows = ControlProof.objects.filter(mine | confirm | decide).order_by("due_on", "pk")
    return rows.select_related("account", "person")[:SHOWN]


def to_look_at(*, before: datetime) -> QuerySet[ControlProof]:
    """Return the proofs whose profile the site reads and did not since `before`. One query."""
    looked = Q(looked_at__isnull=True) | Q(looked_at__lt=before)
    wanted = Q(state=State.ASKED) | Q(state=State.PROVED, removed_at__isnull=True)
    rows = ControlProof.objects.filter(wanted & looked, account__connection__isnull=False)
    rows = rows.exclude(account__connection__status=Connection.Status.CLOSED)
    return rows.select_related("account__connection__account").order_by(
        F("looked_at").asc(nulls_first=True), "pk"
    )


def text_of(shown: Shown) -> str:
    """Return all the text a profile shows. No query."""
    return "\n".join(part for part in (shown.name, shown.bio, shown.links) if part)


class ProofDeadline(Deadline):
    """The last day to prove control of an account."""

    @property
    def words(self) -> str:
        """Return what is due, in the reader's language."""
        return _("Prove control: %(name)s") % {"name": self.name}


def proof_deadlines(person: Person, *, today: date) -> list[ProofDeadline]:
    """Return the days by which `person` proves control, for their calendar. One query."""
    rows = ControlProof.objects.filter(person=person, state=State.ASKED, due_on__gte=today)
    return [
        ProofDeadline(
            on=proof.due_on,
            kind="proof",
            key=proof.account_id.hex,
            name=proof.account.name,
            network=proof.account.network,
            unit=proof.account.unit.label,
        )
        for proof in rows.select_related("account__unit").order_by("due_on", "pk")
    ]


def last_proofs(account: Account) -> list[ControlProof]:
    """Return the last proof of each holder, and what is asked of them now. One query."""
    rows = ControlProof.objects.filter(account=account).exclude(state=State.DROPPED)
    found: dict[object, ControlProof] = {}
    for proof in rows.select_related("person", "confirmed_by").order_by("-asked_at", "-pk")[:SHOWN]:
        found.setdefault(proof.person_id, proof)
    return list(found.values())


def with_last_proof(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Return accounts with `last_proof_at`, when control was last proved. No query of its own."""
    proved = ControlProof.objects.filter(account=OuterRef("pk"), state=State.PROVED).order_by()
    latest = proved.values("account").annotate(latest=Max("proved_at")).values("latest")
    return accounts.annotate(last_proof_at=Subquery(latest))


def proved_since(today: date) -> QuerySet[ControlProof]:
    """Return the proofs recent enough to count: those of a quarter and its days to answer."""
    return ControlProof.objects.filter(state=State.PROVED, proved_at__date__gte=today - OLD)


def proofs_csv(viewer: Person, filters: ProofFilters) -> Iterator[str]:
    """Yield the narrowed list as CSV lines, formula-safe. One query."""
    rows = _urgent(visible_proofs(viewer).filter(filters.condition(viewer)))
    header = [
        _("Account"), _("Handle"), _("Network"), _("Unit"), _("Person"), _("Place"), _("State"),
        _("Asked on"), _("To be proved by"), _("Proved at"), _("How"), _("Confirmed by"),
        _("Text read"), _("SHA-256 of the photograph"), _("Taken on"), _("Reason"), _("Decision"),
        _("Token taken out at"),
    ]  # fmt: skip
    lines = rows.order_by("account__unit__path", Plain("account__name"), "pk").iterator(
        chunk_size=1000
    )
    yield from csv_lines(header, map(_cells, lines))


def _cells(proof: ControlProof) -> list[object]:
    return [
        proof.account.name,
        proof.account.handle,
        network_label(proof.account.network),
        proof.account.unit.label,
        proof.person.name,
        proof.get_place_display(),
        proof.get_state_display(),
        proof.asked_at.date().isoformat(),
        proof.due_on.isoformat(),
        proof.proved_at or "",
        proof.get_method_display() if proof.state == State.PROVED else "",
        proof.confirmed_by.name if proof.confirmed_by else "",
        proof.shown,
        proof.picture_sha256,
        proof.taken_on or "",
        proof.reason,
        proof.get_settlement_display(),
        proof.removed_at or "",
    ]
