"""Rule packs and the versions of their texts."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Pack(models.Model):
    """A set of rules that applies to a unit and everything below it."""

    ledger_kind = "pack"
    ledger_clear = ("slug", "unit_id", "retired_at")
    ledger_verbs = ("pack.created", "pack.retired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title


class PackVersion(models.Model):
    """One text of a pack; never changed once in force."""

    ledger_kind = "pack_version"
    ledger_clear = ("pack_id", "number", "status", "digest", "in_force_at")
    ledger_verbs = ("pack_version.drafted", "pack_version.adopted", "pack_version.superseded")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("pack", "number"), name="rulebooks_version_number"),
            models.UniqueConstraint(
                fields=("pack",),
                condition=models.Q(status="in_force"),
                name="rulebooks_one_version_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pack_id} v{self.number}"
