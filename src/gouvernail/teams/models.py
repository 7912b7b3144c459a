"""Named teams and who sits in them (R109)."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Team(models.Model):
    """People with one duty: who answers, speaks to the press, decides in a crisis.

    A team serves the unit it stands in and those below it.
    """

    ledger_kind = "team"
    ledger_clear = ("unit_id", "duty", "closed_at")
    ledger_verbs = ("team.created", "team.edited", "team.closed")
    ledger_sentences = {
        "team.created": _("Team created: %(duty)s"),
        "team.edited": _("Team changed"),
        "team.closed": _("Team closed"),
    }

    class Duty(models.TextChoices):
        CARE = "care", pgettext_lazy("duty of a team", "customer care")
        PRESS = "press", pgettext_lazy("duty of a team", "press")
        CRISIS = "crisis", pgettext_lazy("duty of a team", "crisis")
        ENGAGEMENT = "engagement", pgettext_lazy("duty of a team", "engagement")
        SALES = "sales", pgettext_lazy("duty of a team", "sales")
        EXPERT = "expert", pgettext_lazy("duty of a team", "expertise")
        APPROVAL = "approval", pgettext_lazy("duty of a team", "approval")
        OTHER = "other", pgettext_lazy("duty of a team", "other")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="teams")
    mail = models.EmailField(_("shared e-mail"), blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name_fr", "id")
        indexes = (models.Index(fields=("duty", "unit"), name="teams_by_duty"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_fr


class Seat(models.Model):
    """One person in a team: at its head, or the deputy of that place (1 stands in first)."""

    ledger_kind = "team_seat"
    ledger_clear = ("team_id", "person_id", "lead", "position", "ended_at")
    ledger_verbs = ("team_seat.taken", "team_seat.left", "team_seat.moved")
    ledger_sentences = {
        "team_seat.taken": _("Place in a team taken"),
        "team_seat.left": _("Place in a team left"),
        "team_seat.moved": _("Order of a team changed"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="team_seats")
    lead = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-lead", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("team", "person"),
                condition=models.Q(ended_at__isnull=True),
                name="teams_seat_once",
            ),
            models.UniqueConstraint(
                fields=("team",),
                condition=models.Q(ended_at__isnull=True, lead=True),
                name="teams_one_lead",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"
