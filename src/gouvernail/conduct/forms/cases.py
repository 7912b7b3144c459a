"""What is typed about a case."""

from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.conduct.actions import NewCase, NewProof, Ruling, may_record
from gouvernail.conduct.actions.casework import LONGEST
from gouvernail.conduct.actions.deciding import LEAST_WHY
from gouvernail.conduct.actions.measures import courses_to_ask
from gouvernail.conduct.actions.opening import LONGEST_TITLE
from gouvernail.conduct.models import LICENCE_ACTS, Case, Decision, Proof
from gouvernail.conduct.permissions import candidates_for
from gouvernail.conduct.permissions.cases import deciders_in
from gouvernail.conduct.queries.basis import basis_in_force, limit_in_words
from gouvernail.conduct.queries.cases import readable_clauses
from gouvernail.foundation.ids import is_uuid, uuid7
from gouvernail.licences.models import Act
from gouvernail.licences.queries.networks import KNOWN, network_name
from gouvernail.people.models import Person
from gouvernail.registry.forms.accounts import DayInput, PersonField

ROWS: Final = {"rows": 4}
ASKED_FOR: Final = {
    "why_not_less": "coaching restricted suspended referred",
    "months": "reminder coaching restricted suspended referred",
    "course": "coaching",
    "acts": "restricted",
    "network": "restricted suspended",
    "urgency": "restricted suspended",
}


def clause_choices(viewer: Person) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the clauses in force that `viewer` may read, by policy. Two queries."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in readable_clauses(viewer):
        policy = one.version.policy
        line = (f"{policy.slug}#{one.anchor}", f"{one.anchor} {one.label}")
        groups.setdefault(policy.label, []).append(line)
    return list(groups.items())


def course_choices(viewer: Person) -> list[tuple[str, str]]:
    """Return the courses that may be asked for, by title. One query."""
    return [(one.slug, one.label) for one in courses_to_ask(viewer)]


