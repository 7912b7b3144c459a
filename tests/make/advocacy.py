"""Makers of programmes of ambassadors, of their members and stories."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from gouvernail.advocacy.actions import (
    KitFacts,
    ProgrammeFacts,
    approve_kit,
    declare_account,
    join,
    open_programme,
    put_wording,
    submit_kit,
    write_kit,
    write_programme,
)
from gouvernail.advocacy.models import Kit, Membership, PersonalAccount, Programme
from gouvernail.people.models import Person, Unit

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
WORDS = "Notre nouvelle station ouvre samedi : venez la voir avec nous, on vous la montre."


def programme_facts(**fields: object) -> ProgrammeFacts:
    """Return what a small programme says."""
    said: dict[str, object] = {
        "title": "Nos métiers",
        "title_en": "What we do",
        "aim": "Parler de nos métiers, en notre nom.",
        "disclosure": "#JeTravailleChezNordet",
        "disclosure_en": "#IWorkAtNordet",
        "disclaimer": "Mes propos sont les miens",
    }
    return ProgrammeFacts(**(said | fields))  # type: ignore[arg-type]  # fields of tests


def make_programme(*, by: Person, unit: Unit, is_open: bool = True, **fields: object) -> Programme:
    """Return a programme of a unit, open."""
    programme = write_programme(unit_id=unit.pk, facts=programme_facts(**fields), by=by, at=NOON)
    if is_open:
        programme = open_programme(programme.pk, by=by, at=NOON)
    return programme


def make_kit(
    programme: Programme,
    *,
    by: Person,
    second: Person | None = None,
    text: str = WORDS,
    title: str = "La station ouvre",
    network: str = "",
    link: str = "https://nordet.example/station",
    days: int = 10,
    at: datetime = NOON,
    pictures: tuple[UUID, ...] = (),
) -> Kit:
    """Return a story with one French wording; approved and offered when there is a `second`."""
    today = at.date()
    facts = KitFacts(
        title=title,
        link=link,
        opens_on=today,
        ends_on=today + timedelta(days=days),
        topics=("energie",),
        pictures=pictures,
    )
    kit = write_kit(programme.pk, facts=facts, by=by, at=at)
    put_wording(kit.pk, language="fr", network=network, text=text, by=by, at=at)
    if second is not None:
        kit = submit_kit(kit.pk, by=by, at=at)
        kit = approve_kit(kit.pk, digest=kit.digest, by=second, at=at)
    kit.refresh_from_db()
    return kit


def make_member(programme: Programme, person: Person) -> Membership:
    """Return the part a person takes from noon on."""
    return join(programme.pk, by=person, at=NOON)


def make_personal(
    programme: Programme, person: Person, *, reads: bool = True, handle: str = "nina.bsky.social"
) -> PersonalAccount:
    """Return a Bluesky account a member declared."""
    return declare_account(
        programme.pk, network="bluesky", address=f"@{handle}", reads=reads, by=person, at=NOON
    )
