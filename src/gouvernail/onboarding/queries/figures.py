"""What the register shows after the first hour, figure by figure, and how each was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.kernel.text import fold
from gouvernail.onboarding.models import FirstHour, Proposal
from gouvernail.onboarding.permissions import visible_proposals
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_people
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import visible_policies
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts

_HERE: Final = Person.Status.ACTIVE
_LEFT: Final = Person.Status.LEFT
_OWNED: Final = Q(owner__status=_HERE)
_BACKED: Final = Q(backup__status=_HERE)
_KEPT: Final = Q(custodian__status=_HERE)
# Said in full: the negation of a condition on somebody who may be nobody leaves nobody out.
_NO_OWNER: Final = Q(owner__isnull=True) | Q(owner__status=_LEFT)
_NO_BACKUP: Final = Q(backup__isnull=True) | Q(backup__status=_LEFT)
_NO_KEEPER: Final = Q(custodian__isnull=True) | Q(custodian__status=_LEFT)
_ONE_HOLDER: Final = (
    (_OWNED & (_NO_BACKUP | Q(backup=F("owner"))) & (_NO_KEEPER | Q(custodian=F("owner"))))
    | (_NO_OWNER & _BACKED & (_NO_KEEPER | Q(custodian=F("backup"))))
    | (_NO_OWNER & _NO_BACKUP & _KEPT)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One figure: its words, how it is counted, and the state it shows when it is not zero.

    `repair` names the form of the register that mends it (`registry:account-repair`), if one does.
    """

    code: str
    label: Promise
    how: Promise
    state: str
    repair: str = ""


KINDS: Final = (
    Kind(
        code="accounts",
        label=_("accounts listed"),
        how=_("Every account of the register that is ours or to be confirmed, except personal "
              "ones, and those closed or known not to be ours."),
        state="info",
    ),
    Kind(
        code="orphans",
        label=_("without an owner"),
        how=_("Accounts where nobody is named as owner."),
        state="stop",
        repair="owner",
    ),
    Kind(
        code="departures",
        label=_("whose owner has left"),
        how=_("Accounts whose owner is marked as having left the organisation."),
        state="stop",
        repair="owner",
    ),
    Kind(
        code="one_holder",
        label=_("held by one person only"),
        how=_("Accounts where owner, backup and custodian come to one person still here."),
        state="warn",
        repair="backup",
    ),
    Kind(
        code="duplicates",
        label=_("that look like duplicates"),
        how=_("Accounts marked as duplicates, and those that share their network and their name "
              "with another, accents and capitals aside."),
        state="warn",
    ),
    Kind(
        code="no_review",
        label=_("without a review to come"),
        how=_("Accounts with no date of review, or one that has passed."),
        state="warn",
        repair="review",
    ),
)  # fmt: skip
BY_CODE: Final[Mapping[str, Kind]] = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one reader on one day.

    `networks` are (slug, accounts), most first. `people` may sign in or be named; `policies` are in
    force; `unconfirmed` came from the first hour and nobody has confirmed them; `waiting` are
    proposals that nobody has decided upon.
    """

    counts: Mapping[str, int]
    networks: tuple[tuple[str, int], ...]
    people: int
    policies: int
    unconfirmed: int
    purposeless: int
    waiting: int
    hour: FirstHour | None


def counted_accounts(viewer: Person) -> QuerySet[Account]:
    """Return the accounts that the figures are about. No query."""
    out = Account.NOT_OURS | {Account.Status.CLOSED}
    accounts = visible_accounts(viewer).exclude(status__in=out)
    return accounts.exclude(kind=Account.Kind.PERSONAL)


def repeated(viewer: Person) -> frozenset[UUID]:
    """Return the accounts marked as duplicates or sharing network and name. One query.

    Names are folded here: no database does it as people read them. about 5 ms for 1,000 accounts.
    """
    groups: dict[tuple[str, str], list[UUID]] = {}
    marked: set[UUID] = set()
    rows = counted_accounts(viewer).values_list("pk", "network", "name", "status")
    for key, network, name, status in rows.iterator():
        groups.setdefault((network, fold(name).text.strip()), []).append(key)
        if status == Account.Status.DUPLICATE:
            marked.add(key)
    alike = (key for group in groups.values() if len(group) > 1 for key in group)
    return frozenset(alike) | marked


def condition_of(code: str, *, viewer: Person, today: date) -> Q:
    """Return what makes an account count in a figure. One query for duplicates, else none."""
    if code == "duplicates":
        return Q(pk__in=repeated(viewer))
    return {
        "accounts": Q(),
        "orphans": Q(owner__isnull=True),
        "departures": Q(owner__status=_LEFT),
        "one_holder": _ONE_HOLDER,
        "no_review": Q(review_on__isnull=True) | Q(review_on__lt=today),
    }[code]


def accounts_behind(code: str, *, viewer: Person, today: date) -> QuerySet[Account]:
    """Return the accounts that a figure counts, with their holders, by name. One query, or two."""
    accounts = counted_accounts(viewer).filter(condition_of(code, viewer=viewer, today=today))
    return accounts.select_related("unit", "owner", "backup", "custodian")


def figures_for(viewer: Person, *, today: date) -> Figures:
    """Return the figures of what `viewer` may see. Seven queries, whatever the number of rows."""
    accounts = counted_accounts(viewer)
    by_rows = [kind.code for kind in KINDS if kind.code not in {"accounts", "duplicates"}]
    told = accounts.aggregate(
        accounts=Count("pk"),
        **{
            code: Count("pk", filter=condition_of(code, viewer=viewer, today=today))
            for code in by_rows
        },
        unconfirmed=Count("pk", filter=Q(status=Account.Status.TO_CONFIRM)),
        purposeless=Count("pk", filter=Q(purpose="", purpose_en="")),
    )
    told["duplicates"] = len(repeated(viewer))
    networks = accounts.values_list("network").annotate(number=Count("pk")).order_by()
    in_force = Q(versions__status=PolicyVersion.Status.IN_FORCE)
    return Figures(
        counts={kind.code: told[kind.code] for kind in KINDS},
        networks=tuple(sorted(networks, key=lambda pair: (-pair[1], pair[0]))),
        people=visible_people(viewer).filter(is_active=True).count(),
        policies=visible_policies(viewer).filter(in_force).distinct().count(),
        unconfirmed=told["unconfirmed"],
        purposeless=told["purposeless"],
        waiting=visible_proposals(viewer).filter(status=Proposal.Status.PROPOSED).count(),
        hour=FirstHour.objects.first(),
    )
