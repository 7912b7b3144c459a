"""Archives of networks on their way in, and what each of them brought."""

import hashlib
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.ids import uuid7
from gouvernail.records.models.records import Record


class HistoryImport(models.Model):
    """One archive file of one account: previewed, confirmed, taken in, perhaps set aside.

    `place` is how many of its entries were dealt with: a worker that takes it up goes on there.
    """

    ledger_kind = "history_import"
    ledger_clear = ("account_id", "sha256", "form", "status", "started_by_id")
    ledger_skip = ("place", "total", "counts", "preview", "options", "explanation", "moved_at")
    ledger_verbs = (
        "history.received",
        "history.confirmed",
        "history.done",
        "history.failed",
        "history.abandoned",
        "history.set_aside",
        "history.brought_back",
    )

    class Status(models.TextChoices):
        PREVIEW = "preview", _("to confirm")
        WAITING = "waiting", _("being taken in")
        DONE = "done", _("taken in")
        FAILED = "failed", _("stopped")
        ABANDONED = "abandoned", _("not taken in")
        ASIDE = "aside", _("set aside")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="history_imports"
    )
    original_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    form = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREVIEW)
    options = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    place = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    explanation = models.CharField(max_length=40, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    aside_at = models.DateTimeField(null=True, blank=True)
    aside_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    aside_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        indexes = (models.Index(fields=("-started_at", "-id"), name="records_history_newest"),)

    def __str__(self) -> str:
        return self.original_name


class HistoryBatch(models.Model):
    """Some records that one import brought in one go: one entry of the ledger covers them all.

    `digest` covers every field of every record of the batch that is not skipped there.
    """

    ledger_kind = "history_batch"
    ledger_clear = ("history_id", "number", "count", "digest")
    ledger_verbs = ("history.archived",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    history = models.ForeignKey(HistoryImport, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("history", "number"), name="records_batch_number"),
        )

    def __str__(self) -> str:
        return f"{self.history_id} {self.number}"

    def ledger_members(self) -> str:
        """Return what `digest` must be, from the records as they stand. One query."""
        return members_digest(self.records.all())


def members_digest(records: "models.QuerySet[Record] | list[Record]") -> str:
    """Return one digest over records, in the order of their keys. No query for a list."""
    whole = hashlib.sha256()
    for one in sorted(records, key=_key):
        told = {
            "id": one.pk,
            "account": one.account_id,
            "source": str(one.source),
            "text": one.text,
            "language": one.language,
            "media": one.media,
            "remote_id": one.remote_id,
            "url": one.url,
            "published_at": one.published_at,
            "archived_at": one.archived_at,
        }
        whole.update(bytes.fromhex(sha256_hex(canonical(told))))
    return whole.hexdigest()


def _key(record: Record) -> UUID:
    return record.pk


class BadEntry(models.Model):
    """One entry of an archive that could not be taken in: where it stands, and why."""

    history = models.ForeignKey(HistoryImport, on_delete=models.CASCADE, related_name="bad")
    place = models.PositiveIntegerField()
    where = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    excerpt = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("history", "place"), name="records_bad_once"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.reason}"
