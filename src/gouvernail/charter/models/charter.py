"""What the organisation chose once and may change: one row."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models.scope import Community
from gouvernail.foundation.ids import uuid7


class Charter(models.Model):
    """The organisation's own choices; every two-person act reads `separation`."""

    ledger_kind = "charter"
    ledger_clear = (
        *("separation", "second_factor", "modules", "modules_off", "country"),
        *("communities", "participation", "internal_participation", "accountable_id"),
    )
    ledger_verbs = (
        "charter.written",
        "charter.separation_changed",
        "charter.second_factor_changed",
        "charter.frame_written",
        "charter.modules_changed",
        "charter.model_applied",
    )

    class Separation(models.TextChoices):
        SMALL = "small", _("Small team")
        STANDARD = "standard", _("Standard")
        REGULATED = "regulated", _("Regulated")

    class SecondFactor(models.TextChoices):
        OPTIONAL = "optional", _("Nobody has to")
        POWERS = "powers", _("Those who approve, publish, manage or lift")
        EVERYONE = "everyone", _("Everybody")

    class Communities(models.TextChoices):
        COMMON = "common", _("one model for internal and external communities")
        SEPARATE = "separate", _("a model of its own for internal communities")

    class Participation(models.TextChoices):
        EVERYBODY = "everybody", _("everybody in the organisation")
        NAMED = "named", _("the groups named here only")

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
    communities = models.CharField(max_length=12, choices=Communities, blank=True)
    participation = models.CharField(max_length=12, choices=Participation, blank=True)
    internal_participation = models.CharField(max_length=12, choices=Participation, blank=True)
    accountable = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    modules = models.JSONField(default=list, blank=True)
    modules_off = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def keeps_two_models(self) -> bool:
        """Return whether internal communities follow a model of their own."""
        return self.communities == self.Communities.SEPARATE

    def participation_for(self, community: str) -> str:
        """Return who may take part in one of the two models; empty when it is not said."""
        internal = community == Community.INTERNAL
        return self.internal_participation if internal else self.participation

    @property
    def label(self) -> str:
        """Return the organisation's name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name
