"""The words of a pack while somebody writes them."""

from django.db import models

from gouvernail.foundation.ids import uuid7
from gouvernail.rulebooks.models.packs import Pack, PackVersion


class Manuscript(models.Model):
    """A pack as it is being written, valid or not: saved while typing, it binds nobody.

    Not governed: what counts is the version made of it. `base` is the version it started from.
    `edit_count` tells a page that somebody else wrote since. `steps` are the last changes, newest
    last, each `[at, taken, added]`: at that offset `taken` gave way to `added` characters; a fourth
    item names whose words were left there. `editors` are the keys of all who typed since `base`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pack = models.OneToOneField(Pack, on_delete=models.CASCADE, related_name="manuscript")
    base = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    edit_count = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=list)
    editors = models.JSONField(default=list)
    edited_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pack_id} {self.edit_count}"