class CaseForm(forms.Form):
    """What happened, who, on which day, against which clause, and what proves it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    origin = forms.CharField(widget=forms.HiddenInput, required=False)
    report = forms.CharField(widget=forms.HiddenInput, required=False)
    person = PersonField(
        label=_("Whom it concerns"), help_text=_("They are told at once, in full, and speak first.")
    )
    title = forms.CharField(
        label=_("What happened, in a few words"),
        max_length=LONGEST_TITLE,
        help_text=_("Without a name: “Price announced before its time”."),
    )
    facts = forms.CharField(
        label=_("The facts"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was seen, where, when. No opinion of the person; no name of who told."),
    )
    happened_on = forms.DateField(label=_("On which day"), widget=DayInput())
    clause = forms.ChoiceField(label=_("What had been asked: the clause"))
    late_because = forms.CharField(
        label=_("If these facts are old: since when they are known"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    binding_because = forms.CharField(
        label=_("If no version was in force that day: why the clause bound them"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seriousness = forms.ChoiceField(
        label=_("How serious it seems"), choices=Case.Seriousness, initial="minor"
    )
    proof_kind = forms.ChoiceField(
        label=_("Nature of the proof"), choices=[("", _("nothing yet")), *Proof.Kind.choices],
        required=False,
    )  # fmt: skip
    proof_reference = forms.CharField(
        label=_("Its address or number"),
        max_length=300,
        required=False,
        help_text=_("Paste the address of its page, or the number of the entry."),
    )
    proof_label = forms.CharField(
        label=_("A word about it"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    decider = forms.ChoiceField(
        label=_("Who decides"),
        required=False,
        help_text=_("Neither you nor a friend of theirs. Without a name, those who may are asked."),
    )
    folds = (
        (_("What proves it"), ("proof_kind", "proof_reference", "proof_label")),
        (_("Old facts, or a clause not in force that day"), ("late_because", "binding_because")),
    )

    def __init__(self, data: QueryDict | None, *, viewer: Person, start: dict[str, str]) -> None:
        super().__init__(data, initial={"key": uuid7(), "origin": "person", **start})
        basis = basis_in_force()
        if basis is not None and basis.facts_limit is not None:
            limit = gettext("Facts older than %(limit)s are not brought without a reason.")
            self.fields["happened_on"].help_text = limit % {"limit": limit_in_words(basis)}
        if not may_record(viewer):
            del self.fields["late_because"]
        cast("PersonField", self.fields["person"]).viewer = viewer
        self.fields["person"].required = True
        clauses = [("", gettext("Choose")), *clause_choices(viewer)]
        cast("Any", self.fields["clause"]).choices = clauses
        home = viewer.home_unit
        people = deciders_in(home).exclude(pk=viewer.pk) if home else Person.objects.none()
        offered = [(str(one.pk), one.name) for one in people[:50]]
        nobody = ("", gettext("Whoever takes it up"))
        cast("Any", self.fields["decider"]).choices = [nobody, *offered]

    def new_case(self) -> NewCase:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        proof = proof_of(said["proof_kind"], said["proof_reference"], said["proof_label"])
        return NewCase(
            key=said["key"],
            person_id=said["person"].pk,
            title=said["title"],
            facts=said["facts"],
            happened_on=said["happened_on"],
            clause=said["clause"],
            late_because=said.get("late_because", ""),
            binding_because=said["binding_because"],
            seriousness=said["seriousness"],
            origin=said["origin"] or Case.Origin.PERSON,
            report_id=UUID(said["report"]) if is_uuid(said["report"]) else None,
            decider_id=UUID(said["decider"]) if said["decider"] else None,
            proofs=(proof,) if said["proof_kind"] else (),
        )


def proof_of(kind: str, reference: str, label: str) -> NewProof:
    """Return a proof named by the address of a page, or by a key or a number."""
    parts = [one for one in reference.strip().split("?")[0].split("/") if one]
    return NewProof(kind=kind, reference=parts[-1] if parts else "", label=label)


class ProofForm(forms.Form):
    """One more thing that a fact rests on."""

    kind = forms.ChoiceField(label=_("What proves it"), choices=Proof.Kind)
    reference = forms.CharField(label=_("Its address or number"), max_length=300, required=False)
    label = forms.CharField(
        label=_("A word about it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def proof(self) -> NewProof:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        return proof_of(said["kind"], said["reference"], said["label"])


class TakeForm(forms.Form):
    """That nothing ties the one who decides to the person."""

    is_free = forms.BooleanField(
        label=_("Nothing ties me to this person that would weigh on my decision"), required=False
    )


class AppointForm(forms.Form):
    """Who decides, or examines the appeal."""

    to = forms.ChoiceField(label=_("Who decides"))

    def __init__(self, data: QueryDict | None, *, case: Case) -> None:
        super().__init__(data)
        offered = [(str(one.pk), one.name) for one in candidates_for(case)[:50]]
        cast("Any", self.fields["to"]).choices = offered


class AccountForm(forms.Form):
    """What the person says happened, and who is with them."""

    text = forms.CharField(
        label=_("What happened, in your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Nothing is decided before you have spoken, or before the time is over."),
    )
    companion = forms.CharField(
        label=_("Who is with you"),
        max_length=120,
        required=False,
        help_text=_("You may be accompanied: a colleague, a staff representative."),
    )


class AnotherForm(forms.Form):
    """Why somebody else should decide."""

    reason = forms.CharField(
        label=_("Why somebody else should decide"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TimeForm(forms.Form):
    """More days to answer."""

    days = forms.IntegerField(label=_("Days from today"), min_value=1, max_value=60, initial=15)


class WeighForm(forms.Form):
    """How serious, in good faith or not, a trial declared before or not."""

    seriousness = forms.ChoiceField(label=_("How serious it is"), choices=Case.Seriousness)
    good_faith = forms.ChoiceField(label=_("Good faith"), choices=Case.Faith, required=False)
    is_experiment = forms.BooleanField(label=_("It was a trial, declared before"), required=False)
    exemption = forms.CharField(
        label=_("What shows it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WhereAskedField(forms.CharField):
    """Words that what is chosen beside asks for: the action alone says when they lack."""

    def clean(self, value: object) -> str:
        """Return any words, or none."""
        words = self.to_python(value) or ""
        self.run_validators(words)
        return words


class DecideForm(forms.Form):
    """What follows, why, and why less is not enough."""

    outcome = forms.ChoiceField(
        label=_("What follows"),
        choices=Case.Outcome,
        widget=forms.RadioSelect,
        initial="reminder",
        help_text=_("The mildest that helps. The person reads your reasons in full."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    why_not_less = WhereAskedField(
        label=_("More than a reminder: why is a reminder not enough?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    months = forms.IntegerField(label=_("For how many months"), min_value=1, initial=3)
    course = forms.ChoiceField(label=_("Coaching: the course"), required=False)
    acts = forms.MultipleChoiceField(
        label=_("Restricted: what needs a colleague’s agreement again"),
        choices=[(one.value, one.label) for one in Act if one.value in LICENCE_ACTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    network = forms.ChoiceField(label=_("On which network"), required=False)
    urgency = forms.CharField(
        label=_("It holds even while an appeal is examined: why?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty, as usual: an appeal suspends it."),
    )

    def __init__(
        self, data: QueryDict | None, *, case: Case, viewer: Person, auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        cast("Any", self.fields["months"]).max_value = case.basis.outcome_months
        least = gettext("At least %(least)s characters.") % {"least": LEAST_WHY}
        self.fields["why_not_less"].help_text = least
        courses = [("", gettext("No course")), *course_choices(viewer)]
        cast("Any", self.fields["course"]).choices = courses
        networks = sorted(KNOWN, key=network_name)
        cast("Any", self.fields["network"]).choices = [
            ("", network_name("")),
            *((one, network_name(one)) for one in networks),
        ]

    def said_of(self) -> list[tuple[BoundField, str]]:
        """Return each field with the outcomes it is asked for; none: for all of them."""
        return [(one, ASKED_FOR.get(one.name, "")) for one in self]

    def ruling(self) -> Ruling:
        """Return what was decided, ready for the action."""
        said = self.cleaned_data
        return Ruling(
            outcome=said["outcome"],
            reason=said["reason"],
            why_not_less=said["why_not_less"],
            months=said["months"],
            acts=tuple(said["acts"]),
            network=said["network"],
            course=said["course"],
            urgency=said["urgency"],
        )


class JudgeForm(DecideForm):
    """What becomes of a decision that was appealed."""

    verdict = forms.ChoiceField(
        label=_("The decision is"), choices=Decision.Ruling, widget=forms.RadioSelect
    )
    field_order = ("verdict", "reason", "outcome", "months")

    def __init__(self, data: QueryDict | None, *, case: Case, viewer: Person) -> None:
        super().__init__(data, case=case, viewer=viewer, auto_id="judge_%s")
        for name in ("outcome", "months"):
            self.fields[name].required = False
        self.fields["outcome"].label = _("If softened: what follows instead")

    def ruling(self) -> Ruling:
        """Return what was decided, the parts that are not said as they are least."""
        said = self.cleaned_data
        said["outcome"], said["months"] = said["outcome"] or "nothing", said["months"] or 1
        return super().ruling()


class AppealForm(forms.Form):
    """Why the decision should be looked at again."""

    text = forms.CharField(
        label=_("What should be looked at again"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs=ROWS),
    )


class LiftForm(forms.Form):
    """Why it ends early."""

    reason = forms.CharField(
        label=pgettext_lazy("breach", "Why it ends now"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
