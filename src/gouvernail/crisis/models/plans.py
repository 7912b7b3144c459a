"""A plan for one kind of crisis: who does what by when, and what is said, agreed in advance."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person


class Kind(models.TextChoices):
    """What kind of crisis it is."""

    REPUTATION = "reputation", pgettext_lazy("kind of crisis", "reputation")
    CONFIDENTIALITY = "confidentiality", pgettext_lazy("kind of crisis", "confidentiality")
    REGULATORY = "regulatory", pgettext_lazy("kind of crisis", "regulation")
    HIJACK = "hijack", pgettext_lazy("kind of crisis", "hijacked account")
    THREATS = "threats", pgettext_lazy("kind of crisis", "threats against staff")
    WEATHER = "weather", pgettext_lazy("kind of crisis", "bad weather and emergencies")
    OUTAGE = "outage", pgettext_lazy("kind of crisis", "service outage")
    BREACH = "breach", pgettext_lazy("kind of crisis", "data breach")
    OTHER = "other", pgettext_lazy("kind of crisis", "something else")


class RoleInCrisis(models.TextChoices):
    """Who does what in the room; the same ten in every plan."""

    LEAD = "lead", pgettext_lazy("role in a crisis", "Crisis lead")
    WATCH = "watch", pgettext_lazy("role in a crisis", "Officer on duty")
    SPOKESPERSON = "spokesperson", pgettext_lazy("role in a crisis", "Spokesperson")
    REPLIES = "replies", pgettext_lazy("role in a crisis", "Head of replies")
    LEGAL = "legal", pgettext_lazy("role in a crisis", "Legal")
    SECURITY = "security", pgettext_lazy("role in a crisis", "IT security")
    PRIVACY = "privacy", pgettext_lazy("role in a crisis", "Data protection")
    CUSTODIAN = "custodian", pgettext_lazy("role in a crisis", "Custodian of access")
    STAFF = "staff", pgettext_lazy("role in a crisis", "Staff information")
    SITE = "site", pgettext_lazy("role in a crisis", "Person on site")


class Channel(models.TextChoices):
    """Where a message prepared in advance goes."""

    SHORT_POST = "short_post", pgettext_lazy("channel of a message", "Short post")
    LONG_POST = "long_post", pgettext_lazy("channel of a message", "Long post")
    STAFF_EMAIL = "staff_email", pgettext_lazy("channel of a message", "Message to staff")
    PEOPLE_LETTER = (
        "people_letter",
        pgettext_lazy("channel of a message", "Message to the people affected"),
    )
    BANNER = "banner", pgettext_lazy("channel of a message", "Website banner")
    PHONE = "phone", pgettext_lazy("channel of a message", "Phone script")


class Plan(models.Model):
    """A plan for one kind of crisis.

    `signs`, `ends`, `after` and `sources` are lists of `{"fr", "en"}`; `never` pairs two of them
    (`say`, `instead`); `levels` gives an example and the hours between two situation reports by
    level ("1" to "4"), 0 for one at the end. `edition` grows at each change. `policy` is the same
    plan as a document that is reviewed, approved and signed.
    """

    ledger_kind = "crisis_plan"
    ledger_clear = (
        *("kind", "slug", "unit_id", "policy_id", "edition", "edited_by_id", "archived_at"),
    )
    ledger_verbs = (
        "crisis_plan.created",
        "crisis_plan.updated",
        "crisis_plan.written_as_policy",
        "crisis_plan.archived",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind of crisis"), max_length=16, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary = models.TextField(_("what it is for"), blank=True)
    summary_en = models.TextField(_("what it is for, in English"), blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    policy = models.OneToOneField(
        "policies.Policy",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="crisis_plan",
    )
    signs = models.JSONField(default=list, blank=True)
    query = models.TextField(blank=True)
    query_en = models.TextField(blank=True)
    levels = models.JSONField(default=dict, blank=True)
    never = models.JSONField(default=list, blank=True)
    ends = models.JSONField(default=list, blank=True)
    after = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")
        constraints = (
            models.UniqueConstraint(  # several may prepare for something else
                fields=("kind", "unit"),
                condition=models.Q(archived_at__isnull=True) & ~models.Q(kind="other"),
                name="crisis_one_plan_of_a_kind",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def purpose(self) -> str:
        """Return what it is for, in the reader's language."""
        return in_language(self.summary, self.summary_en)


