"""Audiences, high and micro; the accounts that speak to them, and what is addressed to them."""

from django.db import models

from gouvernail.charter.models.scope import said
from gouvernail.foundation.ids import uuid7


class Audience(models.Model):
    """People one speaks to: at high level without a parent, at micro level under one.

    `code` is what rules name. `networks` and `languages` are codes; `topics` are the subjects that
    are sensitive with them, in words.
    """

    ledger_kind = "audience"
    ledger_clear = ("unit_id", "parent_id", "code", "networks", "languages", "archived_at")
    ledger_verbs = ("audience.written", "audience.archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    text_en = models.TextField(max_length=4000, blank=True)
    needs = models.TextField(max_length=4000, blank=True)
    needs_en = models.TextField(max_length=4000, blank=True)
    networks = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def words(self) -> str:
        """Return the description in the reader's language."""
        return said(self, "text")

    @property
    def what_they_need(self) -> str:
        """Return what they need, in the reader's language."""
        return said(self, "needs")


class AudienceAccount(models.Model):
    """An account that speaks to an audience."""

    ledger_kind = "audience_account"
    ledger_clear = ("audience_id", "account_id")
    ledger_verbs = ("audience_account.linked", "audience_account.unlinked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="links")
    account = models.ForeignKey("registry.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("audience", "account"), name="brand_audience_once"),
        )

    def __str__(self) -> str:
        return f"{self.audience_id} {self.account_id}"


class Addressee(models.Model):
    """An audience that a draft addresses. A mark of the writing, like its words: not governed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="addressed")
    subject_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("audience", "subject_id"), name="brand_addressed_once"),
        )

    def __str__(self) -> str:
        return f"{self.subject_id} for {self.audience_id}"
