"""What the nightly look at the register found, and from when an account is dormant."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.registry.models.account import Account


class DormancyRule(models.Model):
    """After how many silent days an account of one network is taken for dormant."""

    ledger_kind = "dormancy_rule"
    ledger_clear = ("network", "days")
    ledger_verbs = ("dormancy_rule.set",)
    ledger_sentences = {"dormancy_rule.set": _("Dormant on %(network)s after %(days)s silent days")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(_("network"), max_length=30, unique=True)
    days = models.PositiveSmallIntegerField(_("silent days"))
    source = models.CharField(_("why"), max_length=200, blank=True)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.network} {self.days}"


class Finding(models.Model):
    """Something the register suggests of an account; worked out anew each night.

    `facts` hold why; `digest` tells whether the facts are those that somebody set aside. What is
    decided leaves its entry with the account.
    """

    class Kind(models.TextChoices):
        DORMANT = "dormant", _("seems dormant")
        DUPLICATE = "duplicate", _("seems to repeat another")

    class Status(models.TextChoices):
        OPEN = "open", _("to decide")
        ACCEPTED = "accepted", _("accepted")
        SET_ASIDE = "set_aside", _("set aside")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="findings")
    other = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    score = models.FloatField(default=1)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "account", "other"), name="registry_finding_once_a_pair"
            ),
            models.UniqueConstraint(
                fields=("kind", "account"),
                condition=models.Q(other__isnull=True),
                name="registry_finding_once_alone",
            ),
        )
        indexes = (models.Index(fields=("status", "-score", "id"), name="registry_findings"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"
