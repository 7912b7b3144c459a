"""What owners, delegates and leads answer about a review."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.attestations.actions import Attestation, Confirmation, RuleFacts
from gouvernail.attestations.models import Review
from gouvernail.attestations.queries.evidence import FACTS, fact_label
from gouvernail.kernel.text.addresses import AddressError, parse_address
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.forms.accounts import DayInput, PersonField
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import handle_key, network_choices
from gouvernail.registry.queries.addresses import address_problem

YES_NO = [("yes", _("yes")), ("no", _("no"))]
RIGHT_WRONG = [("right", _("right")), ("wrong", _("to correct"))]


class AccountField(forms.CharField):
    """One account of the register, by its address, or its handle on the same network."""

    viewer: Person | None = None
    network = ""

    def clean(self, value: object) -> Account | None:
        """Return the account, or None for an empty field. One query."""
        text = super().clean(value)
        if not text:
            return None
        try:
            address = parse_address(text, network=None if "/" in text else self.network)
        except AddressError as error:
            raise forms.ValidationError(address_problem(error)) from error
        seen = visible_accounts(cast("Person", self.viewer))
        account = seen.filter(network=address.network, handle_key=handle_key(address)).first()
        if account is None:
            raise forms.ValidationError(_("No account of the register has this address."))
        return account


class AttestForm(forms.Form):
    """The owner’s answers: two questions, each fact, and what is to become of the account."""

    needed = forms.ChoiceField(
        label=_("Is this account still needed?"), choices=YES_NO, widget=forms.RadioSelect
    )
    purpose_right = forms.ChoiceField(
        label=_("Do its purpose and its audience still hold?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    decision = forms.ChoiceField(
        label=_("What becomes of it"), choices=Review.Decision.choices, widget=forms.RadioSelect
    )
    heir = AccountField(
        label=_("Merged into, or followers sent to"),
        required=False,
        help_text=_("Address or handle of an account of the register."),
    )
    reason = forms.CharField(
        label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        review: Review,
        viewer: Person,
        facts: list[tuple[str, str]],
    ) -> None:
        self.shown = dict(facts)
        super().__init__(data, initial=_given(review))
        heir = cast("AccountField", self.fields["heir"])
        heir.viewer, heir.network = viewer, review.account.network
        heir.widget.attrs |= {"list": "accounts-offered", "autocomplete": "off"}
        for name in FACTS:
            label = fact_label(name)
            self.fields[name] = forms.ChoiceField(
                label=label, choices=RIGHT_WRONG, widget=forms.RadioSelect
            )
            self.fields[f"{name}_says"] = forms.CharField(
                label=_("%(fact)s should be") % {"fact": label}, required=False, max_length=500
            )

    def facts(self) -> list[dict[str, Any]]:
        """Return each fact with what the register says and its two fields."""
        return [
            {
                "name": name,
                "label": fact_label(name),
                "shown": self.shown.get(name, ""),
                "answer": self[name],
                "says": self[f"{name}_says"],
            }
            for name in FACTS
        ]

    def attestation(self) -> Attestation:
        """Return the answers as the action takes them."""
        told = self.cleaned_data
        heir: Account | None = told["heir"]
        return Attestation(
            needed=told["needed"] == "yes",
            purpose_right=told["purpose_right"] == "yes",
            decision=told["decision"],
            reason=told["reason"],
            heir_id=heir.pk if heir is not None else None,
            right=tuple(name for name in FACTS if told[name] == "right"),
            wrong={name: told[f"{name}_says"] for name in FACTS if told[name] == "wrong"},
        )


def _given(review: Review) -> dict[str, Any]:
    """Return what was answered before a review was sent back."""
    if not review.answers:
        return {}
    words = {True: "yes", False: "no", None: None}
    given: dict[str, Any] = {
        "needed": words[review.needed],
        "purpose_right": words[review.purpose_right],
        "decision": review.decision,
        "reason": review.reason,
        "heir": review.heir.url if review.heir else "",
    }
    for name, answer in cast("Mapping[str, Mapping[str, Any]]", review.answers).items():
        given |= {name: "right" if answer["right"] else "wrong", f"{name}_says": answer["says"]}
    return given


class DisownForm(forms.Form):
    """Why somebody does not attest an account any more."""

    disowned_reason = forms.CharField(
        label=_("Why, and who you think it belongs to now"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(forms.Form):
    """Whom a review is given to."""

    person = PersonField(label=_("Give it to"))

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        field = cast("PersonField", self.fields["person"])
        field.viewer, field.required = viewer, True


class ReturnForm(forms.Form):
    """What is to be looked at again."""

    back_reason = forms.CharField(
        label=_("What to look at again"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ConfirmForm(forms.Form):
    """What the second person adds, by what was decided."""

    next_on = forms.DateField(label=_("Next review"), required=False, widget=DayInput())
    task = forms.CharField(
        label=_("What is to be done"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    assignee = PersonField(label=_("By whom"))
    task_due_on = forms.DateField(label=_("By when"), required=False, widget=DayInput())
    last_post = forms.CharField(
        label=_("What the account says last"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    elsewhere = forms.CharField(
        label=_("Where its followers are sent"),
        required=False,
        max_length=300,
        help_text=_("A page or an address; empty when an account of ours takes them over."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, review: Review, viewer: Person, next_on: date
    ) -> None:
        super().__init__(data, initial={"next_on": next_on, "assignee": review.account.owner})
        cast("PersonField", self.fields["assignee"]).viewer = viewer
        decision = review.decision
        if decision == Review.Decision.KEEP:
            for name in ("task", "assignee", "task_due_on"):
                del self.fields[name]
        if decision != Review.Decision.CLOSE:
            del self.fields["last_post"], self.fields["elsewhere"]
        if decision in (Review.Decision.MERGE, Review.Decision.CLOSE):
            del self.fields["next_on"]

        for name, field in self.fields.items():
            field.required = name != "elsewhere" or review.heir_id is None

    def confirmation(self) -> Confirmation:
        """Return the answers as the action takes them."""
        told = self.cleaned_data
        person: Person | None = told.get("assignee")
        return Confirmation(
            next_on=told.get("next_on"),
            task=told.get("task", ""),
            assignee_id=person.pk if person is not None else None,
            task_due_on=told.get("task_due_on"),
            last_post=told.get("last_post", ""),
            elsewhere=told.get("elsewhere", ""),
        )


class DoneForm(forms.Form):
    """What was done of a task."""

    note = forms.CharField(
        label=_("What was done"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OpenForm(forms.Form):
    """By when a review opened by hand is to be attested."""

    due_on = forms.DateField(label=_("To attest by"), required=False, widget=DayInput())


class RuleForm(forms.Form):
    """The rhythm of one unit, for all networks or for one."""

    unit = forms.ChoiceField(label=_("Unit"))
    network = forms.ChoiceField(label=_("Network"), required=False)
    months = forms.IntegerField(label=_("Months between two reviews"), required=False)
    weeks_before = forms.IntegerField(label=_("Opens, weeks before"), required=False)
    accounts_most = forms.IntegerField(
        label=_("Accounts per person at most"),
        required=False,
        help_text=_("Set for all networks together."),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        units = cast("Any", self.fields["unit"])
        units.choices = unit_choices(viewer, Right.EDIT_ACCOUNTS)
        networks = cast("Any", self.fields["network"])
        networks.choices = [("", _("every network")), *network_choices()]

    def facts(self) -> RuleFacts:
        """Return the answers as the action takes them."""
        told = self.cleaned_data
        return RuleFacts(
            unit_id=told["unit"],
            network=told["network"],
            months=told["months"],
            weeks_before=told["weeks_before"],
            accounts_most=told["accounts_most"],
        )


class ReviewFilter(forms.Form):
    """What narrows the list of reviews."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data)
        units = cast("Any", self.fields["unit"])
        units.choices = [("", _("all")), *unit_choices(viewer, Right.SEE_ACCOUNTS)]
        networks = cast("Any", self.fields["network"])
        networks.choices = [("", _("all")), *network_choices()]
