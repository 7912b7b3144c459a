"""The style guide: sections by unit and network, their versions, and what it refers to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.brand.models.versions import CLEAR, Version
from gouvernail.charter.models.scope import said
from gouvernail.foundation.ids import uuid7


class Topic(models.TextChoices):
    """What a section of the guide is about, in the order it is read."""

    PRINCIPLES = "principles", _("principles")
    VOICE = "voice", _("voice")
    TONE = "tone", _("tone")
    SYNTAX = "syntax", _("syntax")
    HASHTAGS = "hashtags", _("hashtags")
    LINKS = "links", pgettext_lazy("guide", "links")
    PICTURES = "pictures", _("pictures and videos")
    REPLIES = "replies", _("replies")
    NETIQUETTE = "netiquette", _("netiquette")


class Section(models.Model):
    """One subject of the guide in one unit, on one network or on all: what it says is a version.

    A unit adds to what stands above it; nothing below replaces what is above.
    """

    ledger_kind = "guide_section"
    ledger_clear = ("unit_id", "network", "topic", "archived_at")
    ledger_verbs = ("guide_section.created", "guide_section.archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=30, blank=True)
    topic = models.CharField(max_length=12, choices=Topic)
    starter = models.CharField(max_length=40, blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "network", "topic"),
                condition=models.Q(archived_at__isnull=True),
                name="brand_section_once_a_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.network} {self.topic}"


class SectionVersion(Version):
    """One text of a section with its pairs of do and don't.

    `pairs` is a list of objects, each with `do`, `dont`, `good` and `bad` (the examples), their
    `_en` twins, and `good_picture`, `bad_picture` (ids of pictures, or empty). `substantial`: who
    must read the guide is asked again; `substance` is the number of the last version that was.
    """

    ledger_kind = "guide_version"
    ledger_clear = (*CLEAR, "section_id", "substantial", "substance")
    ledger_verbs = (
        "guide_version.drafted",
        "guide_version.written",
        "guide_version.published",
        "guide_version.superseded",
        "guide_version.dropped",
    )

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    pairs = models.JSONField(default=list, blank=True)
    substantial = models.BooleanField(default=True)
    substance = models.PositiveIntegerField(default=0)

    class Meta(Version.Meta):
        abstract = False
        constraints = (
            models.UniqueConstraint(fields=("section", "number"), name="brand_section_number"),
            models.UniqueConstraint(
                fields=("section", "status"),
                condition=models.Q(status__in=("draft", "in_force")),
                name="brand_section_one_draft_one_in_force",
            ),
        )


class Reference(models.Model):
    """A document the guide leans on, such as the company's own brand guide.

    `address` is a page of the web or a path of this site, where a dated document is kept.
    """

    ledger_kind = "guide_reference"
    ledger_clear = ("unit_id", "checked_on", "checked_by_id")
    ledger_verbs = ("guide_reference.written", "guide_reference.checked", "guide_reference.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    address = models.CharField(max_length=500)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return said(self, "title")


class SiteElement(models.Model):
    """One thing that the web site and the networks must say alike, and whether they do."""

    ledger_kind = "site_element"
    ledger_clear = ("unit_id", "aspect", "state", "checked_on", "checked_by_id")
    ledger_verbs = ("site_element.written", "site_element.removed")

    class Aspect(models.TextChoices):
        COLOURS = "colours", _("colours")
        TYPEFACES = "typefaces", _("typefaces")
        LOGO = "logo", _("logo")
        TONE = "tone", _("tone")
        ACCOUNTS = "accounts", _("page that links to the accounts")
        NAMES = "names", _("names and figures")

    class State(models.TextChoices):
        UNCHECKED = "unchecked", _("not compared yet")
        SAME = "same", _("they say the same")
        DIFFERENT = "different", _("they differ")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    aspect = models.CharField(max_length=12, choices=Aspect)
    address = models.CharField(max_length=500, blank=True)
    on_site = models.CharField(max_length=400, blank=True)
    on_networks = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UNCHECKED)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="unchecked") | models.Q(checked_on__isnull=False),
                name="brand_element_compared_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.aspect} {self.state}"
