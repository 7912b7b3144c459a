"""What the organisation chose once and may change: one row."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Charter(models.Model):
    """The organisation's own choices; every two-person act reads `separation`."""

    ledger_kind = "charter"
    ledger_clear = ("separation", "second_factor", "modules", "country")
    ledger_verbs = (
        "charter.written",
        "charter.separation_changed",
        "charter.second_factor_changed",
    )

    class Separation(models.TextChoices):
        SMALL = "small", _("Small team")
        STANDARD = "standard", _("Standard")
        REGULATED = "regulated", _("Regulated")

    class SecondFactor(models.TextChoices):
        OPTIONAL = "optional", _("Nobody has to")
        POWERS = "powers", _("Those who approve, publish, manage or lift")
        EVERYONE = "everyone", _("Everybody")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name of the organisation"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    separation = models.CharField(
        _("separation of duties"), max_length=12, choices=Separation, default=Separation.STANDARD
    )
    second_factor = models.CharField(
        _("who must have a second factor"),
        max_length=12,
        choices=SecondFactor,
        default=SecondFactor.OPTIONAL,
    )
    modules = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the organisation's name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name
