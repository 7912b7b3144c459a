"""Somebody asks to see a value: who answers, until when, and what became of it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Reveal(models.Model):
    """One request to see the value of one item, from the question to the end of its time box.

    `opens_at` is when it opens by itself: in an emergency, and for those who may approve in a
    small team. `use_by` ends an approval that nobody used; `open_until` ends the time box, which
    begins when whoever asked says so. `version` is the value in force then; `next_shown` the one
    that was still to be tried, once that one was shown.
    """

    ledger_kind = "reveal"
    ledger_clear = (
        "item_id",
        "version",
        "next_shown",
        "way",
        "status",
        "minutes",
        "asked_by_id",
        "asked_at",
        "opens_at",
        "backed_by_id",
        "backed_too_by_id",
        "decided_by_id",
        "decided_at",
        "use_by",
        "opened_at",
        "open_until",
        "shown",
        "ended_at",
        "account_due_on",
        "accounted_at",
    )
    ledger_verbs = (
        "reveal.asked",
        "reveal.backed",
        "reveal.approved",
        "reveal.released",
        "reveal.refused",
        "reveal.withdrawn",
        "reveal.expired",
        "reveal.opened",
        "reveal.shown",
        "reveal.ended",
        "reveal.accounted",
        "reveal.redacted",
    )

    class Way(models.TextChoices):
        FOUR_EYES = "four_eyes", _("by two people")
        ALONE = "alone", _("alone, after the waiting time")
        EMERGENCY = "emergency", _("emergency")

    class Status(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        APPROVED = "approved", _("may be opened")
        OPEN = "open", pgettext_lazy("request", "open")
        ENDED = "ended", pgettext_lazy("request", "ended")
        REFUSED = "refused", pgettext_lazy("request", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "taken back")
        EXPIRED = "expired", pgettext_lazy("request", "expired")

    LIVE = frozenset({"asked", "approved", "open"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey("credentials.Item", on_delete=models.PROTECT, related_name="reveals")
    version = models.PositiveIntegerField(null=True, blank=True)
    next_shown = models.PositiveIntegerField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.FOUR_EYES)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    reason = models.TextField(_("reason"))
    minutes = models.PositiveIntegerField(_("for how many minutes"))
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    waits_until = models.DateTimeField()
    opens_at = models.DateTimeField(null=True, blank=True)
    backed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    backed_too_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    use_by = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    shown = models.PositiveIntegerField(default=0)
    shown_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    account_due_on = models.DateField(null=True, blank=True)
    account_text = models.TextField(blank=True)
    accounted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(  # the database refuses what the code forgot
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="credentials_nobody_decides_their_own",
            ),
            models.CheckConstraint(
                condition=~Q(way="four_eyes", status__in=("approved", "open"))
                | Q(decided_by__isnull=False),
                name="credentials_four_eyes_are_four",
            ),
            models.CheckConstraint(
                condition=(Q(backed_by__isnull=True) | ~Q(backed_by=F("asked_by")))
                & (Q(backed_too_by__isnull=True) | ~Q(backed_too_by=F("asked_by")))
                & (Q(backed_too_by__isnull=True) | ~Q(backed_too_by=F("backed_by"))),
                name="credentials_backed_by_two_others",
            ),
            models.CheckConstraint(
                condition=~Q(status="open")
                | Q(open_until__isnull=False, opened_at__isnull=False, version__isnull=False),
                name="credentials_open_has_an_end",
            ),
            models.UniqueConstraint(
                fields=("item", "asked_by"),
                condition=Q(status__in=("asked", "approved", "open")),
                name="credentials_one_request_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("status", "asked_at"), name="credentials_by_status"),
            models.Index(fields=("item", "-asked_at"), name="credentials_reveals_of_item"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.asked_by_id} {self.status}"

    @property
    def is_live(self) -> bool:
        """Return whether it can still lead to something being shown."""
        return self.status in self.LIVE

    @property
    def is_emergency(self) -> bool:
        """Return whether it opens by itself unless somebody refuses."""
        return self.way == self.Way.EMERGENCY

    @property
    def owes_account(self) -> bool:
        """Return whether what happened is still to be written."""
        return self.account_due_on is not None and self.accounted_at is None

    def is_open(self, at: datetime) -> bool:
        """Return whether values may be shown at that instant."""
        until = self.open_until
        return self.status == self.Status.OPEN and until is not None and at < until


class Showing(models.Model):
    """What one browser waits for: its one-time key, then the value sealed to it. Deleted soon.

    `public_key` is an uncompressed point of P-256 (65 bytes); `sealed` is HPKE's enc and
    ciphertext, which only the tab that made the key opens. Entries are those of the request.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reveal = models.ForeignKey(Reveal, on_delete=models.CASCADE, related_name="showings")
    version = models.PositiveIntegerField(null=True)  # which value of the item is asked for
    public_key = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    facts = models.TextField(blank=True)
    sealed = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("state", "asked_at"), name="credentials_showings_due"),)

    def __str__(self) -> str:
        return f"{self.reveal_id} {self.state}"
