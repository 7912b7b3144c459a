"""Findings that an author set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Dismissal(models.Model):
    """An author set a finding aside and said why; it holds for exactly those words."""

    ledger_kind = "dismissal"
    ledger_clear = ("subject_kind", "subject_id", "rule", "words_digest", "by_id")
    ledger_verbs = ("finding.dismissed", "finding.reinstated")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    rule = models.CharField(max_length=80)
    words_digest = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "rule", "words_digest"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="rulebooks_dismissed_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id}"
