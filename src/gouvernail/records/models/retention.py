"""How long what was published is kept, by the organisation's own classes."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class RetentionClass(models.Model):
    """A name for how long records are kept, and which ones have it when nobody says otherwise.

    `years` is empty for what is kept for ever. Nothing is disposed of by this: it says what holds.
    """

    ledger_kind = "retention_class"
    ledger_clear = ("code", "years", "sources", "retired_at")
    ledger_verbs = ("retention_class.written", "retention_class.retired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    basis = models.CharField(_("why that long"), max_length=300, blank=True)
    sources = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name
