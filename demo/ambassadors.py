"""Ambassadors: a programme one joins freely, stories to share, words of one's own, suggestions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from demo.team import Site
from gouvernail.advocacy.actions import (
    KitFacts,
    NewShare,
    ProgrammeFacts,
    answer_idea,
    approve_kit,
    approve_words,
    check_profile,
    declare_account,
    declare_share,
    join,
    open_programme,
    propose_words,
    put_wording,
    submit_kit,
    suggest,
    write_kit,
    write_programme,
)
from gouvernail.advocacy.errors import PolicyFirstError
from gouvernail.advocacy.models import Kit, Programme
from gouvernail.charter.actions import write_modules
from gouvernail.charter.queries import the_charter
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy

SHARED_ON = ("linkedin", "linkedin", "bluesky", "linkedin", "facebook", "linkedin", "mastodon")


def load_ambassadors(site: Site) -> None:
    """Load the programme of the file, if it has one, and offer the module."""
    entry = site.facts.get("ambassadors")
    if not entry:
        return
    at = site.before(days=entry["days"])
    charter = the_charter()
    offered = {one.code for one in MODULES if is_on(one, charter)}
    write_modules(on=frozenset(offered | {"ambassadors"}), by=site.lead, at=at)
    owner = site.people[entry["by"]]
    policy = Policy.objects.get(slug="charter")
    facts = ProgrammeFacts(**entry["page"], policy_id=policy.pk, owner_id=owner.pk)
    unit = site.units[entry["unit"]]
    programme = write_programme(unit_id=unit.pk, facts=facts, by=owner, at=at)
    open_programme(programme.pk, by=owner, at=at)
    members = _join(site, programme, entry)
    for story in entry["kits"]:
        _load_kit(site, programme, story, members, owner=owner)
    for idea in entry["ideas"]:
        _load_idea(site, programme, idea, owner=owner)


def _join(site: Site, programme: Programme, entry: dict[str, Any]) -> list[Person]:
    """Let those join who signed the charter; the others are asked to sign it first."""
    members = []
    for position, name in enumerate(entry["members"]):
        person, at = site.people[name], site.before(days=entry["days"] - 2 - position)
        try:
            join(programme.pk, by=person, at=at)
        except PolicyFirstError:
            continue
        members.append(person)
        declared = entry["accounts"].get(name)
        if declared:
            account = declare_account(
                programme.pk,
                network=declared["network"],
                address=declared["address"],
                reads=declared.get("reads", False),
                by=person,
                at=at,
            )
            profile = declared["profile"]
            check_profile(account.pk, text=profile, how="pasted", by=person, at=at)
    return members


def _load_kit(
    site: Site, programme: Programme, story: dict[str, Any], members: Sequence[Person],
    *, owner: Person,
) -> None:  # fmt: skip
    at = site.before(days=story["days"])
    facts = KitFacts(
        **story["facts"],
        opens_on=site.day(-int(story["days"]) + 1),
        ends_on=site.day(story["until"]),
    )
    kit = write_kit(programme.pk, facts=facts, by=owner, at=at)
    for language, network, text in story["wordings"]:
        put_wording(kit.pk, language=language, network=network, text=text, by=owner, at=at)
    if "second" not in story:
        return
    kit = submit_kit(kit.pk, by=owner, at=at)
    if story["second"]:
        second = site.people[story["second"]]
        later = at + timedelta(hours=25)
        approve_kit(kit.pk, digest=kit.digest, by=second, at=later)
        _share(site, kit, members[: story.get("shares", 0)])
        _tell(site, kit, story, members)


def _share(site: Site, kit: Kit, members: Sequence[Person]) -> None:
    for position, person in enumerate(members):
        said = kit.programme.disclosure if position != 2 else "Sans dire qui parle."
        new = NewShare(
            network=SHARED_ON[position % len(SHARED_ON)], shared_on=kit.opens_on, text=said
        )
        declare_share(kit.pk, new=new, by=person, at=site.before(days=0.5))


def _tell(site: Site, kit: Kit, story: dict[str, Any], members: Sequence[Person]) -> None:
    """Have members tell it in words of their own; the first ones are approved by now."""
    for told in story.get("own", ()):
        person = site.people[told["by"]]
        if person not in members:
            continue
        at = site.before(days=told["days"])
        words = propose_words(
            kit.pk, language="fr", network=told["network"], text=told["text"], by=person, at=at
        )
        if "approved" in told:
            second = site.people[told["approved"]]
            approve_words(words.pk, digest=words.digest, by=second, at=at + timedelta(hours=3))


def _load_idea(site: Site, programme: Programme, entry: dict[str, Any], *, owner: Person) -> None:
    at = site.before(days=entry["days"])
    author = site.people[entry["by"]]
    idea = suggest(programme.pk, kind=entry["kind"], text=entry["text"], by=author, at=at)
    if "answer" in entry:
        status, reason = entry["answer"]
        answer_idea(idea.pk, status=status, reason=reason, by=owner, at=at + timedelta(days=1))
