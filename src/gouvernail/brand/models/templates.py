"""Templates of posts: a text with named places to fill, by network, with versions and uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.brand.models.versions import CLEAR, Version
from gouvernail.foundation.ids import uuid7


class PostTemplate(models.Model):
    """A template of one unit, for one network or for all; what it holds is a version."""

    ledger_kind = "post_template"
    ledger_clear = ("unit_id", "network", "archived_at")
    ledger_verbs = ("post_template.created", "post_template.archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=30, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.network}"


class Part(models.TextChoices):
    """What a post made from a template must have."""

    PICTURE = "picture", _("a picture")
    ALT = "alt", _("an alternative text for each picture")
    LINK = "link", _("a link")
    HASHTAG = "hashtag", _("a hashtag")


class TemplateVersion(Version):
    """One text of a template. Places to fill are written `{{date: Day of the visit}}`.

    `required` are values of `Part`. `width` and `height` are the size advised for its picture, in
    pixels; 0 says nothing.
    """

    ledger_kind = "template_version"
    ledger_clear = (*CLEAR, "template_id", "required", "width", "height")
    ledger_verbs = (
        "template_version.drafted",
        "template_version.written",
        "template_version.published",
        "template_version.superseded",
        "template_version.dropped",
    )

    template = models.ForeignKey(PostTemplate, on_delete=models.PROTECT, related_name="versions")
    required = models.JSONField(default=list, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta(Version.Meta):
        abstract = False
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="brand_template_number"),
            models.UniqueConstraint(
                fields=("template", "status"),
                condition=models.Q(status__in=("draft", "in_force")),
                name="brand_template_one_draft_one_in_force",
            ),
        )


class TemplateUse(models.Model):
    """A template that was put into something; counted once for each. Not governed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="uses")
    subject_id = models.UUIDField(db_index=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "subject_id"), name="brand_used_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} in {self.subject_id}"
