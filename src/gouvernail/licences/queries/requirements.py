"""What licences ask, and what one may begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.sorting import by_title
from gouvernail.licences.models import Act, Requirement, Terms
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.training.models import Course

Status = Requirement.Status


def in_force() -> QuerySet[Requirement]:
    """Return what is asked now, by act then network. One query when iterated."""
    rows = Requirement.objects.filter(status=Status.IN_FORCE)
    return rows.select_related("decided_by").order_by("act", "network")


def is_set_up() -> bool:
    """Return whether anything is asked of anybody. One query."""
    return Requirement.objects.filter(status=Status.IN_FORCE).exists()


def requirements_waiting() -> QuerySet[Requirement]:
    """Return what waits for a second person, oldest first. One query when iterated."""
    rows = Requirement.objects.filter(status=Status.ASKED)
    return rows.select_related("asked_by").order_by("asked_at", "pk")


def networks_named(requirements: Iterable[Requirement] | None = None) -> list[str]:
    """Return the networks that ask something of their own, after “every one”. One query or none."""
    rows = in_force() if requirements is None else requirements
    return ["", *sorted({one.network for one in rows if one.network})]


def the_terms() -> Terms:
    """Return what the charter says of licences, or what it says until then. One query."""
    return Terms.objects.first() or Terms()


def courses_to_ask() -> list[tuple[str, str]]:
    """Return the courses a certificate may be asked of, by title. One query."""
    rows = Course.objects.filter(archived_at__isnull=True)
    return [(one.slug, one.label) for one in rows]


def policies_to_ask() -> list[tuple[str, str]]:
    """Return the policies whose signature may be asked. One query."""
    rows = Policy.objects.filter(archived_at__isnull=True, must_sign=True)
    return [(str(one.pk), one.label) for one in rows.order_by(by_title(), "pk")]


def titles_of(
    courses: Iterable[str], policies: Iterable[UUID | str]
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the titles of courses by short name; title and short name of policies by key.

    Two queries at most.
    """
    slugs, keys = set(courses), {str(key) for key in policies}
    taught = {one.slug: one.label for one in Course.objects.filter(slug__in=slugs)} if slugs else {}
    written = Policy.objects.filter(pk__in=keys) if keys else []
    return taught, {str(one.pk): (one.label, one.slug) for one in written}


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One line of a set to begin with: what an act would ask."""

    act: str
    courses: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    second_factor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSet:
    """A set to begin with: its name, why one would, and what it asks with what the site has."""

    code: str
    label: Promise
    why: Promise
    lines: tuple[Starter, ...]


_WORDS: Final = (
    (
        "light",
        _("To begin gently"),
        _("A second factor to publish and to agree to posts: what protects most for the least."),
    ),
    (
        "usual",
        _("Usual"),
        _("Besides, what binds is signed, and whoever speaks in a crisis was trained for it."),
    ),
    (
        "strict",
        _("Strict"),
        _("Besides, nobody writes a draft without having signed, and every course is asked."),
    ),
)


def starters() -> list[StarterSet]:
    """Return the sets to begin with, made of the courses and policies the site has. Two queries.

    A certificate is asked only of a course that exists, a signature only of what is in force.
    """
    courses = dict.fromkeys(slug for slug, _label in courses_to_ask())
    written = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.IN_FORCE,
        policy__archived_at__isnull=True,
        policy__must_sign=True,
    )
    binding = tuple(str(key) for key in written.values_list("policy_id", flat=True))
    safety = tuple(slug for slug in courses if slug.startswith(("secur", "secu")))
    crisis = tuple(slug for slug in courses if slug.startswith(("cris", "confid")))
    every = tuple(courses)
    lines = {
        "light": _light(),
        "usual": (
            Starter(act=Act.PUBLISH, courses=safety, policies=binding, second_factor=True),
            Starter(act=Act.APPROVE, policies=binding, second_factor=True),
            Starter(act=Act.REPLY, policies=binding),
            Starter(
                act=Act.CRISIS, courses=(*safety, *crisis), policies=binding, second_factor=True
            ),
        ),
        "strict": (
            Starter(act=Act.DRAFT, policies=binding),
            *(
                Starter(act=act, courses=every, policies=binding, second_factor=True)
                for act in (Act.PUBLISH, Act.APPROVE, Act.REPLY, Act.CRISIS)
            ),
        ),
    }
    return [
        StarterSet(code=code, label=label, why=why, lines=lines[code])
        for code, label, why in _WORDS
    ]


def _light() -> tuple[Starter, ...]:
    return tuple(Starter(act=act, second_factor=True) for act in (Act.PUBLISH, Act.APPROVE))
