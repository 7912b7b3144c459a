"""When secrets were renewed, and what the accesses of an account add up to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Rotation(models.Model):
    """Somebody renewed the password of an account, and said so."""

    ledger_kind = "rotation"
    ledger_clear = ("account_id", "rotated_on", "why", "rotated_by_id")
    ledger_verbs = ("rotation.noted",)

    class Why(models.TextChoices):
        CALENDAR = "calendar", _("its time had come")
        DEPARTURE = "departure", _("somebody left")
        HANDOVER = "handover", _("handover")
        INCIDENT = "incident", _("incident or doubt")
        SEEN = "seen", _("somebody had seen it")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="rotations"
    )
    rotated_on = models.DateField(_("renewed on"))
    why = models.CharField(_("why"), max_length=10, choices=Why, default=Why.CALENDAR)
    rotated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-rotated_on", "-id")

    def __str__(self) -> str:
        return f"{self.account_id} {self.rotated_on}"


class Criterion(models.TextChoices):
    """The five things that make the level of custody."""

    CREDENTIALS = "credentials", _("Credentials known to be right")
    RECOVERY = "recovery", _("Recovery in the organisation’s hands")
    FACTOR = "factor", _("Second factor held")
    GRANT = "grant", _("Shared by grant, not by password")
    ROTATION = "rotation", _("Renewed at each departure")


class Result(models.TextChoices):
    """What is known of a criterion."""

    EARNED = "earned", _("earned")
    LOST = "lost", _("lost")
    UNKNOWN = "unknown", pgettext_lazy("second factor", "not known")


class Standing(models.Model):
    """What the accesses of one account add up to, kept so that lists can filter and sort.

    Worked out from rows that have their entries: it has none of its own. `level` counts what is
    earned; None when no access was ever declared. `ways_in` counts named, active people.
    """

    account = models.OneToOneField(
        "registry.Account", primary_key=True, on_delete=models.CASCADE, related_name="standing"
    )
    level = models.PositiveSmallIntegerField(null=True)
    ways_in = models.PositiveSmallIntegerField(null=True)
    admins = models.PositiveSmallIntegerField(default=0)
    to_revoke = models.PositiveSmallIntegerField(default=0)
    credentials = models.CharField(max_length=8, choices=Result)
    recovery = models.CharField(max_length=8, choices=Result)
    factor = models.CharField(max_length=8, choices=Result)
    grant = models.CharField(max_length=8, choices=Result)
    rotation = models.CharField(max_length=8, choices=Result)
    worked_out_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("level",), name="custody_by_level"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.level}"
