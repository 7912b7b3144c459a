"""What a request says, as it is agreed to; what is missing of it; where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gouvernail.approvals.queries import Plan, Subject, planned_route
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.openings.models import Opening
from gouvernail.people.models import Person

KIND: Final = "opening"
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "aim": ("title", "unit_id", "purpose", "audience", "languages", "tags", "wished_on"),
    "network": ("network", "why_network", "why_new", "handle", "avatar_id"),
    "people": ("owner_id", "backup_id", "owner_minutes", "backup_minutes"),
    "plan": ("plan", "subjects", "first_month"),
    "end": ("closing_when",),
}
SECTION_NAMES: Final[Mapping[str, Promise]] = {
    "aim": gettext_lazy("What it is for"),
    "network": gettext_lazy("Which network, and why"),
    "people": gettext_lazy("Who runs it"),
    "plan": gettext_lazy("What will be published"),
    "end": gettext_lazy("When it would be closed"),
}
AGREED: Final = tuple(field for fields in SECTIONS.values() for field in fields)
MISSING: Final[Mapping[str, Promise]] = {
    "purpose": gettext_lazy("Say what the account is for."),
    "audience": gettext_lazy("Say whom it speaks to."),
    "languages": gettext_lazy("Choose at least one language."),
    "why_network": gettext_lazy("Say why this network and not another."),
    "why_new": gettext_lazy("Say why no existing page can do it."),
    "handle": gettext_lazy("Propose a handle."),
    "owner_id": gettext_lazy("Name who will run it."),
    "backup_id": gettext_lazy("Name who steps in."),
    "owner_minutes": gettext_lazy(
        "Say how many hours a week the owner has for all their accounts."
    ),
    "backup_minutes": gettext_lazy(
        "Say how many hours a week the backup has for all their accounts."
    ),
    "plan": gettext_lazy("Plan at least one kind of piece."),
    "subjects": gettext_lazy("Say what it will speak about."),
    "first_month": gettext_lazy("Plan the first month."),
    "closing_when": gettext_lazy("Say when you would close it."),
    "wished_on": gettext_lazy("Say when you would like it to open."),
}


def payload(opening: Opening) -> dict[str, object]:
    """Return exactly what an agreement covers, in the JSON subset of digests. No query."""
    return {"v": 1, **{name: getattr(opening, name) for name in AGREED}}


def digest_of(opening: Opening) -> str:
    """Return the digest of what an agreement covers: 64 hexadecimal digits."""
    return sha256_hex(b"\x03", canonical(payload(opening)))


def subject_of(opening: Opening, *, context: Mapping[str, object] | None = None) -> Subject:
    """Return a request as approvals see it: whoever is named in it has a hand in it."""
    named = {opening.requested_by_id, opening.owner_id, opening.backup_id}
    return Subject(
        kind=KIND,
        id=opening.pk,
        revision=opening.revision,
        digest=digest_of(opening),
        title=_("Open “%(title)s”") % {"title": opening.title},
        unit=opening.unit,
        editors=frozenset(person_id for person_id in named if person_id),
        networks=frozenset({opening.network}),
        tags=frozenset(opening.tags),
        context=context or {},
    )


def route_of(opening: Opening) -> Plan:
    """Return the way the request would take if it were submitted now."""
    return planned_route(subject_of(opening))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing missing: which field, what to say, and the section it is filled in."""

    field: str
    words: str
    section: str


def gaps_of(opening: Opening) -> list[Gap]:
    """Return what is missing before a request can be submitted, in the order of the form.

    Owner and backup must be loaded: whoever has left since is missing too.
    """
    missing = [
        Gap(field=field, words=str(MISSING[field]), section=section)
        for section, fields in SECTIONS.items()
        for field in fields
        if field in MISSING and not getattr(opening, field)
    ]
    gone = _("%(name)s has left: name somebody else.")
    return missing + [
        Gap(field=f"{place}_id", words=gone % {"name": person.name}, section="people")
        for place in ("owner", "backup")
        if (person := getattr(opening, place)) is not None and not person.is_active
    ]


def unaccepted(opening: Opening) -> list[Person]:
    """Return who is named and has not accepted yet; owner and backup must be loaded."""
    places = (
        (opening.owner, opening.owner_accepted_at),
        (opening.backup, opening.backup_accepted_at),
    )
    return [person for person, accepted in places if person is not None and accepted is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One mark of the line: `done`, `now`, `later`; `stop`, or `aside` where it ended otherwise."""

    label: str
    state: str


LINE: Final = (
    ("requested", pgettext_lazy("stage of an opening", "Requested")),
    ("approved", pgettext_lazy("stage of an opening", "Approved")),
    ("opening", pgettext_lazy("stage of an opening", "Being opened")),
    ("active", pgettext_lazy("stage of an opening", "Active")),
)
_REACHED: Final = {"requested": 1, "approved": 2, "opening": 3, "active": 4}
_STOPPED: Final = {"changes": 1, "refused": 1, "abandoned": 2}


def line_of(opening: Opening) -> list[Stage]:
    """Return the way of a request, and where it stands on it. No query.

    A request that was submitted and not agreed to stops after its first mark.
    """
    status = str(opening.status)
    reached = _REACHED.get(status, _STOPPED.get(status, 0))
    if status in {"merged", "given_up"}:
        reached = 1 if opening.submitted_at else 0
    stages = []
    for index, (_name, label) in enumerate(LINE, start=1):
        if index < reached or status == "active":
            state = "done"
        elif index == reached:
            state = "done" if status in _STOPPED or status in Opening.OVER else "now"
        elif index == reached + 1 and (status in _STOPPED or status in Opening.OVER):
            state = "stop" if status in _STOPPED else "aside"
        else:
            state = "later"
        stages.append(Stage(label=str(label), state=state))
    return stages


def is_late(opening: Opening, *, at: datetime) -> bool:
    """Return whether the checklist is past its day."""
    return opening.due_on is not None and opening.ended_at is None and opening.due_on < site_day(at)
