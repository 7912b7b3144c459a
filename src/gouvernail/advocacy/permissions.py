"""Who sees a programme and its stories, who runs it, and who approves."""

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.advocacy.errors import AdvocacyNotFoundError, NotAMemberError, NotForYouError
from gouvernail.advocacy.models import (
    Idea,
    Kit,
    Membership,
    OwnWords,
    PersonalAccount,
    Programme,
    Reach,
    Share,
)
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import (
    Right,
    active_grants,
    holders_of_right,
    holders_of_seat,
    may,
    scope,
    seats_of,
    visible_unit,
)
from gouvernail.policies.permissions import EXPERTS

ACTIVE: Final = Membership.Status.ACTIVE


def _chains(person: Person) -> set[str]:
    """Return the paths of the units a person belongs to and of all above them."""
    paths = {grant.unit.path for grant in active_grants(person)}
    home = person.home_unit
    if home is not None and person.is_active:
        paths.add(home.path)
    return {path[: at + 1] for path in paths for at, mark in enumerate(path) if mark == "/"}


def _offered_to(person: Person) -> Q:
    """Return a filter on programmes: those open, that `person` may join."""
    above = _chains(person)
    roles = {grant.role for grant in active_grants(person)}
    lines = Reach.objects.filter(programme=OuterRef("pk"))
    places, wanted = lines.filter(unit__isnull=False), lines.filter(unit__isnull=True)
    there = (~Exists(places) & Q(unit__path__in=above)) | Exists(
        places.filter(unit__path__in=above)
    )
    who = ~Exists(wanted) | Exists(wanted.filter(role__in=roles))
    return Q(there) & Q(who) & Q(status=Programme.Status.OPEN)


def at_the_desk(person: Person, field: str = "") -> Q:
    """Return a filter on programmes (reached by `field`): those `person` runs or approves for."""
    prefix = f"{field}__" if field else ""
    condition = scope(person, Right.RUN_PROGRAMMES, f"{prefix}unit__path")
    for grant in active_grants(person):
        if grant.role == Role.REVIEWER and grant.seat in EXPERTS:
            condition |= Q(**{f"{prefix}unit__path__startswith": grant.unit.path})
    if person.is_active:
        condition |= Q(**{f"{prefix}owner": person})
    return condition


def visible_programmes(viewer: Person) -> QuerySet[Programme]:
    """Return the programmes `viewer` may join, takes part in, runs or approves for.

    One query for the grants.
    """
    taking = Membership.objects.filter(programme=OuterRef("pk"), person=viewer, status=ACTIVE)
    condition = at_the_desk(viewer)
    if viewer.is_active:
        condition |= Q(Exists(taking)) | _offered_to(viewer)
    return Programme.objects.filter(condition)


def joinable_programmes(viewer: Person) -> QuerySet[Programme]:
    """Return the open programmes `viewer` may join. One query for the grants."""
    offered = _offered_to(viewer) if viewer.is_active else Q(pk__in=[])
    return Programme.objects.filter(offered)


