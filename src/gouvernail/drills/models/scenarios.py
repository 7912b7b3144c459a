"""What is rehearsed: the story, the roles, who writes, what happens when, what is expected."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.plans import Kind, in_language
from gouvernail.foundation.ids import uuid7


class Act(models.TextChoices):
    """What a team is timed on, in the order in which it is done."""

    DETECT = "detect", pgettext_lazy("act of a drill", "the alarm is raised")
    ASSESS = "assess", pgettext_lazy("act of a drill", "first assessment")
    FREEZE = "freeze", pgettext_lazy("act of a drill", "publishing stopped")
    WORD = "first_word", pgettext_lazy("act of a drill", "first public word")
    REPORT = "first_report", pgettext_lazy("act of a drill", "first situation report")
    CORRECT = "correct", pgettext_lazy("act of a drill", "put right")
    CLEAR = "all_clear", pgettext_lazy("act of a drill", "end of the incident")


class Voice(models.TextChoices):
    """Whose words these are on the practice network."""

    PUBLIC = "public", pgettext_lazy("voice in a drill", "the public")
    PRESS = "press", pgettext_lazy("voice in a drill", "the press")
    OFFICIAL = "official", pgettext_lazy("voice in a drill", "an authority")
    OURS = "ours", pgettext_lazy("voice in a drill", "one of our accounts")
    COLLEAGUE = "colleague", pgettext_lazy("voice in a drill", "a colleague")
    IMPOSTOR = "impostor", pgettext_lazy("voice in a drill", "an impostor")


class EventKind(models.TextChoices):
    """What happens: on the practice network, or in the hands of the trainer."""

    POST = "post", pgettext_lazy("event of a drill", "post")
    COMMENT = "comment", pgettext_lazy("event of a drill", "comment")
    INJECT = "inject", pgettext_lazy("event of a drill", "inject")


class Scenario(models.Model):
    """A rehearsal as it is written. Its times are minutes of the drill, at any speed.

    `script` holds four lists of plain mappings, whose words stand under `fr` and `en`: `roles`
    (`role`), `cast` (`who`, `kind`, `handle`), `events` (`event`, `minute`, `kind`, `by`, `under`,
    `to`, `sign`, `picture_fr`, `picture_en`) and `expected` (`act`, `minute`). `sign` marks the
    first event that a watchful team can see. `story` is read to everyone, `notes` by the trainer.
    """

    ledger_kind = "drill_scenario"
    ledger_clear = (
        *("slug", "plan_kind", "unit_id", "minutes", "edition"),
        *("edited_by_id", "edited_at", "archived_at"),
    )
    ledger_verbs = (
        "drill_scenario.imported",
        "drill_scenario.written",
        "drill_scenario.changed",
        "drill_scenario.archived",
    )
    PARTS = ("roles", "cast", "events", "expected")
    KEYS = {"roles": "role", "cast": "who", "events": "event", "expected": "act"}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=60, blank=True)
    plan_kind = models.CharField(_("kind of crisis"), max_length=16, choices=Kind)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=30)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    story = models.TextField(_("what everyone is told"), blank=True)
    story_en = models.TextField(blank=True)
    notes = models.TextField(_("what the trainer knows"), blank=True)
    notes_en = models.TextField(blank=True)
    debrief = models.TextField(_("questions to talk over afterwards"), blank=True)
    debrief_en = models.TextField(blank=True)
    script = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=240),
                name="drills_scenario_of_minutes",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> str:
        """Return its title, in the reader's language."""
        return in_language(self.title, self.title_en)

    def part(self, name: str) -> list[dict[str, Any]]:
        """Return one of the four lists of its script."""
        return list(self.script.get(name, ()))
