"""What people finished, and what they hold for it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class How(models.TextChoices):
    """By which way somebody finished a course."""

    ONLINE = "online", pgettext_lazy("how a course was finished", "online")
    SESSION = "session", pgettext_lazy("how a course was finished", "in a session")
    CASCADE = "cascade", pgettext_lazy("how a course was finished", "passed on by their manager")
    OUTSIDE = "outside", pgettext_lazy("how a course was finished", "elsewhere, with a proof")
    IMPORTED = "imported", pgettext_lazy("how a course was finished", "imported from a file")
    GIVEN = "given", pgettext_lazy("how a course was finished", "recorded by hand")


class Completion(models.Model):
    """Somebody finished a course, in a version of it, in some way. Never changed but to be emptied.

    `reference` names the line of a file it came from, so that the file read twice adds nothing.
    """

    ledger_kind = "course_completion"
    ledger_clear = (
        "person_id",
        "course_id",
        "version_id",
        "how",
        "attempt_id",
        "session_id",
        "score_percent",
        "done_at",
        "recorded_by_id",
        "reference",
    )
    ledger_verbs = ("course_completion.recorded", "course_completion.redacted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="completions"
    )
    course = models.ForeignKey(
        "training.Course", on_delete=models.PROTECT, related_name="completions"
    )
    version = models.ForeignKey(
        "training.CourseVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=10, choices=How)
    attempt = models.ForeignKey(
        "training.Attempt", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    session = models.ForeignKey(
        "training.Session",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="completions",
    )
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    done_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    reference = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("reference",),
                condition=~models.Q(reference=""),
                name="training_completion_imported_once",
            ),
        )
        indexes = (
            models.Index(fields=("course", "-done_at", "-id"), name="training_done_of_course"),
            models.Index(fields=("-done_at", "-id"), name="training_done_latest"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} finished {self.course_id}"


class Certificate(models.Model):
    """What somebody holds for a finished course: valid through the day `until`, or without end.

    `code` lets anybody check it, without an account.
    """

    ledger_kind = "certificate"
    ledger_clear = (
        "person_id",
        "course_id",
        "completion_id",
        "issued_at",
        "until",
        "revoked_at",
        "revoked_by_id",
    )
    ledger_verbs = (
        "certificate.issued",
        "certificate.revoked",
        "certificate.shortened",
        "certificate.redacted",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="certificates"
    )
    course = models.ForeignKey(
        "training.Course", on_delete=models.PROTECT, related_name="certificates"
    )
    completion = models.OneToOneField(
        Completion, on_delete=models.PROTECT, related_name="certificate"
    )
    code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_reason = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("person", "course", "until"), name="training_held_by_person"),
            models.Index(fields=("course", "until"), name="training_held_of_course"),
            models.Index(fields=("until",), name="training_held_until"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="training_revoked_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def state(self, today: date) -> str:
        """Return `revoked`, `ended`, `ending` (within the renewal window) or `valid`.

        The course is loaded.
        """
        if self.revoked_at is not None:
            return "revoked"
        if self.until is None:
            return "valid"
        left = (self.until - today).days
        if left < 0:
            return "ended"
        return "ending" if left <= self.course.renewal_days else "valid"


class OutsideProof(models.Model):
    """A certificate obtained elsewhere, sent with its file for somebody to accept.

    The file goes when the data of the person are erased.
    """

    ledger_kind = "outside_proof"
    ledger_clear = (
        "person_id",
        "course_id",
        "issued_on",
        "until",
        "file_id",
        "status",
        "sent_at",
        "decided_at",
        "decided_by_id",
        "completion_id",
    )
    ledger_verbs = (
        "outside_proof.sent",
        "outside_proof.accepted",
        "outside_proof.refused",
        "outside_proof.withdrawn",
        "outside_proof.redacted",
    )

    class Status(models.TextChoices):
        SENT = "sent", pgettext_lazy("proof of training elsewhere", "waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("proof of training elsewhere", "accepted")
        REFUSED = "refused", pgettext_lazy("proof of training elsewhere", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("proof of training elsewhere", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="outside_proofs"
    )
    course = models.ForeignKey("training.Course", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(_("given by"), max_length=200)
    issued_on = models.DateField(_("given on"))
    until = models.DateField(_("valid until"), null=True, blank=True)
    file = models.ForeignKey(
        "training.TrainingFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.SENT)
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    completion = models.OneToOneField(
        Completion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "course"),
                condition=models.Q(status="sent"),
                name="training_one_proof_waits",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("person")) | models.Q(status="withdrawn"),
                name="training_another_accepts_the_proof",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.course_id} {self.status}"
