"""Pictures held against the library: their fingerprints, and what profiles show."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.brand.models.assets import LibraryVersion
from gouvernail.foundation.ids import uuid7


class Fingerprint(models.Model):
    """What a picture looks like, by the digest of its file: derived, so not in the journal.

    `luma` and `shape` are 16 hexadecimal digits each; without a `grid` it could not be read.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    luma = models.CharField(max_length=16)
    shape = models.CharField(max_length=16)
    ratio = models.FloatField(default=1)
    plain = models.BooleanField(default=False)
    grid = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class ProfilePicture(models.Model):
    """The picture of a profile as somebody saw it, and what the library says of it.

    `finding` is empty when nothing is to be said; `bits` of 64, `stretch` of proportions, `colour`
    in CIE 1976 units are its distances to `version`.
    """

    ledger_kind = "profile_picture"
    ledger_clear = ("account_id", "place", "sha256", "replaced_at", "seen_by_id")
    ledger_skip = ("finding", "version", "bits", "stretch", "colour", "checked_at")  # derived
    ledger_verbs = ("profile_picture.noted", "profile_picture.replaced")
    ledger_sentences = {
        "profile_picture.noted": _("Picture of the profile noted"),
        "profile_picture.replaced": _("Picture of the profile seen again, another one"),
    }

    class Place(models.TextChoices):
        AVATAR = "avatar", pgettext_lazy("picture of a profile", "avatar")
        BANNER = "banner", pgettext_lazy("picture of a profile", "banner")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("registry.Account", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("which picture"), max_length=6, choices=Place)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=40)
    seen_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=12, blank=True)
    version = models.ForeignKey(
        LibraryVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bits = models.PositiveSmallIntegerField(default=0)
    stretch = models.FloatField(default=0)
    colour = models.FloatField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "place"),
                condition=models.Q(replaced_at__isnull=True),
                name="brand_one_profile_picture",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.place}"

    @property
    def stretch_percent(self) -> float:
        """Return by how much its proportions differ."""
        return round(self.stretch * 100, 1)
