"""Files kept by their content."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Asset(models.Model):
    """A picture as it will be sent: re-encoded, without metadata, addressed by its SHA-256.

    A video is kept as it came, for the brand library only: it has no width and no height here.
    What rules read of its rights stands beside it, the same wherever the same file is; the brand
    library says it (docs/decisions). `below`: offered to the units below its own.
    """

    ledger_kind = "asset"
    ledger_clear = (
        "sha256",
        "mime",
        "size_bytes",
        "unit_id",
        "withdrawn_at",
        "below",
        "rights_until",
    )
    ledger_verbs = ("asset.added", "asset.updated", "asset.withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    mime = models.CharField(max_length=40)
    size_bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    original_name = models.CharField(max_length=200)
    original_sha256 = models.CharField(max_length=64)
    title = models.CharField(_("title"), max_length=160, blank=True)
    alt = models.TextField(_("alternative text"), blank=True)
    alt_en = models.TextField(_("alternative text in English"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    rights_until = models.DateField(_("rights until"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=40, blank=True)
    territory = models.JSONField(_("territory"), default=list, blank=True)
    origin = models.CharField(_("origin"), max_length=10, blank=True)
    below = models.BooleanField(_("offered to the units below"), default=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="assets")
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sha256", "unit"), name="media_asset_once_per_unit"),
        )

    def __str__(self) -> str:
        return self.title or self.original_name

    @property
    def is_picture(self) -> bool:
        """Return whether it can go into a post from here."""
        return self.mime.startswith("image/")
