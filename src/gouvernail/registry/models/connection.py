"""How the site reaches an account, and what people read of it by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.registry.models.account import Account


class Connection(models.Model):
    """How the site reaches an account by itself; its secrets are in the vault."""

    ledger_kind = "connection"
    ledger_clear = ("account_id", "service_url", "remote_id", "status", "connected_by_id")
    ledger_skip = ("limits", "limits_read_at", "checked_at", "last_error", "profile")
    ledger_verbs = ("connection.opened", "connection.failed", "connection.closed")

    class Status(models.TextChoices):
        CONNECTED = "connected", _("connected")
        FAILING = "failing", _("failing")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="connection")
    service_url = models.URLField(max_length=300)
    remote_id = models.CharField(max_length=200)
    remote_handle = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.CONNECTED)
    limits = models.JSONField(default=dict)
    limits_read_at = models.DateTimeField(null=True, blank=True)
    profile = models.JSONField(default=dict, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    connected_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.status}"


class Reading(models.Model):
    """A figure that somebody read on the network by hand, and when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="readings")
    last_post_on = models.DateField(_("last publication"), null=True, blank=True)
    followers = models.PositiveBigIntegerField(_("followers"), null=True, blank=True)
    read_on = models.DateField(_("read on"))
    read_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-read_on", "-id")

    def __str__(self) -> str:
        return f"{self.account_id} {self.read_on}"
