"""Files of completions that the worker takes in, and the lines of them that it refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Problem(models.TextChoices):
    """What is wrong with a line of a file of completions."""

    DAY = "day", _("Its day is not written as 2026-11-17.")
    SCORE = "score", _("Its score is not a percentage.")
    PERSON = "person", _("Nobody of yours has this e-mail or staff number.")
    COURSE = "course", _("No course has this short name.")
    TO_COME = "to_come", _("This day has not come yet.")


class CompletionImport(models.Model):
    """One file of completions on its way in, a few lines at a time.

    `place` is how many of its lines were dealt with: whoever takes it up again goes on there.
    `failures` counts the turns in a row that ended in a fault at that place.
    """

    ledger_kind = "completion_import"
    ledger_clear = ("digest", "total", "status", "started_by_id")
    ledger_skip = ("place", "recorded", "known", "refused", "failures", "explanation", "moved_at")
    ledger_verbs = (
        "completion_import.started",
        "completion_import.done",
        "completion_import.stopped",
        "completion_import.failed",
        "completion_import.resumed",
    )

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("file of completions", "being taken in")
        DONE = "done", pgettext_lazy("file of completions", "taken in")
        STOPPED = "stopped", pgettext_lazy("file of completions", "stopped")
        FAILED = "failed", pgettext_lazy("file of completions", "not taken in to its end")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    original_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    place = models.PositiveIntegerField(default=0)
    recorded = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    explanation = models.CharField(max_length=20, blank=True)
    moved_at = models.DateTimeField()
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("digest", "started_by"),
                condition=models.Q(status="waiting"),
                name="training_import_waits_once",
            ),
        )
        indexes = (models.Index(fields=("-started_at", "-id"), name="training_imports_newest"),)

    def __str__(self) -> str:
        return self.original_name


class ImportedFile(models.Model):
    """The bytes of a file on its way in; the row goes once they are not needed.

    Apart from its import, whose row is written at each step: some databases write a row whole.
    """

    run = models.OneToOneField(
        CompletionImport, primary_key=True, on_delete=models.CASCADE, related_name="file"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.run_id)


class RefusedLine(models.Model):
    """One line that was left out: what it said, so that it can be corrected and sent again.

    `person` is who it names, when it is somebody: their data can be erased.
    """

    run = models.ForeignKey(
        CompletionImport, on_delete=models.CASCADE, related_name="refused_lines"
    )
    number = models.PositiveIntegerField()
    problem = models.CharField(max_length=10, choices=Problem)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    who = models.CharField(max_length=200, blank=True)
    course_slug = models.CharField(max_length=200, blank=True)
    done_on = models.CharField(max_length=60, blank=True)
    score = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "number"), name="training_refused_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.problem}"
