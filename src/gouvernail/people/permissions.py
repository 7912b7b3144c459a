"""The one permission function: may this person do this in that unit?"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.foundation.actors import presence
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.sorting import Plain
from gouvernail.people.errors import (
    MachineMayNotError,
    PersonNotFoundError,
    ProofNeededError,
    RightMissingError,
    RoleAboveOwnError,
    UnitNotFoundError,
)
from gouvernail.people.models import Person, Role, RoleGrant, Unit


class Right(StrEnum):
    """Everything that can be allowed. An area asks for its rights here and nowhere else."""

    SEE_UNIT = "see_unit"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_UNITS = "manage_units"
    GRANT_ROLES = "grant_roles"
    EDIT_CHARTER = "edit_charter"
    EDIT_UNIT_CHARTER = "edit_unit_charter"
    SEE_ACCOUNTS = "see_accounts"
    EDIT_ACCOUNTS = "edit_accounts"
    IMPORT_ACCOUNTS = "import_accounts"
    CONNECT_ACCOUNTS = "connect_accounts"
    SEE_CONTENT = "see_content"
    WRITE_CONTENT = "write_content"
    RELEASE_CONTENT = "release_content"
    DECIDE = "decide"
    EDIT_ROUTES = "edit_routes"
    HAND_OFF = "hand_off"
    RESOLVE_DELIVERY = "resolve_delivery"
    FREEZE = "freeze"
    LIFT_FREEZE = "lift_freeze"
    READ_POLICIES = "read_policies"
    EDIT_POLICIES = "edit_policies"
    EDIT_RULES = "edit_rules"
    READ_LEDGER = "read_ledger"
    EXPORT_LEDGER = "export_ledger"
    SEE_RECORDS = "see_records"
    SEE_STATUS = "see_status"
    CLOSE_SESSIONS = "close_sessions"
    MEND_ACCESS = "mend_access"
    SEE_SIGN_INS = "see_sign_ins"
    SEE_REPORTS = "see_reports"
    SEE_ACCESS = "see_access"
    MANAGE_ACCESS = "manage_access"
    APPROVE_REVEALS = "approve_reveals"
    READ_BRAND = "read_brand"
    EDIT_BRAND = "edit_brand"
    ANSWER_ALERTS = "answer_alerts"
    ANSWER_REPORTS = "answer_reports"
    MODERATE_COMMENTS = "moderate_comments"
    RUN_PROGRAMMES = "run_programmes"
    OPEN_CASES = "open_cases"
    DECIDE_CASES = "decide_cases"
    EDIT_TRAINING = "edit_training"
    SEE_TRAINING = "see_training"
    SEE_LISTENING = "see_listening"
    EDIT_LISTENING = "edit_listening"
    SEE_INCIDENTS = "see_incidents"
    RUN_INCIDENTS = "run_incidents"


_EMPLOYEE = frozenset({Right.READ_POLICIES, Right.READ_BRAND})
_READING = _EMPLOYEE | {Right.SEE_UNIT, Right.SEE_PEOPLE, Right.SEE_ACCOUNTS}
_WORKING = _READING | {
    *(Right.SEE_CONTENT, Right.SEE_RECORDS, Right.SEE_LISTENING, Right.SEE_INCIDENTS),
    Right.FREEZE,
}
_MODERATING = _WORKING | {Right.MODERATE_COMMENTS}
_DELEGATE = _MODERATING | {
    Right.WRITE_CONTENT,
    Right.EDIT_ACCOUNTS,
    Right.IMPORT_ACCOUNTS,
    Right.CONNECT_ACCOUNTS,
    Right.MANAGE_PEOPLE,
    Right.GRANT_ROLES,
    Right.HAND_OFF,
    Right.RESOLVE_DELIVERY,
    Right.LIFT_FREEZE,
    Right.READ_LEDGER,
    Right.RELEASE_CONTENT,
    Right.CLOSE_SESSIONS,
    *(Right.SEE_ACCESS, Right.SEE_REPORTS, Right.MANAGE_ACCESS),
    Right.APPROVE_REVEALS,
    Right.EDIT_UNIT_CHARTER,
    Right.EDIT_BRAND,
    Right.ANSWER_REPORTS,
    Right.OPEN_CASES,
    Right.RUN_PROGRAMMES,
    *(Right.EDIT_TRAINING, Right.SEE_TRAINING, Right.EDIT_LISTENING, Right.RUN_INCIDENTS),
}

# What a lead gives and does not hold: a decision is a seat's, and who leads people does not read
# when and from where they come in.
_GIVEN = frozenset({Right.DECIDE, Right.SEE_SIGN_INS})

RIGHTS_OF: dict[str, frozenset[Right]] = {
    Role.LEAD: frozenset(Right) - _GIVEN,
    Role.DELEGATE: _DELEGATE,
    Role.CONTRIBUTOR: _MODERATING | {Right.WRITE_CONTENT, Right.HAND_OFF, Right.RELEASE_CONTENT},
    Role.REVIEWER: _WORKING | {Right.DECIDE},
    Role.RESPONDER: _MODERATING,
    Role.SECURITY: _READING
    | {
        Right.CONNECT_ACCOUNTS,
        Right.FREEZE,
        Right.LIFT_FREEZE,
        *(Right.READ_LEDGER, Right.SEE_STATUS, Right.CLOSE_SESSIONS, Right.MEND_ACCESS),
        *(Right.SEE_SIGN_INS, Right.SEE_REPORTS, Right.SEE_ACCESS, Right.MANAGE_ACCESS),
        Right.APPROVE_REVEALS,
        Right.ANSWER_ALERTS,
        Right.OPEN_CASES,
        *(Right.SEE_INCIDENTS, Right.RUN_INCIDENTS),
    },
    Role.AUDITOR: _WORKING - {Right.FREEZE}
    | {
        Right.READ_LEDGER,
        Right.EXPORT_LEDGER,
        Right.SEE_STATUS,
        Right.SEE_SIGN_INS,
        Right.SEE_REPORTS,
        Right.SEE_ACCESS,
        Right.SEE_TRAINING,
        Right.OPEN_CASES,
    },
    Role.EMPLOYEE: _EMPLOYEE,
}


def active_grants(person: Person, *, at: datetime | None = None) -> list[RoleGrant]:
    """Return the person's grants in force, units loaded; read once per Person object.

    One query the first time; none after that on the same object.
    """
    kept: list[RoleGrant] | None = getattr(person, "_grants_in_force", None)
    if kept is not None and at is None:
        return kept
    today = (at or now()).date()
    grants = list(
        RoleGrant.objects.filter(person=person, revoked_at__isnull=True)
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("unit")
    )
    if not person.is_active:
        grants = []
    if at is None:
        person._grants_in_force = grants  # type: ignore[attr-defined]  # noqa: SLF001 - a cache
    return grants


def may(person: Person, right: Right, *, unit: Unit | None = None) -> bool:
    """Return whether `person` has `right` in `unit`, or anywhere when no unit is given."""
    return any(
        right in RIGHTS_OF[grant.role] and (unit is None or grant.unit.contains(unit))
        for grant in active_grants(person)
    )


def require(person: Person, right: Right, *, unit: Unit | None = None) -> None:
    """Refuse unless `may` says yes.

    Raises:
        RightMissingError: the person has no such right here.
    """
    if not may(person, right, unit=unit):
        raise RightMissingError(str(right))


def require_overall(person: Person, right: Right) -> None:
    """Refuse unless `person` has `right` over the whole organisation: what binds everyone.

    Raises:
        RightMissingError: the person has it in some units only, or nowhere.
    """
    if not may_overall(person, right):
        raise RightMissingError(str(right))


def may_overall(person: Person, right: Right) -> bool:
    """Return whether `person` has `right` over the whole organisation."""
    return any(
        grant.unit.parent_id is None and right in RIGHTS_OF[grant.role]
        for grant in active_grants(person)
    )


def holds_overall(person: Person, seat: str) -> bool:
    """Return whether `person` decides in `seat` over the whole organisation."""
    return any(
        grant.unit.parent_id is None and grant.role == Role.REVIEWER and grant.seat == seat
        for grant in active_grants(person)
    )


def refuse_more_than_own(by: Person, role: str, unit: Unit) -> None:
    """Refuse unless `by` holds what `role` holds there, or gives it as a lead without holding it.

    Raises:
        RoleAboveOwnError: the role holds more.
    """
    own = {
        right
        for grant in active_grants(by)
        if grant.unit.contains(unit)
        for right in RIGHTS_OF[grant.role]
    }
    if not RIGHTS_OF[role] - _GIVEN <= own:
        raise RoleAboveOwnError


def refuse_above_own(by: Person, person: Person) -> None:
    """Refuse unless `by` holds what every role of `person` holds, where they hold it.

    Raises:
        RoleAboveOwnError: one of their roles holds more.
    """
    if person.pk != by.pk:
        for grant in active_grants(person):
            refuse_more_than_own(by, grant.role, grant.unit)


def seats_of(person: Person, *, unit: Unit) -> frozenset[str]:
    """Return the seats the person holds over `unit`."""
    return frozenset(
        grant.seat
        for grant in active_grants(person)
        if grant.role == Role.REVIEWER and grant.unit.contains(unit)
    )


def holders_of_seat(seat: str, *, unit: Unit) -> QuerySet[Person]:
    """Return active people who hold `seat` over `unit`. One query when iterated."""
    chain = [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]
    today = now().date()
    return (
        Person.objects.filter(
            is_active=True,
            grants__role=Role.REVIEWER,
            grants__seat=seat,
            grants__unit__path__in=chain,
            grants__revoked_at__isnull=True,
        )
        .filter(Q(grants__starts_on__isnull=True) | Q(grants__starts_on__lte=today))
        .filter(Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=today))
        .distinct()
    )


def holders_of_right(right: Right, *, unit: Unit) -> QuerySet[Person]:
    """Return active people who have `right` in `unit`, by name. One query when iterated."""
    chain = [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]
    roles = [role for role, rights in RIGHTS_OF.items() if right in rights]
    today = now().date()
    held = RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        person=OuterRef("pk"),
        role__in=roles,
        unit__path__in=chain,
        revoked_at__isnull=True,
    )
    return Person.objects.filter(Exists(held), is_active=True).order_by(Plain("name"))


def scope(person: Person, right: Right, field: str = "path") -> Q:
    """Return a filter on a unit path field: the units where the person has `right`.

    `field` is the lookup of the path, such as `unit__path`. Matches nothing without the right.
    A unit below another that the right covers is not asked for again.
    """
    paths = {grant.unit.path for grant in active_grants(person) if right in RIGHTS_OF[grant.role]}
    condition, above = Q(pk__in=[]), ""
    for path in sorted(paths):
        if not above or not path.startswith(above):
            condition |= Q(**{f"{field}__startswith": path})
            above = path
    return condition


def visible_units(viewer: Person) -> QuerySet[Unit]:
    """Return the units `viewer` may see, in tree order of their paths."""
    return Unit.objects.filter(scope(viewer, Right.SEE_UNIT))


def visible_unit(unit_id: UUID | str, *, viewer: Person) -> Unit:
    """Return one unit that `viewer` may know about.

    Raises:
        UnitNotFoundError: missing or hidden.
    """
    unit = visible_units(viewer).filter(pk=unit_id).first() if is_uuid(str(unit_id)) else None
    if unit is None:
        raise UnitNotFoundError
    return unit


API_SCOPES = frozenset(
    {
        "accounts:read",
        "accounts:write",
        "content:read",
        "content:write",
        "rules:check",
        "rules:write",
        "ledger:read",
    }
)


def visible_people(viewer: Person) -> QuerySet[Person]:
    """Return the people `viewer` may know about: those of the units they see, and themselves.

    People placed in no unit yet are seen by those who manage people at the top.
    """
    seen = scope(viewer, Right.SEE_PEOPLE, "home_unit__path") | Q(pk=viewer.pk)
    if any(
        grant.unit.parent_id is None and Right.MANAGE_PEOPLE in RIGHTS_OF[grant.role]
        for grant in active_grants(viewer)
    ):
        seen |= Q(home_unit__isnull=True)
    return Person.objects.filter(seen)


def visible_person(person_id: UUID | str, *, viewer: Person, lock: bool = False) -> Person:
    """Return one person that `viewer` may know about, their unit loaded.

    Raises:
        PersonNotFoundError: missing or hidden.
    """
    if not is_uuid(str(person_id)):
        raise PersonNotFoundError
    if lock:
        Person.objects.select_for_update().filter(pk=person_id).first()
    rows = visible_people(viewer).select_related("home_unit")
    person = rows.filter(pk=person_id).first()
    if person is None:
        raise PersonNotFoundError
    return person


class Act(StrEnum):
    """What asks whoever does it to have proved lately who they are."""

    DECIDE = "decide"
    SIGN = "sign"
    LIFT_FREEZE = "lift_freeze"
    REVEAL = "reveal"
    EXPORT = "export"
    EDIT_CHARTER = "edit_charter"
    MAKE_KEY = "make_key"
    MEND_ACCESS = "mend_access"
    OPEN_DIRECTORY = "open_directory"


# Which of `settings.STEP_UP_MINUTES` each act allows since the last proof. Freezing is not here.
STEP_UP: dict[Act, str] = dict.fromkeys(Act, "fresh") | {Act.DECIDE: "recent", Act.SIGN: "recent"}
CLOCK_SLACK = timedelta(minutes=1)


def proof_age_allowed(act: Act) -> timedelta:
    """Return how long ago the last proof may be for an act."""
    return timedelta(minutes=settings.STEP_UP_MINUTES[STEP_UP[act]])


def require_step_up(act: Act, *, at: datetime) -> None:
    """Refuse unless whoever acts proved lately that it is them; every such act asks here.

    A browser session must have signed in, or confirmed, within the minutes of the act. A key
    proves nothing. Whoever opened a guest link proved enough to decide, not more. A command or a
    task has no session: who may start it on the machine is the control (break-glass).

    Raises:
        MachineMayNotError: a key may not do this.
        ProofNeededError: the last proof is too old, or there is none.
    """
    here = presence()
    kind = here.auth.partition(":")[0]
    if kind in {"", "cli", "worker"} or (kind == "guest" and STEP_UP[act] == "recent"):
        return
    if kind != "session":
        raise MachineMayNotError
    proved = here.proved() if here.proved else None
    if proved is None or not proved - CLOCK_SLACK <= at <= proved + proof_age_allowed(act):
        raise ProofNeededError(str(act))
