"""Who is told of a spike at once, who in the morning, and what the morning says."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.foundation.actions import action
from gouvernail.listening.actions.channels import tell_channels
from gouvernail.listening.models import Held, Spike
from gouvernail.listening.queries.calm import (
    GRAVE,
    away,
    calm_until,
    first_in_line,
    people_on_call,
    quiet_hours_of,
)
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, may
from gouvernail.teams.models import Team
from gouvernail.teams.queries import member_ids, teams_with

CRISIS: Final = "crisis"
AT_ONCE: Final = 500


@action("listening.wake")
def wake(spike_id: UUID, *, at: datetime) -> int:
    """Tell of a spike that opened: people, save those of quiet hours, and channels of chat.

    Told are who follows the topic and the crisis teams that serve its unit; where nobody of them is
    left, or all are away, who chooses what is listened to there and above. What comes in the quiet
    hours of somebody waits for their end, unless it is as grave as they said, or they are on call.
    A grave one (`GRAVE`) always wakes somebody: who leads the nearest team and is not away, else
    who follows the topic; whoever is away is told, and counts for nobody. Each is told once.
    Returns how many people were told now. A dozen queries, whatever their number.
    """
    spike = _spike(spike_id)
    if spike is None:
        return 0
    tell_channels(spike, at=at)
    teams = list(teams_with(CRISIS, unit=spike.topic.unit))
    people = member_ids([team.pk for team in teams])
    if _follows(spike):
        people.add(spike.topic.owner_id)
    absent = set(away(at).filter(person__in=people))
    if not people - absent:
        people |= _editors_of(spike)
        absent = set(away(at).filter(person__in=people))
    held = _held(spike, people, at=at)
    for person_id in people_on_call([team.pk for team in teams], at=at):
        held.pop(person_id, None)
    if held and not people - held.keys() - absent and spike.severity >= GRAVE:
        held.pop(_first_of(held, spike, teams, absent, at=at))
    Held.objects.bulk_create(held.values(), ignore_conflicts=True)
    return tell(people=people - held.keys(), message=_message(spike), at=at)


@action("listening.wake_further")
def wake_further(spike_id: UUID, *, at: datetime) -> int:
    """Tell of a spike that grew who sleeps only below what it has become, and graver channels.

    Returns how many people were told now. Four queries.
    """
    spike = _spike(spike_id)
    if spike is None:
        return 0
    tell_channels(spike, at=at)
    rows = Held.objects.filter(spike=spike, severity__lte=spike.severity)
    people = set(rows.values_list("person_id", flat=True))
    if spike.severity >= GRAVE and not people:
        people = _one_of_the_sleepers(spike, at=at)
    Held.objects.filter(spike=spike, person__in=people).delete()
    return tell(people=people, message=_message(spike), at=at)


def _one_of_the_sleepers(spike: Spike, *, at: datetime) -> set[UUID]:
    """Return who is woken by what became grave while everybody sleeps; nobody once one is told."""
    waiting = set(Held.objects.filter(spike=spike).values_list("person_id", flat=True))
    teams = list(teams_with(CRISIS, unit=spike.topic.unit))
    everybody = member_ids([team.pk for team in teams])
    if _follows(spike):
        everybody.add(spike.topic.owner_id)
    if waiting - everybody:
        everybody |= _editors_of(spike)
    absent = set(away(at).filter(person__in=everybody | waiting))
    if not waiting or everybody - waiting - absent:
        return set()
    return {_first_of(waiting, spike, teams, absent, at=at)}


def _first_of(
    asleep: Collection[UUID],
    spike: Spike,
    teams: Sequence[Team],
    absent: Collection[UUID],
    *,
    at: datetime,
) -> UUID:
    """Return which of some sleepers is woken: one who is not away, where there is one. One query.

    Who leads the nearest team comes first, then who follows the topic.
    """
    order = [first_in_line(teams, at=at), spike.topic.owner_id, *sorted(asleep)]
    known = [one for one in order if one is not None and one in asleep]
    return next((one for one in known if one not in absent), known[0])


@action("listening.tell_in_the_morning")
def tell_in_the_morning(*, at: datetime) -> int:
    """Tell people whose quiet hours are over, in one message each; return how many were told."""
    rows = Held.objects.filter(until__lte=at).order_by("person_id", "-spike__severity", "pk")
    waiting = list(rows.select_related("spike__topic", "person")[:AT_ONCE])
    whole = [one for one in waiting if one.person_id != waiting[-1].person_id]
    whole = whole if len(waiting) == AT_ONCE and whole else waiting
    told = 0
    here = [one for one in whole if one.person.is_active]
    for person_id, held in groupby(here, key=lambda one: one.person_id):
        told += tell(people=[person_id], message=_morning(list(held)), at=at)
    Held.objects.filter(pk__in=[one.pk for one in whole]).delete()
    return told


def _follows(spike: Spike) -> bool:
    """Return whether who owns the topic still listens in its unit. One query."""
    owner = spike.topic.owner
    return owner.is_active and may(owner, Right.SEE_LISTENING, unit=spike.topic.unit)


def _editors_of(spike: Spike) -> set[UUID]:
    """Return who chooses what the unit of a topic, or one above, listens to. One query."""
    people = holders_of_right(Right.EDIT_LISTENING, unit=spike.topic.unit)
    return set(people.values_list("pk", flat=True))


def _spike(spike_id: UUID) -> Spike | None:
    rows = Spike.objects.select_related("topic__unit", "topic__owner")
    return rows.filter(pk=spike_id).first()


def _held(spike: Spike, people: set[UUID], *, at: datetime) -> dict[UUID, Held]:
    """Return who is not to be told now."""
    quiet = quiet_hours_of(people)
    zones = dict(Person.objects.filter(pk__in=quiet).values_list("pk", "time_zone"))
    held = {}
    for person_id, hours in quiet.items():
        until = calm_until(hours, zone=zones[person_id], at=at)
        is_grave = hours.severity is not None and spike.severity >= hours.severity
        if until is not None and not is_grave:
            held[person_id] = Held(
                person_id=person_id, spike=spike, until=until, severity=hours.severity
            )
    return held


def _message(spike: Spike) -> Message:
    return Message(
        kind="spike.opened",
        once=f"spike:{spike.pk}",
        path=reverse("listening:spike-detail", args=[spike.pk]),
        facts=_facts(spike) | {"by": str(spike.severity)},
        subject_kind="spike",
        subject_id=str(spike.pk),
    )


def _morning(held: Sequence[Held]) -> Message:
    """Return what somebody is told of what came while they slept, the gravest by its name."""
    gravest = held[0].spike
    if len(held) == 1:
        path = reverse("listening:spike-detail", args=[gravest.pk])
        kind, by = "spike.in_quiet_hours", str(gravest.severity)
    else:
        kind, by, path = "spikes.in_quiet_hours", str(len(held)), reverse("listening:spike-list")
    once = f"morning:{held[0].pk}"
    return Message(kind=kind, once=once, path=path, facts=_facts(gravest) | {"by": by})


def _facts(spike: Spike) -> dict[str, str]:
    return {"title": spike.topic.name_fr, "title_en": spike.topic.name_en}
