"""Rule packs and the versions of their texts."""

from uuid import UUID

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Pack(models.Model):
    """A set of rules that applies to a unit and everything below it."""

    ledger_kind = "pack"
    ledger_clear = ("slug", "unit_id", "retired_at", "retirement_asked_at")
    ledger_verbs = (
        "pack.created",
        "pack.retired",
        "pack.retirement_asked",
        "pack.retirement_withdrawn",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retirement_asked_at = models.DateTimeField(null=True, blank=True)
    retirement_asked_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retirement_reason = models.TextField(blank=True)
    retired_alone = models.BooleanField(default=False)  # by who asked for it: a small team
    retirement_comment = models.TextField(blank=True)  # of who decided

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title


class PackVersion(models.Model):
    """One text of a pack; once submitted it is never changed.

    A draft is tried over past posts, submitted, agreed to by a second person, and binds from
    `in_force_at`; the rules of a post are those in force at its instant of publication.
    """

    ledger_kind = "pack_version"
    ledger_clear = ("pack_id", "number", "status", "digest", "in_force_at")
    ledger_verbs = (
        "pack_version.drafted",
        "pack_version.edited",
        "pack_version.tried",
        "pack_version.submitted",
        "pack_version.agreed",
        "pack_version.rejected",
        "pack_version.withdrawn",
        "pack_version.adopted",
        "pack_version.superseded",
    )

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("version of rules", "draft")
        IN_REVIEW = "in_review", pgettext_lazy("version of rules", "under review")
        SCHEDULED = "scheduled", _("agreed, from a date")
        IN_FORCE = "in_force", pgettext_lazy("version of rules", "in force")
        SUPERSEDED = "superseded", pgettext_lazy("version of rules", "superseded")
        REJECTED = "rejected", pgettext_lazy("version of rules", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("version of rules", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    editors = models.JSONField(default=list)  # keys of all who typed words of it
    restores = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    untried_reason = models.TextField(blank=True)
    purpose = models.TextField(_("why it changes"), blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_comment = models.TextField(blank=True)
    alone = models.BooleanField(default=False)  # agreed to by one of its own hands: a small team
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("pack", "number"), name="rulebooks_version_number"),
            models.UniqueConstraint(
                fields=("pack",),
                condition=models.Q(status="in_force"),
                name="rulebooks_one_version_in_force",
            ),
            models.UniqueConstraint(
                fields=("pack",),
                condition=models.Q(status__in=("in_review", "scheduled")),
                name="rulebooks_one_version_coming",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("scheduled", "in_force", "superseded"))
                | models.Q(in_force_at__isnull=False),
                name="rulebooks_what_binds_has_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pack_id} v{self.number}"

    @property
    def is_draft(self) -> bool:
        """Return whether it can still be changed."""
        return self.status == self.Status.DRAFT

    @property
    def hands(self) -> frozenset[UUID]:
        """Return who wrote it, typed in it or submitted it: none of them agrees to it."""
        hands = (self.written_by_id, self.edited_by_id, self.submitted_by_id)
        named = {one for one in hands if one is not None}
        return frozenset(named | {UUID(one) for one in self.editors})
