"""Scenarios to practise, and what each person did in them on the practice network."""

from typing import Final

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.training.models.courses import localised

LONGEST_SECONDS: Final = 3600


class Scenario(models.Model):
    """A situation to practise; what is staged is in `content`, whose shape is that of its kind.

    `course`: its certificate asks for a pass here. `content` holds both languages (`starters`), in
    the version `number` (0: none yet); `draft` what is written for the next one, whole or not.
    """

    ledger_kind = "scenario"
    ledger_clear = (
        "slug",
        "kind",
        "unit_id",
        "owner_id",
        "course_id",
        "pass_percent",
        "limit_seconds",
        "starter",
        "number",
        "archived_at",
    )
    ledger_verbs = (
        "scenario.created",
        "scenario.written",
        "scenario.published",
        "scenario.updated",
        "scenario.archived",
        "scenario.restored",
    )

    class Kind(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("kind of scenario", "answer this comment")
        IMPOSTOR = "impostor", pgettext_lazy("kind of scenario", "spot the impostor")
        QUEUE = "queue", pgettext_lazy("kind of scenario", "stop the queue")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    story = models.TextField(_("what happens"))
    story_en = models.TextField(_("what happens, in English"), blank=True)
    content = models.JSONField(default=dict, blank=True)
    number = models.PositiveIntegerField(default=1)
    draft = models.JSONField(default=dict, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(
        "training.Course",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="scenarios",
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=80, validators=(MaxValueValidator(100),)
    )
    limit_seconds = models.PositiveSmallIntegerField(_("time allowed"), default=600)
    starter = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(pass_percent__gte=1, pass_percent__lte=100),
                name="training_scenario_pass_mark",
            ),
            models.CheckConstraint(
                condition=models.Q(limit_seconds__gte=30, limit_seconds__lte=LONGEST_SECONDS),
                name="training_scenario_time",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return localised(self.title, self.title_en)

    @property
    def told(self) -> str:
        """Return what happens, as Markdown, in the reader's language."""
        return localised(self.story, self.story_en)


class ScenarioVersion(models.Model):
    """What was published of a scenario under a number; the journal has its digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("scenario", "number"), name="training_scenario_version_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scenario_id} v{self.number}"


class Run(models.Model):
    """One practice of a scenario by one person, from its start to its result.

    `content` is what was staged, word for word, in the language of the learner; `moves` what they
    did; `findings` what came of it, each a mapping of `code`, `met`, `shown` and `weight`.
    A trainer who reviews it says `passed` again, and why. A `trial` is its author's, of what is
    not published: it counts for nothing.
    """

    ledger_kind = "scenario_run"
    ledger_clear = (
        "scenario_id",
        "person_id",
        "number",
        "trial",
        "started_at",
        "ended_at",
        "score_percent",
        "passed",
        "digest",
        "reviewed_by_id",
        "reviewed_at",
    )
    ledger_skip = ("moves",)
    ledger_verbs = (
        "scenario_run.started",
        "scenario_run.ended",
        "scenario_run.reviewed",
        "scenario_run.redacted",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="runs")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="scenario_runs"
    )
    number = models.PositiveIntegerField()
    trial = models.BooleanField(default=False)
    seed = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    content = models.JSONField(default=dict)
    moves = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    reviewed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField(_("what the trainer says"), blank=True)

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("scenario", "person", "number"), name="training_run_number"
            ),
            models.UniqueConstraint(
                fields=("scenario", "person"),
                condition=models.Q(ended_at__isnull=True),
                name="training_one_run_going",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, score_percent__isnull=True, digest="")
                | (
                    models.Q(ended_at__isnull=False, score_percent__isnull=False)
                    & ~models.Q(digest="")
                ),
                name="training_run_ended_is_scored",
            ),
        )
        indexes = (
            models.Index(fields=("person", "scenario", "ended_at"), name="training_runs_of_person"),
            models.Index(fields=("-started_at", "-id"), name="training_runs_latest"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.scenario_id} {self.number}"


class QueuedPost(models.Model):
    """One message of the practice queue of a run: it leaves when it is due, unless it is held.

    Leaving writes `post` on the practice network. It is no delivery: it can reach no other.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="queue")
    place = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=120)
    text = models.TextField()
    hurts = models.BooleanField()
    due_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    post = models.OneToOneField(
        "practice.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("run", "place"), name="training_queue_place"),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(held_at__isnull=True),
                name="training_queue_held_or_left",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.place}"
