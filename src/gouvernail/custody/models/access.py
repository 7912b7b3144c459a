"""One way into one account."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Access(models.Model):
    """Somebody or something that can get into an account, or recover it, and by which means.

    A person of the directory, or a named outsider. Never a secret: `detail` names an item of the
    vault, a mailbox or a number, not what opens it.
    """

    ledger_kind = "access"
    ledger_clear = (
        "account_id",
        "person_id",
        "holder",
        "means",
        "level",
        "second_factor",
        "belongs",
        "state",
        "why",
        "since_on",
        "until_on",
        "due_on",
        "confirmed_at",
        "confirmed_by_id",
        "tried_on",
        "works",
        "closed_at",
        "closed_by_id",
    )
    ledger_verbs = (
        "access.declared",
        "access.changed",
        "access.confirmed",
        "access.to_revoke",
        "access.revocation_asked",
        "access.kept",
        "access.closed",
        "access.redacted",
    )

    class Holder(models.TextChoices):
        PERSON = "person", _("a person of the directory")
        AGENCY = "agency", _("an agency or a supplier")
        SHARED = "shared", _("a shared mailbox or device")
        TOOL = "tool", _("a connected tool")

    class Means(models.TextChoices):
        PASSWORD = "password", _("knows the password")
        VAULT = "vault", _("item of a shared vault")
        ROLE = "role", _("role granted on the network")
        TOKEN = "token", _("authorised app or token")
        RECOVERY_EMAIL = "recovery_email", _("recovery e-mail")
        RECOVERY_PHONE = "recovery_phone", _("recovery phone or SIM card")

    ENTERING = frozenset({"password", "vault", "role"})
    SHARED_SECRET = frozenset({"password", "vault"})
    RECOVERING = frozenset({"recovery_email", "recovery_phone"})

    class Level(models.TextChoices):
        ADMIN = "admin", _("administers")
        EDITOR = "editor", _("publishes")
        REPLIES = "replies", _("replies to comments")
        ANALYST = "analyst", _("reads figures")

    ACTING = frozenset({"admin", "editor"})

    class Factor(models.TextChoices):
        UNKNOWN = "unknown", pgettext_lazy("second factor", "not known")
        NONE = "none", _("none")
        SMS = "sms", _("text message, own phone")
        SMS_SHARED = "sms_shared", _("text message, shared phone")
        APP = "app", _("code of an app")
        KEY = "key", _("security key or passkey")
        NOT_OFFERED = "not_offered", _("not offered by the network")

    class Belongs(models.TextChoices):
        GROUP = "group", _("the organisation, in nobody’s name")
        NAMED = "named", _("the organisation, in one person’s name")
        PRIVATE = "private", _("a person: private address or number")

    class State(models.TextChoices):
        OPEN = "open", _("in force")
        TO_REVOKE = "to_revoke", _("to revoke")
        ASKED = "asked", _("revocation asked")
        CLOSED = "closed", _("closed")

    DUE = frozenset({"to_revoke", "asked"})

    class Why(models.TextChoices):
        LEFT = "left", _("has left")
        ENDED = "ended", _("its end has come")
        HANDOVER = "handover", _("handed over")
        UNNEEDED = "unneeded", _("no longer needed")
        INCIDENT = "incident", _("incident")
        MISTAKE = "mistake", _("declared by mistake")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="accesses"
    )
    holder = models.CharField(
        _("who holds it"), max_length=10, choices=Holder, default=Holder.PERSON
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="accesses"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    means = models.CharField(_("means"), max_length=16, choices=Means)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.ADMIN)
    second_factor = models.CharField(
        _("second factor"), max_length=12, choices=Factor, default=Factor.UNKNOWN
    )
    belongs = models.CharField(_("belongs to"), max_length=10, choices=Belongs, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    since_on = models.DateField(_("since"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("access", "note"), max_length=500, blank=True)
    declared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    tried_on = models.DateField(_("tried on"), null=True, blank=True)
    works = models.BooleanField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    why = models.CharField(_("reason"), max_length=10, choices=Why, blank=True)
    due_on = models.DateField(_("to revoke by"), null=True, blank=True)
    due_since = models.DateTimeField(null=True, blank=True)
    asked_of = models.CharField(_("asked of"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(holder="person", person__isnull=False)
                | (~models.Q(holder="person") & models.Q(person__isnull=True) & ~models.Q(name="")),
                name="custody_access_is_a_person_or_a_named_outsider",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="custody_access_closed_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "closed"))
                | models.Q(due_on__isnull=False, due_since__isnull=False),
                name="custody_access_to_revoke_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=("account", "state"), name="custody_by_account"),
            models.Index(fields=("person", "state"), name="custody_by_person"),
            models.Index(fields=("state", "due_on"), name="custody_by_due_day"),
        )

    def __str__(self) -> str:
        return f"{self.holder_name} {self.means}"

    @property
    def holder_name(self) -> str:
        """Return who or what holds it. No query when the person is loaded."""
        return self.person.name if self.person is not None else self.name

    @property
    def is_closed(self) -> bool:
        """Return whether it was closed on the network, as somebody said."""
        return self.state == self.State.CLOSED

    @property
    def is_due(self) -> bool:
        """Return whether it is to be revoked, asked for or not."""
        return self.state in self.DUE

    @property
    def recovers(self) -> bool:
        """Return whether it is an address or a number to recover the account by."""
        return self.means in self.RECOVERING

    def has_ended(self, today: date) -> bool:
        """Return whether its last day is over."""
        return self.until_on is not None and self.until_on < today

    def lets_in(self, today: date) -> bool:
        """Return whether somebody named could get in by it today, and act. No query.

        The person must be loaded. Who has left does not count, even while the network still
        knows them; nor does what was tried and did not work.
        """
        return (
            not self.is_closed
            and self.means in self.ENTERING
            and self.level in self.ACTING
            and self.person is not None
            and self.person.is_active
            and self.works is not False
            and not self.has_ended(today)
        )
