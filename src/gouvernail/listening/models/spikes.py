"""What rises above usual."""

from django.db import models
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Rhythm(models.Model):
    """What is usual for a topic: the state of `kernel.analysis.spikes`. Machinery.

    `until` is the end of the last quarter of an hour that was looked at. `gaps` are stretches that
    nobody listened to, as pairs of instants: an empty quarter there is unknown, not calm.
    `is_stale`: something was counted since in quarters that were looked at.
    """

    topic = models.OneToOneField(
        "listening.Topic", primary_key=True, on_delete=models.CASCADE, related_name="rhythm"
    )
    state = models.JSONField(default=dict)
    until = models.DateTimeField()
    gaps = models.JSONField(default=list)
    is_stale = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.topic_id} {self.until}"


class Spike(models.Model):
    """One rise of a topic above usual, from when it began to when it was over.

    `ratio` is in tenths: 35 is three and a half times what was expected, at its worst. `card` is
    what is told of it, made again as it grows: see `queries.cards`. `verdict` is what whoever
    looked at it said.
    """

    ledger_kind = "spike"
    ledger_clear = (
        *("topic_id", "since", "told_at", "until", "kind", "severity", "ratio", "is_persistent"),
        *("verdict", "seen_by_id", "seen_at"),
    )
    ledger_skip = ("card",)
    ledger_verbs = ("spike.opened", "spike.grown", "spike.closed", "spike.acknowledged")

    class Kind(models.TextChoices):
        VOLUME = "volume", pgettext_lazy("spike", "much more is said than usual")
        NEGATIVE = "negative", pgettext_lazy("spike", "what is said turns negative")

    class Verdict(models.TextChoices):
        REAL = "real", pgettext_lazy("spike", "to be followed")
        EXPECTED = "expected", pgettext_lazy("spike", "expected")
        NOISE = "noise", pgettext_lazy("spike", "nothing to it")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    topic = models.ForeignKey("listening.Topic", on_delete=models.PROTECT, related_name="spikes")
    since = models.DateTimeField()
    told_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    severity = models.PositiveSmallIntegerField()
    ratio = models.PositiveIntegerField()
    is_persistent = models.BooleanField(default=False)
    card = models.JSONField(default=dict)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    seen_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-told_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("topic",),
                condition=models.Q(until__isnull=True),
                name="listening_one_spike_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=10),
                name="listening_spike_severity",
            ),
        )
        indexes = (models.Index(fields=("told_at", "id"), name="listening_spike_by_time"),)

    def __str__(self) -> str:
        return f"{self.topic_id} {self.since:%Y-%m-%d %H:%M} {self.severity}"
