"""How a site begins, what its first hour found, and what is left of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class SetupToken(models.Model):
    """A link that lets one browser begin an empty site; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claim = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}"


class FirstHour(models.Model):
    """Where the first hour of this site stands: one row, made when the site begins."""

    class Size(models.TextChoices):
        TINY = "tiny", _("1 to 9 people")
        SMALL = "small", _("10 to 249 people")
        LARGE = "large", _("250 to 4,999 people")
        HUGE = "huge", _("5,000 people or more")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    size = models.CharField(max_length=8, choices=Size, blank=True)
    skipped = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"since {self.started_at:%Y-%m-%d %H:%M}"


class SiteReading(models.Model):
    """One reading of a website: which pages were asked for, and what became of each.

    `pages` is a list of `{"url", "outcome"}`; an outcome is `read` or the code of a refusal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    url = models.URLField(max_length=500)
    pages = models.JSONField(default=list)
    links = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    read_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.url


class Proposal(models.Model):
    """An account that a website or a pasted list names, until somebody takes it in or not.

    `found` is a list of `{"page", "place"}`: where it was seen, most telling first. `made_by`
    brought it first; `brought_by` are those who brought it again, from a list of their own.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        TAKEN = "taken", _("taken in")
        ASIDE = "aside", pgettext_lazy("proposal", "set aside")

    class Source(models.TextChoices):
        WEBSITE = "website", _("website")
        PASTED = "pasted", _("pasted list")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(max_length=30)
    handle = models.CharField(max_length=200)
    handle_key = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    source = models.CharField(max_length=8, choices=Source)
    found = models.JSONField(default=list)
    is_likely = models.BooleanField(default=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PROPOSED)
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    brought_by = models.ManyToManyField("people.Person", related_name="+", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "handle_key"), name="onboarding_proposal_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"
