"""How the organisation answers: the one page of the light form, and what is switched on."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Desk(models.Model):
    """The one row that says how comments are answered.

    `opening` maps a day of the week (`"0"` is Monday) to pairs of times of day, such as
    `[["08:00", "12:00"], ["13:00", "19:00"]]`. Delays are minutes of opening; 0 promises nothing.
    `holidays` is a country of the public holidays (`FR`, `CA-QC`), or empty. Conversations over for
    longer than `kept_days` are erased; those with words told to us alone after `private_days`,
    regulated complaints after `complaint_days`.
    """

    class Kept(models.IntegerChoices):
        QUARTER = 92, pgettext_lazy("retention of conversations", "three months")
        YEAR = 396, pgettext_lazy("retention of conversations", "thirteen months")
        LONG = 1096, pgettext_lazy("retention of conversations", "three years")
        LONGEST = 1827, pgettext_lazy("retention of conversations", "five years")

    ledger_kind = "inbox_desk"
    ledger_clear = (
        *("clocks_on", "routing_on", "first_minutes", "next_minutes", "solve_minutes"),
        *("kept_days", "private_days", "complaint_days"),
    )
    ledger_verbs = ("inbox_desk.written",)
    ledger_sentences = {"inbox_desk.written": _("How comments are answered: written")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, editable=False, unique=True)
    hours_fr = models.CharField(_("when we answer"), max_length=300, blank=True)
    hours_en = models.CharField(_("when we answer, in English"), max_length=300, blank=True)
    rules_fr = models.TextField(_("how we answer"), blank=True)
    rules_en = models.TextField(_("how we answer, in English"), blank=True)
    clocks_on = models.BooleanField(default=False)
    routing_on = models.BooleanField(default=False)
    zone = models.CharField(max_length=60, default="Europe/Paris")
    opening = models.JSONField(default=dict, blank=True)
    holidays = models.CharField(max_length=10, blank=True)
    first_minutes = models.PositiveIntegerField(default=60)
    next_minutes = models.PositiveIntegerField(default=60)
    solve_minutes = models.PositiveIntegerField(default=960)
    kept_days = models.PositiveSmallIntegerField(choices=Kept, default=Kept.YEAR)
    private_days = models.PositiveSmallIntegerField(choices=Kept, default=Kept.YEAR)
    complaint_days = models.PositiveSmallIntegerField(choices=Kept, default=Kept.LONGEST)

    def __str__(self) -> str:
        return "desk"

    @property
    def hours(self) -> str:
        """Return when we answer, in the reader's language."""
        return self.hours_en if _english() and self.hours_en else self.hours_fr

    @property
    def rules(self) -> str:
        """Return how we answer, in the reader's language."""
        return self.rules_en if _english() and self.rules_en else self.rules_fr


class RoutingRule(models.Model):
    """Which conversations go to which team (R108); the first rule in order that holds decides.

    An empty condition asks nothing. `keyword` is words between commas, one of which is said;
    `most_open`: the rule is passed over while the team has more than that to answer (0: never).
    """

    ledger_kind = "routing_rule"
    ledger_clear = ("position", "account_id", "topic_id", "team_id", "priority", "dropped_at")
    ledger_verbs = ("routing_rule.written", "routing_rule.moved", "routing_rule.dropped")
    ledger_sentences = {
        "routing_rule.written": _("Rule of routing written"),
        "routing_rule.moved": _("Order of the rules of routing changed"),
        "routing_rule.dropped": _("Rule of routing dropped"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.PositiveIntegerField(default=0)
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(max_length=40, blank=True)
    topic_id = models.UUIDField(null=True, blank=True)
    lang = models.CharField(max_length=12, blank=True)
    sentiment = models.CharField(max_length=10, blank=True)
    keyword = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=200, blank=True)
    most_open = models.PositiveIntegerField(default=0)
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    priority = models.SmallIntegerField(default=1)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.position} → {self.team_id}"


def _english() -> bool:
    return (get_language() or "").startswith("en")
