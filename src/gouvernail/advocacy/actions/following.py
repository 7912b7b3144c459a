"""What happens by itself: days come and go, consents lapse, people leave."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from gouvernail.advocacy.actions.kits import offer
from gouvernail.advocacy.actions.members import end_membership
from gouvernail.advocacy.actions.programmes import end_programme
from gouvernail.advocacy.actions.telling import WATCH, forget_words, inform
from gouvernail.advocacy.models import Idea, Kit, Membership, PersonalAccount, Programme
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record

AHEAD: Final = (30, 7)
KEPT_IDEAS: Final = timedelta(days=730)
WEEKLY_ON: Final = 0  # Monday


@action("advocacy.turn_days")
def turn_days(*, at: datetime) -> int:
    """Offer and end stories, end programmes, on their days; returns how many changed."""
    today, number = site_day(at), 0
    for programme in Programme.objects.filter(
        status=Programme.Status.OPEN, closes_on__lt=today
    ).order_by("pk"):
        end_programme(programme, by=WATCH, at=at)
        number += 1
    over = Kit.objects.filter(ends_on__lt=today).exclude(status__in=Kit.OVER)
    for kit in over.order_by("pk"):
        kit.status, kit.closed_at = Kit.Status.EXPIRED, at
        kit.save()
        record(actor=WATCH, verb="ambassador_kit.expired", subject=kit, at=at)
        number += 1
    come = Kit.objects.filter(
        status=Kit.Status.APPROVED,
        opens_on__lte=today,
        programme__status=Programme.Status.OPEN,
    )
    for kit in come.select_related("programme").order_by("pk"):
        offer(kit, by=WATCH, at=at)
        number += 1
    return number


@action("advocacy.follow_consents")
def follow_consents(*, at: datetime) -> int:
    """End the consents whose year is over, and say a month and a week before that they will.

    Whoever does nothing is read no more. Returns how many lapsed.
    """
    today, number = site_day(at), 0
    rows = PersonalAccount.objects.filter(
        reads=True, ended_at__isnull=True, consent_until__lte=today + timedelta(days=max(AHEAD))
    ).select_related("membership__programme")
    for account in rows.order_by("pk"):
        until = account.consent_until
        if until is not None and until < today:
            _lapse(account, at=at)
            number += 1
        elif until is not None:
            left = (until - today).days
            _remind(account, min(day for day in AHEAD if left <= day), until=until, at=at)
    return number


def _lapse(account: PersonalAccount, *, at: datetime) -> None:
    until = account.consent_until
    account.reads, account.consent_until = False, None
    account.save()
    record(actor=WATCH, verb="personal_account.consent_lapsed", subject=account, at=at)
    _say(account, about="consent_lapsed", once=f"{account.pk.hex}:{until}", at=at)


def _remind(account: PersonalAccount, step: int, *, until: date, at: datetime) -> None:
    _say(account, about=f"consent_{step}", once=f"{account.pk.hex}:{until}", at=at)


def _say(account: PersonalAccount, *, about: str, once: str, at: datetime) -> None:
    programme = account.membership.programme
    inform(
        [account.membership.person_id],
        about=about,
        once=once,
        path=reverse("advocacy:programme-detail", args=[programme.pk]) + "#accounts",
        named=programme,
        at=at,
    )


@action("advocacy.tell_the_week")
def tell_the_week(*, at: datetime) -> int:
    """Tell those who asked for it, on Mondays, that there are stories to share.

    Returns how many were told.
    """
    today = site_day(at)
    if today.weekday() != WEEKLY_ON:
        return 0
    offered = Q(kits__status__in=Kit.AGREED, kits__opens_on__lte=today, kits__ends_on__gte=today)
    rows = Programme.objects.filter(status=Programme.Status.OPEN)
    told = 0
    for programme in rows.annotate(stories=Count("kits", filter=offered)).filter(stories__gt=0):
        people = Membership.objects.filter(
            programme=programme,
            status=Membership.Status.ACTIVE,
            news=Membership.News.WEEKLY,
        )
        told += inform(
            people.values_list("person_id", flat=True),
            about="week",
            once=f"{programme.pk.hex}:{today}",
            path=reverse("advocacy:programme-detail", args=[programme.pk]),
            named=programme,
            at=at,
        )
    return told


@action("advocacy.end_parts_of")
def end_parts_of(*, person_id: UUID | None = None, at: datetime) -> int:
    """End the parts of those who left, or of one person whose data are erased; returns how many."""
    rows = Membership.objects.filter(status=Membership.Status.ACTIVE)
    gone = Q(person=person_id) if person_id is not None else Q(person__is_active=False)
    number = 0
    for membership in rows.filter(gone).order_by("pk"):
        end_membership(membership, verb="ambassador_membership.ended", by=WATCH, at=at)
        number += 1
    return number


@action("advocacy.forget_ideas")
def forget_ideas(*, person_id: UUID | None = None, at: datetime) -> int:
    """Empty the words of ideas answered two years ago, or of one person; returns how many."""
    old = Q(answered_at__lt=at - KEPT_IDEAS)
    rows = Idea.objects.filter(Q(author=person_id) if person_id is not None else old)
    number = 0
    for idea in rows.exclude(text="").order_by("pk"):
        idea.text = idea.reason = ""
        idea.save()
        forget_words(idea)
        record(actor=WATCH, verb="staff_idea.emptied", subject=idea, at=at)
        number += 1
    return number
