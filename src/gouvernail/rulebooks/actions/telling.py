"""Who is told what of packs, versions, levels and waivers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.rulebooks.models import Pack, PackVersion, RuleControl, Waiver
from gouvernail.rulebooks.permissions import those_who_agree


def tell_of_version(
    version: PackVersion, kind: str, *, people: Iterable[UUID], by: Person | None, at: datetime
) -> None:
    """Tell each person once what became of a version. One statement."""
    message = Message(
        kind=f"rules.{kind}",
        once=f"version:{version.pk}:{kind}",
        path=reverse("rulebooks:version-detail", args=[version.pack.slug, version.number]),
        facts={"title": version.pack.label, "by": by.name if by else ""},
        subject_kind="pack_version",
        subject_id=str(version.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_pack(
    pack: Pack, kind: str, *, people: Iterable[UUID], by: Person, at: datetime
) -> None:
    """Tell each person what is asked of a pack. One statement."""
    message = Message(
        kind=f"rules.{kind}",
        once=f"pack:{pack.pk}:{kind}:{at:%Y%m%d%H%M}",
        path=reverse("rulebooks:pack-detail", args=[pack.slug]),
        facts={"title": pack.label, "by": by.name},
        subject_kind="pack",
        subject_id=str(pack.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_control(
    control: RuleControl, kind: str, *, people: Iterable[UUID], by: Person, at: datetime
) -> None:
    """Tell each person once of a change of level. One statement."""
    message = Message(
        kind=f"rules.{kind}",
        once=f"control:{control.pk}:{kind}",
        path=reverse("rulebooks:control-list", args=[control.pack.slug]),
        facts={"title": control.pack.label, "by": by.name},
        subject_kind="rule_control",
        subject_id=str(control.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_waiver(
    waiver: Waiver, kind: str, *, people: Iterable[UUID], by: Person | None, at: datetime
) -> None:
    """Tell each person once of a waiver. One statement."""
    message = Message(
        kind=f"waiver.{kind}",
        once=f"waiver:{waiver.pk}:{kind}",
        path=reverse("rulebooks:waiver-detail", args=[waiver.pk]),
        facts={"title": waiver.rule, "by": by.name if by else ""},
        subject_kind="waiver",
        subject_id=str(waiver.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_tomorrow(version: PackVersion, *, at: datetime) -> None:
    """Tell who writes there, and who agrees to rules, that a version binds within a day."""
    unit = version.pack.unit
    people = set(holders_of_right(Right.WRITE_CONTENT, unit=unit).values_list("pk", flat=True))
    tell_of_version(version, "tomorrow", people=people | those_who_agree(unit), by=None, at=at)
