"""The secret address at which a person's calendar reads their deadlines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class DeadlineFeed(models.Model):
    """One person's feed; only the digest of its secret is kept."""

    ledger_kind = "deadline_feed"
    ledger_clear = ("person_id",)
    ledger_skip = ("digest",)
    ledger_verbs = ("deadline_feed.opened", "deadline_feed.removed")
    ledger_sentences = {
        "deadline_feed.opened": _("Calendar feed opened"),
        "deadline_feed.removed": _("Calendar feed closed"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, related_name="deadline_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)
