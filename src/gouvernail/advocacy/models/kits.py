"""What is offered to be shared: a story, its wordings, its pictures."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.advocacy.models.programmes import Programme, in_language
from gouvernail.foundation.ids import uuid7


class Kit(models.Model):
    """One story to share between two days. An approval is of `digest`; an edit voids it.

    `hands` are the keys of all who wrote of it: none of them approves it, save in a small team.
    `topics` are hashtags worth following, without `#`.
    """

    ledger_kind = "ambassador_kit"
    ledger_clear = (
        *("programme_id", "status", "opens_on", "ends_on", "made_at", "hands"),
        *("submitted_by_id", "submitted_at", "approved_by_id", "approved_at", "alone"),
        *("digest", "closed_at"),
    )
    ledger_verbs = (
        *("ambassador_kit.written", "ambassador_kit.edited", "ambassador_kit.submitted"),
        *("ambassador_kit.approved", "ambassador_kit.returned", "ambassador_kit.opened"),
        *("ambassador_kit.closed", "ambassador_kit.expired"),
    )

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("story to share", "being written")
        WAITING = "waiting", pgettext_lazy("story to share", "waits for approval")
        APPROVED = "approved", pgettext_lazy("story to share", "approved, opens on its day")
        OPEN = "open", pgettext_lazy("story to share", "offered")
        CLOSED = "closed", pgettext_lazy("story to share", "closed")
        EXPIRED = "expired", pgettext_lazy("story to share", "over")

    AGREED = frozenset({"approved", "open"})
    OVER = frozenset({"closed", "expired"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="kits")
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    story = models.TextField(_("the story"), max_length=3000, blank=True)
    story_en = models.TextField(_("the story in English"), max_length=3000, blank=True)
    link = models.URLField(_("link to share"), max_length=500, blank=True)
    topics = models.JSONField(_("topics to follow"), default=list, blank=True)
    opens_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    hands = models.JSONField(default=list)
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    alone = models.BooleanField(default=False)  # approved by one of its own hands: a small team
    returned = models.TextField(_("why it was sent back"), max_length=1000, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-made_at", "-id"), name="advocacy_kits_latest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("opens_on")), name="advocacy_kit_has_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("approved", "open"))
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="advocacy_kit_approved_by",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def tale(self) -> str:
        """Return the story in the reader's language."""
        return in_language(self.story, self.story_en)

    def is_offered(self, today: date) -> bool:
        """Return whether it may be shared on a day, whatever else may stand against it."""
        return self.status in self.AGREED and self.opens_on <= today <= self.ends_on


class Wording(models.Model):
    """One way of telling a story on a network, in a language. `network` empty: on any."""

    ledger_kind = "kit_wording"
    ledger_clear = ("kit_id", "language", "network", "position")
    ledger_verbs = ("kit_wording.written", "kit_wording.edited", "kit_wording.removed")

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    network = models.CharField(_("network"), max_length=20, blank=True)
    text = models.TextField(_("what one may post"), max_length=5000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.kit_id} {self.language} {self.network}"


class KitPicture(models.Model):
    """One picture of the brand library that goes with a story, and what it shows."""

    ledger_kind = "kit_picture"
    ledger_clear = ("kit_id", "item_id")
    ledger_verbs = ("kit_picture.added", "kit_picture.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="pictures")
    item = models.ForeignKey("brand.LibraryItem", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("kit", "item"), name="advocacy_picture_once"),
        )

    def __str__(self) -> str:
        return f"{self.kit_id} {self.item_id}"
