"""What the governance model covers, what binds it, whom it serves and who may take part."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Line(models.Model):
    """One thing the charter says, in the organisation's language and, if wanted, in English.

    `is_proposed`: it comes from the starter charter and nobody has confirmed it yet; `starter` is
    the key it has there, which stays when its words are corrected.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    is_proposed = models.BooleanField(default=False)
    starter = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def words(self) -> str:
        """Return the text in the reader's language."""
        return said(self, "text")


def said(row: models.Model, name: str) -> str:
    """Return a field of `row` in the reader's language: its `_en` twin for English if filled."""
    english = (get_language() or "").startswith("en")
    twin = getattr(row, f"{name}_en") if english else ""
    return str(twin or getattr(row, name))


class Community(models.TextChoices):
    """Whose communities: of the public, of the people who work here, or both."""

    EXTERNAL = "external", _("external")
    INTERNAL = "internal", _("internal")
    BOTH = "both", _("internal and external")


class ModelLine(Line):
    """A line of one of the two models, or of both; it counts only where the frame keeps two."""

    community = models.CharField(max_length=10, choices=Community, default=Community.BOTH)

    class Meta(Line.Meta):
        abstract = True


class PerimeterLine(Line):
    """A channel, and whether the model covers it; `network` is empty for what is no network."""

    ledger_kind = "perimeter"
    ledger_clear = ("coverage", "community", "network", "is_proposed")
    ledger_verbs = ("perimeter.written", "perimeter.removed")

    class Coverage(models.TextChoices):
        COVERED = "covered", _("covered")
        PARTLY = "partly", _("covered in part")
        OUTSIDE = "outside", _("not covered")

    network = models.CharField(max_length=40, blank=True)
    coverage = models.CharField(max_length=10, choices=Coverage, default=Coverage.COVERED)
    community = models.CharField(max_length=10, choices=Community, default=Community.EXTERNAL)


class Document(ModelLine):
    """A policy, guideline, process or teaching material, and the channels it binds.

    `channels` holds ids of perimeter lines; none means every channel. `address` is opaque here: a
    path of this site or an address of the web.
    """

    ledger_kind = "charter_document"
    ledger_clear = ("nature", "channels", "community", "is_proposed")
    ledger_verbs = ("charter_document.written", "charter_document.removed")

    class Nature(models.TextChoices):
        POLICY = "policy", _("policy")
        GUIDELINE = "guideline", _("guideline")
        PROCESS = "process", _("process")
        TEACHING = "teaching", _("teaching material")

    nature = models.CharField(max_length=10, choices=Nature, default=Nature.POLICY)
    address = models.CharField(max_length=400)
    channels = models.JSONField(default=list, blank=True)


class Level(models.IntegerChoices):
    """How much: of interest, of influence."""

    LOW = 1, _("low")
    MEDIUM = 2, _("medium")
    HIGH = 3, _("high")


class Stakeholder(Line):
    """Somebody whom the governance of the channels concerns; `text` is what they are told."""

    ledger_kind = "stakeholder"
    ledger_clear = ("interest", "influence", "rhythm", "person_id", "is_proposed")
    ledger_verbs = ("stakeholder.written", "stakeholder.removed")

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("at once, when it happens")
        WEEKLY = "weekly", pgettext_lazy("rhythm", "every week")
        MONTHLY = "monthly", pgettext_lazy("rhythm", "every month")
        QUARTERLY = "quarterly", pgettext_lazy("rhythm", "every quarter")
        YEARLY = "yearly", pgettext_lazy("rhythm", "every year")

    interest = models.PositiveSmallIntegerField(choices=Level, default=Level.MEDIUM)
    influence = models.PositiveSmallIntegerField(choices=Level, default=Level.MEDIUM)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.QUARTERLY)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Group(ModelLine):
    """A group that may take part; `text` is what its members may do."""

    ledger_kind = "participant_group"
    ledger_clear = ("community", "is_proposed")
    ledger_verbs = ("participant_group.written", "participant_group.removed")


class Variant(Line):
    """What differs in a country or a sector; `text` is why, `legal_base` the law that asks it."""

    ledger_kind = "variant"
    ledger_clear = ("country", "sector", "is_proposed")
    ledger_verbs = ("variant.written", "variant.removed")

    class Sector(models.TextChoices):
        FINANCE = "finance", _("finance and insurance")
        HEALTH = "health", _("health")
        PUBLIC = "public", _("public bodies")
        ENERGY = "energy", _("energy and transport")
        EDUCATION = "education", _("education")
        FOOD = "food", _("food, alcohol, tobacco")
        GAMBLING = "gambling", _("gambling")
        CHILDREN = "children", _("products for children")

    country = models.CharField(max_length=2, blank=True)
    sector = models.CharField(max_length=12, choices=Sector, blank=True)
    legal_base = models.CharField(max_length=300)


class StrategyLink(Line):
    """What the brand or marketing strategy wants; `text` is what the rules do for it."""

    ledger_kind = "strategy_link"
    ledger_clear = ("rule_ref", "is_proposed")
    ledger_verbs = ("strategy_link.written", "strategy_link.removed")

    rule_ref = models.CharField(max_length=120, blank=True)
