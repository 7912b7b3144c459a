"""What was really published, kept as it was."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Record(models.Model):
    """One thing published in the organisation's name. Never changed: a later capture is a row."""

    ledger_kind = "record"
    ledger_clear = ("account_id", "source", "remote_id", "digest", "published_at", "delivery_id")
    ledger_verbs = ("record.archived", "record.confirmed")

    class Source(models.TextChoices):
        SENT = "sent", _("sent by Gouvernail")
        BY_HAND = "by_hand", _("published by hand")
        CAPTURED = "captured", _("read on the network")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="records"
    )
    delivery_id = models.UUIDField(null=True, blank=True, db_index=True)
    source = models.CharField(max_length=10, choices=Source)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    media = models.JSONField(default=list)
    remote_id = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField()
    archived_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    gone_at: datetime | None = None  # when a look no longer found it; set by `with_fates`

    class Meta:
        indexes = (
            models.Index(fields=("account", "-published_at"), name="records_by_account"),
            models.Index(fields=("-published_at", "-id"), name="records_newest"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.published_at:%Y-%m-%d}"

    @property
    def taken_down(self) -> "Ending | None":
        """Return its withdrawal, or None. No query where the ending is loaded."""
        return getattr(self, "ending", None)


class Ending(models.Model):
    """A record whose publication was taken down, by whom and why. The record itself stays."""

    ledger_kind = "ending"
    ledger_clear = ("record_id", "withdrawal_id", "withdrawn_at", "by_id")
    ledger_verbs = ("record.withdrawn",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="ending")
    withdrawal_id = models.UUIDField()
    reason = models.TextField(_("reason"))
    proof = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.record_id} {self.withdrawn_at:%Y-%m-%d}"