class PlanRole(models.Model):
    """One role of a plan: what it does, who holds it, and who does when they cannot."""

    ledger_kind = "crisis_plan_role"
    ledger_clear = ("plan_id", "role", "holder_id", "deputy_id")
    ledger_verbs = (
        "crisis_plan_role.added",
        "crisis_plan_role.changed",
        "crisis_plan_role.removed",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=16, choices=RoleInCrisis)
    duty = models.TextField(_("what they do"), blank=True)
    duty_en = models.TextField(_("what they do, in English"), blank=True)
    holder = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("plan", "role"), name="crisis_role_once_in_a_plan"),
            models.CheckConstraint(
                condition=models.Q(holder__isnull=True)
                | models.Q(deputy__isnull=True)
                | ~models.Q(deputy=models.F("holder")),
                name="crisis_deputy_is_another",
            ),
        )

    def __str__(self) -> str:
        return self.role

    @property
    def words(self) -> str:
        """Return what they do, in the reader's language."""
        return in_language(self.duty, self.duty_en)


class PlanStep(models.Model):
    """One act by a role, at the latest `minute`s after the incident is declared.

    `on_card`: it stands on the card of the first hour. `network` and `stage` are those of a step
    that takes an account back.
    """

    ledger_kind = "crisis_plan_step"
    ledger_clear = ("plan_id", "position", "minute", "role", "on_card", "network", "stage")
    ledger_verbs = (
        "crisis_plan_step.added",
        "crisis_plan_step.changed",
        "crisis_plan_step.removed",
    )

    class Stage(models.TextChoices):
        REVOKE = "revoke", pgettext_lazy("hijacked account", "Revoke")
        ROTATE = "rotate", pgettext_lazy("hijacked account", "Change the secrets")
        ANNOUNCE = "announce", pgettext_lazy("hijacked account", "Announce")
        RECOVER = "recover", pgettext_lazy("hijacked account", "Take back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    minute = models.PositiveIntegerField(_("within (minutes)"), default=0)
    role = models.CharField(_("role"), max_length=16, choices=RoleInCrisis)
    words = models.TextField(_("what to do"))
    words_en = models.TextField(_("what to do, in English"), blank=True)
    on_card = models.BooleanField(_("on the card of the first hour"), default=False)
    network = models.CharField(_("network"), max_length=40, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    page = models.URLField(_("page of the network"), max_length=300, blank=True)

    class Meta:
        ordering = ("minute", "position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(network="", stage="")
                | (~models.Q(network="") & ~models.Q(stage="")),
                name="crisis_stage_of_a_network",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minute} {self.role}"

    @property
    def said(self) -> str:
        """Return what to do, in the reader's language."""
        return in_language(self.words, self.words_en)


class Statement(models.Model):
    """A message prepared for one channel, with variables in braces, approved in advance.

    Any change of its words makes it a draft again. `editor_ids` are those who wrote in it since it
    was last approved: none of them approves it.
    """

    ledger_kind = "crisis_statement"
    ledger_clear = (
        *("plan_id", "slug", "channel", "moment", "status", "digest"),
        *("submitted_by_id", "decided_by_id", "decided_at", "editor_ids"),
    )
    ledger_verbs = (
        "crisis_statement.written",
        "crisis_statement.submitted",
        "crisis_statement.approved",
        "crisis_statement.returned",
        "crisis_statement.removed",
    )

    class Moment(models.TextChoices):
        FIRST = "first", pgettext_lazy("moment of a message", "first word")
        UPDATE = "update", pgettext_lazy("moment of a message", "update")
        END = "end", pgettext_lazy("moment of a message", "end")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("statement", "draft")
        SUBMITTED = "submitted", pgettext_lazy("statement", "waits for approval")
        APPROVED = "approved", pgettext_lazy("statement", "approved in advance")
        REMOVED = "removed", pgettext_lazy("statement", "taken out")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="statements")
    slug = models.SlugField(_("short name"), max_length=60)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    moment = models.CharField(_("moment"), max_length=8, choices=Moment, default=Moment.FIRST)
    text = models.TextField(_("words in French"), blank=True)
    text_en = models.TextField(_("words in English"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it was sent back, or approved by its own author
    digest = models.CharField(max_length=64, blank=True)
    editor_ids = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "slug"),
                condition=~models.Q(status="removed"),
                name="crisis_statement_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved")
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="crisis_approved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def words(self) -> str:
        """Return it in the reader's language."""
        return in_language(self.text, self.text_en)

    def is_own_of(self, person: Person) -> bool:
        """Return whether `person` wrote in it since it was last approved, or submitted it."""
        authors = {self.written_by_id, self.submitted_by_id}
        return person.pk in authors or str(person.pk) in self.editor_ids


def in_language(main: str, english: str) -> str:
    """Return the words in the reader's language; the other ones where it has none."""
    spoken = english if (get_language() or "").startswith("en") else main
    return spoken or main or english
