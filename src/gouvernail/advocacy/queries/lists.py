"""Programmes, stories, wordings and suggestions as lists, and what of them waits for one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gouvernail.advocacy.models import (
    Idea,
    Kit,
    Membership,
    OwnWords,
    PersonalAccount,
    Programme,
    Share,
    Wording,
)
from gouvernail.advocacy.permissions import ACTIVE, at_the_desk, visible_programmes
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person

SIZE: Final = 30
ORDER: Final = ("-made_at", "-id")
RENEW_AHEAD: Final = timedelta(days=30)


def programmes_page(viewer: Person, *, cursor: str = "") -> Page[Programme]:
    """Return one page of the programmes `viewer` may know of; `is_mine` says where they take part.

    One query.
    """
    taking = Membership.objects.filter(programme=OuterRef("pk"), person=viewer, status=ACTIVE)
    rows = visible_programmes(viewer).select_related("unit", "owner")
    rows = rows.annotate(is_mine=Exists(taking))
    return page_of(rows, order=ORDER, cursor=cursor, size=SIZE)


def memberships_of(person: Person) -> list[Membership]:
    """Return where `person` takes part now, programmes loaded. One query."""
    rows = Membership.objects.filter(person=person, status=ACTIVE)
    return list(rows.select_related("programme__unit").order_by("joined_at", "pk"))


def offered_kits(programme: Programme, *, today: date) -> list[Kit]:
    """Return the stories of a programme to share on a day, by their last day. One query."""
    rows = Kit.objects.filter(
        programme=programme, status__in=Kit.AGREED, opens_on__lte=today, ends_on__gte=today
    )
    return list(rows.order_by("ends_on", "pk"))


def shared_kits(membership: Membership, kits: Iterable[Kit]) -> set[UUID]:
    """Return which of these stories a member shared already. One query."""
    rows = Share.objects.filter(membership=membership, kit__in=list(kits), removed_at__isnull=True)
    return set(rows.values_list("kit_id", flat=True))


def accounts_of(membership: Membership) -> list[PersonalAccount]:
    """Return the accounts a member declared. One query."""
    rows = PersonalAccount.objects.filter(membership=membership, ended_at__isnull=True)
    return list(rows)


def shares_page(membership: Membership, *, cursor: str = "") -> Page[Share]:
    """Return one page of what a member shared, the latest first. One query."""
    rows = Share.objects.filter(membership=membership, removed_at__isnull=True)
    return page_of(rows.select_related("kit"), order=ORDER, cursor=cursor, size=SIZE)


def own_words_of(membership: Membership, kit: Kit) -> list[OwnWords]:
    """Return how a member tells a story in words of their own, the latest first. One query."""
    rows = OwnWords.objects.filter(membership=membership, kit=kit).exclude(text="")
    return list(rows.exclude(status=OwnWords.Status.TAKEN_BACK).select_related("decided_by"))


def wordings_of(kit: Kit) -> list[Wording]:
    """Return the wordings of a story in order. One query."""
    return list(Wording.objects.filter(kit=kit))


def kits_page(programme: Programme, *, cursor: str = "") -> Page[Kit]:
    """Return one page of all the stories of a programme, the latest first. One query."""
    rows = Kit.objects.filter(programme=programme).annotate(
        wording_count=Count("wordings", distinct=True)
    )
    return page_of(rows, order=ORDER, cursor=cursor, size=SIZE)


def words_waiting(programme: Programme) -> list[OwnWords]:
    """Return the own wordings that wait for an approval, the oldest first. One query."""
    rows = OwnWords.objects.filter(kit__programme=programme, status=OwnWords.Status.WAITING)
    rows = rows.filter(membership__status=ACTIVE).select_related("kit", "membership__person")
    return list(rows.order_by("made_at", "pk")[:SIZE])


def ideas_page(programme: Programme, *, cursor: str = "") -> Page[Idea]:
    """Return one page of the suggestions made to a programme, the latest first. One query."""
    rows = Idea.objects.filter(programme=programme).select_related("author", "answered_by", "kit")
    return page_of(rows, order=ORDER, cursor=cursor, size=SIZE)


def ideas_of(person: Person, programme: Programme) -> list[Idea]:
    """Return the last suggestions of one person, the latest first. One query."""
    rows = Idea.objects.filter(programme=programme, author=person).select_related("answered_by")
    return list(rows.order_by(*ORDER)[:SIZE])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What waits for whoever sits at the desks of programmes."""

    kits: QuerySet[Kit]
    words: QuerySet[OwnWords]
    ideas: QuerySet[Idea]


def written_by_others(kits: Iterable[Kit], person: Person) -> list[Kit]:
    """Return the stories in which `person` had no hand. No query of its own."""
    return [one for one in kits if str(person.pk) not in one.hands]


def desk_of(person: Person) -> Desk:
    """Return what waits for `person`: stories, wordings others wrote, ideas. One query for each.

    Of the stories, `written_by_others` leaves out their own.
    """
    kits = Kit.objects.filter(at_the_desk(person, "programme"), status=Kit.Status.WAITING)
    words = OwnWords.objects.filter(
        at_the_desk(person, "kit__programme"),
        status=OwnWords.Status.WAITING,
        membership__status=ACTIVE,
    ).exclude(membership__person=person)
    ideas = Idea.objects.filter(
        at_the_desk(person, "programme"), status=Idea.Status.RECEIVED
    ).exclude(author=person)
    return Desk(
        kits=kits.select_related("programme").order_by("submitted_at", "pk"),
        words=words.select_related("kit").order_by("made_at", "pk"),
        ideas=ideas.select_related("programme").order_by("made_at", "pk"),
    )


def kits_for(person: Person, *, today: date) -> QuerySet[Kit]:
    """Return the stories `person` may share on a day and has not shared yet. One query."""
    taking = Membership.objects.filter(
        programme=OuterRef("programme"), person=person, status=ACTIVE
    )
    shared = Share.objects.filter(
        kit=OuterRef("pk"), membership__person=person, removed_at__isnull=True
    )
    rows = Kit.objects.filter(
        Exists(taking),
        ~Exists(shared),
        programme__status=Programme.Status.OPEN,
        status__in=Kit.AGREED,
        opens_on__lte=today,
        ends_on__gte=today,
    )
    return rows.select_related("programme__unit").order_by("ends_on", "pk")


def consents_ending(person: Person, *, today: date) -> QuerySet[PersonalAccount]:
    """Return the accounts of `person` whose consent ends within a month. One query."""
    rows = PersonalAccount.objects.filter(
        Q(consent_until__lte=today + RENEW_AHEAD),
        membership__person=person,
        membership__status=ACTIVE,
        reads=True,
        ended_at__isnull=True,
    )
    return rows.select_related("membership__programme")
