"""What was really published, kept as it was."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


def sources() -> list[tuple[str, object]]:
    """Return how a record may have come to us; a function, so that one more makes no migration."""
    return list(Record.Source.choices)


class Record(models.Model):
    """One thing published in the organisation's name. Never changed: a later capture is a row.

    `key` names the publication on its network, however it came to us (`queries.keys`). `aside` is
    true while the import that brought it is set aside: it is neither searched nor replayed.
    """

    ledger_kind = "record"
    ledger_clear = ("account_id", "source", "remote_id", "digest", "published_at", "delivery_id")
    ledger_verbs = ("record.archived", "record.confirmed")
    ledger_skip = ("key", "aside", "retention")
    ledger_batch = "batch"  # what came in a batch is covered by the one entry of the batch

    class Source(models.TextChoices):
        SENT = "sent", _("sent by Gouvernail")
        BY_HAND = "by_hand", _("published by hand")
        CAPTURED = "captured", _("read on the network")
        IMPORTED = "imported", _("brought from an archive")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="records"
    )
    delivery_id = models.UUIDField(null=True, blank=True, db_index=True)
    source = models.CharField(max_length=10, choices=sources)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    media = models.JSONField(default=list)
    remote_id = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField()
    archived_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(
        "records.HistoryBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
    )
    aside = models.BooleanField(default=False)
    retention = models.ForeignKey(
        "records.RetentionClass",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
    )

    gone_at: datetime | None = None  # when a look no longer found it; set by `with_fates`

    class Meta:
        indexes = (
            models.Index(fields=("account", "-published_at"), name="records_by_account"),
            models.Index(fields=("-published_at", "-id"), name="records_newest"),
            models.Index(fields=("account", "key"), name="records_by_key"),
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
