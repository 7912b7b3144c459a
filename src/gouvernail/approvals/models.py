"""Who must agree to what, and what they decided; for any kind of subject."""

from datetime import datetime

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Mode(models.TextChoices):
    """How many seats of a step must agree."""

    ANY = "any", _("any one of them")
    ALL = "all", _("each of them")


class Origin(models.TextChoices):
    """How machines had a hand in what is to be decided."""

    ASSISTED = "assisted", _("written with the help of AI")
    GENERATED = "ai", _("made by AI")
    SENT = "sent", _("sent in by a program")


class Route(models.Model):
    """An ordered way to a decision, chosen by unit, network, tag, origin or finding.

    The route with the highest `priority` whose conditions all hold is taken; when none holds, the
    default route of the subject's kind is; when there is none, nothing may go without approval.
    """

    ledger_kind = "route"
    ledger_clear = ("subject_kind", "unit_id", "priority", "is_default", "retired_at")
    ledger_verbs = ("route.created", "route.updated", "route.retired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=40, default="draft")
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    networks = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    origins = models.JSONField(default=list, blank=True)
    seats_asked = models.JSONField(default=list, blank=True)
    priority = models.IntegerField(default=0)
    is_default = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def origin_words(self) -> list[str]:
        """Return what machines must have done for it to be taken, in words."""
        return [str(Origin(one).label) for one in self.origins]

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name


class RouteStep(models.Model):
    """One step of a route: which seats, whether one or all, and how long they have."""

    ledger_kind = "route_step"
    ledger_clear = ("route_id", "position", "seats", "mode", "hours", "guests")
    ledger_verbs = ("route_step.written", "route_step.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    seats = models.JSONField(default=list)
    mode = models.CharField(max_length=4, choices=Mode, default=Mode.ANY)
    hours = models.PositiveIntegerField(default=24)
    guests = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("route", "position"), name="approvals_step_position"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {', '.join(self.seats)}"


class Request(models.Model):
    """One demand for agreement on exactly one digest of one subject."""

    ledger_kind = "approval"
    ledger_clear = (
        "subject_kind",
        "subject_id",
        "revision",
        "digest",
        "unit_id",
        "route_id",
        "status",
        "submitted_by_id",
        "claimed_by_id",
        "expires_at",
        "closed_at",
        "alone",
    )
    ledger_verbs = (
        "approval.requested",
        "approval.claimed",
        "approval.released",
        "approval.step_opened",
        "approval.approved",
        "approval.changes_requested",
        "approval.refused",
        "approval.voided",
        "approval.expired",
        "approval.withdrawn",
    )

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        CHANGES = "changes", _("changes requested")
        REFUSED = "refused", _("refused")
        EXPIRED = "expired", _("expired")
        VOID = "void", _("void")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    revision = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey(
        Route, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    reason = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    submitted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    context = models.JSONField(default=dict)
    claimed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    alone = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="approvals_by_subject"),
            models.Index(fields=("status", "expires_at"), name="approvals_by_status"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id"),
                condition=models.Q(status="pending"),
                name="approvals_one_pending_per_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.status})"


class RequestStep(models.Model):
    """A step of the route as it stood when the request was made."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("not yet")
        OPEN = "open", _("open")
        DONE = "done", _("agreed")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    seats = models.JSONField(default=list)
    mode = models.CharField(max_length=4, choices=Mode, default=Mode.ANY)
    hours = models.PositiveIntegerField(default=24)
    guests = models.BooleanField(default=False)
    apart = models.BooleanField(default=False)  # of somebody who agreed to no other step
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.position}. {', '.join(self.seats)}"


class StepSeat(models.Model):
    """One seat that may decide a step, as a row that can be searched."""

    step = models.ForeignKey(RequestStep, on_delete=models.CASCADE, related_name="seat_rows")
    seat = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("step", "seat"), name="approvals_step_seat_once"),
        )
        indexes = (models.Index(fields=("seat",), name="approvals_step_by_seat"),)

    def __str__(self) -> str:
        return self.seat


class RequestEditor(models.Model):
    """Somebody whose hand is in the subject; a database trigger refuses their approval."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="editor_rows")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "person"), name="approvals_editor_once"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.person_id}"


class Decision(models.Model):
    """What one person decided, in which seat, on which digest. Never changed."""

    ledger_kind = "decision"
    ledger_clear = ("request_id", "person_id", "on_behalf_of_id", "seat", "verdict", "digest")
    ledger_verbs = ("decision.made",)

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("approved")
        CHANGES = "changes", _("changes requested")
        REFUSE = "refuse", _("refused")
        ALONE = "alone", _("published alone")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="decisions")
    step = models.ForeignKey(
        RequestStep, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seat = models.CharField(max_length=20, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    comment = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=("step", "person", "seat"), name="approvals_decision_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.verdict}"


class Guest(models.Model):
    """Somebody from outside asked, by one link, to decide one seat on one digest.

    What they decided stands here, not in `Decision`: a guest is nobody's account, and is never
    enough alone. The link is kept as a digest; the address they are reached at, their name and
    their words enter the ledger as a commitment only.
    """

    ledger_kind = "guest"
    ledger_clear = (
        "request_id",
        "step_id",
        "seat",
        "digest",
        "invited_by_id",
        "expires_at",
        "revoked_at",
        "verdict",
        "decided_at",
    )
    ledger_skip = ("key_digest", "language")
    ledger_verbs = ("guest.invited", "guest.revoked", "guest.decided")

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        DECIDED = "decided", _("decided")
        REVOKED = "revoked", _("taken back")
        CHANGED = "changed", _("void: the text changed")
        OVER = "over", _("over: it was decided without them")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="guests")
    step = models.ForeignKey(RequestStep, on_delete=models.PROTECT, related_name="guest_rows")
    seat = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=8, default="fr")
    key_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Decision.Verdict, blank=True)
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("invited_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("step", "seat"),
                condition=models.Q(verdict="approve"),
                name="approvals_guest_agrees_once",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="", decided_at__isnull=True)
                | models.Q(verdict__in=("approve", "changes", "refuse"), decided_at__isnull=False),
                name="approvals_guest_decides_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.seat})"

    def state_at(self, at: datetime) -> str:
        """Return where the invitation stands at that instant; its request must be loaded."""
        if self.verdict:
            return self.State.DECIDED
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.request.status in {Request.Status.VOID, Request.Status.WITHDRAWN}:
            return self.State.CHANGED
        if self.request.status != Request.Status.PENDING or self.digest != self.request.digest:
            return self.State.OVER
        return self.State.EXPIRED if self.expires_at <= at else self.State.INVITED


class GuestCode(models.Model):
    """The last code sent to a guest's mailbox, and how often one was asked and tried. No state."""

    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, related_name="code")
    code_digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.guest_id} ×{self.sent}"


class Remark(models.Model):
    """A word between reviewers; the author does not see it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="approvals_remarks"),)

    def __str__(self) -> str:
        return self.text[:60]


class Look(models.Model):
    """The last revision a person has seen of a subject; not governed."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "person"), name="approvals_look_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.revision}"
