"""A handover: an account goes from one person to another, step by step, signed by both."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Handover(models.Model):
    """One place of one account, from a giver to a successor, with a deadline.

    `giver` may have left. `successor` is nobody until somebody is named. `decided_by` named the
    successor, and answers for it; nobody when a departure opened the case.
    """

    ledger_kind = "handover"
    ledger_clear = (
        "account_id",
        "place",
        "giver_id",
        "successor_id",
        "decided_by_id",
        "cause",
        "state",
        "due_on",
        "giver_signed_at",
        "giver_signed_by_id",
        "successor_signed_at",
        "refused_at",
        "ended_at",
    )
    ledger_verbs = (
        "handover.opened",
        "handover.successor_named",
        "handover.refused",
        "handover.signed",
        "handover.signed_again",
        "handover.unsigned",
        "handover.finished",
        "handover.cancelled",
        "handover.redacted",
    )

    class Place(models.TextChoices):
        OWNER = "owner", _("owner")
        BACKUP = "backup", _("backup")
        CUSTODIAN = "custodian", _("custodian")

    class Cause(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("handover", "planned")
        DEPARTURE = "departure", pgettext_lazy("handover", "departure")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("handover", "under way")
        REFUSED = "refused", pgettext_lazy("handover", "refused")
        SIGNED = "signed", pgettext_lazy("handover", "signed by both")
        DONE = "done", pgettext_lazy("handover", "done")
        CANCELLED = "cancelled", pgettext_lazy("handover", "given up")

    GOING = frozenset({"open", "refused", "signed"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="handovers"
    )
    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.OWNER)
    giver = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="handovers_given"
    )
    successor = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handovers_taken",
    )
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.PLANNED)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due_on = models.DateField(_("to be finished by"))
    opened_at = models.DateTimeField()
    giver_signed_at = models.DateTimeField(null=True, blank=True)
    giver_signed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    successor_signed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("why it is refused"), max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "place"),
                condition=models.Q(state__in=("open", "refused", "signed")),
                name="custody_handover_one_at_a_time",
            ),
        )
        indexes = (models.Index(fields=("state", "due_on"), name="custody_handover_by_day"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.place} {self.state}"

    @property
    def is_going(self) -> bool:
        """Return whether it is still to be finished."""
        return self.state in self.GOING

    def is_late(self, today: date) -> bool:
        """Return whether its day is past and it is not finished."""
        return self.is_going and self.due_on < today


class HandoverStep(models.Model):
    """One thing to do in a handover: done, or not needed here, by whom, when, with a word."""

    ledger_kind = "handover_step"
    ledger_clear = ("handover_id", "kind", "outcome", "done_at", "done_by_id")
    ledger_verbs = ("handover_step.ticked", "handover_step.reopened", "handover_step.redacted")

    class Kind(models.TextChoices):
        ACCESS = "access", _("The successor has an access of their own")
        TRIED = "tried", _("The successor has signed in, alone")
        RECOVERY = "recovery", _("The recovery address and number are moved")
        FACTOR = "factor", _("The second factor is in the successor’s hands")
        PASSWORD = "password", _("The password is renewed")
        REVOKED = "revoked", _("The giver’s access is taken away")
        BRIEFING = "briefing", _("The successor has read the briefing")

    BY_SUCCESSOR = frozenset({"tried", "briefing"})

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("step", "done")
        NOT_NEEDED = "not_needed", pgettext_lazy("step", "not needed here")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("handover", "kind"), name="custody_step_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="", done_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(done_at__isnull=False)),
                name="custody_step_done_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.handover_id} {self.kind}"
