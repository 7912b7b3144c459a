"""The days of declarations and of what reviews asked for, for a person’s calendar."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.attestations.models import FollowUp
from gouvernail.attestations.queries.declarers import asked_of
from gouvernail.people.models import Person
from gouvernail.registry.queries.deadlines import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationDeadline(Deadline):
    """The last day to declare the accounts of a unit; its key is the declarer’s."""

    @property
    def path(self) -> str:
        """Return the page where it is done."""
        return reverse("attestations:my-declaration", args=[UUID(self.key)])

    @property
    def words(self) -> str:
        """Return what is due, in the reader’s language."""
        return _("Declare accounts: %(name)s") % {"name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDeadline(Deadline):
    """The day by which what a review asked for is done; its key is that of the review."""

    @property
    def path(self) -> str:
        """Return the page where it is done."""
        return reverse("attestations:review-detail", args=[UUID(self.key)])

    @property
    def words(self) -> str:
        """Return what is due, in the reader’s language."""
        return _("Follow up the review: %(name)s") % {"name": self.name}


def attestation_deadlines(person: Person, *, today: date) -> list[Deadline]:  # noqa: ARG001 - as every source
    """Return the days of what `person` declares or was asked to do by a review. Two queries."""
    tasks = FollowUp.objects.filter(assignee=person, done_at__isnull=True)
    found: list[Deadline] = [
        TaskDeadline(
            on=task.due_on,
            kind="task",
            key=task.review_id.hex,
            name=task.review.account.name,
            network=task.review.account.network,
            unit=task.review.account.unit.label,
        )
        for task in tasks.select_related("review__account__unit")
    ]
    found += [
        DeclarationDeadline(
            on=asked.declaration.campaign.closes_on,
            kind="declaration",
            key=asked.pk.hex,
            name=asked.declaration.campaign.label,
            network="",
            unit=asked.declaration.unit.label,
        )
        for asked in asked_of(person)
    ]
    return found
