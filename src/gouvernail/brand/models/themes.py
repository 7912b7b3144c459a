"""Colour themes."""

from django.db import models

from gouvernail.charter.models.scope import said
from gouvernail.foundation.ids import uuid7


class Theme(models.Model):
    """Named colours of one unit, and which may be laid on which.

    `colours` is a list of objects with `name`, `name_en` and `hex` (`#0b6e8f`); `pairs` a list of
    `[text, ground]`, both positions in `colours`.
    """

    ledger_kind = "colour_theme"
    ledger_clear = ("unit_id", "archived_at")
    ledger_verbs = ("colour_theme.written", "colour_theme.archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    colours = models.JSONField(default=list)
    pairs = models.JSONField(default=list, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return said(self, "title")
