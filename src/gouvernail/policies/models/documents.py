"""Documents made of clauses, in both languages or as one dated file, and who signed them."""

from uuid import UUID

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


def _localised(main: str, english: str) -> str:
    spoken = english if (get_language() or "").startswith("en") else main
    return spoken or main or english


class Policy(models.Model):
    """A document that binds people; what it says is in its versions."""

    ledger_kind = "policy"
    ledger_clear = ("slug", "unit_id", "owner_id", "review_on", "archived_at", "archive_asked_at")
    ledger_verbs = (
        "policy.created",
        "policy.updated",
        "policy.archive_asked",
        "policy.archive_withdrawn",
        "policy.archived",
    )

    class Audience(models.TextChoices):
        INTERNAL = "internal", pgettext_lazy("audience of a policy", "people here")
        EXTERNAL = "external", pgettext_lazy("audience of a policy", "people outside")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    review_months = models.PositiveSmallIntegerField(_("review every (months)"), default=12)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    must_sign = models.BooleanField(_("to be signed"), default=True)
    audience = models.CharField(
        _("whom it addresses"), max_length=10, choices=Audience, default=Audience.INTERNAL
    )
    archive_asked_at = models.DateTimeField(null=True, blank=True)
    archive_asked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    archive_reason = models.TextField(blank=True)
    archived_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return _localised(self.title, self.title_en)


class PolicyApprover(models.Model):
    """One person named to approve the versions of a policy; nobody else does where one is named."""

    ledger_kind = "policy_approver"
    ledger_clear = ("policy_id", "person_id")
    ledger_verbs = ("policy_approver.named", "policy_approver.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="approvers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("policy", "person"), name="policies_approver_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} approves {self.policy_id}"


class PolicyReview(models.Model):
    """One review that found nothing to change, and why. A new version is a review by itself."""

    ledger_kind = "policy_review"
    ledger_clear = ("policy_id", "reviewed_by_id", "due_on", "next_on")
    ledger_verbs = ("policy_review.done",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    reason = models.TextField(_("why nothing changes"))
    due_on = models.DateField(null=True, blank=True)  # when it was due
    next_on = models.DateField()

    class Meta:
        ordering = ("-reviewed_at",)

    def __str__(self) -> str:
        return f"{self.policy_id} reviewed"


class PolicyScope(models.Model):
    """One line of whom a policy binds, or of what it speaks: a unit and below, a role, a network.

    Without a line of a kind: the policy's own unit and below; every role; every network.
    """

    ledger_kind = "policy_scope"
    ledger_clear = ("policy_id", "kind", "unit_id", "value")
    ledger_verbs = ("policy_scope.added", "policy_scope.removed")

    class Kind(models.TextChoices):
        UNIT = "unit", _("unit")
        ROLE = "role", _("role")
        NETWORK = "network", _("network")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="scope")
    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    value = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="unit", unit__isnull=False, value="")
                | (~models.Q(kind="unit") & models.Q(unit__isnull=True) & ~models.Q(value="")),
                name="policies_scope_is_unit_or_value",
            ),
            models.UniqueConstraint(
                fields=("policy", "kind", "value"),
                condition=models.Q(unit__isnull=True),
                name="policies_scope_value_once",
            ),
            models.UniqueConstraint(
                fields=("policy", "unit"),
                condition=models.Q(unit__isnull=False),
                name="policies_scope_unit_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy_id} {self.kind} {self.value or self.unit_id}"


class PolicyVersion(models.Model):
    """One numbered text of a policy; never changed once submitted, unless it is sent back.

    A draft may be put to consultation, and comes back. It is submitted, approved by a second
    person, agreed from a date, and binds from that day.
    """

    ledger_kind = "policy_version"
    ledger_clear = ("policy_id", "number", "status", "digest", "in_force_on", "file_id")
    ledger_skip = ("removed",)  # the leaves of the clauses tell what went
    ledger_verbs = (
        "policy_version.drafted",
        "policy_version.consulted",
        "policy_version.heard",
        "policy_version.submitted",
        "policy_version.withdrawn",
        "policy_version.returned",
        "policy_version.agreed",
        "policy_version.published",
        "policy_version.superseded",
    )

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONSULTATION = "consultation", pgettext_lazy("version of a policy", "under consultation")
        APPROVAL = "approval", pgettext_lazy("version of a policy", "waiting for approval")
        AGREED = "agreed", pgettext_lazy("version of a policy", "agreed, from a date")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    summary = models.TextField(_("what it is for"), blank=True)
    summary_en = models.TextField(_("what it is for, in English"), blank=True)
    changes = models.TextField(_("what changes"), blank=True)
    changes_en = models.TextField(_("what changes, in English"), blank=True)
    file = models.ForeignKey(
        "policies.PolicyFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hands = models.JSONField(default=list)  # keys of all who wrote words of it, or submitted it
    removed = models.JSONField(default=list)  # clauses taken out of the draft, the latest first
    submitted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True)
    agreed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_comment = models.TextField(blank=True)
    alone = models.BooleanField(default=False)  # agreed to by one of its own hands: a small team
    in_force_on = models.DateField(_("in force on"), null=True, blank=True)
    published_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("policy", "number"), name="policies_version_number"),
            models.UniqueConstraint(
                fields=("policy",),
                condition=models.Q(status="in_force"),
                name="policies_one_version_in_force",
            ),
            models.UniqueConstraint(
                fields=("policy",),
                condition=models.Q(status__in=("draft", "consultation", "approval", "agreed")),
                name="policies_one_version_to_come",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("approval", "agreed", "in_force", "superseded"))
                | models.Q(in_force_on__isnull=False),
                name="policies_what_binds_has_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy_id} v{self.number}"

    def is_work_of(self, person_id: UUID) -> bool:
        """Return whether a person wrote words of it, or submitted it."""
        return str(person_id) in self.hands


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def kind_of_file(content: bytes) -> tuple[str, str] | None:
    """Return the ending and the type of a PDF or a Word file; None for any other. Opens nothing."""
    if content.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if content.startswith(b"PK\x03\x04") and b"word/document.xml" in content:
        return "docx", WORD
    return None


class PolicyFile(models.Model):
    """A policy that is one dated PDF or Word file, kept by its content."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    original_name = models.CharField(max_length=200)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.original_name


class Clause(models.Model):
    """One numbered clause of one version; its anchor is the same from version to version."""

    ledger_kind = "clause"
    ledger_clear = ("version_id", "anchor", "position", "digest")
    ledger_verbs = ("clause.written", "clause.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="clauses")
    anchor = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("version", "anchor"), name="policies_clause_anchor"),
        )

    def __str__(self) -> str:
        return f"{self.anchor} {self.title}"

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return _localised(self.title, self.title_en)

    @property
    def body(self) -> str:
        """Return the Markdown text in the reader's language."""
        return _localised(self.text, self.text_en)


class Signature(models.Model):
    """One person's signature of exactly one version. Never changed."""

    ledger_kind = "signature"
    ledger_clear = ("version_id", "person_id", "digest", "method")
    ledger_verbs = ("signature.given", "signature.redacted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    statement = models.TextField()
    language = models.CharField(max_length=8)
    method = models.CharField(max_length=20, default="browser")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "person"), name="policies_signed_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} signed {self.version_id}"
