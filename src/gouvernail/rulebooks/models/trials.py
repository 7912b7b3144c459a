"""Drafts tried over past posts, and how the posts they would have stopped were read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.rulebooks.models.packs import PackVersion


class Trial(models.Model):
    """What one text of a pack would have done to the archive, beside the version then in force.

    `digest` is that of the text when it was tried; `figures` are those of `kernel.rules.replay`,
    with the first and the last instant of the posts (`since`, `until`).

    It is done a slice at a time. `plan` names the parts of the archive with their posts, `place`
    is the first one still to do, `so_far` what those before tell. `taken_at` is when its worker
    last showed a sign, None while it waits for a turn; `takes` how many turns kept nothing since
    one last did.
    """

    ledger_kind = "trial"
    ledger_clear = ("version_id", "against_id", "digest", "status", "ended_at")
    ledger_verbs = ("trial.asked", "trial.ended", "trial.cancelled")
    ledger_skip = ("done", "total", "taken_at", "takes", "plan", "place", "so_far")

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("trial", "waiting")
        DONE = "done", pgettext_lazy("trial", "done")
        CANCELLED = "cancelled", pgettext_lazy("trial", "cancelled")
        FAILED = "failed", pgettext_lazy("trial", "stopped by a fault")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="trials")
    digest = models.CharField(max_length=64)
    against = models.ForeignKey(
        PackVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    plan = models.JSONField(default=list)
    place = models.PositiveIntegerField(default=0)
    so_far = models.JSONField(default=dict)
    takes = models.PositiveSmallIntegerField(default=0)
    figures = models.JSONField(default=dict)
    problem = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("version", "-asked_at"), name="rulebooks_trials"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.status}"

    @property
    def is_over(self) -> bool:
        """Return whether nothing more comes."""
        return self.status != self.Status.WAITING


class TrialReading(models.Model):
    """How one post that a draft would have stopped was read, by whom: right, or a false alarm."""

    ledger_kind = "trial_reading"
    ledger_clear = ("trial_id", "record_id", "reading", "by_id")
    ledger_verbs = ("trial_reading.made",)

    class Reading(models.TextChoices):
        RIGHT = "right", _("rightly stopped")
        FALSE_ALARM = "false_alarm", _("false alarm")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="readings")
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    reading = models.CharField(max_length=12, choices=Reading)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("trial", "record"), name="rulebooks_read_once"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.reading}"
