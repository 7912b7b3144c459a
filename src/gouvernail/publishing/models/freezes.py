"""A stop on publishing, and what ends it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Freeze(models.Model):
    """A stop that people put on publishing, and later lift.

    ENGAGED: nothing new leaves. SEALED: everything under way has ended, and the list is kept.
    """

    ledger_kind = "freeze"
    ledger_clear = (
        "cause",
        "scope_kind",
        "scope_value",
        "status",
        "epoch",
        "engaged_by_id",
        "engaged_at",
        "sealed_at",
        "lift_asked_by_id",
        "lifted_by_id",
        "lifted_at",
    )
    ledger_verbs = (
        "freeze.engaged",
        "freeze.sealed",
        "freeze.lift_asked",
        "freeze.lift_declined",
        "freeze.lift_taken_back",
        "freeze.lifted",
    )

    class Scope(models.TextChoices):
        ORGANISATION = "organisation", _("the whole organisation")
        UNIT = "unit", _("a unit")
        NETWORK = "network", _("a network")
        ACCOUNT = "account", _("an account")
        TAG = "tag", _("a tag")

    class Status(models.TextChoices):
        ENGAGED = "engaged", _("freeze under way")
        SEALED = "sealed", _("frozen")
        LIFTED = "lifted", _("lifted")

    class Cause(models.TextChoices):
        PEOPLE = "people", _("people")
        RESTORE = "restore", _("a restored backup")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.PEOPLE)
    scope_kind = models.CharField(max_length=14, choices=Scope, default=Scope.ORGANISATION)
    scope_value = models.CharField(max_length=400, blank=True)
    # The accounts a frozen unit had: one that moves to another unit is held all the same.
    accounts = models.JSONField(default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ENGAGED)
    epoch = models.PositiveIntegerField()
    engaged_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    engaged_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)
    in_flight = models.JSONField(default=list)
    lift_asked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("scope_kind", "scope_value"),
                # A restore stops the site whatever people had stopped before the backup.
                condition=models.Q(cause="people") & ~models.Q(status="lifted"),
                name="publishing_one_freeze_per_scope",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope_kind} {self.scope_value} {self.status}"
