"""Whom to call in a crisis, in which order, and what came of each call."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.incidents import Incident
from gouvernail.crisis.models.plans import Plan, in_language
from gouvernail.foundation.ids import uuid7


class Contact(models.Model):
    """Somebody to call: a person of the house, or a body outside.

    Who does not answer within `delay_minutes` is escalated to `backup`. `former_ids` are people it
    once was: when one of them is erased, so are the earlier numbers.
    """

    ledger_kind = "crisis_contact"
    ledger_clear = (
        *("person_id", "unit_id", "is_outside", "position", "channel"),
        *("delay_minutes", "backup_id", "removed_at", "former_ids"),
    )
    ledger_verbs = (
        "crisis_contact.added",
        "crisis_contact.changed",
        "crisis_contact.removed",
        "crisis_contact.redacted",
    )

    class Way(models.TextChoices):
        PHONE = "phone", pgettext_lazy("way to reach somebody", "phone")
        EMAIL = "email", pgettext_lazy("way to reach somebody", "e-mail")
        MESSAGE = "message", pgettext_lazy("way to reach somebody", "text message")
        ADDRESS = "address", pgettext_lazy("way to reach somebody", "page or form")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("who"), max_length=200)
    name_en = models.CharField(_("who, in English"), max_length=200, blank=True)
    duty = models.CharField(_("what for"), max_length=200, blank=True)
    duty_en = models.CharField(_("what for, in English"), max_length=200, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_outside = models.BooleanField(_("outside the organisation"), default=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    channel = models.CharField(_("how"), max_length=8, choices=Way, default=Way.PHONE)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    phone_after_hours = models.CharField(
        _("phone, nights and week-ends"), max_length=60, blank=True
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.URLField(_("page or form"), max_length=300, blank=True)
    note = models.CharField(_("to know"), max_length=300, blank=True)
    delay_minutes = models.PositiveSmallIntegerField(
        _("call somebody else after (minutes)"), default=15
    )
    backup = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="backed"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    former_ids = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(backup__isnull=True) | ~models.Q(backup=models.F("id")),
                name="crisis_backup_is_another",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return who it is, in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def purpose(self) -> str:
        """Return what for, in the reader's language."""
        return in_language(self.duty, self.duty_en)

    @property
    def is_reachable(self) -> bool:
        """Return whether anything says how to reach them."""
        return bool(
            self.phone
            or self.phone_after_hours
            or self.email
            or self.address
            or (self.person_id and self.person and (self.person.phone or self.person.email))
        )


class PlanContact(models.Model):
    """One contact of a plan, in its order, to be told `minute`s after the start at the latest."""

    ledger_kind = "crisis_plan_contact"
    ledger_clear = ("plan_id", "contact_id", "position", "minute")
    ledger_verbs = ("crisis_plan_contact.added", "crisis_plan_contact.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="contacts")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="plans")
    position = models.PositiveSmallIntegerField(default=0)
    minute = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("plan", "contact"), name="crisis_contact_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.contact_id}"


class Call(models.Model):
    """One contact to reach in an incident; `due_at` is when somebody else is called instead."""

    ledger_kind = "crisis_call"
    ledger_clear = (
        *("incident_id", "contact_id", "status", "asked_at", "due_at"),
        *("settled_at", "settled_by_id", "instead_of_id"),
    )
    ledger_verbs = (
        "crisis_call.asked",
        "crisis_call.answered",
        "crisis_call.escalated",
        "crisis_call.ended",
    )

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("call", "to reach")
        ANSWERED = "answered", pgettext_lazy("call", "reached")
        ESCALATED = "escalated", pgettext_lazy("call", "no answer")
        ENDED = "ended", pgettext_lazy("call", "not reached when it closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="calls")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="calls")
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("what was said"), max_length=300, blank=True)
    instead_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed"
    )

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "contact"),
                condition=models.Q(status="waiting"),
                name="crisis_one_call_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting", settled_at__isnull=True)
                | (~models.Q(status="waiting") & models.Q(settled_at__isnull=False)),
                name="crisis_call_settled_is_dated",
            ),
        )
        indexes = (models.Index(fields=("status", "due_at"), name="crisis_calls_by_delay"),)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.status}"
