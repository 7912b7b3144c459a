"""What must leave, in which state it stands, and what was seen of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Delivery(models.Model):
    """One approved payload for one account. It knows no draft: only opaque references.

    States and their order: trust.md 6.2. `fence` grows at each claim; every later write names it.
    """

    ledger_kind = "delivery"
    ledger_clear = (
        "subject_id",
        "revision",
        "account_id",
        "digest",
        "approval_id",
        "status",
        "mode",
        "publish_at",
        "intent_key",
        "request_sha256",
        "remote_id",
        "attempt",
        "fence",
        "parts",
        "parts_out",
    )
    ledger_skip = (
        "intent_facts",
        "owner",
        "claimed_at",
        "deadline_at",
        "next_try_at",
        "settle_at",
        "looks",
        "absences",
    )
    ledger_verbs = (
        "delivery.queued",
        "delivery.claimed",
        "delivery.released",
        "delivery.intended",
        "delivery.sent",
        "delivery.refused",
        "delivery.put_off",
        "delivery.failed",
        "delivery.unknown",
        "delivery.needs_human",
        "delivery.resolved",
        "delivery.cancelled",
        "delivery.voided",
        "delivery.missed",
        "delivery.rescheduled",
        "delivery.verified",
        "delivery.altered",
        "delivery.disappeared",
        "delivery.handed_off",
        "delivery.confirmed",
        "delivery.withdrawn",
        "delivery.stale_write",
        "delivery.part_sent",
        "delivery.stopped",
    )

    class Status(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("delivery", "approved")
        CLAIMED = "claimed", _("about to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", pgettext_lazy("delivery", "published")
        UNKNOWN = "unknown", _("outcome unknown")
        NEEDS_HUMAN = "needs_human", _("someone must look")
        FAILED = "failed", pgettext_lazy("delivery", "not published")
        TO_HAND_OFF = "to_hand_off", _("to publish by hand")
        TO_CONFIRM = "to_confirm", _("link to confirm")
        VERIFIED = "verified", _("published and checked")
        ALTERED = "altered", _("differs online")
        DISAPPEARED = "disappeared", _("gone from the network")
        CANCELLED = "cancelled", pgettext_lazy("delivery", "cancelled")
        VOID = "void", _("void")
        MISSED = "missed", _("missed its time")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Mode(models.TextChoices):
        AUTOMATIC = "automatic", _("automatic")
        BY_HAND = "by_hand", _("by hand")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_id = models.UUIDField(db_index=True)
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="deliveries"
    )
    fields = models.JSONField()
    digest = models.CharField(max_length=64)
    approval_id = models.UUIDField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode)
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    publish_at = models.DateTimeField()
    time_zone = models.CharField(max_length=60)
    wall_time = models.CharField(max_length=16)
    tags = models.JSONField(default=list, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    parts_out = models.PositiveSmallIntegerField(default=0)
    intent_key = models.CharField(max_length=80, blank=True)
    intent_created_at = models.DateTimeField(null=True, blank=True)
    intent_facts = models.JSONField(default=dict, blank=True)
    request_sha256 = models.CharField(max_length=64, blank=True)
    response_sha256 = models.CharField(max_length=64, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    settle_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    absences = models.PositiveSmallIntegerField(default=0)  # looks in a row that were conclusive
    remote_id = models.CharField(max_length=300, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    explanation = models.CharField(max_length=60, blank=True)
    explanation_facts = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(
                fields=("subject_id", "revision", "account"), name="publishing_delivery_once"
            ),
            models.UniqueConstraint(
                fields=("subject_id", "account"),
                condition=models.Q(status__in=("sending", "unknown", "needs_human")),
                name="publishing_one_in_flight",
            ),
        )
        indexes = (
            models.Index(fields=("status", "publish_at"), name="publishing_due"),
            models.Index(fields=("account", "-publish_at"), name="publishing_by_account"),
            models.Index(fields=("account", "remote_id"), name="publishing_by_remote_id"),
            models.Index(
                fields=("status", "settle_at"),
                condition=models.Q(settle_at__isnull=False),
                name="publishing_to_look_at",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} → {self.account_id} ({self.status})"

    @property
    def is_partly_out(self) -> bool:
        """Return whether some posts of a thread are public and others are not."""
        return 0 < self.parts_out < self.parts

    @property
    def is_taken_down(self) -> bool:
        """Return whether what was published is no longer online: its address leads nowhere."""
        return self.status in (self.Status.WITHDRAWN, self.Status.DISAPPEARED)

    @property
    def is_held_by_hand(self) -> bool:
        """Return whether a post by hand waits for a licence: were it public, its link is taken."""
        by_hand = self.mode == self.Mode.BY_HAND and self.status == self.Status.VOID
        return by_hand and self.explanation == "licence"

    @property
    def waits_partly_out(self) -> bool:
        """Return whether the rest of such a thread may still leave."""
        resting = (self.Status.QUEUED, self.Status.CLAIMED, self.Status.MISSED, self.Status.FAILED)
        return self.is_partly_out and self.status in resting


class RemoteStep(models.Model):
    """One remote act with its own key and outcome: a picture, one post of a thread, a deletion.

    `sha256` is the digest of the bytes handed over, or of the part of the text.
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("picture")
        POST = "post", _("post of the thread")
        DELETE = "delete", _("deletion")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        UNKNOWN = "unknown", _("outcome unknown")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.UPLOAD)
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=80, blank=True)
    request_sha256 = models.CharField(max_length=64, blank=True)
    remote_id = models.CharField(max_length=300, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    result = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("delivery", "kind", "position"), name="publishing_step_of_its_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.kind} {self.position}"


class Look(models.Model):
    """One look at the network: evidence for whoever must decide. Only ever added."""

    class Saw(models.TextChoices):
        FOUND = "found", _("it is there")
        DIFFERENT = "different", _("something else is there")
        ABSENT = "absent", _("it is not there")
        UNSURE = "unsure", _("not seen, which proves nothing on this network")
        BLIND = "blind", _("the network could not be read")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="seen")
    at = models.DateTimeField()
    saw = models.CharField(max_length=10, choices=Saw)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.saw}"
