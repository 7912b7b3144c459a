"""Banks of questions, quizzes drawn from them, and what people answered."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.training.models.courses import localised


class Bank(models.Model):
    """Questions kept together; several quizzes may draw from one bank."""

    ledger_kind = "question_bank"
    ledger_clear = ("slug", "unit_id", "archived_at")
    ledger_verbs = ("question_bank.created", "question_bank.updated", "question_bank.archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return localised(self.title, self.title_en)


class Question(models.Model):
    """One question, its choices and why the answer is what it is.

    `options` are mappings of `key`, `text`, `text_en` and `right`; for a question of order they
    stand in the right order and none is right by itself.
    """

    ledger_kind = "question"
    ledger_clear = ("bank_id", "kind", "position", "retired_at")
    ledger_verbs = ("question.written", "question.retired", "question.restored")

    class Kind(models.TextChoices):
        SINGLE = "single", pgettext_lazy("kind of question", "one right answer")
        SEVERAL = "several", pgettext_lazy("kind of question", "several right answers")
        TRUTH = "true_false", pgettext_lazy("kind of question", "true or false")
        ORDER = "order", pgettext_lazy("kind of question", "put in order")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SINGLE)
    text = models.TextField(_("question"), blank=True)
    text_en = models.TextField(_("question in English"), blank=True)
    explanation = models.TextField(_("why"), blank=True)
    explanation_en = models.TextField(_("why, in English"), blank=True)
    options = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the question in the reader's language."""
        return localised(self.text, self.text_en)


class Quiz(models.Model):
    """How a bank is asked: at the end of a course, or by itself before something is signed.

    `draw` questions are drawn at random (0: all). `attempts_max` 0 sets no limit; a failed attempt
    is followed by `wait_hours` before the next.
    """

    ledger_kind = "quiz"
    ledger_clear = (
        "slug",
        "unit_id",
        "bank_id",
        "draw",
        "pass_percent",
        "attempts_max",
        "wait_hours",
        "archived_at",
    )
    ledger_verbs = ("quiz.created", "quiz.updated", "quiz.archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="quizzes")
    draw = models.PositiveSmallIntegerField(_("questions drawn"), default=0)
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=80, validators=(MaxValueValidator(100),)
    )
    attempts_max = models.PositiveSmallIntegerField(_("attempts allowed"), default=0)
    wait_hours = models.PositiveSmallIntegerField(_("hours between two attempts"), default=0)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")
        verbose_name_plural = "quizzes"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(pass_percent__gte=1, pass_percent__lte=100),
                name="training_quiz_pass_mark",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return localised(self.title, self.title_en)


class Attempt(models.Model):
    """One go at a quiz: the exact questions that were asked, and the answers as they were given.

    `questions` is what the draw of `seed` gave, word for word, in the language of the reader;
    `answers` maps the place of each question to the keys chosen. `digest` seals both at the end.
    """

    ledger_kind = "quiz_attempt"
    ledger_clear = (
        "quiz_id",
        "person_id",
        "number",
        "seed",
        "started_at",
        "ended_at",
        "score_percent",
        "passed",
        "digest",
    )
    ledger_skip = ("answers",)
    ledger_verbs = ("quiz_attempt.started", "quiz_attempt.ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey(
        "training.CourseVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="quiz_attempts"
    )
    number = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("quiz", "person", "number"), name="training_attempt_number"
            ),
            models.UniqueConstraint(
                fields=("quiz", "person"),
                condition=models.Q(ended_at__isnull=True),
                name="training_one_attempt_going",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, score_percent__isnull=True, digest="")
                | (
                    models.Q(ended_at__isnull=False, score_percent__isnull=False)
                    & ~models.Q(digest="")
                ),
                name="training_attempt_ended_is_scored",
            ),
        )
        indexes = (
            models.Index(fields=("person", "quiz", "ended_at"), name="training_attempts_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.quiz_id} {self.number}"
