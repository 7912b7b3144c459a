"""Where we listen, and how far each source has been heard."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Source(models.Model):
    """One place that is listened to. `options` depend on the kind: see `sources.kinds`.

    `keeps_all`: everything it gives is kept, matched by a topic or not: for places that were chosen
    by hand. Of a whole network, only what matches is kept. `account` is ours: its access is used to
    listen, where the place asks for one.
    """

    ledger_kind = "source"
    ledger_clear = (
        *("kind", "unit_id", "account_id", "keeps_all"),
        *("added_by_id", "added_at", "paused_at", "forgotten_at"),
    )
    ledger_verbs = (
        "source.added",
        "source.edited",
        "source.paused",
        "source.resumed",
        "source.forgotten",
        "source.heard",
    )

    class Kind(models.TextChoices):
        JETSTREAM = "jetstream", _("Bluesky, whole network (Jetstream)")
        REPOS = "repos", _("Bluesky, one server (repositories)")
        MASTODON_STREAM = "mastodon_stream", _("Mastodon, live timeline")
        MASTODON_SEARCH = "mastodon_search", _("Mastodon, search")
        FEED = "feed", _("Feed (RSS or Atom)")
        PAGE = "page", _("Web page")
        FILE = "file", _("Files imported by hand")
        MAIL = "mail", _("Notification e-mails")

    SOCKETS = frozenset({"jetstream", "repos", "mastodon_stream"})
    POLLED = frozenset({"mastodon_search", "feed", "page"})
    KEEPING_MATCHES = frozenset({"jetstream", "repos", "mastodon_stream"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=1000, blank=True)
    options = models.JSONField(default=dict, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    keeps_all = models.BooleanField(default=False)
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        indexes = (models.Index(fields=("unit", "forgotten_at"), name="listening_source_by_unit"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_listening(self) -> bool:
        """Return whether the listener reads it."""
        return self.paused_at is None and self.forgotten_at is None


class Position(models.Model):
    """How far a source has been heard, and how it fares. Machinery: written with each batch.

    `trouble` is a stable code, empty while all is well; `told` says it in a line, as the place said
    it. `gap_at`: something was lost then, and could not be read again. The counts are since the
    source was added: what it gave, what was kept, what could not be read.
    """

    class Health(models.TextChoices):
        NEW = "new", pgettext_lazy("source", "not heard yet")
        OK = "ok", pgettext_lazy("source", "listening")
        WAITING = "waiting", pgettext_lazy("source", "trying again")
        STOPPED = "stopped", pgettext_lazy("source", "needs you")

    source = models.OneToOneField(
        Source, primary_key=True, on_delete=models.CASCADE, related_name="position"
    )
    cursor = models.TextField(blank=True)
    health = models.CharField(max_length=10, choices=Health, default=Health.NEW)
    trouble = models.CharField(max_length=60, blank=True)
    told = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField(null=True, blank=True)
    gap_at = models.DateTimeField(null=True, blank=True)
    gaps = models.PositiveIntegerField(default=0)
    heard = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    odd = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.source_id} {self.health}"
