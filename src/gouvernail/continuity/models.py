"""What was tried to keep the site safe, and how it ended. None of these is a governed model."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Backup(models.Model):
    """One attempt at a backup; the copies themselves are in folders, with their manifests."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    folder = models.CharField(max_length=400)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    size_bytes = models.PositiveBigIntegerField(default=0)
    ledger_size = models.PositiveBigIntegerField(default=0)
    encrypted = models.BooleanField(default=False)
    same_disk = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("-ended_at",), name="continuity_backup_ended"),)

    def __str__(self) -> str:
        return self.name


class Drill(models.Model):
    """One backup restored into scratch and examined there. `checks` holds each finding."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("restored and found whole")
        FAILED = "failed", _("not whole")
        UNPROVEN = "unproven", _("could not be tried")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    backup_name = models.CharField(max_length=60, blank=True)
    backup_made_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    checks = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=("-ended_at",), name="continuity_drill_ended"),)

    def __str__(self) -> str:
        return f"{self.backup_name} {self.outcome}"

    @property
    def seconds(self) -> float:
        """Return how long it took: what a restore on this machine would take at least."""
        return (self.ended_at - self.started_at).total_seconds()


class Restore(models.Model):
    """One restore that made this site what it is; what was noted before it is of another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    backup_made_at = models.DateTimeField()
    restored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.backup_made_at} {self.restored_at}"


class Alarm(models.Model):
    """Something of the site that operators were told about, until it is well again."""

    subject = models.CharField(max_length=60, primary_key=True)
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject
