"""The archive as engines read it: closed segments, and the words of each record."""

from django.db import models

from gouvernail.foundation.ids import uuid7


class Segment(models.Model):
    """Some records folded once and for all, in the form of `kernel.rules`; never rewritten.

    `digest` is the SHA-256 that `content` carries in its head, of all that follows it. What no
    segment holds yet is the open tail. All records of a segment came the same way: with one
    import, or with none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=20)
    content = models.BinaryField()
    count = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    history = models.ForeignKey(
        "records.HistoryImport",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="segments",
    )
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.count}"


class Words(models.Model):
    """The number under which the words of a record stand in the full-text index, and its segment.

    The words themselves are in a table of the database's own kind, made by a migration: FTS5 on
    SQLite, a `tsvector` column on PostgreSQL. `fold_version` says which folding made them. `place`
    counts from 0 in the segment; both are empty for what stands in the open tail.
    """

    number = models.BigAutoField(primary_key=True)
    record = models.OneToOneField("records.Record", on_delete=models.CASCADE, related_name="words")
    fold_version = models.PositiveSmallIntegerField()
    segment = models.ForeignKey(
        Segment, on_delete=models.PROTECT, null=True, blank=True, related_name="words"
    )
    place = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(segment__isnull=True, place__isnull=True)
                | models.Q(segment__isnull=False, place__isnull=False),
                name="records_words_placed",
            ),
        )
        indexes = (
            models.Index(
                fields=("record",),
                condition=models.Q(segment__isnull=True),
                name="records_open_tail",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"
