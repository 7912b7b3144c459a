"""What was learnt of an incident, and what is changed after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Review(models.Model):
    """The after-action review of an incident that is over.

    `times` are measured from the rows of the incident, and kept as they were when it was finished.
    """

    ledger_kind = "incident_review"
    ledger_clear = (
        *("incident_id", "status", "facilitator_id", "held_on", "next_drill_on"),
        *("opened_by_id", "opened_at", "finished_by_id", "finished_at"),
    )
    ledger_verbs = (
        "incident_review.opened",
        "incident_review.written",
        "incident_review.finished",
    )

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("review of an incident", "being written")
        DONE = "done", pgettext_lazy("review of an incident", "finished")

    PARTS = ("present", "story", "helped", "missing", "public", "colleagues", "public_lesson")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.OneToOneField(
        "crisis.Incident", on_delete=models.PROTECT, related_name="review"
    )
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    facilitator = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    next_drill_on = models.DateField(_("next drill"), null=True, blank=True)
    present = models.TextField(_("who was there"), blank=True)
    story = models.TextField(_("what happened"), blank=True)
    helped = models.TextField(_("what helped"), blank=True)
    missing = models.TextField(_("what was missing"), blank=True)
    public = models.TextField(_("what the public went through"), blank=True)
    colleagues = models.TextField(_("what our colleagues went through"), blank=True)
    public_lesson = models.TextField(_("what we say outside"), blank=True)
    times = models.JSONField(default=dict, blank=True)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    finished_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="open", finished_at__isnull=True)
                | models.Q(status="done", finished_at__isnull=False),
                name="watch_review_finished_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.status}"


class Improvement(models.Model):
    """One thing to change after an incident: one action, one person, one date."""

    ledger_kind = "review_action"
    ledger_clear = (*("review_id", "owner_id", "due_on", "status", "settled_by_id", "settled_at"),)
    ledger_skip = ("reminded_at",)  # a mark of the worker
    ledger_verbs = ("review_action.added", "review_action.done", "review_action.dropped")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("action of a review", "to do")
        DONE = "done", pgettext_lazy("action of a review", "done")
        DROPPED = "dropped", pgettext_lazy("action of a review", "given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="improvements")
    words = models.CharField(_("what we change"), max_length=300)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("by"))
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    settled_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("in a word"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("status", "due_on"), name="watch_changes_by_end"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="open", settled_at__isnull=True)
                | (~models.Q(status="open") & models.Q(settled_at__isnull=False)),
                name="watch_change_settled_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.words
