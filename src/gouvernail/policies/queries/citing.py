"""Clauses that the words of a clause cite, such as `charter#7.4`, by their titles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils import translation

from gouvernail.people.models import Person
from gouvernail.policies.models import Policy
from gouvernail.policies.queries.clauses import clause_lines
from gouvernail.policies.queries.references import clause_references

# Not in code, nor in an address or a link of its own.
CITED: Final = re.compile(r"(?<![\w`/#.\[-])(?<!\]\()[a-z][\w-]*#\d+(?:\.\d+){0,3}(?![\w`\]])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A clause as readers see it cited; without a `url` it is no link."""

    title: str
    url: str = ""


class Worded(Protocol):
    """A clause, in force or asked about: what it says in the reader's language."""

    @property
    def body(self) -> str:
        """Return its words."""


class Compared(Protocol):
    """One clause then and now."""

    @property
    def before(self) -> Worded | None:
        """Return what it was."""

    @property
    def after(self) -> Worded | None:
        """Return what it is."""


def cited_in_each(clauses: Iterable[Worded], *, viewer: Person) -> dict[str, dict[str, Cited]]:
    """Return what `cited_in` does in French and in English, by language, for both side by side."""
    rows, found = list(clauses), {}
    for language in ("fr", "en"):
        with translation.override(language):
            found[language] = cited_in(rows, viewer=viewer)
    return found


def cited_in(clauses: Iterable[Worded], *, viewer: Person | None) -> dict[str, Cited]:
    """Return the clauses in force that these cite and `viewer` may read, by reference.

    For nobody in particular, who reads rules in public: the titles of those for people outside,
    without a link to them.
    No query where nothing is cited, else two or three.
    """
    wanted = {code for one in clauses for code in CITED.findall(one.body)}
    if not wanted:
        return {}
    if viewer is None:
        lines = clause_lines(_public(wanted))
        return {code: Cited(title=one.title) for code, one in lines.items()}
    found = clause_references(viewer, wanted=wanted)
    return {one.code: Cited(title=one.label, url=one.url) for one in found if one.url}


def cited_in_lines(lines: Iterable[Compared], *, viewer: Person | None) -> dict[str, Cited]:
    """Return what the clauses of a comparison cite, then and now. As `cited_in`."""
    both = [one for line in lines for one in (line.before, line.after) if one is not None]
    return cited_in(both, viewer=viewer)


def named_in(clauses: Iterable[Worded], *, viewer: Person) -> dict[str, Cited]:
    """Return what `cited_in` does without links: for who is not signed in. As `cited_in`."""
    found = cited_in(clauses, viewer=viewer)
    return {code: Cited(title=one.title) for code, one in found.items()}


def _public(wanted: set[str]) -> set[str]:
    slugs = Policy.objects.filter(
        slug__in={code.partition("#")[0] for code in wanted},
        audience=Policy.Audience.EXTERNAL,
        archived_at__isnull=True,
    ).values_list("slug", flat=True)
    told = set(slugs)
    return {code for code in wanted if code.partition("#")[0] in told}
