"""Files read into clauses before they become a draft; remarks of the linter that were set aside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class PolicyReading(models.Model):
    """One or two files read into clauses, which a person corrects before they become a draft.

    `files` holds one object for each: `name`, `language`, `title`, `summary`, `warnings`, and its
    `clauses` (`anchor`, `title`, `text`). It binds nobody, and goes once the draft is made.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    policy = models.ForeignKey(
        "policies.Policy", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    files = models.JSONField(default=list)
    edit_count = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reading {self.pk}"


class RemarkDismissal(models.Model):
    """A remark of the linter that somebody set aside, and why.

    `key` stands for the remark as it was worded: when the clause changes what it says, the remark
    comes back.
    """

    ledger_kind = "policy_remark"
    ledger_clear = ("policy_id", "key", "code", "anchor", "dismissed_by_id")
    ledger_verbs = ("policy_remark.dismissed", "policy_remark.taken_up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, related_name="dismissals"
    )
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    anchor = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("why it does not apply"))
    dismissed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("policy", "key"), name="policies_remark_once"),
        )

    def __str__(self) -> str:
        return f"{self.policy_id} {self.code} {self.anchor}"
