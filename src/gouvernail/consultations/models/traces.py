"""What is kept beside remarks and is not governed: drafts, marks, read marks, blinded counts."""

from uuid import uuid4

from django.db import models
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Held(models.Model):
    """A remark without a name that waits for others to appear with. Says neither who nor when.

    Without words and code it was taken back.
    Its key is random, unlike the others here: those begin with the time they were made.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="held"
    )
    anchor = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10)
    text = models.TextField()
    code_sha256 = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.anchor or "whole"


class Quota(models.Model):
    """How many remarks somebody without a name sent; `tag` is blinded, all go when it closes.

    `is_fresh`: they sent some since the last ones appeared.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    tag = models.CharField(max_length=64)
    used = models.PositiveSmallIntegerField(default=0)
    is_fresh = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "tag"), name="consultations_quota_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.used)


class Support(models.Model):
    """“Same for me”, said of a remark; `tag` is blinded, and nobody can tell it once it closed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    remark = models.ForeignKey(
        "consultations.Remark", on_delete=models.CASCADE, related_name="supports"
    )
    tag = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("remark", "tag"), name="consultations_support_once"),
        )

    def __str__(self) -> str:
        return str(self.remark_id)


class Mark(models.Model):
    """Agreement or concern about a clause, without a word; `tag` as in `Support`."""

    class Value(models.TextChoices):
        AGREE = "agree", pgettext_lazy("consultation", "I agree")
        CONCERN = "concern", pgettext_lazy("consultation", "I have a concern")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="marks"
    )
    anchor = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=8, choices=Value)
    tag = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "anchor", "tag"), name="consultations_mark_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.anchor} {self.value}"


class Reading(models.Model):
    """Who opened the page: they are not reminded. No name kept: `took_part` is never set."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="readings"
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    took_part = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "person"), name="consultations_read_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} read {self.consultation_id}"


class RemarkDraft(models.Model):
    """Words somebody has not sent yet, about one clause; only they read them.

    Never where no name is kept: a draft would say whose words these are.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "person", "anchor"), name="consultations_draft_once"
            ),
        )

    def __str__(self) -> str:
        return self.anchor or "whole"
