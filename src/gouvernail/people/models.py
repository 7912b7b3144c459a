"""Persons, units and what a person may be in a unit."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.actors import Actor
from gouvernail.foundation.ids import uuid7


class Unit(models.Model):
    """A part of the organisation: the group, a department, a district.

    `path` is the chain of tokens from the root, each followed by `/`; a unit contains another when
    its path is a prefix of the other's.
    """

    ledger_kind = "unit"
    ledger_clear = ("parent_id", "path", "status")
    ledger_verbs = ("unit.created", "unit.updated", "unit.moved", "unit.closed")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=400, unique=True)
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    short_name_en = models.CharField(_("short name in English"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=40, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        return self.name_en if _english() and self.name_en else self.name

    @property
    def short_label(self) -> str:
        """Return the short name in the reader's language, or the name."""
        if _english():
            return self.short_name_en or self.label
        return self.short_name or self.name

    @property
    def depth(self) -> int:
        """Return how many units stand above this one."""
        return self.path.count("/") - 1

    def contains(self, other: "Unit") -> bool:
        """Return whether `other` is this unit or stands below it. No query."""
        return other.path.startswith(self.path)


def _english() -> bool:
    return (get_language() or "").startswith("en")


class PersonManager(BaseUserManager["Person"]):
    """Finds people the way sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with that e-mail, whatever its case. One query."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody of the organisation; signs in when they have an e-mail and a password."""

    ledger_kind = "person"
    ledger_clear = ("status", "is_active", "left_at")
    ledger_skip = ("password", "last_login", "theme", "language")
    ledger_verbs = (
        "person.created",
        "person.invited",
        "person.updated",
        "person.left",
        "person.returned",
        "person.erased",
        "person.second_factor_changed",
        "person.link_made",
        "person.password_changed",
        "person.sessions_closed",
        "person.identity_linked",
    )

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        LEFT = "left", _("left")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=160)
    job = models.CharField(_("job"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    external_id = models.CharField(_("staff number"), max_length=80, blank=True)
    home_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    language = models.CharField(_("language"), max_length=8, default="fr")
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    theme = models.CharField(max_length=8, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_at = models.DateTimeField(_("left on"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(fields=("name",), name="people_by_name"),
            models.Index(fields=("status", "id"), name="people_by_status"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="left", left_at__isnull=False, is_active=False)
                | models.Q(status="active", left_at__isnull=True),
                name="people_person_left_is_dated_and_closed",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def as_actor(self) -> Actor:
        """Return this person as the author of a change."""
        return Actor(kind="person", ref=str(self.pk))

    @property
    def initials(self) -> str:
        """Return up to two initials: first letter of the first and of the last word."""
        words = [word for word in self.name.replace("-", " ").split() if word]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def short_name(self) -> str:
        """Return `H. Petit` for `Hugo Petit`; the whole name when it is one word."""
        first, _space, rest = self.name.strip().partition(" ")
        return f"{first[0]}. {rest}" if rest else first

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """Return False: rights are asked of `people.permissions`, nowhere else."""
        return False

    def has_module_perms(self, _label: str) -> bool:
        """Return False, as `has_perm`."""
        return False


class Role(models.TextChoices):
    """What a person may be in a unit and everything below it."""

    LEAD = "lead", _("lead")
    DELEGATE = "delegate", _("delegate")
    CONTRIBUTOR = "contributor", _("contributor")
    REVIEWER = "reviewer", _("reviewer")
    RESPONDER = "responder", _("responder")
    SECURITY = "security", _("security")
    AUDITOR = "auditor", _("auditor")
    EMPLOYEE = "employee", _("employee")


class Seat(models.TextChoices):
    """In what capacity a reviewer decides."""

    COLLEAGUE = "colleague", _("colleague")
    BRAND = "brand", _("brand")
    LEGAL = "legal", _("legal")
    COMPLIANCE = "compliance", _("compliance")
    COMMUNICATIONS = "communications", _("communications")


class RoleGrant(models.Model):
    """One person's role in one unit, inherited by the units below."""

    ledger_kind = "role"
    ledger_clear = ("person_id", "unit_id", "role", "seat", "starts_on", "ends_on", "revoked_at")
    ledger_verbs = ("role.granted", "role.revoked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    seat = models.CharField(_("seat"), max_length=20, choices=Seat, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="grants_given"
    )
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit", "role", "seat"),
                condition=models.Q(revoked_at__isnull=True),
                name="people_rolegrant_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role="reviewer") ^ models.Q(seat=""),
                name="people_rolegrant_seat_for_reviewers",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.unit}"


class Absence(models.Model):
    """A time away, and who decides meanwhile."""

    ledger_kind = "absence"
    ledger_clear = ("person_id", "delegate_id", "starts_at", "ends_at", "cancelled_at")
    ledger_verbs = ("absence.declared", "absence.cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    delegate = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="people_absence_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%Y-%m-%d}"

    @property
    def last_at(self) -> datetime:
        """Return the last instant away: `ends_at` is the first one back."""
        return self.ends_at - timedelta(microseconds=1)

    def covers(self, at: datetime) -> bool:
        """Return whether the person is away at that instant. No query."""
        return self.cancelled_at is None and self.starts_at <= at < self.ends_at


class ApiKey(models.Model):
    """A key that acts for its owner within scopes; only its digest is kept."""

    ledger_kind = "api_key"
    ledger_clear = ("person_id", "prefix", "scopes", "expires_at", "revoked_at")
    ledger_skip = ("last_used_at",)
    ledger_verbs = ("api_key.created", "api_key.revoked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by whether they still open something."""

    def pending(self, at: datetime) -> Self:
        """Return those that wait for an answer."""
        return self.filter(**Invitation.waiting(at))


class Invitation(models.Model):
    """A link that opens the account of its person, once; only its digest is kept."""

    ledger_kind = "invitation"
    ledger_clear = ("person_id", "expires_at", "used_at", "revoked_at")
    ledger_skip = ("digest",)
    ledger_verbs = ("invitation.sent", "invitation.revoked", "invitation.used")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField()
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invited")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person} {self.invited_at:%Y-%m-%d}"

    @staticmethod
    def waiting(at: datetime) -> dict[str, object]:
        """Return the filter of what is neither used, nor ended, nor too old."""
        return {"used_at": None, "revoked_at": None, "expires_at__gt": at}

    def state(self, at: datetime) -> str:
        """Return `used`, `revoked`, `expired` or `waiting`."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "waiting" if self.expires_at > at else "expired"


class SignIn(models.Model):
    """Something at the door: who, how, from about where. Kept for a time, and not in the journal.

    `person` is nobody when what was typed names nobody: that is kept nowhere.
    """

    class What(models.TextChoices):
        IN = "in", _("signed in")
        REFUSED = "refused", _("refused")
        LOCKED = "locked", _("shut out for a time")
        FACTOR = "factor", _("second factor given")
        FACTOR_REFUSED = "factor_refused", _("second factor refused")
        CONFIRMED = "confirmed", _("confirmed who they are")
        OUT = "out", _("signed out")
        OVER = "over", _("session over")
        RESET_ASKED = "reset_asked", _("forgotten password: link asked")
        PASSWORD = "password", _("password chosen")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")

    class Means(models.TextChoices):
        PASSWORD = "password", _("password")
        PASSKEY = "webauthn", _("passkey")
        CODE = "totp", _("code of an app")
        RECOVERY = "recovery_codes", _("recovery code")
        PROVIDER = "provider", _("identity provider")
        INVITATION = "invitation", _("invitation")
        DEMO = "demo", _("one click, in the demo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="sign_ins"
    )
    what = models.CharField(max_length=16, choices=What)
    means = models.CharField(max_length=16, choices=Means, blank=True)
    address = models.CharField(max_length=50, blank=True)
    device = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (models.Index(fields=("person", "-at"), name="people_signin_of_person"),)

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


def unit_token(unit_id: UUID) -> str:
    """Return the path token of a unit: twelve hexadecimal digits of the random part of its id."""
    return unit_id.hex[-12:]
