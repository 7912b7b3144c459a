"""A drill: who plays, what happens on its stage, what the trainer saw, its figures."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.plans import Kind, RoleInCrisis, in_language
from gouvernail.drills.models.scenarios import Act, EventKind, Scenario
from gouvernail.foundation.ids import uuid7


class Drill(models.Model):
    """One rehearsal of a scenario by a team, on a stage of the practice network.

    `script` is the scenario as it stood when the drill began. `legs` say how time ran: from each
    instant on (`at`), the second of the drill (`second`) and how many pass in one real one
    (`speed`, 0 when paused). `results` are measured from rows when it ends, and kept.
    """

    ledger_kind = "drill"
    ledger_clear = (
        *("scenario_id", "edition", "unit_id", "trainer_id", "language", "speed", "status"),
        *("planned_at", "incident_id", "started_at", "ended_at", "created_by_id", "created_at"),
    )
    ledger_skip = ("reminded_at",)  # a mark of the worker
    ledger_verbs = (
        "drill.planned",
        "drill.changed",
        "drill.started",
        "drill.paced",
        "drill.alarmed",
        "drill.ended",
        "drill.cancelled",
        "drill.concluded",
    )

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("drill", "planned")
        RUNNING = "running", pgettext_lazy("drill", "under way")
        PAUSED = "paused", pgettext_lazy("drill", "paused")
        ENDED = "ended", pgettext_lazy("drill", "ended")
        CANCELLED = "cancelled", pgettext_lazy("drill", "called off")

    ON = ("running", "paused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="drills")
    edition = models.PositiveIntegerField(default=1)
    plan_kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="drills_led"
    )
    language = models.CharField(_("language of the stage"), max_length=2, default="fr")
    speed = models.PositiveSmallIntegerField(_("speed"), default=1)
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED)
    planned_at = models.DateTimeField(_("when"), null=True, blank=True)
    script = models.JSONField(default=dict, blank=True)
    legs = models.JSONField(default=list, blank=True)
    incident = models.OneToOneField(
        "crisis.Incident", null=True, blank=True, on_delete=models.PROTECT, related_name="drill"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(default=dict, blank=True)
    lessons = models.TextField(_("what we change"), blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("status", "-ended_at"), name="drills_by_end"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="ended", ended_at__isnull=False)
                | (~models.Q(status="ended") & models.Q(ended_at__isnull=True)),
                name="drills_ended_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> str:
        """Return its title, in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def is_on(self) -> bool:
        """Return whether it has begun and not ended."""
        return self.status in self.ON

    def part(self, name: str) -> list[dict[str, Any]]:
        """Return one of the four lists of its script; those of the scenario before it began."""
        return list((self.script or self.scenario.script).get(name, ()))


class Player(models.Model):
    """Who plays which role of a drill; somebody may play several."""

    ledger_kind = "drill_player"
    ledger_clear = ("drill_id", "person_id", "role")
    ledger_verbs = ("drill_player.named", "drill_player.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="players")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="drills")
    role = models.CharField(_("role"), max_length=16, choices=RoleInCrisis)

    class Meta:
        ordering = ("drill", "role")
        constraints = (
            models.UniqueConstraint(fields=("drill", "role"), name="drills_one_player_a_role"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class Happening(models.Model):
    """One thing that happens at a second of the drill: scripted, from the trainer or the team.

    A post or comment stands on the stage of the practice network (`post`) once it was played; an
    inject is shown to who plays `to`, to everybody when that is empty.
    """

    ledger_kind = "drill_happening"
    ledger_clear = (
        *("drill_id", "key", "second", "kind", "source", "status", "is_sign"),
        *("to", "written_by_id", "played_at"),
    )
    ledger_verbs = (
        "drill_happening.set",
        "drill_happening.played",
        "drill_happening.skipped",
        "drill_happening.said",
    )

    class Source(models.TextChoices):
        SCRIPT = "script", pgettext_lazy("source in a drill", "script")
        TRAINER = "trainer", pgettext_lazy("source in a drill", "trainer")
        TEAM = "team", pgettext_lazy("source in a drill", "team")

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("event of a drill", "to come")
        PLAYED = "played", pgettext_lazy("event of a drill", "played")
        SKIPPED = "skipped", pgettext_lazy("event of a drill", "left out")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="happenings")
    key = models.CharField(max_length=60)
    second = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=EventKind)
    source = models.CharField(max_length=8, choices=Source, default=Source.SCRIPT)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    by = models.CharField(_("who writes"), max_length=160, blank=True)
    under = models.CharField(max_length=60, blank=True)
    to = models.CharField(_("for"), max_length=16, choices=RoleInCrisis, blank=True)
    words = models.TextField(_("words"))
    words_en = models.TextField(blank=True)
    is_sign = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        "practice.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    played_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("second", "id")
        indexes = (models.Index(fields=("drill", "status", "second"), name="drills_next_event"),)
        constraints = (
            models.UniqueConstraint(fields=("drill", "key"), name="drills_event_once"),
            models.CheckConstraint(
                condition=models.Q(status="played", played_at__isnull=False)
                | (~models.Q(status="played") & models.Q(played_at__isnull=True)),
                name="drills_played_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def said(self) -> str:
        """Return its words, in the reader's language."""
        return in_language(self.words, self.words_en)

    @property
    def minute(self) -> int:
        """Return the minute of the drill at which it is due, or was played."""
        return self.second // 60


class Remark(models.Model):
    """What the trainer says of one act that is expected: done well, in part, or missed.

    For `correct`, which no row measures, `seen_at` is its time too.
    """

    ledger_kind = "drill_remark"
    ledger_clear = ("drill_id", "act", "verdict", "seen_at", "noted_by_id")
    ledger_verbs = ("drill_remark.noted",)

    class Verdict(models.TextChoices):
        DONE = "done", pgettext_lazy("verdict of a trainer", "well done")
        PARTLY = "partly", pgettext_lazy("verdict of a trainer", "done in part")
        MISSED = "missed", pgettext_lazy("verdict of a trainer", "missed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="remarks")
    act = models.CharField(max_length=14, choices=Act)
    verdict = models.CharField(max_length=6, choices=Verdict)
    note = models.CharField(_("in a word"), max_length=300, blank=True)
    seen_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("drill", "act"), name="drills_one_remark_an_act"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.verdict}"
