"""How profiles must look, what was read of them, and what changed between two readings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.registry.models.account import Account


class ProfileStandard(models.Model):
    """What the profiles of a unit must show; an empty field is taken from the unit above.

    `network` empty stands for every network. In the lists, one piece of text a line.
    """

    ledger_kind = "profile_standard"
    ledger_clear = ("unit_id", "network", "avatar")
    ledger_verbs = ("profile_standard.set", "profile_standard.removed")
    ledger_sentences = {
        "profile_standard.set": _("Profile standard set"),
        "profile_standard.removed": _("Profile standard removed"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, related_name="profile_standards"
    )
    network = models.CharField(_("network"), max_length=30, blank=True)
    name = models.CharField(_("The name contains"), max_length=120, blank=True)
    bio = models.TextField(_("The biography contains"), blank=True)
    link = models.CharField(_("The link shown"), max_length=300, blank=True)
    notice = models.CharField(_("The notice"), max_length=300, blank=True)
    avatar = models.BooleanField(_("A picture is chosen"), default=False)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "network"), name="registry_one_standard_a_unit_and_network"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.network}"


class ProfileReading(models.Model):
    """What a profile showed: read from the network, or written down by a person.

    One reading of an account is `current`; `confirmed_at` moves while it stays true. `failing`
    holds the codes of what the standard asks and it does not show.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="profile_readings")
    name = models.CharField(_("Name shown"), max_length=300, blank=True)
    bio = models.TextField(_("Biography"), blank=True)
    links = models.TextField(_("Links shown"), blank=True)
    avatar = models.BooleanField(_("A picture is chosen"), null=True, blank=True)
    failing = models.JSONField(default=list)
    is_current = models.BooleanField(default=True)
    read_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    read_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-read_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(is_current=True),
                name="registry_one_current_profile",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.read_at}"


class ProfileChange(models.Model):
    """One line of a profile that changed between two readings, until somebody explains it."""

    ledger_kind = "profile_change"
    ledger_clear = ("account_id", "field")
    ledger_verbs = (
        "profile_change.noticed",
        "profile_change.explained",
        "profile_change.redacted",
    )
    ledger_sentences = {
        "profile_change.noticed": _("A profile changed"),
        "profile_change.explained": _("Change of a profile explained"),
    }

    class Field(models.TextChoices):
        NAME = "name", _("name shown")
        BIO = "bio", _("biography")
        LINKS = "links", _("links shown")
        AVATAR = "avatar", _("picture")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="profile_changes")
    field = models.CharField(max_length=10, choices=Field)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    noticed_at = models.DateTimeField()
    explanation = models.TextField(_("explanation"), blank=True)
    explained_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-noticed_at", "-id")
        indexes = (
            models.Index(
                fields=("account",),
                condition=models.Q(explained_at__isnull=True),
                name="registry_unexplained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.field}"