def visible_programme(programme_id: UUID | str, *, viewer: Person, lock: bool = False) -> Programme:
    """Return one programme that `viewer` may know of, its unit, owner and policy loaded.

    Raises:
        AdvocacyNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Programme.objects.select_for_update().filter(pk=programme_id).first()
    rows = visible_programmes(viewer).select_related("unit", "owner", "policy")
    found = rows.filter(pk=programme_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def may_run(person: Person, programme: Programme) -> bool:
    """Return whether `person` writes its page and stories, opens and closes, answers ideas."""
    own = person.is_active and person.pk == programme.owner_id
    return own or may(person, Right.RUN_PROGRAMMES, unit=programme.unit)


def may_approve(person: Person, programme: Programme) -> bool:
    """Return whether `person` approves its stories and wordings, when they wrote none of it."""
    reviews = may(person, Right.DECIDE, unit=programme.unit)
    expert = reviews and bool(seats_of(person, unit=programme.unit) & EXPERTS)
    return expert or may_run(person, programme)


def require_runner(person: Person, programme: Programme) -> None:
    """Refuse whoever does not run a programme.

    Raises:
        NotForYouError: others run it.
    """
    if not may_run(person, programme):
        raise NotForYouError


def require_approver(person: Person, programme: Programme) -> None:
    """Refuse whoever does not approve for a programme.

    Raises:
        NotForYouError: others do.
    """
    if not may_approve(person, programme):
        raise NotForYouError


def desk_programme(programme_id: UUID | str, *, viewer: Person) -> Programme:
    """Return one programme whose desk `viewer` sits at.

    Raises:
        AdvocacyNotFoundError: missing, or theirs to join at most.
    """
    rows = Programme.objects.filter(at_the_desk(viewer)).select_related("unit", "owner", "policy")
    found = rows.filter(pk=programme_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def run_units(person: Person) -> QuerySet[Unit]:
    """Return the open units for which `person` may begin a programme. One query when iterated."""
    rows = Unit.objects.filter(scope(person, Right.RUN_PROGRAMMES), status=Unit.Status.OPEN)
    return rows.order_by("path")


def run_unit(unit_id: UUID | str, *, viewer: Person) -> Unit:
    """Return one such unit.

    Raises:
        UnitNotFoundError, NotForYouError: missing or hidden; seen, and run by others.
    """
    unit = visible_unit(unit_id, viewer=viewer)
    if not may(viewer, Right.RUN_PROGRAMMES, unit=unit):
        raise NotForYouError
    return unit


def approvers_of(programme: Programme) -> set[UUID]:
    """Return who may approve for a programme. One query for each seat, and two."""
    unit = programme.unit
    people = set(holders_of_right(Right.RUN_PROGRAMMES, unit=unit).values_list("pk", flat=True))
    for seat in sorted(EXPERTS):
        people |= set(holders_of_seat(seat, unit=unit).values_list("pk", flat=True))
    return people | {programme.owner_id}


def runners_of(programme: Programme) -> set[UUID]:
    """Return who runs a programme. One query."""
    rows = holders_of_right(Right.RUN_PROGRAMMES, unit=programme.unit)
    return set(rows.values_list("pk", flat=True)) | {programme.owner_id}


def membership_of(person: Person, programme: Programme, *, lock: bool = False) -> Membership | None:
    """Return the part `person` takes in a programme now. One query."""
    rows = Membership.objects.select_for_update() if lock else Membership.objects.all()
    return rows.filter(person=person, programme=programme, status=ACTIVE).first()


def require_member(person: Person, programme: Programme, *, lock: bool = False) -> Membership:
    """Return the part `person` takes in a programme now.

    Raises:
        NotAMemberError: none.
    """
    found = membership_of(person, programme, lock=lock)
    if found is None:
        raise NotAMemberError
    return found


def own_account(account_id: UUID | str, *, viewer: Person, lock: bool = False) -> PersonalAccount:
    """Return one declared account of `viewer`'s own, its programme loaded: nobody else's exists.

    Raises:
        AdvocacyNotFoundError: missing, removed, or of somebody else.
    """
    rows = PersonalAccount.objects.filter(
        pk=account_id, membership__person=viewer, membership__status=ACTIVE, ended_at__isnull=True
    )
    if lock:
        PersonalAccount.objects.select_for_update().filter(pk=account_id).first()
    found = rows.select_related("membership__programme__unit").first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def visible_kits(viewer: Person) -> QuerySet[Kit]:
    """Return the stories of the programmes at whose desk `viewer` sits, and those offered to them.

    Those that were offered to a member stay theirs to read. One query for the grants.
    """
    taking = Membership.objects.filter(
        programme=OuterRef("programme"), person=viewer, status=ACTIVE
    )
    shown = Q(status__in=(*Kit.AGREED, *Kit.OVER), approved_at__isnull=False) & Q(Exists(taking))
    return Kit.objects.filter(at_the_desk(viewer, "programme") | shown)


def visible_kit(kit_id: UUID | str, *, viewer: Person, lock: bool = False) -> Kit:
    """Return one story that `viewer` may read, its programme loaded.

    Raises:
        AdvocacyNotFoundError: missing, hidden, or not offered yet.
    """
    if lock:
        Kit.objects.select_for_update().filter(pk=kit_id).first()
    rows = visible_kits(viewer).select_related(
        "programme__unit", "programme__owner", "programme__policy", "approved_by", "submitted_by"
    )
    found = rows.filter(pk=kit_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def desk_kit(kit_id: UUID | str, *, viewer: Person, lock: bool = False) -> Kit:
    """Return one story of a programme at whose desk `viewer` sits.

    Raises:
        AdvocacyNotFoundError: missing, or offered to them at most.
    """
    if lock:
        Kit.objects.select_for_update().filter(pk=kit_id).first()
    rows = Kit.objects.filter(at_the_desk(viewer, "programme"))
    rows = rows.select_related(
        "programme__unit", "programme__owner", "programme__policy", "approved_by", "submitted_by"
    )
    found = rows.filter(pk=kit_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def visible_words(words_id: UUID | str, *, viewer: Person, lock: bool = False) -> OwnWords:
    """Return one own wording: one's own, or one proposed to the desk where `viewer` sits.

    Raises:
        AdvocacyNotFoundError: missing, hidden or emptied.
    """
    if lock:
        OwnWords.objects.select_for_update().filter(pk=words_id).first()
    rows = OwnWords.objects.filter(
        Q(membership__person=viewer) | at_the_desk(viewer, "kit__programme"),
        membership__status=ACTIVE,
    ).select_related("kit__programme__unit", "membership__person", "decided_by")
    found = rows.exclude(text="").filter(pk=words_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def own_share(share_id: UUID | str, *, viewer: Person, lock: bool = False) -> Share:
    """Return one share of `viewer`'s own, its story loaded.

    Raises:
        AdvocacyNotFoundError: missing, taken out, or of somebody else.
    """
    if lock:
        Share.objects.select_for_update().filter(pk=share_id).first()
    rows = Share.objects.filter(membership__person=viewer, removed_at__isnull=True)
    found = rows.select_related("kit__programme__unit", "membership").filter(pk=share_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found


def visible_ideas(viewer: Person) -> QuerySet[Idea]:
    """Return the suggestions `viewer` made, and those made to the desks where they sit."""
    return Idea.objects.filter(Q(author=viewer) | at_the_desk(viewer, "programme"))


def desk_idea(idea_id: UUID | str, *, viewer: Person, lock: bool = False) -> Idea:
    """Return one suggestion made to a desk where `viewer` sits.

    Raises:
        AdvocacyNotFoundError: missing or hidden.
    """
    if lock:
        Idea.objects.select_for_update().filter(pk=idea_id).first()
    rows = Idea.objects.filter(at_the_desk(viewer, "programme"))
    found = rows.select_related("programme__unit", "author", "kit").filter(pk=idea_id).first()
    if found is None:
        raise AdvocacyNotFoundError
    return found
