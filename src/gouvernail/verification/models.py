"""What the public is told: the switch, each account's listing, what changed, what it reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Directory(models.Model):
    """Whether the organisation answers the public at all, and what it says around the answers.

    One row, closed until a lead opens it. `revision` counts what changed in public, so that a
    process knows when what it remembers is old. `tags` are those the public may read.
    """

    ledger_kind = "directory"
    ledger_clear = ("is_open", "tags")
    ledger_skip = ("revision",)
    ledger_verbs = ("directory.opened", "directory.closed", "directory.changed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    is_open = models.BooleanField(default=False)
    website = models.URLField(_("website of the organisation"), max_length=300, blank=True)
    help_url = models.URLField(_("page where people can write to you"), max_length=300, blank=True)
    tags = models.JSONField(_("tags shown to the public"), default=list, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return "open" if self.is_open else "closed"


class Listing(models.Model):
    """What is said in public of one account, by a choice that somebody made.

    `says` is what the choice was about: an account that is ours, or one that is not. When the
    account becomes the other, nothing is said of it until somebody chooses again. `told` is the
    account as it was last told of, for the feed of changes.
    """

    ledger_kind = "listing"
    ledger_clear = ("account_id", "says", "is_public", "shows_unit", "link_seen_on")
    ledger_skip = ("skeleton", "told")
    ledger_verbs = (
        "listing.published",
        "listing.withdrawn",
        "listing.link_noted",
    )

    class Says(models.TextChoices):
        OURS = "ours", _("ours")
        NOT_OURS = "not_ours", _("not ours")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(
        "registry.Account", on_delete=models.PROTECT, related_name="listing"
    )
    says = models.CharField(max_length=8, choices=Says, default=Says.OURS)
    is_public = models.BooleanField(default=True)
    shows_unit = models.BooleanField(default=True)
    skeleton = models.CharField(max_length=400, editable=False, db_index=True)
    told = models.JSONField(default=dict, editable=False)
    published_at = models.DateTimeField()
    link_seen_on = models.DateField(null=True, blank=True)
    link_seen_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=("is_public", "says"), name="verification_public"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.says}"


class Silence(models.Model):
    """A rule that keeps accounts out of everything public, with its reason: a unit, a tag, one.

    Of what it covers the public learns nothing: an address is unknown, never said not to be ours.
    A unit covers those below it. `tag_written` is the tag as the databases may hold it in a list.
    """

    ledger_kind = "silence"
    ledger_clear = ("kind", "unit_id", "account_id", "begun_at", "ended_at")
    ledger_skip = ("tag_plain", "tag_written")
    ledger_verbs = ("silence.begun", "silence.ended")
    ledger_sentences = {
        "silence.begun": _("Kept out of everything public"),
        "silence.ended": _("No longer kept out of what is public"),
    }

    class Kind(models.TextChoices):
        UNIT = "unit", _("a unit, with those below it")
        TAG = "tag", _("a tag")
        ACCOUNT = "account", _("one account")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tag = models.CharField(max_length=200, blank=True)
    tag_plain = models.CharField(max_length=400, blank=True, editable=False)
    tag_written = models.CharField(max_length=1400, blank=True, editable=False)
    reason = models.TextField()
    begun_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(
                    models.Q(kind="unit", unit__isnull=False, account__isnull=True, tag="")
                    | models.Q(kind="account", unit__isnull=True, account__isnull=False, tag="")
                    | (
                        models.Q(kind="tag", unit__isnull=True, account__isnull=True)
                        & ~models.Q(tag="")
                    )
                ),
                name="verification_silence_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=("unit",),
                condition=models.Q(ended_at__isnull=True),
                name="verification_silence_unit_once",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(ended_at__isnull=True),
                name="verification_silence_account_once",
            ),
            models.UniqueConstraint(
                fields=("tag",),
                condition=models.Q(kind="tag", ended_at__isnull=True),
                name="verification_silence_tag_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.tag or self.unit_id or self.account_id}"


class Change(models.Model):
    """One line of the feed: an account that was opened, renamed or closed in public."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        RENAMED = "renamed", _("renamed")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    handle = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    before = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.handle} {self.kind}"


class SnapshotKey(models.Model):
    """The public half of a key that signs the list, and from when until when it did.

    `endorsement` is the signature of the key before it over its own public file (PEM): whoever
    trusts the former can trust this one.
    """

    ledger_kind = "directory_key"
    ledger_clear = ("key_id", "public_key", "started_at", "retired_at")
    ledger_verbs = ("directory_key.started", "directory_key.retired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key_id = models.CharField(max_length=16, unique=True)
    public_key = models.CharField(max_length=64)
    endorsement = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key_id


class Snapshot(models.Model):
    """The list as it was last signed: the bytes, their signature, the key; one row is served."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.ForeignKey(SnapshotKey, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)
    accounts = models.PositiveIntegerField()
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.made_at} {self.accounts}"


class ReportedAccount(models.Model):
    """An account that people say is a fake: one row, however many report it."""

    ledger_kind = "reported_account"
    ledger_clear = ("network", "status", "account_id", "decided_by_id")
    ledger_skip = ("reports", "last_at")
    ledger_verbs = (
        "reported_account.opened",
        "reported_account.found",
        "reported_account.decided",
        "reported_account.answered",
        "reported_account.reopened",
    )

    class Status(models.TextChoices):
        NEW = "new", _("to decide")
        IMPOSTOR = "impostor", _("impostor")
        ROGUE = "rogue", _("opened without agreement")
        PARODY = "parody", _("parody")
        FAN = "fan", _("fan or third party")
        OFFICIAL = "official", _("ours")
        DISMISSED = "dismissed", pgettext_lazy("reported account", "set aside")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(max_length=30)
    handle = models.CharField(max_length=200)
    handle_key = models.CharField(max_length=200, editable=False)
    url = models.URLField(max_length=500)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reports = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "handle_key"), name="verification_reported_once"
            ),
        )
        indexes = (models.Index(fields=("status", "last_at"), name="verification_to_decide"),)

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"


class Report(models.Model):
    """One person's report. What they wrote and where to answer are forgotten after a while.

    An answer that their mail server refused for good has `refused_at`, after `tries` refusals.
    No address of their machine is kept. Not governed: it is personal data, and erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reported = models.ForeignKey(ReportedAccount, on_delete=models.CASCADE, related_name="received")
    words = models.TextField(blank=True)
    contact = models.EmailField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(db_index=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    refused_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.reported_id} {self.at}"
