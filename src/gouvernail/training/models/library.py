"""The library of resources: a file, a link or a text, found by topic and network."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.training.models.courses import Topic, localised


class Resource(models.Model):
    """Something to read or to keep at hand, with an owner and a day on which to look at it again.

    `networks` are those it is about; none: all.
    """

    ledger_kind = "training_resource"
    ledger_clear = (
        "topic",
        "networks",
        "unit_id",
        "owner_id",
        "file_id",
        "review_on",
        "archived_at",
    )
    ledger_verbs = (
        "training_resource.added",
        "training_resource.updated",
        "training_resource.reviewed",
        "training_resource.archived",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(
        "training.TrainingFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(_("topic"), max_length=16, choices=Topic, default=Topic.OTHER)
    networks = models.JSONField(default=list)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(_("to be looked at again on"))
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-added_at", "-id"), name="training_resources_latest"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return localised(self.title, self.title_en)

    @property
    def body(self) -> str:
        """Return the Markdown text in the reader's language."""
        return localised(self.text, self.text_en)
