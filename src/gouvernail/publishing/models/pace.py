"""How fast one may speak to a network, and whether it answers."""

from django.db import models


class Pace(models.Model):
    """The bucket of one account, or of the whole site, and its circuit breaker.

    Attributes:
        name: `account:<id>`, or `everything` for the cap over all.
        tokens: thousandths of an act that may leave at `filled_at`.
        held_until: the network asked to wait until then.
        failures: how many times in a row it did not answer; 0 when it did.
        opened_at: since when the breaker is open; None while it is closed.
        probe_at: from when one act may try again.
        openings: how many times in a row the breaker opened, for its growing pauses.
    """

    name = models.CharField(max_length=60, primary_key=True)
    tokens = models.BigIntegerField()
    filled_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    probe_at = models.DateTimeField(null=True, blank=True)
    openings = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "paces"

    def __str__(self) -> str:
        return self.name
