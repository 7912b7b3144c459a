"""What stands online, or stood, against the rules of today."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class PublishedVerdict(models.Model):
    """A publication on which a rule of today raises a warning or more, and what became of it.

    `outcome` is what the rules say today; `outcome_then` what those in force on the day of its
    publication would have said, empty where none was in force. `replaced_at`: its words changed.
    """

    ledger_kind = "published_verdict"
    ledger_clear = (
        "record_id",
        "account_id",
        "verdict_id",
        "outcome",
        "outcome_then",
        "replaced_at",
        "aside_at",
        "aside_by_id",
    )
    ledger_verbs = (
        "published_verdict.raised",
        "published_verdict.replaced",
        "published_verdict.set_aside",
        "published_verdict.brought_back",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.OneToOneField("records.Record", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("registry.Account", on_delete=models.PROTECT, related_name="+")
    verdict = models.ForeignKey(
        "rulebooks.StoredVerdict", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10)
    outcome_then = models.CharField(max_length=10, blank=True)
    published_at = models.DateTimeField()
    found_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    aside_at = models.DateTimeField(null=True, blank=True)
    aside_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    aside_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("-published_at", "-id"), name="rulebooks_published_newest"),
            models.Index(
                fields=("account", "-published_at"),
                condition=models.Q(aside_at__isnull=True, replaced_at__isnull=True),
                name="rulebooks_published_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.outcome}"
