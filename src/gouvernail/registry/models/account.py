"""Accounts: what they are, who answers for them, where they stand in their life."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Account(models.Model):
    """An account that speaks, or once spoke, for the organisation."""

    ledger_kind = "account"
    ledger_clear = (
        "network",
        "handle",
        "unit_id",
        "owner_id",
        "backup_id",
        "custodian_id",
        "status",
        "kind",
        "review_on",
        "duplicate_of_id",
    )
    ledger_verbs = (
        "account.registered",
        "account.updated",
        "account.status_changed",
        "account.status_undone",
        "account.finding_set_aside",
        "account.imported",
        "account.read_by_hand",
    )

    ledger_sentences = {
        "account.status_undone": _("Change of status taken back: %(status)s"),
        "account.finding_set_aside": _("Suggestion set aside"),
    }
    ledger_skip = ("custody", "ways_in")  # worked out from the accesses, which have their entries

    class Status(models.TextChoices):
        OPENING = "opening", _("opening")
        OFFICIAL = "official", _("official")
        DORMANT = "dormant", _("dormant")
        UNDER_REVIEW = "under_review", _("under review")
        SUSPENDED = "suspended", _("suspended")
        CLOSING = "closing", _("closing")
        CLOSED = "closed", _("closed")
        TO_CONFIRM = "to_confirm", _("to confirm")
        DUPLICATE = "duplicate", _("duplicate")
        ROGUE = "rogue", _("rogue")
        FAN = "fan", _("fan or third party")
        PARODY = "parody", _("parody")
        IMPOSTOR = "impostor", _("impostor")
        DISMISSED = "dismissed", _("not ours, set aside")

    OURS = frozenset({"opening", "official", "dormant", "under_review", "suspended", "closing"})
    SPEAKING = frozenset({"official", "dormant", "under_review"})  # may publish in our name
    NOT_OURS = frozenset({"rogue", "fan", "parody", "impostor", "dismissed"})
    UNCHECKED = NOT_OURS | {"closed"}  # neither checked nor counted
    FOUND = NOT_OURS | {"to_confirm", "duplicate"}  # came to light: decided upon, or to be
    UNCLAIMED = NOT_OURS | {"to_confirm"}  # nobody says it is ours: nothing of it is kept or named

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        NAMED = "named", _("named, in our name")
        PROFESSIONAL = "professional", _("professional, of a person")
        PERSONAL = "personal", _("personal")

    keeps_unit_open = ~models.Q(
        status__in=("closed", "dismissed")
    )  # read by people.queries.standing_in
    moved_at = "registry:account-edit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(_("network"), max_length=30)
    handle = models.CharField(_("handle"), max_length=200)
    handle_key = models.CharField(max_length=200, editable=False)
    url = models.URLField(_("address"), max_length=500, blank=True)
    name = models.CharField(_("name shown"), max_length=200)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="accounts")
    purpose = models.TextField(_("purpose"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    audience_en = models.CharField(_("audience in English"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.ORGANISATION)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OFFICIAL)
    status_reason = models.TextField(_("reason"), blank=True, editable=False)
    status_since = models.DateTimeField(null=True, blank=True, editable=False)
    status_before = models.CharField(max_length=12, blank=True, editable=False)
    status_by = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("the account it repeats"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
    )
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="owns"
    )
    backup = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="backs_up"
    )
    custodian = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="keeps"
    )
    tags = models.JSONField(_("tags"), default=list, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    extra = models.JSONField(default=dict, blank=True)
    custody = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    ways_in = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    registered_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "handle_key"), name="registry_account_once_per_network"
            ),
        )
        indexes = (models.Index(fields=("unit", "status"), name="registry_by_unit"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.network})"

    @property
    def is_unclaimed(self) -> bool:
        """Return whether nobody says that it is ours."""
        return self.status in self.UNCLAIMED

    @property
    def is_checked(self) -> bool:
        """Return whether it has a health: a personal account has none, nor has what is not ours."""
        return self.kind != self.Kind.PERSONAL and self.status not in self.UNCHECKED

    @property
    def purpose_label(self) -> str:
        """Return the purpose in the reader's language, or in the one there is."""
        return self.purpose_en if _english() and self.purpose_en else self.purpose

    @property
    def audience_label(self) -> str:
        """Return the audience in the reader's language, or in the one there is."""
        return self.audience_en if _english() and self.audience_en else self.audience


def _english() -> bool:
    return (get_language() or "").startswith("en")
