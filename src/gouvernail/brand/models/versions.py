"""What every numbered text of the brand has: who wrote it, who put it in force, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models.scope import said
from gouvernail.foundation.ids import uuid7

CLEAR = ("number", "status", "published_by_id", "in_force_on", "digest")


class Version(models.Model):
    """One numbered text; never changed once in force. `hands` are the ids of whoever wrote it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    text = models.TextField(max_length=20_000, blank=True)
    text_en = models.TextField(max_length=20_000, blank=True)
    changes = models.CharField(max_length=400, blank=True)
    changes_en = models.CharField(max_length=400, blank=True)
    hands = models.JSONField(default=list, blank=True)
    written_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def words(self) -> str:
        """Return the text in the reader's language."""
        return said(self, "text")

    @property
    def what_changed(self) -> str:
        """Return what it changes, in the reader's language."""
        return said(self, "changes")
