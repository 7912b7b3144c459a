"""Texts that a policy cites: clauses of policies, and addresses outside; and who cites it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.db.models import Q
from django.urls import reverse

from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, Policy, PolicyVersion
from gouvernail.policies.permissions import visible_policies

CITED: Final = re.compile(
    r"(?<![\w/#.-])(?P<slug>[a-z0-9][a-z0-9-]{0,59})#(?P<anchor>\d{1,4}(?:\.\d{1,4}){0,3})(?![\w-])"
)
LINK: Final = re.compile(r"(?<!!)\[(?P<label>[^\]\n]{1,300})\]\((?P<url>https?://[^\s)]{1,1000})\)")
Status = PolicyVersion.Status


class Standing(StrEnum):
    """What became of a clause that is cited."""

    IN_FORCE = "in_force"
    REMOVED = "removed"  # a later version of its policy has it no more, or not yet
    ARCHIVED = "archived"  # its policy binds nobody any more
    NOTHING = "nothing"  # its policy has nothing in force yet
    UNKNOWN = "unknown"  # there is no such policy, or the reader may not read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One clause that is cited, and the clauses of the version that cite it."""

    reference: str
    standing: Standing
    label: str = ""
    url: str = ""
    at: tuple[str, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Return whether nobody can follow it."""
        return self.standing is not Standing.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """One law or text outside that is cited by its address."""

    label: str
    url: str
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One clause in force, of another policy, that cites clauses of this one by their anchors."""

    policy: str
    anchor: str
    label: str
    url: str
    cites: tuple[str, ...] = field(default=())


def citations_of(version: PolicyVersion, *, viewer: Person) -> list[Citation]:
    """Return the clauses of policies that a version cites, as they stand now. Four queries."""
    places: dict[str, list[str]] = {}
    for clause in version.clauses.all():
        for found in _cited(clause):
            places.setdefault(found, []).append(clause.anchor)
    slugs = {one.partition("#")[0] for one in places}
    seen = visible_policies(viewer) | visible_policies(viewer, archived=True)
    known = {one.slug: one for one in seen.filter(slug__in=slugs)}
    rows = Clause.objects.filter(
        version__policy__slug__in=known, version__status=Status.IN_FORCE
    ).select_related("version__policy")
    held = {f"{one.version.policy.slug}#{one.anchor}": one for one in rows}
    in_force = {one.version.policy.slug for one in held.values()}
    return [
        _citation(reference, known, held, in_force, tuple(dict.fromkeys(at)))
        for reference, at in places.items()
    ]


def outside_of(version: PolicyVersion) -> list[Outside]:
    """Return the laws and texts outside that a version cites by their address. One query."""
    places: dict[str, tuple[str, list[str]]] = {}
    for clause in version.clauses.all():
        for found in LINK.finditer(f"{clause.text}\n{clause.text_en}"):
            places.setdefault(found["url"], (found["label"], []))[1].append(clause.anchor)
    return [
        Outside(label=label, url=url, at=tuple(dict.fromkeys(at)))
        for url, (label, at) in places.items()
    ]


def users_of(policy: Policy, *, viewer: Person) -> list[User]:
    """Return the clauses in force of other policies that cite this one. Two queries."""
    begin = f"{policy.slug}#"
    rows = (
        Clause.objects.filter(
            Q(text__contains=begin) | Q(text_en__contains=begin),
            version__status=Status.IN_FORCE,
            version__policy__in=visible_policies(viewer),
        )
        .exclude(version__policy=policy)
        .select_related("version__policy")
        .order_by("version__policy__slug", "position")
    )
    found = []
    for clause in rows:
        cites = tuple(one for one in _cited(clause) if one.startswith(begin))
        if cites:
            found.append(
                User(
                    policy=clause.version.policy.label,
                    anchor=clause.anchor,
                    label=clause.label,
                    url=_address(clause.version.policy.slug, clause.anchor),
                    cites=tuple(dict.fromkeys(one.removeprefix(begin) for one in cites)),
                )
            )
    return found


def _cited(clause: Clause) -> Iterator[str]:
    for found in CITED.finditer(f"{clause.text}\n{clause.text_en}"):
        yield found[0]


def _citation(
    reference: str,
    known: dict[str, Policy],
    held: dict[str, Clause],
    in_force: set[str],
    at: tuple[str, ...],
) -> Citation:
    slug, _mark, anchor = reference.partition("#")
    policy, clause = known.get(slug), held.get(reference)
    if policy is None:
        return Citation(reference=reference, standing=Standing.UNKNOWN, at=at)
    if policy.archived_at is not None:
        standing = Standing.ARCHIVED
    elif clause is not None:
        standing = Standing.IN_FORCE
    else:
        standing = Standing.REMOVED if slug in in_force else Standing.NOTHING
    return Citation(
        reference=reference,
        standing=standing,
        label=f"{policy.label}, {clause.label}" if clause else policy.label,
        url=_address(slug, anchor) if clause else reverse("policies:policy-detail", args=[slug]),
        at=at,
    )


def _address(slug: str, anchor: str) -> str:
    return f"{reverse('policies:policy-detail', args=[slug])}#c{anchor}"
