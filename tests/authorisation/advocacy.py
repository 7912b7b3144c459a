"""Ambassadors, for the matrix: a programme of each unit with a member, its stories, its ideas."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gouvernail.advocacy.actions import NewShare, answer_idea, declare_share, submit_kit, suggest
from gouvernail.advocacy.models import OwnWords
from gouvernail.people.models import Person, Role, Unit
from tests.make.advocacy import NOON, make_kit, make_member, make_personal, make_programme
from tests.make.people import make_grant, make_person

if TYPE_CHECKING:
    from tests.authorisation.world import World

CREATORS = frozenset({"advocacy:programme-create"})
INSTEAD = {
    "advocacy:programme-open": {"programme_id": "programme-draft"},
    "advocacy:kit-submit": {"kit_id": "kit-draft"},
    "advocacy:kit-approve": {"kit_id": "kit-waiting"},
    "advocacy:kit-return": {"kit_id": "kit-waiting"},
    "advocacy:wording-create": {"kit_id": "kit-draft"},
    "advocacy:wording-edit": {"kit_id": "kit-draft"},
    "advocacy:wording-remove": {"kit_id": "kit-draft"},
    "advocacy:idea-story": {"idea_id": "idea-kept"},
}
Body = Callable[[dict[str, Any]], dict[str, Any]]


def _programme(things: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": things["unit_id"],
        "title": "Nos métiers",
        "aim": "En parler.",
        "disclosure": "#Nordet",
        "owner": things["person_id"],
    }


def _kit(_things: dict[str, Any]) -> dict[str, Any]:
    return {"title": "La station", "opens_on": "2026-11-17", "ends_on": "2050-11-17"}


def _wording(_things: dict[str, Any]) -> dict[str, Any]:
    return {"language": "fr", "network": "x", "text": "Elle ouvre."}


BODIES: dict[str, Body] = {
    "advocacy:programme-create": _programme,
    "advocacy:programme-edit": lambda t: _programme(t) | {"owner": t["programme-owner"]},
    "advocacy:programme-news": lambda _: {"news": "each"},
    "advocacy:idea-create": lambda _: {"kind": "topic", "text": "#energie"},
    "advocacy:idea-answer": lambda _: {"status": "later", "reason": "En mars."},
    "advocacy:account-declare": lambda _: {"network": "x", "address": "@nina_nordet"},
    "advocacy:account-edit": lambda _: {"network": "x", "address": "@nina_nordet"},
    "advocacy:account-profile": lambda _: {"text": "Ingénieure."},
    "advocacy:kit-create": _kit,
    "advocacy:kit-edit": _kit,
    "advocacy:kit-approve": lambda t: {"digest": t["kit-digest"]},
    "advocacy:kit-return": lambda _: {"reason": "Trop long."},
    "advocacy:wording-create": _wording,
    "advocacy:wording-edit": _wording,
    "advocacy:words-create": _wording,
    "advocacy:words-live": _wording,
    "advocacy:words-approve": lambda _: {"digest": "0" * 64},
    "advocacy:words-refuse": lambda _: {"cause": "fact", "reason": "Samedi, pas dimanche."},
    "advocacy:share-create": lambda _: {"network": "x", "shared_on": "2026-11-18"},
}


def put_ambassadors(world: "World") -> None:
    """Have a programme in each unit; in the first one, the employee of the cast takes part."""
    for place, unit in world.units.items():
        member = world.people["employee"] if place == "own" else None
        world.things[place] |= _programmes(unit, member=member, lead=world.people["lead"])


def _programmes(unit: Unit, *, member: Person | None, lead: Person) -> dict[str, Any]:
    owner = make_person(name=f"Owner {unit.code}", home_unit=unit)
    make_grant(person=owner, unit=unit, role=Role.DELEGATE)
    if member is None:
        member = make_person(name=f"Ambassador {unit.code}", home_unit=unit)
        make_grant(person=member, unit=unit, role=Role.EMPLOYEE)
    programme = make_programme(by=owner, unit=unit)
    kit = make_kit(programme, by=owner, second=lead, days=9000)
    draft = make_kit(programme, by=owner, days=9000)
    waiting = submit_kit(make_kit(programme, by=owner, days=9000).pk, by=owner, at=NOON)
    membership = make_member(programme, member)
    words = OwnWords.objects.create(
        kit=kit, membership=membership, language="fr", network="x", text="Venez.",
        digest="0" * 64, outcome="pass", made_at=NOON,
    )  # fmt: skip
    new = NewShare(network="x", shared_on=NOON.date())
    ideas = [
        suggest(programme.pk, kind="story", text="L’atelier.", by=member, at=NOON + one)
        for one in (timedelta(0), timedelta(minutes=1))
    ]
    answer_idea(ideas[1].pk, status="kept", reason="", by=owner, at=NOON)
    return {
        "programme_id": programme.pk,
        "programme-draft": make_programme(by=owner, unit=unit, is_open=False).pk,
        "programme-owner": owner.pk,
        "kit_id": kit.pk,
        "kit-draft": draft.pk,
        "kit-waiting": waiting.pk,
        "kit-digest": waiting.digest,
        "wording_id": draft.wordings.get().pk,
        "ambassador-account": make_personal(
            programme, member, handle=f"{unit.code}.bsky.social"
        ).pk,
        "words_id": words.pk,
        "share_id": declare_share(kit.pk, new=new, by=member, at=NOON).pk,
        "idea_id": ideas[0].pk,
        "idea-kept": ideas[1].pk,
    }


ACCOUNTS = ("edit", "consent", "stop", "remove", "profile", "profile-read")
INSTEAD |= {f"advocacy:account-{one}": {"account_id": "ambassador-account"} for one in ACCOUNTS}
