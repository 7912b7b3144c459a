"""Sealed at rest by whoever stores them; opened only by processes that talk to networks."""

from django.db import models

from gouvernail.foundation.ids import uuid7


class Secret(models.Model):
    """One sealed value. The owner is opaque here; it is bound to the box as associated data."""

    ledger_kind = "secret"
    ledger_clear = ("owner_kind", "owner_id", "field", "version", "key_id", "destroyed_at")
    ledger_skip = ("box",)
    ledger_verbs = ("secret.stored", "secret.replaced", "secret.destroyed", "secret.rewrapped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    field = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    key_id = models.CharField(max_length=16)
    box = models.BinaryField()
    stored_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner_kind", "owner_id", "field"), name="vault_one_secret_per_field"
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner_kind} {self.owner_id} {self.field}"


class SealingKey(models.Model):
    """A public key to which values were or are sealed; named by its id, never the private half."""

    ledger_kind = "sealing_key"
    ledger_clear = ("made_at", "superseded_at", "retired_at")
    ledger_verbs = ("sealing_key.put_in_force", "sealing_key.superseded", "sealing_key.retired")

    id = models.CharField(max_length=16, primary_key=True)
    made_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.id
