"""What goes with an account's life: its set-up sheet, agreements on named ones, closings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7
from gouvernail.registry.models.account import Account


class SetupSheet(models.Model):
    """How an account is set up: everything but its passwords."""

    ledger_kind = "setup_sheet"
    ledger_clear = ("account_id", "checked_on")
    ledger_verbs = ("setup_sheet.written",)
    ledger_sentences = {"setup_sheet.written": _("Set-up sheet written")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="sheet")
    email = models.CharField(_("E-mail used"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=200, blank=True)
    business_manager = models.CharField(_("Business manager"), max_length=200, blank=True)
    page_roles = models.TextField(_("Roles on the page"), blank=True)
    linked_tools = models.TextField(_("Tools connected to it"), blank=True)
    recovery = models.TextField(_("Recovery path"), blank=True)
    bio = models.TextField(_("Biography"), blank=True)
    links = models.TextField(_("Links shown"), blank=True)
    notice = models.TextField(_("Notice shown"), blank=True)
    comment_policy = models.TextField(_("Comment policy"), blank=True)
    checked_on = models.DateField(_("Checked on"))
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    FIELDS = (
        "email",
        "phone",
        "business_manager",
        "page_roles",
        "linked_tools",
        "recovery",
        "bio",
        "links",
        "notice",
        "comment_policy",
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.checked_on}"


class Agreement(models.Model):
    """What the organisation and a person agreed about an account that bears the person's name."""

    ledger_kind = "agreement"
    ledger_clear = (
        "account_id",
        "person_id",
        "handle_of",
        "followers_of",
        "at_departure",
        "signed_on",
        "ended_on",
        "expires_on",
    )
    ledger_verbs = ("agreement.filed", "agreement.ended")
    ledger_sentences = {
        "agreement.filed": _("Ownership agreement filed"),
        "agreement.ended": _("Ownership agreement ended"),
    }

    class Party(models.TextChoices):
        ORGANISATION = "organisation", _("the organisation")
        PERSON = "person", _("the person")

    class Departure(models.TextChoices):
        STAYS = "stays", _("the account stays with the organisation, under another name")
        GOES = "goes", _("the person keeps it and takes our name out")
        CLOSES = "closes", _("the account is closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    handle_of = models.CharField(_("The handle belongs to"), max_length=12, choices=Party)
    followers_of = models.CharField(_("The followers belong to"), max_length=12, choices=Party)
    at_departure = models.CharField(_("When the person leaves"), max_length=8, choices=Departure)
    terms = models.TextField(_("What else was agreed"), blank=True)
    reference = models.CharField(_("Where the signed paper is"), max_length=300, blank=True)
    signed_on = models.DateField(_("Signed on"))
    expires_on = models.DateField(_("In force until"), null=True, blank=True)
    filed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    papers_known: "list[AgreementPaper]"  # set by `queries.agreements.agreements_of`

    class Meta:
        ordering = ("-signed_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(ended_on__isnull=True),
                name="registry_one_agreement_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.signed_on}"


class AgreementPaper(models.Model):
    """The signed paper of an agreement, kept by its content; the one before it is kept too."""

    ledger_kind = "agreement_paper"
    ledger_clear = (
        "agreement_id",
        "number",
        "sha256",
        "original_sha256",
        "mime",
        "size_bytes",
        "replaced_at",
    )
    ledger_skip = ("content",)  # its digest stands for it, and is compared at each reading
    ledger_verbs = ("agreement_paper.filed", "agreement_paper.replaced")
    ledger_sentences = {
        "agreement_paper.filed": _("Signed paper filed: version %(number)s"),
        "agreement_paper.replaced": _("Signed paper replaced; version %(number)s is kept"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    original_name = models.CharField(max_length=200)
    content = models.BinaryField()
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number"), name="registry_paper_version_once"
            ),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=models.Q(replaced_at__isnull=True),
                name="registry_one_paper_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class Closing(models.Model):
    """An account on its way out: where its followers go, and what is left to do."""

    ledger_kind = "closing"
    ledger_clear = ("account_id", "heir_id", "fate", "ends_on", "outcome")
    ledger_verbs = (
        "closing.planned",
        "closing.step_done",
        "closing.step_reopened",
        "closing.ended",
        "closing.given_up",
    )
    ledger_sentences = {
        "closing.planned": _("Closing planned"),
        "closing.step_done": _("Step of the closing done"),
        "closing.step_reopened": _("Step of the closing open again"),
        "closing.ended": _("Closing ended"),
        "closing.given_up": _("Closing given up"),
    }

    class Fate(models.TextChoices):
        KEPT = "kept", _("kept, so that nobody takes the name")
        RELEASED = "released", _("released, deleted on the network")

    class Outcome(models.TextChoices):
        UNDER_WAY = "under_way", _("under way")
        ENDED = "ended", pgettext_lazy("closing", "ended")
        GIVEN_UP = "given_up", pgettext_lazy("closing of an account", "given up")

    class Step(models.TextChoices):
        TOLD = "told", _("The last post is out")
        REDIRECTED = "redirected", _("The profile says where to go")
        ARCHIVED = "archived", _("Posts and figures are archived")
        UNPLUGGED = "unplugged", _("Tools, buttons and links to it are gone")
        HANDLE = "handle", _("The handle is kept or released, as planned")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="closings")
    heir = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="inherits"
    )
    elsewhere = models.CharField(_("or elsewhere"), max_length=300, blank=True)
    last_post = models.TextField(_("Last post"))
    fate = models.CharField(_("The handle is"), max_length=8, choices=Fate, default=Fate.KEPT)
    ends_on = models.DateField(_("Closed by"))
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.UNDER_WAY)
    planned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-planned_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(outcome="under_way"),
                name="registry_one_closing_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.ends_on}"


class ClosingStep(models.Model):
    """One step of a closing that somebody did."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=Closing.Step)
    done_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("closing", "step"), name="registry_closing_step_done_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.closing_id} {self.step}"
