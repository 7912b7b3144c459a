"""What happens around the end of rights: more time asked for, posts taken down."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.brand.models.assets import LibraryItem, Paper
from gouvernail.foundation.ids import uuid7


class Extension(models.Model):
    """Somebody asks that an item may be used longer; the keeper of its rights answers."""

    ledger_kind = "rights_extension"
    ledger_clear = (
        *("item_id", "until", "status", "asked_by_id", "answered_by_id", "answered_at"),
        "paper_id",
    )
    ledger_verbs = (
        *("rights_extension.asked", "rights_extension.granted", "rights_extension.refused"),
    )
    ledger_sentences = {
        "rights_extension.asked": _("More time asked for: until %(until)s"),
        "rights_extension.granted": _("Rights extended until %(until)s"),
        "rights_extension.refused": _("More time refused"),
    }

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("more time", "to be answered")
        GRANTED = "granted", pgettext_lazy("more time", "granted")
        REFUSED = "refused", pgettext_lazy("more time", "refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(LibraryItem, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField(_("until"))
    reason = models.TextField(_("what for"))
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("item",),
                condition=models.Q(status="asked"),
                name="brand_one_extension_asked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.until}"


class TakenDown(models.Model):
    """A published post that carried an item without rights, and is no longer online.

    `record_id` names the post in the archive, which this area does not know.
    """

    ledger_kind = "rights_taken_down"
    ledger_clear = ("item_id", "record_id", "by_id")
    ledger_verbs = ("rights_taken_down.noted",)
    ledger_sentences = {"rights_taken_down.noted": _("Post taken down: its picture has no rights")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(LibraryItem, on_delete=models.PROTECT, related_name="taken_down")
    record_id = models.UUIDField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "record_id"), name="brand_taken_down_once"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.record_id}"
