"""What we listen for."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Topic(models.Model):
    """A subject, as a query of `kernel.queries`, and who follows it.

    `changed_at` moves with everything the matcher depends on. `backfilled_to` is how far back what
    was kept has been looked through for the query as it stands, `backfilled_key` which of that
    instant; None when that is still to be done. `cleared_at`: its query changed then, and what the
    former one found is not yet taken away.
    """

    ledger_kind = "topic"
    ledger_clear = (
        *("kind", "unit_id", "owner_id", "sensitivity", "retention"),
        *("created_at", "changed_at", "paused_at", "closed_at"),
    )
    ledger_skip = ("backfilled_to", "backfilled_key", "cleared_at")
    ledger_verbs = (
        "topic.created",
        "topic.edited",
        "topic.paused",
        "topic.resumed",
        "topic.closed",
        "topic.tuned",
        "topic.handed_over",
    )

    class Kind(models.TextChoices):
        BRAND = "brand", pgettext_lazy("topic", "our name")
        PRODUCT = "product", pgettext_lazy("topic", "product or service")
        COMPETITOR = "competitor", pgettext_lazy("topic", "competitor or peer")
        EXECUTIVE = "executive", pgettext_lazy("topic", "person in charge")
        ACCOUNT = "account", pgettext_lazy("topic", "account to follow")
        CRISIS = "crisis", pgettext_lazy("topic", "crisis vocabulary")
        OTHER = "other", pgettext_lazy("topic", "other subject")

    class Sensitivity(models.TextChoices):
        OFF = "off", pgettext_lazy("sensitivity", "no alert")
        LOW = "low", pgettext_lazy("sensitivity", "low")
        MEDIUM = "medium", pgettext_lazy("sensitivity", "medium")
        HIGH = "high", pgettext_lazy("sensitivity", "high")

    class Retention(models.TextChoices):
        MONTH = "month", pgettext_lazy("retention of mentions", "one month")
        YEAR = "year", pgettext_lazy("retention of mentions", "thirteen months")
        LONG = "long", pgettext_lazy("retention of mentions", "three years")

    DAYS = {"month": 31, "year": 396, "long": 1096}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    query = models.TextField(_("query"))
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sensitivity = models.CharField(
        _("sensitivity"), max_length=6, choices=Sensitivity, default=Sensitivity.MEDIUM
    )
    retention = models.CharField(
        _("kept for"), max_length=6, choices=Retention, default=Retention.YEAR
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    backfilled_to = models.DateTimeField(null=True, blank=True)
    backfilled_key = models.UUIDField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name_fr", "id")
        indexes = (models.Index(fields=("unit", "closed_at"), name="listening_topic_by_unit"),)

    def __str__(self) -> str:
        return self.name_fr

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else self.name_fr) or self.name_fr or self.name_en

    @property
    def is_active(self) -> bool:
        """Return whether it is listened for."""
        return self.paused_at is None and self.closed_at is None
