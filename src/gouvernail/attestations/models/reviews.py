"""Account reviews: how often, each review from opening to decision, what follows it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class ReviewRule(models.Model):
    """How often the accounts of a unit are reviewed; what is left out comes from above.

    Without a network it says it for all of them. `accounts_most` is how many accounts one named
    person can keep alive; it is read without a network only.
    """

    ledger_kind = "review_rule"
    ledger_clear = ("unit_id", "network", "months", "weeks_before", "accounts_most")
    ledger_verbs = ("review_rule.written", "review_rule.removed")
    ledger_sentences = {
        "review_rule.written": _("Rhythm of account reviews set"),
        "review_rule.removed": _("Rhythm of account reviews: as the unit above"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    network = models.CharField(_("network"), max_length=30, blank=True)
    months = models.PositiveSmallIntegerField(_("months between reviews"), null=True, blank=True)
    weeks_before = models.PositiveSmallIntegerField(_("weeks before"), null=True, blank=True)
    accounts_most = models.PositiveSmallIntegerField(
        _("accounts per person at most"), null=True, blank=True
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "network"), name="attestations_one_rule_per_network"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.network}"


class Review(models.Model):
    """One account looked at by its owner, and decided upon by two people.

    `evidence` is what the owner had in sight when they attested, `answers` what they said of each
    fact (`{"purpose": {"shown": …, "right": true, "says": ""}}`).
    """

    ledger_kind = "account_review"
    ledger_clear = (
        *("account_id", "assignee_id", "status", "opened_on", "due_on", "decision", "heir_id"),
        *("attested_by_id", "attested_at", "confirmed_by_id", "confirmed_at", "alone", "next_on"),
    )
    ledger_verbs = (
        "account_review.opened",
        "account_review.assigned",
        "account_review.vacated",
        "account_review.disowned",
        "account_review.attested",
        "account_review.returned",
        "account_review.confirmed",
        "account_review.cancelled",
    )
    ledger_sentences = {
        "account_review.opened": _("Account review opened"),
        "account_review.assigned": _("Account review given to somebody else"),
        "account_review.vacated": _("Account review to give again: whoever had it has left"),
        "account_review.disowned": _("“This is not mine any more”: handed to a person"),
        "account_review.attested": _("Account attested: %(decision)s"),
        "account_review.returned": _("Account review sent back"),
        "account_review.confirmed": _("Account review decided: %(decision)s"),
        "account_review.cancelled": _("Account review cancelled"),
    }

    class Status(models.TextChoices):
        OPEN = "open", _("to attest")
        TO_ASSIGN = "to_assign", _("to give to somebody")
        TO_CONFIRM = "to_confirm", _("to confirm")
        DECIDED = "decided", _("decided")
        CANCELLED = "cancelled", pgettext_lazy("campaign or review", "cancelled")

    class Decision(models.TextChoices):
        KEEP = "keep", _("keep")
        REWORK = "rework", _("rework")
        MERGE = "merge", _("merge")
        CLOSE = "close", _("close")

    LIVE = ("open", "to_assign", "to_confirm")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="reviews"
    )
    assignee = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    disowned_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    disowned_reason = models.TextField(blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    needed = models.BooleanField(null=True, blank=True)
    purpose_right = models.BooleanField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    heir = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    attested_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    attested_at = models.DateTimeField(null=True, blank=True)
    back_reason = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    alone = models.BooleanField(default=False)
    next_on = models.DateField(null=True, blank=True)
    unfollowed = models.TextField(blank=True)

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(status__in=("open", "to_assign", "to_confirm")),
                name="attestations_one_review_under_way",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("to_confirm", "decided"))
                | (models.Q(attested_by__isnull=False) & ~models.Q(decision="")),
                name="attestations_review_is_attested_first",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("attested_by")) | models.Q(alone=True),
                name="attestations_review_takes_two",
            ),
        )
        indexes = (models.Index(fields=("status", "due_on"), name="attestations_review_by_day"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.due_on}"

    @property
    def is_live(self) -> bool:
        """Return whether somebody still has something to do in it."""
        return self.status in self.LIVE

    def is_late(self, today: date) -> bool:
        """Return whether its day has passed while it waits."""
        return self.is_live and self.due_on < today


class FollowUp(models.Model):
    """What a decision asks of one person, by a day: to rework, to merge or to close."""

    ledger_kind = "review_task"
    ledger_clear = ("review_id", "assignee_id", "due_on", "done_by_id", "done_at")
    ledger_verbs = ("review_task.given", "review_task.done")
    ledger_sentences = {
        "review_task.given": _("Task given after a review"),
        "review_task.done": _("Task of a review done"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="task")
    text = models.TextField()
    assignee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("assignee", "due_on"), name="attestations_task_by_day"),)

    def __str__(self) -> str:
        return f"{self.review_id} {self.due_on}"
