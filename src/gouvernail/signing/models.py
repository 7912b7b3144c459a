"""Campaigns of signatures: whom each asks, by when, and the ways to sign without a work e-mail."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Campaign(models.Model):
    """One version of a policy, to be signed by its people before a day.

    `units` and `roles` narrow whom the policy binds; empty: all of them. `quiz_id` names the quiz
    to pass first. A campaign of an agreed version opens on the day that version binds.
    """

    ledger_kind = "signature_campaign"
    ledger_clear = (
        "version_id",
        "owner_id",
        "status",
        "opens_on",
        "due_on",
        "units",
        "roles",
        "quiz_id",
        "step_up",
        "reminds",
        "follows_id",
        "opened_at",
        "closed_at",
        "closed_because",
    )
    ledger_verbs = (
        "signature_campaign.planned",
        "signature_campaign.changed",
        "signature_campaign.opened",
        "signature_campaign.followed",
        "signature_campaign.reminded",
        "signature_campaign.codes_made",
        "signature_campaign.closed",
    )

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("campaign of signatures", "planned")
        OPEN = "open", pgettext_lazy("campaign of signatures", "open")
        CLOSED = "closed", pgettext_lazy("campaign of signatures", "closed")

    class Because(models.TextChoices):
        ENDED = "ended", pgettext_lazy("campaign of signatures", "ended by hand")
        CANCELLED = "cancelled", pgettext_lazy("campaign of signatures", "given up")
        SUPERSEDED = "superseded", pgettext_lazy("campaign of signatures", "another version binds")

    GOING: Final = frozenset({"planned", "open"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="campaigns"
    )
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("to be signed by"))
    units = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    quiz_id = models.UUIDField(_("quiz before signing"), null=True, blank=True)
    step_up = models.BooleanField(_("ask who they are again"), default=True)
    reminds = models.BooleanField(_("remind people"), default=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=10, choices=Because, blank=True)

    class Meta:
        indexes = (models.Index(fields=("status", "opens_on"), name="signing_campaigns_to_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=("version",),
                condition=models.Q(status__in=("planned", "open")),
                name="signing_one_campaign_a_version",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("opens_on")),
                name="signing_due_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_at__isnull=True)),
                name="signing_closed_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} by {self.due_on}"


class Line(models.Model):
    """One person asked by one campaign, and what became of it.

    Not governed row by row: the entries of the campaign hold how many came and went, with the
    digest of who; each signature has an entry of its own.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("line of a campaign", "to sign")
        SIGNED = "signed", pgettext_lazy("line of a campaign", "signed")
        CARRIED = "carried", pgettext_lazy("line of a campaign", "carried over")
        RELEASED = "released", pgettext_lazy("line of a campaign", "no longer asked")

    class Because(models.TextChoices):
        LEFT = "left", pgettext_lazy("line of a campaign", "has left")
        MOVED = "moved", pgettext_lazy("line of a campaign", "is no longer concerned")
        EXCUSED = "excused", pgettext_lazy("line of a campaign", "excused after an objection")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="signing_lines"
    )
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_on = models.DateField()
    added_at = models.DateTimeField()
    signature = models.ForeignKey(
        "policies.Signature", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_because = models.CharField(max_length=10, choices=Because, blank=True)
    changed_at = models.DateTimeField()
    reminded_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("campaign", "unit", "state"), name="signing_lines_by_unit"),
            models.Index(fields=("campaign", "state", "due_on"), name="signing_lines_late"),
            models.Index(fields=("state", "person"), name="signing_lines_waiting"),
        )
        constraints = (
            models.UniqueConstraint(fields=("campaign", "person"), name="signing_line_once"),
            models.CheckConstraint(
                condition=models.Q(state="released") ^ models.Q(released_because=""),
                name="signing_released_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.person_id} {self.state}"


class Objection(models.Model):
    """Why somebody does not sign, in their words, and what they are answered. Kept, never hidden.

    An objection that is answered `excused` releases its person from this campaign.
    """

    ledger_kind = "objection"
    ledger_clear = ("campaign_id", "person_id", "made_at", "outcome", "answered_by_id")
    ledger_verbs = ("objection.made", "objection.answered", "objection.redacted")

    class Outcome(models.TextChoices):
        KEPT = "kept", pgettext_lazy("answer to an objection", "the signature is still asked")
        EXCUSED = "excused", pgettext_lazy("answer to an objection", "excused from signing")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("what you object to"), blank=True)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("your answer"), blank=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("campaign", "outcome"), name="signing_objections_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "person"),
                condition=models.Q(outcome=""),
                name="signing_one_open_objection",
            ),
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("person")),
                name="signing_another_answers",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.person_id}"


class Code(models.Model):
    """A code that lets one person sign once without signing in; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("line", "used_at"), name="signing_codes_of_line"),)

    def __str__(self) -> str:
        return f"{self.line_id} {self.made_at:%Y-%m-%d}"


class Tablet(models.Model):
    """One device that a supervisor opened for people to sign on, one after the other."""

    ledger_kind = "tablet"
    ledger_clear = ("campaign_id", "unit_id", "opened_by_id", "expires_at", "closed_at")
    ledger_skip = ("digest",)
    ledger_verbs = ("tablet.opened", "tablet.closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tablets")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("where it stands"), max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.place}"


class Sheet(models.Model):
    """One printed list: people sign it by hand, its scan is kept, two people bring it in.

    `typed_by` says what each line of the paper bears; somebody else checks it against the scan.
    `asked_by` asked the questions of the campaign aloud, before each signature.
    """

    ledger_kind = "signature_sheet"
    ledger_clear = (
        "campaign_id",
        "unit_id",
        "made_by_id",
        "made_at",
        "status",
        "scan_sha256",
        "typed_by_id",
        "asked_by_id",
        "checked_by_id",
        "ended_at",
    )
    ledger_skip = ("scan",)
    ledger_verbs = (
        "signature_sheet.printed",
        "signature_sheet.scanned",
        "signature_sheet.typed",
        "signature_sheet.sent_back",
        "signature_sheet.checked",
        "signature_sheet.dropped",
        "signature_sheet.redacted",
    )

    class Status(models.TextChoices):
        PRINTED = "printed", pgettext_lazy("paper list", "printed")
        SCANNED = "scanned", pgettext_lazy("paper list", "scanned")
        TYPED = "typed", pgettext_lazy("paper list", "waits for a second reading")
        CHECKED = "checked", pgettext_lazy("paper list", "entered")
        DROPPED = "dropped", pgettext_lazy("paper list", "thrown away")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PRINTED)
    scan = models.BinaryField(null=True, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(max_length=120, blank=True)
    typed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_because = models.TextField(blank=True)
    checked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(checked_by=models.F("typed_by")),
                name="signing_another_checks_the_sheet",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.made_at:%Y-%m-%d}"


class SheetLine(models.Model):
    """One printed line: its short code, and what whoever typed it read there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=6)
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("sheet", "position"), name="signing_sheet_position"),
            models.UniqueConstraint(fields=("sheet", "line"), name="signing_sheet_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.position}"
