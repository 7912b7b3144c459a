"""Models that wait for a second person before they are applied."""

from django.db import models
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Application(models.Model):
    """The files of a model that somebody asks to apply, and what a second person answered.

    `files` are what each file held, by its name without `.yaml`; `digest` that of the plan that
    was read; `changes` that plan as it is shown (`blueprint.queries.told`).
    """

    ledger_kind = "model_application"
    ledger_clear = ("digest", "removes", "status", "asked_by_id", "asked_at", "answered_by_id")
    ledger_verbs = (
        "model_application.asked",
        "model_application.agreed",
        "model_application.refused",
        "model_application.withdrawn",
        "model_application.expired",
    )

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("application of a model", "waits for a second person")
        APPLIED = "applied", pgettext_lazy("application of a model", "applied")
        REFUSED = "refused", pgettext_lazy("application of a model", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("application of a model", "taken back")
        EXPIRED = "expired", pgettext_lazy("application of a model", "out of date")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    files = models.JSONField()
    removes = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    changes = models.JSONField(default=list)
    purpose = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status__in=("applied", "refused"))
                | models.Q(answered_by__isnull=False) & ~models.Q(answered_by=models.F("asked_by")),
                name="blueprint_answered_by_another",
            ),
        )
        indexes = (models.Index(fields=("status", "asked_at"), name="blueprint_applications"),)

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.status}"
