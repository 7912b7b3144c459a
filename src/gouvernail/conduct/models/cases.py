"""One breach, told from its facts to its end: what was asked, said, decided, appealed, forgotten.

What the journal says of a case, its proofs and its decisions names neither whom it is about nor who
brought it: their keys are committed to with the words, and go with them. What a decision does to a
licence, or asks to be learned, is entered by those areas, with the person, at the same instant.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.ids import uuid7
from gouvernail.licences.models import Act

LICENCE_ACTS: Final = tuple(Act.values)


def last_day(end: datetime) -> date:
    """Return the last day before an end, where the site is."""
    return site_day(end - timedelta(microseconds=1))


class Case(models.Model):
    """What somebody is said to have done against a clause, and where that stands.

    `aside`: keys (hexadecimal, with spaces) of who stands aside, by their word or as was asked.
    `answer_by_at`: until when the person has time for their account. `decide_by_at`: when a
    decision is due. `keep_until_on`: the day its words go. `judge`: who examines the appeal.
    """

    ledger_kind = "conduct_case"
    ledger_clear = (
        *("origin", "unit_id", "seriousness", "status", "outcome", "clause", "version_id"),
        *("signed", "good_faith", "is_experiment", "happened_on", "opened_at", "answer_by_at"),
        *("accounted_at", "decide_by_at", "decided_at", "appeal_by_at", "appealed_at"),
        *("settled_at", "outcome_until", "ended_at", "keep_until_on", "emptied_at"),
        *("erasure_asked_at", "decider_id", "judge_id", "basis_id"),
    )
    ledger_verbs = (
        "conduct_case.opened",
        "conduct_case.due",
        "conduct_case.taken",
        "conduct_case.appointed",
        "conduct_case.stood_aside",
        "conduct_case.barred",
        "conduct_case.let_go",
        "conduct_case.accounted",
        "conduct_case.extended",
        "conduct_case.weighed",
        "conduct_case.decided",
        "conduct_case.appealed",
        "conduct_case.appeal_decided",
        "conduct_case.settled",
        "conduct_case.lifted",
        "conduct_case.ended",
        "conduct_case.erasure_deferred",
        "conduct_case.emptied",
    )

    class Origin(models.TextChoices):
        REPORT = "report", pgettext_lazy("breach", "a report")
        VERDICT = "verdict", pgettext_lazy("breach", "a verdict of a rule")
        DISMISSAL = "dismissal", pgettext_lazy("breach", "a finding set aside")
        AUDIT = "audit", pgettext_lazy("breach", "an audit")
        PERSON = "person", pgettext_lazy("breach", "a person")

    class Seriousness(models.TextChoices):
        MINOR = "minor", pgettext_lazy("breach", "slight")
        NOTABLE = "notable", pgettext_lazy("breach", "notable")
        SERIOUS = "serious", pgettext_lazy("breach", "serious")

    class Signed(models.TextChoices):
        THIS = "this", pgettext_lazy("breach", "the version of that day")
        OTHER = "other", pgettext_lazy("breach", "another version")
        NONE = "none", pgettext_lazy("breach", "no version")

    class Faith(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("breach", "not settled yet")
        YES = "yes", pgettext_lazy("breach", "in good faith")
        NO = "no", pgettext_lazy("breach", "not in good faith")

    class Status(models.TextChoices):
        HEARING = "hearing", pgettext_lazy("breach", "the person has time to answer")
        DECIDING = "deciding", pgettext_lazy("breach", "to be decided")
        DECIDED = "decided", pgettext_lazy("breach", "decided, may be appealed")
        APPEALED = "appealed", pgettext_lazy("breach", "appeal to be examined")
        SETTLED = "settled", pgettext_lazy("breach", "settled")
        ENDED = "ended", pgettext_lazy("breach", "over")

    class Outcome(models.TextChoices):
        NOTHING = "nothing", pgettext_lazy("breach", "closed, nothing follows")
        REMINDER = "reminder", pgettext_lazy("breach", "a reminder")
        COACHING = "coaching", pgettext_lazy("breach", "coaching")
        RESTRICTED = "restricted", pgettext_lazy("breach", "a restricted licence")
        SUSPENDED = "suspended", pgettext_lazy("breach", "a suspended licence")
        REFERRED = "referred", pgettext_lazy("breach", "passed on to those in charge of staff")

    LADDER = ("nothing", "reminder", "coaching", "restricted", "suspended", "referred")
    MILD = frozenset({"nothing", "reminder"})
    OF_LICENCE = frozenset({"restricted", "suspended"})
    OPEN = frozenset({"hearing", "deciding"})
    GOING = frozenset({"hearing", "deciding", "decided", "appealed"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    basis = models.ForeignKey("conduct.Basis", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PERSON)
    report = models.ForeignKey(
        "conduct.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160, blank=True)
    facts = models.TextField(blank=True)
    happened_on = models.DateField()
    late_because = models.TextField(blank=True)  # why facts older than the limit are brought
    clause = models.CharField(max_length=90)  # policy#anchor
    binding_because = models.TextField(blank=True)  # why it bound while no version was in force
    version = models.ForeignKey(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signature = models.ForeignKey(
        "policies.Signature", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed = models.CharField(max_length=6, choices=Signed, default=Signed.NONE)
    seriousness = models.CharField(max_length=8, choices=Seriousness, default=Seriousness.MINOR)
    good_faith = models.CharField(max_length=4, choices=Faith, blank=True)
    is_experiment = models.BooleanField(default=False)
    exemption = models.TextField(blank=True)  # why good faith, or which experiment, declared when
    account = models.TextField(blank=True)
    companion = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.HEARING)
    decider = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judge = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    aside = models.TextField(blank=True)
    challenge = models.TextField(blank=True)  # why the person asked for somebody else, once
    appeal = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    opened_at = models.DateTimeField()
    answer_by_at = models.DateTimeField()
    accounted_at = models.DateTimeField(null=True, blank=True)
    decide_by_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal_by_at = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    keep_until_on = models.DateField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    erasure_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("-opened_at", "-id"), name="conduct_cases_latest"),
            models.Index(fields=("status", "opened_at"), name="conduct_cases_by_status"),
            models.Index(fields=("clause", "seriousness"), name="conduct_cases_alike"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(decider=models.F("person")),
                name="conduct_nobody_decides_their_own",
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(decider=models.F("opened_by")),
                name="conduct_opener_does_not_decide",
            ),
            models.CheckConstraint(
                condition=Q(judge__isnull=True)
                | (
                    ~Q(judge=models.F("decider"))
                    & (Q(person__isnull=True) | ~Q(judge=models.F("person")))
                    & (Q(opened_by__isnull=True) | ~Q(judge=models.F("opened_by")))
                ),
                name="conduct_another_judges_the_appeal",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("hearing", "deciding"), outcome="")
                | (~Q(status__in=("hearing", "deciding")) & ~Q(outcome="")),
                name="conduct_decided_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(person__isnull=True, facts=""),
                name="conduct_emptied_names_nobody",
            ),
        )

    def __str__(self) -> str:
        return f"case {self.opened_at:%Y-%m-%d}"

    @property
    def answer_through(self) -> date:
        """Return the last day to answer."""
        return last_day(self.answer_by_at)

    @property
    def decide_through(self) -> date:
        """Return the last day to decide."""
        return last_day(self.decide_by_at)

    @property
    def appeal_through(self) -> date | None:
        """Return the last day to appeal; None before it is decided."""
        return last_day(self.appeal_by_at) if self.appeal_by_at else None


class Proof(models.Model):
    """What a fact of a case rests on: a publication as archived, a verdict, an entry, a report."""

    ledger_kind = "conduct_proof"
    ledger_clear = ("case_id", "kind", "at")  # what is named may name people
    ledger_verbs = ("conduct_proof.added", "conduct_proof.emptied")

    class Kind(models.TextChoices):
        RECORD = "record", pgettext_lazy("proof of a breach", "publication as archived")
        VERDICT = "verdict", pgettext_lazy("proof of a breach", "verdict of a rule")
        DISMISSAL = "dismissal", pgettext_lazy("proof of a breach", "finding set aside")
        ENTRY = "entry", pgettext_lazy("proof of a breach", "entry of the journal")
        REPORT = "report", pgettext_lazy("proof of a breach", "report of staff")
        WORDS = "words", pgettext_lazy("proof of a breach", "what was noted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(_("What proves it"), max_length=10, choices=Kind)
    reference = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    label = models.TextField(blank=True)  # what is read of it: the words as they stood
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Decision(models.Model):
    """One decision in writing: the first one, that of the appeal, or an early end. Never changed.

    `until`: when it ends by itself. `acts`: of the licence, where it touches the licence.
    `urgency`: why it holds while an appeal is examined; empty where the appeal suspends it.
    """

    ledger_kind = "conduct_decision"
    ledger_clear = (
        *("case_id", "stage", "ruling", "outcome", "acts", "network", "course"),
        *("until", "by_id", "at"),
    )
    ledger_verbs = ("conduct_decision.made", "conduct_decision.emptied")

    class Stage(models.TextChoices):
        FIRST = "first", pgettext_lazy("breach", "decision")
        APPEAL = "appeal", pgettext_lazy("breach", "decision on the appeal")
        LIFT = "lift", pgettext_lazy("breach", "ended early")

    class Ruling(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("appeal of a breach", "upheld")
        SOFTENED = "softened", pgettext_lazy("appeal of a breach", "softened")
        ANNULLED = "annulled", pgettext_lazy("appeal of a breach", "annulled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=6, choices=Stage)
    ruling = models.CharField(max_length=8, choices=Ruling, blank=True)
    outcome = models.CharField(max_length=10, choices=Case.Outcome)
    reason = models.TextField(blank=True)
    why_not_less = models.TextField(blank=True)
    urgency = models.TextField(blank=True)
    acts = models.JSONField(default=list)
    network = models.CharField(max_length=30, blank=True)
    course = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "stage"), name="conduct_one_decision_a_stage"),
        )

    def __str__(self) -> str:
        return f"{self.stage} {self.outcome}"

    @property
    def through(self) -> date | None:
        """Return the last day on which it holds."""
        return last_day(self.until) if self.until else None
