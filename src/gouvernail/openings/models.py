"""Requests for a new account, from the first idea to the first day, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Opening(models.Model):
    """One request to open an account; its checklist once it is agreed to.

    `plan` is a list of `{"kind", "times", "per"}`: a kind of piece (`queries.rhythm.KINDS`), how
    many times, and `week` or `month`. Times people give are minutes a week, all their accounts
    together.
    """

    ledger_kind = "opening"
    ledger_clear = (
        "unit_id",
        "network",
        "owner_id",
        "backup_id",
        "owner_accepted_at",
        "backup_accepted_at",
        "status",
        "revision",
        "approval_id",
        "requested_by_id",
        "submitted_at",
        "wished_on",
        "account_id",
        "merged_into_id",
        "due_on",
        "begun_by_id",
        "ended_at",
    )
    ledger_verbs = (
        "opening.drafted",
        "opening.written",
        "opening.accepted",
        "opening.declined",
        "opening.submitted",
        "opening.taken_back",
        "opening.given_up",
        "opening.approved",
        "opening.returned",
        "opening.refused",
        "opening.merged",
        "opening.begun",
        "opening.finished",
        "opening.abandoned",
        "opening.reconsidered",
    )

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("opening request", "being written")
        REQUESTED = "requested", pgettext_lazy("opening request", "requested")
        CHANGES = "changes", pgettext_lazy("opening request", "changes asked")
        REFUSED = "refused", pgettext_lazy("opening request", "refused")
        APPROVED = "approved", pgettext_lazy("opening request", "approved")
        OPENING = "opening", pgettext_lazy("opening request", "opening")
        ACTIVE = "active", pgettext_lazy("opening request", "active")
        MERGED = "merged", pgettext_lazy("opening request", "merged into another account")
        ABANDONED = "abandoned", pgettext_lazy("opening request", "abandoned")
        GIVEN_UP = "given_up", pgettext_lazy("opening request", "given up")

    WRITABLE = frozenset({"draft", "changes", "requested", "approved"})
    OVER = frozenset({"active", "merged", "abandoned", "given_up"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("name of the account"), max_length=160)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="openings")
    network = models.CharField(_("network"), max_length=30)
    purpose = models.TextField(_("purpose"), blank=True)
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    why_network = models.TextField(_("why this network"), blank=True)
    why_new = models.TextField(_("why not an existing page"), blank=True)
    handle = models.CharField(_("handle"), max_length=200, blank=True)
    avatar = models.ForeignKey(
        "media.Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    backup = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_minutes = models.PositiveIntegerField(null=True, blank=True)
    backup_minutes = models.PositiveIntegerField(null=True, blank=True)
    owner_accepted_at = models.DateTimeField(null=True, blank=True)
    backup_accepted_at = models.DateTimeField(null=True, blank=True)
    plan = models.JSONField(default=list, blank=True)
    subjects = models.TextField(_("subjects"), blank=True)
    first_month = models.TextField(_("first month"), blank=True)
    closing_when = models.TextField(_("closing conditions"), blank=True)
    wished_on = models.DateField(_("wished opening date"), null=True, blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    approval_id = models.UUIDField(null=True, blank=True)
    requested_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="openings"
    )
    merged_into = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("to be open by"), null=True, blank=True)
    begun_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("unit", "status"), name="openings_by_unit"),
            models.Index(fields=("-updated_at", "-id"), name="openings_latest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("backup")), name="openings_two_people"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="merged") | models.Q(merged_into__isnull=False),
                name="openings_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("opening", "active"))
                | models.Q(account__isnull=False),
                name="openings_begun_has_account",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Proof(models.Model):
    """A file that shows a step was done: a picture of a screen or a PDF, kept by its content."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    mime = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    original_name = models.CharField(max_length=200)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.original_name


class Check(models.Model):
    """One step of the opening checklist: done or not, by whom, when, with what to show for it."""

    ledger_kind = "opening_check"
    ledger_clear = ("opening_id", "code", "done_by_id", "done_at", "proof_id")
    ledger_verbs = ("opening_check.listed", "opening_check.ticked", "opening_check.unticked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    proof = models.ForeignKey(
        Proof, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("opening", "code"), name="openings_check_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="openings_check_done_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.opening_id} {self.code}"


class Appeal(models.Model):
    """After a refusal, what the requester wrote to the lead, once; and the written answer."""

    ledger_kind = "opening_appeal"
    ledger_clear = ("opening_id", "approval_id", "by_id", "at", "outcome", "answered_by_id")
    ledger_verbs = ("opening_appeal.made", "opening_appeal.answered")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("the refusal stands")
        REOPENED = "reopened", _("the request may be changed and submitted again")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="appeals")
    approval_id = models.UUIDField()
    text = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=("opening", "approval_id"), name="openings_one_appeal_per_refusal"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", answered_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(answered_at__isnull=False)),
                name="openings_appeal_answered_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.opening_id} {self.at:%Y-%m-%d}"


class Rework(models.Model):
    """What somebody has to do with an account of the register, instead of opening another."""

    ledger_kind = "opening_rework"
    ledger_clear = (
        "opening_id",
        "account_id",
        "assigned_to_id",
        "due_on",
        "done_at",
        "done_by_id",
        "declined",
    )
    ledger_verbs = ("opening_rework.asked", "opening_rework.declined", "opening_rework.finished")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    opening = models.OneToOneField(Opening, on_delete=models.PROTECT, related_name="rework")
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="reworks"
    )
    assigned_to = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declined = models.BooleanField(default=False)  # by whoever was to do it; `note` says why
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.opening_id} {self.account_id}"


class Assumption(models.Model):
    """A figure the adviser counts with, where the organisation replaced the starting one."""

    ledger_kind = "opening_assumption"
    ledger_clear = ("code", "value", "updated_by_id")
    ledger_verbs = ("opening_assumption.set",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=30, unique=True)
    value = models.PositiveIntegerField()
    source = models.CharField(_("where the figure comes from"), max_length=300)
    updated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.value}"
