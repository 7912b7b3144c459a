"""Who is asked, who runs a consultation, who reads what of it."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.consultations.errors import (
    ConsultationNotFoundError,
    ConsultationStateError,
    RemarkNotFoundError,
)
from gouvernail.consultations.models import Consultation, ConsultationLine, Remark
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, active_grants, may, require, scope
from gouvernail.policies.errors import PolicyNotFoundError
from gouvernail.policies.models import Policy, PolicyApprover, PolicyVersion
from gouvernail.policies.permissions import visible_policies
from gouvernail.policies.queries.scope import binding

RELATED = ("policy__unit", "policy__owner", "version", "planned_by")
BINDS = ("agreed", "in_force", "superseded")  # versions whose answers all may read
SHOWN = (Consultation.Status.OPEN, Consultation.Status.CLOSED)
Mode, Kind = ConsultationLine.Mode, ConsultationLine.Kind


def asks(person: Person) -> Q:
    """Return the filter on consultations whose lines and policy ask `person`, whatever their state.

    One query for the grants, the first time.
    """
    if not person.is_active:
        return Q(pk__in=[])
    home = person.home_unit.path if person.home_unit else ""
    above = [home[: index + 1] for index, mark in enumerate(home) if mark == "/"]
    roles = {grant.role for grant in active_grants(person)}
    lines = ConsultationLine.objects.filter(consultation=OuterRef("pk"))
    mine = {
        Kind.UNIT: Q(unit__path__in=above),
        Kind.ROLE: Q(role__in=roles),
        Kind.PERSON: Q(person=person),
    }
    bound = Q(Exists(Policy.objects.filter(binding(person), pk=OuterRef("policy_id"))))
    for kind, me in mine.items():
        only = lines.filter(mode=Mode.ONLY, kind=kind)
        bound &= ~Q(Exists(only)) | Q(Exists(only.filter(me)))
    also = Q()
    for kind, me in mine.items():
        also |= Q(kind=kind) & me
    return bound | Q(Exists(lines.filter(also, mode=Mode.ALSO)))


def is_asked(consultation: Consultation, person: Person) -> bool:
    """Return whether a consultation asks `person`. One query."""
    return Consultation.objects.filter(asks(person), pk=consultation.pk).exists()


def runs(person: Person) -> Q:
    """Return the filter on consultations that `person` runs: writes the policy, or owns it."""
    return scope(person, Right.EDIT_POLICIES, "policy__unit__path") | Q(policy__owner=person)


def may_run(person: Person, policy: Policy) -> bool:
    """Return whether `person` runs consultations of a policy and answers what is said of it."""
    owns = policy.owner_id == person.pk and person.is_active
    return owns or may(person, Right.EDIT_POLICIES, unit=policy.unit)


def require_run(person: Person, policy: Policy) -> None:
    """Refuse unless `may_run`.

    Raises:
        RightMissingError: they may not write policies there, and do not own this one.
    """
    if policy.owner_id != person.pk:
        require(person, Right.EDIT_POLICIES, unit=policy.unit)


def visible_consultations(viewer: Person) -> QuerySet[Consultation]:
    """Return the consultations that ask `viewer` or whose policy they approve, once open.

    Whoever runs them reads planned and cancelled ones too.
    """
    approves = PolicyApprover.objects.filter(policy=OuterRef("policy_id"), person=viewer)
    read = (asks(viewer) | Q(Exists(approves))) & Q(status__in=SHOWN)
    return Consultation.objects.filter(read | runs(viewer))


def visible_consultation(
    consultation_id: UUID, *, viewer: Person, lock: bool = False
) -> Consultation:
    """Return one consultation that `viewer` may read, its policy and version loaded.

    Raises:
        ConsultationNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Consultation.objects.select_for_update().filter(pk=consultation_id).first()
    rows = visible_consultations(viewer).select_related(*RELATED)
    consultation = rows.filter(pk=consultation_id).first()
    if consultation is None:
        raise ConsultationNotFoundError
    return consultation


def summed_up(consultation_id: UUID, *, viewer: Person) -> Consultation:
    """Return a consultation that is over: for those asked; once it binds, for all who read it.

    Raises:
        ConsultationNotFoundError: missing or hidden.
        ConsultationStateError: it is not over.
    """
    rows = Consultation.objects.select_related(*RELATED).filter(version__status__in=BINDS)
    found = rows.filter(pk=consultation_id, policy__in=visible_policies(viewer)).first()
    if found is None:
        found = visible_consultation(consultation_id, viewer=viewer)
    if found.status != Consultation.Status.CLOSED:
        raise ConsultationStateError(found.get_status_display())
    return found


def readable_version(version_id: UUID, *, viewer: Person) -> PolicyVersion:
    """Return a version of a policy that `viewer` may read, in use or archived; its number at least.

    Raises:
        PolicyNotFoundError: missing, or its policy is hidden.
    """
    policies = visible_policies(viewer) | visible_policies(viewer, archived=True)
    version = PolicyVersion.objects.filter(pk=version_id, policy__in=policies).first()
    if version is None:
        raise PolicyNotFoundError
    return version


def visible_remarks(viewer: Person) -> QuerySet[Remark]:
    """Return the remarks `viewer` may read, withdrawn ones left out.

    Their own; those of policies they run; others' where the consultation shows them.
    """
    shown = Consultation.objects.filter(asks(viewer), status__in=SHOWN, shows_remarks=True)
    run = scope(viewer, Right.EDIT_POLICIES, "policy__unit__path") | Q(policy__owner=viewer)
    read = Q(author=viewer) | run | Q(consultation__in=shown.values("pk"))
    return Remark.objects.filter(read, status=Remark.Status.SENT)


def own_remark(remark_id: UUID, *, viewer: Person, lock: bool = False) -> Remark:
    """Return a remark that `viewer` signed.

    Raises:
        RemarkNotFoundError: missing, or not theirs.
    """
    rows = Remark.objects.filter(pk=remark_id, author=viewer)
    if lock:
        rows = rows.select_for_update(of=("self",))
    remark = rows.select_related("policy__unit", "consultation", "answer").first()
    if remark is None:
        raise RemarkNotFoundError
    return remark


def bound_policies(person: Person) -> QuerySet[Policy]:
    """Return the policies in force that bind `person`: of those they may suggest changes."""
    rows = visible_policies(person).filter(binding(person), versions__status="in_force")
    return rows.distinct()
