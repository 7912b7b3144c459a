"""The clock of an incident, and who relieves the officer on duty.

Who is on duty since when is a shift of `crisis.Seat` (role `watch`): one truth for the whole room.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Watch(models.Model):
    """How often an incident is reported, and what is listened to for it.

    `minutes` between two situation reports, 0 for a single one before the end; it follows the
    severity until somebody chooses it (`is_by_hand`). `topic_ids` are those of `listening` whose
    volumes the reports give.
    """

    ledger_kind = "watch"
    ledger_clear = ("incident_id", "minutes", "is_by_hand", "opened_at", "ended_at")
    ledger_verbs = ("watch.opened", "watch.paced", "watch.listened", "watch.ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.OneToOneField(
        "crisis.Incident", on_delete=models.PROTECT, related_name="clock"
    )
    minutes = models.PositiveIntegerField(_("minutes between two reports"))
    is_by_hand = models.BooleanField(default=False)
    reason = models.CharField(_("why this pace"), max_length=300, blank=True)
    topic_ids = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "watches"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("opened_at")),
                name="watch_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.minutes}"


class Relief(models.Model):
    """Handing over the watch: one side asks, the other accepts or not; then the seat changes hands.

    `giver` held the seat when it was asked, nobody where it was vacant. `planned_at` is when the
    shift is to end; `words` what must be known before taking over.
    """

    ledger_kind = "watch_relief"
    ledger_clear = (
        *("watch_id", "giver_id", "taker_id", "status", "planned_at"),
        *("asked_by_id", "asked_at", "answered_by_id", "answered_at"),
    )
    ledger_skip = ("reminded_at",)  # a mark of the worker
    ledger_verbs = (
        "watch_relief.asked",
        "watch_relief.accepted",
        "watch_relief.declined",
        "watch_relief.withdrawn",
    )

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("relief", "waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("relief", "accepted")
        DECLINED = "declined", pgettext_lazy("relief", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("relief", "taken back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="reliefs")
    giver = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taker = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    planned_at = models.DateTimeField(_("end of the shift"), null=True, blank=True)
    words = models.TextField(_("to know before taking over"), blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("in a word"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("watch",),
                condition=models.Q(status="asked"),
                name="watch_one_relief_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(giver__isnull=True) | ~models.Q(giver=models.F("taker")),
                name="watch_relief_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(status="asked", answered_at__isnull=True)
                | (~models.Q(status="asked") & models.Q(answered_at__isnull=False)),
                name="watch_relief_answered_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.taker_id} {self.status}"
