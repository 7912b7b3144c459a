"""What people write before it leaves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Draft(models.Model):
    """One message on its way to one or several accounts.

    `countries` are those it speaks to (ISO 3166-1, upper case), empty when nobody said.
    """

    ledger_kind = "draft"
    ledger_clear = (
        "unit_id",
        "author_id",
        "assignee_id",
        "status",
        "revision",
        "publish_at",
        "approval_id",
    )
    ledger_skip = (
        "text",
        "tags",
        "edit_count",
        "edited_at",
        "edited_by",
        "title",
        "language",
        "origin",
        "sent_by",
        "countries",
        "wall_time",
        "time_zone",
        "fold",
    )
    ledger_verbs = (
        "draft.created",
        "draft.assigned",
        "draft.submitted",
        "draft.returned",
        "draft.withdrawn",
        "draft.approved",
        "draft.refused",
        "draft.scheduled",
        "draft.published",
        "draft.failed",
        "draft.cancelled",
        "draft.missed",
        "draft.released_alone",
        "draft.reopened",
        "draft.waits_for_licence",
        "draft.goes_again",
    )

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("draft")
        IN_REVIEW = "in_review", _("in review")
        CHANGES = "changes", _("changes requested")
        REFUSED = "refused", _("refused")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        PROBLEM = "problem", _("needs attention")
        CANCELLED = "cancelled", _("cancelled")

    class Origin(models.TextChoices):
        PERSON = "human", _("written by a person")
        ASSISTED = "assisted", _("written with the help of AI")
        GENERATED = "ai", _("made by AI")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=200)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="drafts")
    assignee = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="assigned"
    )
    language = models.CharField(_("language"), max_length=8, default="fr")
    text = models.TextField(_("text"), blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    countries = models.JSONField(_("countries it speaks to"), default=list, blank=True)
    origin = models.CharField(
        _("who wrote it"), max_length=10, choices=Origin, default=Origin.PERSON
    )
    sent_by = models.CharField(_("sent in by the key"), max_length=16, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFTING)
    wall_time = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    fold = models.PositiveSmallIntegerField(default=0)
    publish_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    approval_id = models.UUIDField(null=True, blank=True)
    edit_count = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("unit", "publish_at"), name="content_calendar"),
            models.Index(fields=("status", "edited_at"), name="content_by_status"),
        )

    def __str__(self) -> str:
        return self.title


class Variant(models.Model):
    """What the draft says on one account; an empty text means the common one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="variants")
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="variants"
    )
    text = models.TextField(blank=True)
    adapted = models.BooleanField(default=False)
    options = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "account"), name="content_variant_once"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id} → {self.account_id}"

    @property
    def effective_text(self) -> str:
        """Return what this account will say."""
        return self.text if self.adapted else self.draft.text


class DraftMedia(models.Model):
    """A picture in a draft, with the alternative text it will carry."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="media")
    asset = models.ForeignKey("media.Asset", on_delete=models.PROTECT, related_name="+")
    alt = models.TextField(_("alternative text"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.position}"


class DraftProof(models.Model):
    """What proves a claim of a draft: a title, an address or a file, and its dates.

    `claim` is the sentence it supports. The file is kept by its content, with the pictures. A proof
    that was taken back stays, with the day; `reused_id` names the proof it was copied from.
    """

    ledger_kind = "draft_proof"
    ledger_clear = (
        "draft_id",
        "sha256",
        "established_on",
        "until",
        "by_id",
        "reused_id",
        "withdrawn_at",
    )
    ledger_verbs = ("draft_proof.attached", "draft_proof.withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="proofs")
    claim = models.TextField(_("the sentence it proves"))
    title = models.CharField(_("title"), max_length=200)
    link = models.CharField(_("address"), max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    established_on = models.DateField(_("established on"))
    until = models.DateField(_("good until"), null=True, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reused_id = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.title


class Editor(models.Model):
    """Everybody whose hand is in the text since the last submission, and before."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="editors")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "person"), name="content_editor_once"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id} {self.person_id}"


class Revision(models.Model):
    """The draft exactly as it was submitted. Never changed; approvals bind to its digest.

    `payloads` maps account id to the approved fields and their digest (trust.md 6.1).
    """

    ledger_kind = "revision"
    ledger_clear = ("draft_id", "number", "digest", "by_id")
    ledger_verbs = ("revision.submitted",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    payloads = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    answer = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "number"), name="content_revision_number"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id} r{self.number}"
