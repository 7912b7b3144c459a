"""Courses, their numbered versions, and the lessons of each."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


def localised(main: str, english: str) -> str:
    """Return the text in the reader's language; the other where only that one is written."""
    if (get_language() or "").startswith("en"):
        return english or main
    return main or english


class Topic(models.TextChoices):
    """What a course or a resource is about."""

    BRAND = "brand", pgettext_lazy("topic of training", "Brand")
    ETIQUETTE = "etiquette", pgettext_lazy("topic of training", "Good manners online")
    ANSWERING = "answering", pgettext_lazy("topic of training", "Answering comments")
    CONFIDENTIALITY = "confidentiality", pgettext_lazy("topic of training", "Confidentiality")
    SECURITY = "security", pgettext_lazy("topic of training", "Security")
    CONSEQUENCES = "consequences", pgettext_lazy("topic of training", "Consequences")
    CRISIS = "crisis", pgettext_lazy("topic of training", "Crisis")
    OTHER = "other", pgettext_lazy("topic of training", "Other")


class Course(models.Model):
    """Something to learn; what it says is in its versions.

    A certificate lasts `lasts_months` (None: it does not end) and may be renewed within
    `renewal_days` of its end. `session_certifies`: who was there needs nothing more.
    """

    ledger_kind = "course"
    ledger_clear = (
        "slug",
        "unit_id",
        "owner_id",
        "topic",
        "lasts_months",
        "renewal_days",
        "session_certifies",
        "archived_at",
    )
    ledger_verbs = ("course.created", "course.updated", "course.archived", "course.restored")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary = models.TextField(_("what one learns"), blank=True)
    summary_en = models.TextField(_("what one learns, in English"), blank=True)
    topic = models.CharField(_("topic"), max_length=16, choices=Topic, default=Topic.OTHER)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    lasts_months = models.PositiveSmallIntegerField(null=True, blank=True, default=12)
    renewal_days = models.PositiveSmallIntegerField(default=30)
    session_certifies = models.BooleanField(default=False)
    starter = models.CharField(max_length=60, blank=True)
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

    @property
    def about(self) -> str:
        """Return what one learns, in the reader's language."""
        return localised(self.summary, self.summary_en)


class CourseVersion(models.Model):
    """One numbered text of a course: edited while a draft, never changed once published.

    `again_by`: everybody does the course again by that day, on which earlier certificates end;
    None: they stand.
    """

    ledger_kind = "course_version"
    ledger_clear = (
        "course_id",
        "number",
        "status",
        "quiz_id",
        "digest",
        "published_at",
        "again_by",
    )
    ledger_verbs = (
        "course_version.drafted",
        "course_version.updated",
        "course_version.published",
        "course_version.superseded",
        "course_version.removed",
    )

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("version of a course", "draft")
        PUBLISHED = "published", pgettext_lazy("version of a course", "published")
        SUPERSEDED = "superseded", pgettext_lazy("version of a course", "superseded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    quiz = models.ForeignKey(
        "training.Quiz", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    changes = models.TextField(_("what changes"), blank=True)
    changes_en = models.TextField(_("what changes, in English"), blank=True)
    drafted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    again_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("course", "number"), name="training_version_number"),
            models.UniqueConstraint(
                fields=("course",),
                condition=models.Q(status="published"),
                name="training_one_version_published",
            ),
            models.UniqueConstraint(
                fields=("course",),
                condition=models.Q(status="draft"),
                name="training_one_version_drafted",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", published_at__isnull=True, digest="")
                | models.Q(
                    ~models.Q(digest=""),
                    status__in=("published", "superseded"),
                    published_at__isnull=False,
                ),
                name="training_published_is_sealed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course_id} v{self.number}"

    @property
    def what_changes(self) -> str:
        """Return what changes, in the reader's language."""
        return localised(self.changes, self.changes_en)


class Lesson(models.Model):
    """One screen to read, watch or follow; `minutes` to read it."""

    ledger_kind = "lesson"
    ledger_clear = ("version_id", "position", "minutes", "file_id")
    ledger_verbs = ("lesson.written", "lesson.moved", "lesson.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="lessons")
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(
        "training.TrainingFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(_("what the picture or the video shows"), max_length=500, blank=True)
    alt_en = models.CharField(
        _("what the picture or the video shows, in English"), max_length=500, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return localised(self.title, self.title_en)

    @property
    def body(self) -> str:
        """Return the Markdown text in the reader's language."""
        return localised(self.text, self.text_en)

    @property
    def shows(self) -> str:
        """Return what the picture or the video shows, in the reader's language."""
        return localised(self.alt, self.alt_en)


class LessonRead(models.Model):
    """Somebody went through a lesson: a read mark, of which the journal says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="reads")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "lesson"), name="training_lesson_read_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} read {self.lesson_id}"
