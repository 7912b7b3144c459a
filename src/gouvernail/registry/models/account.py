"""Accounts, how they are connected, what was read of them, and how they came in."""

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
    )
    ledger_verbs = (
        "account.registered",
        "account.updated",
        "account.status_changed",
        "account.imported",
        "account.read_by_hand",
    )

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

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        NAMED = "named", _("named person")
        PERSONAL = "personal", _("personal")

    keeps_unit_open = ~models.Q(status="closed")  # read by people.queries.standing_in
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
    def purpose_label(self) -> str:
        """Return the purpose in the reader's language, or in the one there is."""
        return self.purpose_en if _english() and self.purpose_en else self.purpose

    @property
    def audience_label(self) -> str:
        """Return the audience in the reader's language, or in the one there is."""
        return self.audience_en if _english() and self.audience_en else self.audience


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Connection(models.Model):
    """How the site reaches an account by itself; its secrets are in the vault."""

    ledger_kind = "connection"
    ledger_clear = ("account_id", "service_url", "remote_id", "status", "connected_by_id")
    ledger_skip = ("limits", "limits_read_at", "checked_at", "last_error", "profile")
    ledger_verbs = ("connection.opened", "connection.failed", "connection.closed")

    class Status(models.TextChoices):
        CONNECTED = "connected", _("connected")
        FAILING = "failing", _("failing")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="connection")
    service_url = models.URLField(max_length=300)
    remote_id = models.CharField(max_length=200)
    remote_handle = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.CONNECTED)
    limits = models.JSONField(default=dict)
    limits_read_at = models.DateTimeField(null=True, blank=True)
    profile = models.JSONField(default=dict, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    connected_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.status}"


class Reading(models.Model):
    """A figure that somebody read on the network by hand, and when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="readings")
    last_post_on = models.DateField(_("last publication"), null=True, blank=True)
    followers = models.PositiveBigIntegerField(_("followers"), null=True, blank=True)
    read_on = models.DateField(_("read on"))
    read_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-read_on", "-id")

    def __str__(self) -> str:
        return f"{self.account_id} {self.read_on}"


class ImportMapping(models.Model):
    """Which column means what, kept under a name for the next file of the same shape."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    signature = models.CharField(max_length=64, db_index=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file on its way in: what it holds, how it is read, what came of every row."""

    class Status(models.TextChoices):
        PREVIEW = "preview", _("preview")
        DONE = "done", _("done")
        ABANDONED = "abandoned", _("abandoned")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    original_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    sheet = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREVIEW)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.original_name
