"""The rules and clauses that objectives and the strategy cite: those of areas above this one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A rule or a clause in force: how it is cited, what it is called, where it is read.

    `source` is the policy or the pack it is of. Where the reader may not read it, `label`,
    `source` and `url` are empty: it exists, and that is all they are told.
    """

    code: str
    label: str = ""
    source: str = ""
    url: str = ""


def references(viewer: Person, *, wanted: Iterable[str] | None = None) -> dict[str, Reference]:
    """Return what is in force and may be cited, by code: all of it, or what is `wanted` of it.

    The queries of each of `RULE_REFERENCES`: dotted names of functions of a person and of the codes
    that are wanted (None: all).
    """
    codes = None if wanted is None else frozenset(wanted) - {""}
    found = [
        one
        for name in settings.RULE_REFERENCES
        for one in import_string(name)(viewer, wanted=codes)
    ]
    return {one.code: one for one in found}
