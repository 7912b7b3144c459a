"""What the rules said about each text, whole and replayable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class StoredVerdict(models.Model):
    """What the packs in force said about one text, whole and replayable.

    `verdict_id` is the kernel's: the digest of the pack digests and of the input. The input is kept
    masked: identifiers found by rules are replaced before it is stored.
    """

    class Moment(models.TextChoices):
        SUBMISSION = "submission", _("at submission")
        SENDING = "sending", _("just before sending")
        AFTER = "after", _("after publication")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    verdict_id = models.CharField(max_length=64, db_index=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    revision = models.PositiveIntegerField(default=0)
    account_id = models.UUIDField(null=True, blank=True)
    moment = models.CharField(max_length=12, choices=Moment)
    pack_digests = models.JSONField(default=list)
    clause_versions = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64)
    masked_input = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10)
    seats = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="rulebooks_verdicts"),)

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.outcome}"
