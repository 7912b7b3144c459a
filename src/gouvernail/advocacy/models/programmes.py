"""A programme of ambassadors, whom it is open to, and who takes part."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


def in_language(main: str, english: str, language: str = "") -> str:
    """Return the text of a language, the reader's by default; the other when it is missing."""
    wanted = language or get_language() or ""
    return (english or main) if wanted.startswith("en") else (main or english)


class Programme(models.Model):
    """What colleagues may join freely: why, what is asked, what is not, and what binds them.

    `disclosure` is what each post says of who speaks (`#JeTravailleChezNordet`), `disclaimer` what
    a profile says. `closes_on` is its last day, where one is known.
    """

    ledger_kind = "ambassador_programme"
    ledger_clear = (
        *("unit_id", "owner_id", "policy_id", "status", "closes_on"),
        *("made_at", "opened_at", "closed_at"),
    )
    ledger_verbs = (
        *("ambassador_programme.written", "ambassador_programme.edited"),
        *("ambassador_programme.opened", "ambassador_programme.closed"),
    )

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("programme of ambassadors", "being prepared")
        OPEN = "open", pgettext_lazy("programme of ambassadors", "open")
        CLOSED = "closed", pgettext_lazy("programme of ambassadors", "closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(
        "policies.Policy", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("name"), max_length=120)
    title_en = models.CharField(_("name in English"), max_length=120, blank=True)
    aim = models.TextField(_("why it exists"), max_length=2000)
    aim_en = models.TextField(_("why it exists, in English"), max_length=2000, blank=True)
    asked = models.TextField(_("what is asked"), max_length=2000, blank=True)
    asked_en = models.TextField(_("what is asked, in English"), max_length=2000, blank=True)
    not_asked = models.TextField(_("what is never asked"), max_length=2000, blank=True)
    not_asked_en = models.TextField(
        _("what is never asked, in English"), max_length=2000, blank=True
    )
    disclosure = models.CharField(_("what each post says of who speaks"), max_length=80)
    disclosure_en = models.CharField(
        _("what each post says of who speaks, in English"), max_length=80, blank=True
    )
    disclaimer = models.CharField(_("what a profile says"), max_length=160, blank=True)
    disclaimer_en = models.CharField(
        _("what a profile says, in English"), max_length=160, blank=True
    )
    status = models.CharField(max_length=6, choices=Status, default=Status.DRAFT)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-made_at", "-id"), name="advocacy_programmes_latest"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status="open") | models.Q(opened_at__isnull=False),
                name="advocacy_open_since",
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_at__isnull=True)),
                name="advocacy_closed_since",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def why(self) -> str:
        """Return what it is for, in the reader's language."""
        return in_language(self.aim, self.aim_en)

    @property
    def wanted(self) -> str:
        """Return what is asked, in the reader's language."""
        return in_language(self.asked, self.asked_en)

    @property
    def unwanted(self) -> str:
        """Return what is never asked, in the reader's language."""
        return in_language(self.not_asked, self.not_asked_en)

    def discloses(self, language: str = "") -> str:
        """Return what each post says of who speaks, in a language: the reader's by default."""
        return in_language(self.disclosure, self.disclosure_en, language)

    def disclaims(self, language: str = "") -> str:
        """Return what a profile says, in a language: the reader's by default."""
        return in_language(self.disclaimer, self.disclaimer_en, language)


class Reach(models.Model):
    """One line of whom a programme is open to: a unit and those below, or a role.

    Without a unit: that of the programme and those below; without a role: everybody there.
    """

    ledger_kind = "ambassador_reach"
    ledger_clear = ("programme_id", "unit_id", "role")
    ledger_verbs = ("ambassador_reach.added", "ambassador_reach.removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reach")
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, role="")
                | (models.Q(unit__isnull=True) & ~models.Q(role="")),
                name="advocacy_reach_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=("programme", "unit"),
                condition=models.Q(unit__isnull=False),
                name="advocacy_reach_unit_once",
            ),
            models.UniqueConstraint(
                fields=("programme", "role"),
                condition=models.Q(unit__isnull=True),
                name="advocacy_reach_role_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme_id} {self.role or self.unit_id}"


class Membership(models.Model):
    """One person who takes part, until they withdraw. Once they have, only the dates stay.

    `clean_count` counts their own wordings approved without a remark since the last refusal for a
    rule; from `TRUSTED_FROM` on, those that raise nothing need no approval. Only they see it.
    """

    ledger_kind = "ambassador_membership"
    ledger_clear = (
        *("programme_id", "person_id", "status", "version_id", "joined_at", "ended_at"),
        *("clean_count", "news"),
    )
    ledger_verbs = (
        *("ambassador_membership.joined", "ambassador_membership.withdrawn"),
        *("ambassador_membership.ended", "ambassador_membership.news_chosen"),
        *("ambassador_membership.trust_earned", "ambassador_membership.trust_lost"),
        "ambassador_membership.approval_counted",
    )

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("ambassador", "takes part")
        ENDED = "ended", pgettext_lazy("ambassador", "takes part no more")

    class News(models.TextChoices):
        NEVER = "never", pgettext_lazy("news of a programme", "none")
        WEEKLY = "weekly", pgettext_lazy("news of a programme", "once a week")
        EACH = "each", pgettext_lazy("news of a programme", "each new story")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="ambassador_of"
    )
    version = models.ForeignKey(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=6, choices=Status, default=Status.ACTIVE)
    news = models.CharField(_("news"), max_length=6, choices=News, default=News.NEVER)
    clean_count = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "person"),
                condition=models.Q(status="active"),
                name="advocacy_takes_part_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status="active", ended_at__isnull=True)
                | models.Q(status="ended", ended_at__isnull=False),
                name="advocacy_ended_since",
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme_id} {self.person_id}"

    @property
    def is_trusted(self) -> bool:
        """Return whether their own wordings that raise nothing need no approval."""
        return self.clean_count >= TRUSTED_FROM


TRUSTED_FROM = 5
