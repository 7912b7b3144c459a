"""The steps of the first hour: what is done shows by itself, what was skipped is remembered."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.onboarding.models import FirstHour, Proposal, SiteReading
from gouvernail.onboarding.permissions import may_lead
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy
from gouvernail.registry.models import ImportRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One thing people may have: where it is taken, in what words."""

    code: str
    icon: str
    title: Promise
    text: Promise
    action: Promise
    url: str


KINDS: Final = (
    Kind(
        code="website",
        icon="world",
        title=_("A website"),
        text=_("Its social links become proposed accounts; you choose those that are yours."),
        action=_("Give its address"),
        url="onboarding:website",
    ),
    Kind(
        code="links",
        icon="link",
        title=_("Links"),
        text=_("Paste addresses as they come, from a mail or a signature, all at once."),
        action=_("Paste them"),
        url="onboarding:links",
    ),
    Kind(
        code="spreadsheet",
        icon="file-spreadsheet",
        title=_("A spreadsheet"),
        text=_("The list you keep, however untidy. No password in it is ever kept."),
        action=_("Send the file"),
        url="registry:import-list",
    ),
    Kind(
        code="policy",
        icon="scale",
        title=_("A policy"),
        text=_("The PDF or Word file as it is, with an owner and a review date."),
        action=_("Send the policy"),
        url="onboarding:policy",
    ),
    Kind(
        code="people",
        icon="users",
        title=_("Colleagues"),
        text=_("Two people at least, so that no account hangs on one. By invitation or by file."),
        action=_("Invite somebody"),
        url="people:invite",
    ),
)
STEPS: Final = frozenset(kind.code for kind in KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step as it stands: `done`, `skipped` or `todo`; `number` is what it brought."""

    kind: Kind
    state: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the first hour stands."""

    hour: FirstHour | None
    steps: tuple[Step, ...]
    waiting: int

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(step.state == "done" for step in self.steps)

    @property
    def left(self) -> int:
        """Return how many steps are neither done nor skipped."""
        return sum(step.state == "todo" for step in self.steps)


def progress() -> Progress:
    """Return where the first hour stands. Six queries."""
    hour = FirstHour.objects.first()
    proposals = Proposal.objects.aggregate(
        website=Count("pk", filter=Q(source=Proposal.Source.WEBSITE)),
        links=Count("pk", filter=Q(source=Proposal.Source.PASTED)),
        waiting=Count("pk", filter=Q(status=Proposal.Status.PROPOSED)),
    )
    brought = {
        "website": proposals["website"],
        "links": proposals["links"],
        "spreadsheet": ImportRun.objects.filter(status=ImportRun.Status.DONE).count(),
        "policy": Policy.objects.filter(archived_at=None).count(),
        "people": max(0, Person.objects.filter(is_active=True).count() - 1),
    }
    read = SiteReading.objects.exists()
    done = {code for code, number in brought.items() if number} | ({"website"} if read else set())
    skipped = set(hour.skipped) if hour else set()
    return Progress(
        hour=hour,
        steps=tuple(
            Step(kind=kind, state=_state(kind.code, done, skipped), number=brought[kind.code])
            for kind in KINDS
        ),
        waiting=proposals["waiting"],
    )


def _state(code: str, done: set[str], skipped: set[str]) -> str:
    if code in done:
        return "done"
    return "skipped" if code in skipped else "todo"


def first_hours(person: Person) -> QuerySet[FirstHour]:
    """Return the first hour that Today still shows to `person`: until somebody put it away.

    One query when iterated, none for who does not lead.
    """
    if not may_lead(person):
        return FirstHour.objects.none()
    return FirstHour.objects.filter(dismissed_at=None)
