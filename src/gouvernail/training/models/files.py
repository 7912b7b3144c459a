"""Files that belong to training: pictures and videos of lessons, documents, proofs."""

from django.db import models

from gouvernail.foundation.ids import uuid7


class TrainingFile(models.Model):
    """One file kept by its content, in the store of `media`; what uses it says who may read it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    mime = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField()
    original_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_picture(self) -> bool:
        """Return whether a page shows it as a picture."""
        return self.mime.startswith("image/")

    @property
    def is_video(self) -> bool:
        """Return whether a page plays it."""
        return self.mime.startswith("video/")
