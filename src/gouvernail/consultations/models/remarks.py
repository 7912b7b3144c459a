"""What people say about a text, and what they are answered."""

from django.db import models
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Remark(models.Model):
    """One remark about a clause (`anchor`), or about the whole when it is empty.

    Without a consultation: a suggestion about the version in force, that waits for the next one.
    Without an author: nobody's name was ever kept; `code_sha256` lets who knows its code change it,
    and `sent_at` is when the window opened. `position` is that of the clause, the whole first.
    """

    ledger_kind = "remark"
    ledger_clear = (
        *("policy_id", "consultation_id", "version_id", "anchor", "position", "kind"),
        *("status", "is_suggestion", "answer_id"),
    )
    ledger_skip = ("code_sha256",)
    ledger_verbs = (
        "remark.sent",
        "remark.edited",
        "remark.withdrawn",
        "remark.entered",
        "remark.grouped",
        "remark.ungrouped",
        "remark.redacted",
    )

    class Kind(models.TextChoices):
        COMMENT = "comment", pgettext_lazy("consultation", "remark")
        QUESTION = "question", pgettext_lazy("consultation", "question")

    class Status(models.TextChoices):
        SENT = "sent"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey("policies.Policy", on_delete=models.PROTECT, related_name="remarks")
    consultation = models.ForeignKey(
        "consultations.Consultation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="remarks"
    )
    anchor = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT)
    text = models.TextField(blank=True)
    author = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.SENT)
    is_suggestion = models.BooleanField(default=False)
    code_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    answer = models.ForeignKey(
        "consultations.RemarkAnswer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )

    class Meta:
        indexes = (
            models.Index(
                fields=("consultation", "status", "position", "id"), name="consultations_by_clause"
            ),
            models.Index(fields=("policy", "status", "sent_at"), name="consultations_by_policy"),
            models.Index(fields=("author", "sent_at"), name="consultations_by_author"),
        )

    def __str__(self) -> str:
        return f"{self.anchor or 'whole'} {self.kind}"


class RemarkAnswer(models.Model):
    """One answer, to one remark or to several that are alike.

    Without an outcome it is being prepared: a group of alike remarks that waits. `anchor` names the
    clause that changed.
    """

    ledger_kind = "remark_answer"
    ledger_clear = ("policy_id", "consultation_id", "outcome", "anchor", "by_id", "at")
    ledger_verbs = ("remark_answer.prepared", "remark_answer.given", "remark_answer.removed")

    class Outcome(models.TextChoices):
        KEPT = "kept", pgettext_lazy("answer to a remark", "kept")
        CHANGED = "changed", pgettext_lazy("answer to a remark", "text changed")
        DECLINED = "declined", pgettext_lazy("answer to a remark", "declined")
        ANSWERED = "answered", pgettext_lazy("answer to a remark", "question answered")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey("policies.Policy", on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(
        "consultations.Consultation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )
    label = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    anchor = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="", at__isnull=True)
                | ~models.Q(outcome="") & models.Q(at__isnull=False) & ~models.Q(words=""),
                name="consultations_answer_has_words",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="changed") | ~models.Q(anchor=""),
                name="consultations_change_names_a_clause",
            ),
        )

    def __str__(self) -> str:
        return self.label or self.outcome
