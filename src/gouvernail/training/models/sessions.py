"""Sessions where people learn together, and who has a place."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Session(models.Model):
    """A course given at an hour: in a room, at a distance, or by a manager to their team.

    `seats` None sets no limit. `sequence` counts what was said again to calendars (RFC 5545).
    """

    ledger_kind = "training_session"
    ledger_clear = (
        "course_id",
        "unit_id",
        "kind",
        "trainer_id",
        "starts_at",
        "ends_at",
        "seats",
        "status",
        "sequence",
        "held_at",
    )
    ledger_verbs = (
        "training_session.planned",
        "training_session.changed",
        "training_session.cancelled",
        "training_session.held",
    )

    class Kind(models.TextChoices):
        LIVE = "live", pgettext_lazy("training session", "in a room")
        VIRTUAL = "virtual", pgettext_lazy("training session", "at a distance")
        CASCADE = "cascade", pgettext_lazy("training session", "by a manager to the team")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("training session", "planned")
        CANCELLED = "cancelled", pgettext_lazy("training session", "cancelled")
        HELD = "held", pgettext_lazy("training session", "held")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey("training.Course", on_delete=models.PROTECT, related_name="sessions")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.LIVE)
    trainer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(max_length=60)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.CharField(_("link to join"), max_length=500, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    note = models.TextField(_("to know before"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_reason = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-starts_at", "-id"), name="training_sessions_latest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="training_session_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Place(models.Model):
    """Somebody's place in a session, from the invitation to the list of who was there."""

    ledger_kind = "session_place"
    ledger_clear = ("session_id", "person_id", "status", "asked_at", "marked_by_id")
    ledger_verbs = ("session_place.given", "session_place.changed", "session_place.marked")

    class Status(models.TextChoices):
        INVITED = "invited", pgettext_lazy("place in a session", "invited")
        GOING = "going", pgettext_lazy("place in a session", "coming")
        WAITING = "waiting", pgettext_lazy("place in a session", "on the waiting list")
        DECLINED = "declined", pgettext_lazy("place in a session", "not coming")
        ATTENDED = "attended", pgettext_lazy("place in a session", "was there")
        ABSENT = "absent", pgettext_lazy("place in a session", "was not there")

    TAKING = frozenset({"going"})  # an invitation keeps no seat until it is answered

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="session_places"
    )
    status = models.CharField(max_length=10, choices=Status)
    asked_at = models.DateTimeField()
    marked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="training_one_place_each"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.status}"
