"""What the rules said about each text, whole and replayable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class StoredVerdict(models.Model):
    """What the packs in force said about one text, whole and replayable.

    `unit` is whose words they are: a draft of the group may speak on accounts of units below,
    whose people do not read it. `controls` holds, by digest of a pack, the rules applied otherwise
    than the pack says, waivers included; a finding that a waiver let off names it. `verdict_id` is
    the kernel's: the digest of the pack digests, so applied, and of the input. The input is kept
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
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    moment = models.CharField(max_length=12, choices=Moment)
    pack_digests = models.JSONField(default=list)
    controls = models.JSONField(default=dict)
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


class RaisedRule(models.Model):
    """One rule in one verdict: what lists and reports count. Written with the verdict."""

    verdict = models.ForeignKey(StoredVerdict, on_delete=models.CASCADE, related_name="raised")
    rule = models.CharField(max_length=80)
    severity = models.CharField(max_length=10)
    would = models.CharField(max_length=10)
    moment = models.CharField(max_length=12, choices=StoredVerdict.Moment)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    account = models.ForeignKey(
        "registry.Account",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(max_length=30, blank=True)
    waiver_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("rule", "at"), name="rulebooks_raised_by_rule"),
            models.Index(fields=("at",), name="rulebooks_raised_at"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id}"
