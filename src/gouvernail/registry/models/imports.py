"""Lists of accounts on their way in, and how their columns are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class ImportMapping(models.Model):
    """Which column means what, kept under a name for the next file of the same shape."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    signature = models.CharField(max_length=64, db_index=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file on its way in: what it holds, how it is read, what came of every row."""

    class Status(models.TextChoices):
        PREVIEW = "preview", _("preview")
        DONE = "done", _("done")
        ABANDONED = "abandoned", _("abandoned")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    original_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    sheet = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREVIEW)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.original_name
