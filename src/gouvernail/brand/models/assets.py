"""The library: what one may use of the brand, its versions, and the papers that go with it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Paper(models.Model):
    """A paper that proves something: a consent, a licence, a contract. Kept by its content."""

    ledger_kind = "brand_paper"
    ledger_clear = ("sha256", "original_sha256", "mime", "size_bytes", "unit_id", "added_by_id")
    ledger_skip = ("content",)  # its digest stands for it
    ledger_verbs = ("brand_paper.filed",)
    ledger_sentences = {"brand_paper.filed": _("Paper filed")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    original_name = models.CharField(max_length=200)
    content = models.BinaryField()
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.original_name


class LibraryItem(models.Model):
    """One thing of the library: a logo, a photograph, a colour; its rights hold for each version.

    `territory` are countries (ISO 3166-1, upper case), empty for everywhere. `below` offers it to
    the units below its own. `keeper` answers for its rights.
    """

    ledger_kind = "library_item"
    ledger_clear = (
        *("kind", "unit_id", "status", "below", "licence", "rights_until", "keeper_id", "origin"),
        *("consent_id", "approved_by_id", "approved_at"),
    )
    ledger_skip = ("colour", "search", "changed_at")  # the leaf of its version says it; derived
    ledger_verbs = (
        *("library_item.added", "library_item.edited", "library_item.approved"),
        *("library_item.rights_set", "library_item.withdrawn", "library_item.restored"),
    )
    ledger_sentences = {
        "library_item.added": _("Put in the brand library"),
        "library_item.edited": _("Sheet of the brand library changed"),
        "library_item.approved": _("Approved for use"),
        "library_item.rights_set": _("Rights of use set"),
        "library_item.withdrawn": _("Withdrawn from the brand library"),
        "library_item.restored": _("Brought back into the brand library"),
    }

    class Kind(models.TextChoices):
        LOGO = "logo", _("logo")
        ICON = "icon", _("icon")
        COLOUR = "colour", _("colour")
        PICTURE = "picture", pgettext_lazy("brand library", "picture")
        VIDEO = "video", _("video")

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("brand library", "to be approved")
        APPROVED = "approved", pgettext_lazy("brand library", "approved")
        WITHDRAWN = "withdrawn", pgettext_lazy("brand library", "withdrawn")

    class Licence(models.TextChoices):
        OWNED = "owned", _("ours: no limit")
        ASSIGNED = "assigned", _("rights assigned to us by contract")
        LICENSED = "licensed", _("licence bought for given uses")
        CC0 = "cc0", "CC0 1.0"
        CC_BY = "cc-by", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
        CC_BY_ND = "cc-by-nd", "CC BY-ND 4.0"
        ETALAB = "etalab-2.0", _("Licence Ouverte 2.0 (Etalab)")
        OTHER = "other", pgettext_lazy("licence of a picture", "another, told below")

    class Origin(models.TextChoices):
        HUMAN = "human", _("made by people")
        ASSISTED = "assisted", _("made with the help of AI")
        AI = "ai", _("made by AI")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    use = models.TextField(_("how it is used"), blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    below = models.BooleanField(_("offered to the units below"), default=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    holder = models.CharField(_("rights holder"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.OWNED)
    licence_words = models.CharField(_("terms of the licence"), max_length=500, blank=True)
    territory = models.JSONField(_("territory"), default=list, blank=True)
    rights_until = models.DateField(_("rights until"), null=True, blank=True)
    credit = models.CharField(_("credit required"), max_length=200, blank=True)
    people_shown = models.CharField(_("people shown"), max_length=300, blank=True)
    consent = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.HUMAN)
    keeper = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    colour = models.CharField(max_length=7, blank=True)  # of the version in force
    search = models.TextField(blank=True)  # title, tags and names, folded
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("-changed_at", "-id"), name="brand_library_latest"),
            models.Index(fields=("rights_until",), name="brand_library_rights"),
        )

    def __str__(self) -> str:
        return self.title

    def has_ended(self, today: date) -> bool:
        """Return whether its rights ended before `today`."""
        return self.rights_until is not None and self.rights_until < today

    @property
    def is_usable(self) -> bool:
        """Return whether somebody approved it, and nobody withdrew it."""
        return self.status == self.Status.APPROVED


class LibraryVersion(models.Model):
    """One state of an item: a file of `media`, or a colour; the newest one approved is in force."""

    ledger_kind = "library_version"
    ledger_clear = (
        *("item_id", "number", "asset_id", "sha256", "colour", "added_by_id"),
        *("approved_by_id", "approved_at", "replaced_at"),
    )
    ledger_verbs = (
        *("library_version.added", "library_version.approved", "library_version.replaced"),
    )
    ledger_sentences = {
        "library_version.added": _("Version %(number)s added"),
        "library_version.approved": _("Version %(number)s approved"),
        "library_version.replaced": _("Version %(number)s replaced by a newer one"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(LibraryItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    asset = models.ForeignKey(
        "media.Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    colour = models.CharField(max_length=7, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("item", "number"), name="brand_version_number_once"),
            models.UniqueConstraint(
                fields=("item",),
                condition=models.Q(approved_at__isnull=False, replaced_at__isnull=True),
                name="brand_one_version_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"
