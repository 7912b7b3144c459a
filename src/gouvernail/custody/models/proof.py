"""Proof of control: holders show, from time to time, that they still get into their accounts."""

from datetime import date
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class ProofRule(models.Model):
    """How often the holders of a unit, and of those below, prove control, and in how many days.

    `next_on` is the day the next drill opens by itself.
    """

    ledger_kind = "proof_rule"
    ledger_clear = ("unit_id", "every_months", "window_days", "next_on", "set_by_id")
    ledger_verbs = ("proof_rule.set", "proof_rule.removed")
    ledger_sentences = {
        "proof_rule.set": _("Rhythm of proofs of control set"),
        "proof_rule.removed": _("Rhythm of proofs of control removed"),
    }

    class Every(models.IntegerChoices):
        MONTH = 1, pgettext_lazy("proof of control", "every month")
        QUARTER = 3, pgettext_lazy("proof of control", "every quarter")
        HALF = 6, pgettext_lazy("proof of control", "twice a year")
        YEAR = 12, pgettext_lazy("proof of control", "every year")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.OneToOneField("people.Unit", on_delete=models.PROTECT, related_name="proof_rule")
    every_months = models.PositiveSmallIntegerField(choices=Every, default=Every.QUARTER)
    window_days = models.PositiveSmallIntegerField(default=14)
    next_on = models.DateField()
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.every_months}"


class ProofDrill(models.Model):
    """One round: every holder of a unit’s accounts is asked once. Nobody opened it: the rule did.

    `left_out` counts the accounts nobody holds: there is nobody to ask. `filled_at` is when
    everybody was asked.
    """

    ledger_kind = "proof_drill"
    ledger_clear = ("unit_id", "due_on", "opened_by_id", "left_out", "finished_at")
    ledger_skip = ("filled_at",)  # how far the asking has come: each ask has its own entry
    ledger_verbs = ("proof_drill.opened", "proof_drill.finished")
    ledger_sentences = {
        "proof_drill.opened": _("Drill opened: prove control of the accounts"),
        "proof_drill.finished": _("Drill finished: everybody answered, or was late"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="proof_drills")
    due_on = models.DateField(_("to be proved by"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_out = models.PositiveIntegerField(default=0)
    filled_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",),
                condition=models.Q(finished_at__isnull=True),
                name="custody_one_drill_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.opened_at:%Y-%m-%d}"


class ControlProof(models.Model):
    """One holder of one account, asked to place one token; and what came of it.

    The token is asked for once, until `due_on`. `shown` is the text it was read in; a picture is
    kept by its digest. `looked` says how the last reading went.
    """

    ledger_kind = "control_proof"
    ledger_clear = (
        *("drill_id", "account_id", "person_id", "place", "state", "method", "due_on"),
        *("picture_sha256", "taken_on", "sent_at", "proved_at", "confirmed_by_id"),
        *("ended_at", "settlement", "settled_at", "settled_by_id", "removed_at"),
    )
    ledger_skip = ("looked", "looked_at")  # a reading that found nothing changes nothing
    ledger_verbs = (
        *("control_proof.asked", "control_proof.proved", "control_proof.photographed"),
        *("control_proof.sent_back", "control_proof.declined", "control_proof.lapsed"),
        *("control_proof.dropped", "control_proof.settled", "control_proof.cleared"),
        "control_proof.redacted",
    )
    ledger_sentences = {
        "control_proof.asked": _("Proof of control asked for"),
        "control_proof.proved": _("Control proved: %(method)s"),
        "control_proof.photographed": _("Photograph of the profile sent"),
        "control_proof.sent_back": _("Photograph of the profile not confirmed: sent back"),
        "control_proof.declined": _("Control not proved: %(state)s"),
        "control_proof.lapsed": _("Control not proved in time"),
        "control_proof.dropped": _("Proof of control no longer asked for"),
        "control_proof.settled": _("Missing proof decided: %(settlement)s"),
        "control_proof.cleared": _("Token taken out of the profile"),
    }

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("proof of control", "asked")
        PHOTOGRAPHED = "photographed", pgettext_lazy("proof of control", "to be confirmed")
        PROVED = "proved", pgettext_lazy("proof of control", "proved")
        REFUSED = "refused", pgettext_lazy("proof of control", "refused")
        UNABLE = "unable", pgettext_lazy("proof of control", "could not get in")
        LATE = "late", pgettext_lazy("proof of control", "late")
        DROPPED = "dropped", pgettext_lazy("proof of control", "no longer asked")

    GOING: Final = frozenset({"asked", "photographed"})
    MISSING: Final = frozenset({"refused", "unable", "late"})

    class Method(models.TextChoices):
        READ = "read", pgettext_lazy("proof of control", "read back on the network")
        PICTURE = "picture", pgettext_lazy("proof of control", "photograph, seen by two people")

    class Looked(models.TextChoices):
        ABSENT = "absent", pgettext_lazy("proof of control", "token not seen")
        UNREAD = "unread", pgettext_lazy("proof of control", "the network did not answer")

    class Settlement(models.TextChoices):
        AGAIN = "again", pgettext_lazy("proof of control", "asked again, with a new token")
        HANDOVER = "handover", pgettext_lazy("proof of control", "handed over to somebody else")
        EXCUSED = "excused", pgettext_lazy("proof of control", "accepted without proof")

    class Place(models.TextChoices):
        OWNER = "owner", pgettext_lazy("place", "owner")
        BACKUP = "backup", pgettext_lazy("place", "backup")
        CUSTODIAN = "custodian", pgettext_lazy("place", "custodian")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    drill = models.ForeignKey(ProofDrill, on_delete=models.PROTECT, related_name="proofs")
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="control_proofs"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="control_proofs"
    )
    place = models.CharField(max_length=10, choices=Place)
    token = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    due_on = models.DateField(_("to be proved by"))
    asked_at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=Method, blank=True)
    looked = models.CharField(max_length=8, choices=Looked, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    shown = models.TextField(blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True)
    picture_mime = models.CharField(max_length=40, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.CharField(max_length=300, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    settlement = models.CharField(max_length=10, choices=Settlement, blank=True)
    settlement_note = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "person"),
                condition=models.Q(state__in=("asked", "photographed")),
                name="custody_proof_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proved", proved_at__isnull=False)
                & ~models.Q(method="")
                & (models.Q(method="read") | models.Q(confirmed_by__isnull=False))
                | ~models.Q(state="proved") & models.Q(proved_at__isnull=True),
                name="custody_proof_is_read_or_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("person")),
                name="custody_proof_confirmed_by_another",
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_on"), name="custody_proof_by_day"),
            models.Index(fields=("person", "state"), name="custody_proof_by_person"),
            models.Index(fields=("account", "proved_at"), name="custody_proof_by_account"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.person_id} {self.state}"

    @property
    def is_going(self) -> bool:
        """Return whether it is still to be proved or confirmed."""
        return self.state in self.GOING

    @property
    def is_missing(self) -> bool:
        """Return whether it ended without proof and nobody decided what follows."""
        return self.state in self.MISSING and self.settled_at is None

    @property
    def is_left_in(self) -> bool:
        """Return whether the token is still to be taken out of the profile."""
        return self.state == self.State.PROVED and self.removed_at is None

    def is_open(self, today: date) -> bool:
        """Return whether the token may still be placed and shown."""
        return self.state == self.State.ASKED and today <= self.due_on
