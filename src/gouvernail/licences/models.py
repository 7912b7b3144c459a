"""What a licence to publish asks, what lets somebody off, what holds somebody back."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Seat

MOST_DAYS: Final = 366


class Act(models.TextChoices):
    """What somebody does in the organisation's name; each is asked for by itself."""

    DRAFT = "draft", pgettext_lazy("licence", "write drafts")
    PUBLISH = "publish", pgettext_lazy("licence", "publish")
    APPROVE = "approve", pgettext_lazy("licence", "agree to the posts of others")
    REPLY = "reply", pgettext_lazy("licence", "answer comments and messages")
    CRISIS = "crisis", pgettext_lazy("licence", "speak in a crisis")


LATER: Final = frozenset({Act.CRISIS})
"""What may be asked for already, and that nothing here lets anybody do yet: not checked."""


class Terms(models.Model):
    """What the charter says of licences: how long a waiver lasts, who decides without one."""

    ledger_kind = "licence_terms"
    ledger_clear = ("waiver_days", "seat")
    ledger_verbs = ("licence_terms.written",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    waiver_days = models.PositiveSmallIntegerField(_("longest waiver, in days"), default=30)
    seat = models.CharField(
        _("who agrees to the post of somebody without licence"),
        max_length=20,
        choices=Seat,
        default=Seat.COMMUNICATIONS,
    )

    def __str__(self) -> str:
        return f"{self.waiver_days} {self.seat}"


class Requirement(models.Model):
    """What one kind of act asks on one network; an empty `network` is every one of them.

    What is asked everywhere and what a network asks add up. `courses` are short names, `policies`
    keys as text. One that asks nothing takes what was asked before out, once it is agreed to.
    """

    ledger_kind = "licence_requirement"
    ledger_clear = (
        *("network", "act", "courses", "policies", "second_factor"),
        *("status", "starts_at", "ended_at"),
    )
    ledger_verbs = (
        "licence_requirement.asked",
        "licence_requirement.agreed",
        "licence_requirement.refused",
        "licence_requirement.withdrawn",
        "licence_requirement.ended",
    )

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("licence", "waits for a second person")
        IN_FORCE = "in_force", pgettext_lazy("licence", "in force")
        REFUSED = "refused", pgettext_lazy("licence", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("licence", "withdrawn")
        ENDED = "ended", pgettext_lazy("licence", "replaced")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(_("network"), max_length=30, blank=True)
    act = models.CharField(_("to"), max_length=10, choices=Act)
    courses = models.JSONField(_("certificates"), default=list, blank=True)
    policies = models.JSONField(_("policies signed"), default=list, blank=True)
    second_factor = models.BooleanField(_("a second factor"), default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    alone = models.BooleanField(default=False)  # one person where two are usual: a small team
    starts_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "act"),
                condition=models.Q(status="in_force"),
                name="licences_one_requirement_in_force",
            ),
            models.UniqueConstraint(
                fields=("network", "act"),
                condition=models.Q(status="asked"),
                name="licences_one_requirement_asked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.network or '*'} {self.status}"

    @property
    def asks_nothing(self) -> bool:
        """Return whether it asks for nothing at all."""
        return not (self.courses or self.policies or self.second_factor)


class Waiver(models.Model):
    """What lets one person off what is missing, for some acts, until a day; it always ends.

    Empty `acts` and `networks` are all of them. It never lifts a restriction.
    """

    ledger_kind = "licence_waiver"
    ledger_clear = (
        *("person_id", "acts", "networks", "status", "starts_at", "until"),
        *("decided_by_id", "ended_at"),
    )
    ledger_verbs = (
        "licence_waiver.asked",
        "licence_waiver.granted",
        "licence_waiver.refused",
        "licence_waiver.withdrawn",
        "licence_waiver.ended",
        "licence_waiver.redacted",
    )

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("licence", "asked for")
        GRANTED = "granted", pgettext_lazy("licence", "granted")
        REFUSED = "refused", pgettext_lazy("licence", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("licence", "withdrawn")
        ENDED = "ended", pgettext_lazy("licence", "ended before its time")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="licence_waivers"
    )
    acts = models.JSONField(default=list, blank=True)
    networks = models.JSONField(default=list, blank=True)
    reason = models.TextField(_("reason"))
    until = models.DateTimeField(_("until"))
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status="granted")
                | models.Q(starts_at__isnull=False, until__gt=models.F("starts_at")),
                name="licences_waiver_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("person")),
                name="licences_nobody_lets_themselves_off",
            ),
        )
        indexes = (models.Index(fields=("status", "until"), name="licences_waivers"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.until:%Y-%m-%d}"

    @property
    def through(self) -> datetime:
        """Return the last second it lets off, for a page that names the day."""
        return self.until - timedelta(seconds=1)

    def counts_at(self, at: datetime) -> bool:
        """Return whether it lets anything off at that instant. No query."""
        return self.status == self.Status.GRANTED and at < self.until


class Restriction(models.Model):
    """What holds one person back for a while, decided by somebody else for a written reason.

    Restricted: what they do needs the agreement of one more person. Suspended: they submit
    nothing and agree to nothing. Empty `acts` and `networks` are all of them; without `until` it
    lasts until it is lifted. `case_ref` names the case it comes from.
    """

    ledger_kind = "licence_restriction"
    ledger_clear = (
        *("person_id", "kind", "acts", "networks", "starts_at", "until"),
        *("by_id", "lifted_at", "lifted_by_id"),
    )
    ledger_verbs = (
        "licence_restriction.restricted",
        "licence_restriction.suspended",
        "licence_restriction.lifted",
        "licence_restriction.redacted",
    )

    class Kind(models.TextChoices):
        RESTRICTED = "restricted", pgettext_lazy("licence", "restricted")
        SUSPENDED = "suspended", pgettext_lazy("licence", "suspended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="licence_restrictions"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    acts = models.JSONField(default=list, blank=True)
    networks = models.JSONField(default=list, blank=True)
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    case_ref = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("starts_at")),
                name="licences_restriction_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("person")), name="licences_restricted_by_another"
            ),
        )
        indexes = (models.Index(fields=("lifted_at", "until"), name="licences_restrictions"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

    @property
    def through(self) -> datetime | None:
        """Return the last second it holds, for a page that names the day."""
        return None if self.until is None else self.until - timedelta(seconds=1)

    def counts_at(self, at: datetime) -> bool:
        """Return whether it holds back at that instant. No query."""
        over = self.until is not None and self.until <= at
        return self.starts_at <= at and self.lifted_at is None and not over


class Standing(models.Model):
    """How one licence stood when it was last looked at; not governed, decided upon by nobody.

    Each act looks at the facts themselves. This is what lists are filtered by, and how a lapse is
    noticed: `told` are the days before the end that were told of, -1 once it is over.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=30, blank=True)
    act = models.CharField(max_length=10, choices=Act)
    ok = models.BooleanField()
    until = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    since = models.DateTimeField()
    told = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "network", "act"), name="licences_standing_once"
            ),
        )
        indexes = (
            models.Index(fields=("ok", "until"), name="licences_standing_ends"),
            models.Index(fields=("act", "network", "ok", "person"), name="licences_standing_list"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.act} {self.network or '*'} {self.ok}"
