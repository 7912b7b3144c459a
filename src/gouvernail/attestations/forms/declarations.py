"""What leads and declarers answer in a campaign."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.attestations.actions.answering import CORRECTED, LIMITS, SAYS
from gouvernail.attestations.actions.campaigns import CampaignFacts
from gouvernail.attestations.actions.settling import Settlement
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.forms.accounts import DayInput, PersonField
from gouvernail.registry.models import Account

WEEKS_OPEN = 3
EMPTY = dict.fromkeys(("say", *CORRECTED, "note"), "")


class CampaignForm(forms.Form):
    """A campaign to prepare: its texts, its days, the units it asks."""

    title = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    text = forms.CharField(
        label=_("What to say to those who declare"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=_("The same in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    opens_on = forms.DateField(
        label=_("Opens on"),
        widget=DayInput(),
        help_text=_("On a later day, it opens by itself. Today, it waits until you open it."),
    )
    closes_on = forms.DateField(label=_("Closes on"), widget=DayInput())
    remind_days = forms.CharField(
        label=_("Reminders, days before the last one"),
        initial="7, 2, 0",
        help_text=_("Between commas. After the last day, a reminder leaves each week."),
    )
    unit = forms.ChoiceField(label=_("Part of the organisation"))
    units = forms.MultipleChoiceField(
        label=_("Units asked"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every unit of that part."),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person, today: date) -> None:
        initial = {"opens_on": today, "closes_on": today + timedelta(weeks=WEEKS_OPEN)}
        super().__init__(data, initial=initial)
        choices = unit_choices(viewer, Right.EDIT_ACCOUNTS)
        cast("Any", self.fields["unit"]).choices = choices
        cast("Any", self.fields["units"]).choices = choices

    def clean_remind_days(self) -> tuple[int, ...]:
        """Return the days as numbers."""
        words = [one.strip() for one in self.cleaned_data["remind_days"].split(",")]
        if not all(one.isdecimal() for one in words if one):
            raise forms.ValidationError(_("Days before the last one, between commas: 7, 2, 0."))
        return tuple(int(one) for one in words if one)

    def facts(self) -> CampaignFacts:
        """Return the answers as the action takes them."""
        told = self.cleaned_data
        return CampaignFacts(
            unit_id=told["unit"],
            title=told["title"],
            title_en=told["title_en"],
            text=told["text"],
            text_en=told["text_en"],
            opens_on=told["opens_on"],
            closes_on=told["closes_on"],
            remind_days=told["remind_days"],
            unit_ids=tuple(told["units"]),
        )


class ExtendForm(forms.Form):
    """A later last day."""

    closes_on = forms.DateField(label=_("New last day"), widget=DayInput())


class DeclarerForm(forms.Form):
    """Who declares for a unit."""

    person = PersonField(label=_("Who declares for this unit"))

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        field = cast("PersonField", self.fields["person"])
        field.viewer, field.required = viewer, True


class SettleForm(forms.Form):
    """What becomes of one difference."""

    owner = forms.CharField(label=_("Owner, by e-mail or name"), required=False, max_length=200)
    backup = forms.CharField(label=_("Backup, by e-mail or name"), required=False, max_length=200)
    last_post = forms.CharField(
        label=_("What the account says last"), required=False, max_length=500
    )
    elsewhere = forms.CharField(
        label=_("Where its followers are sent"), required=False, max_length=300
    )
    ends_on = forms.DateField(label=_("Closed by"), required=False, widget=DayInput())
    answer = forms.CharField(
        label=_("Answer to who declared it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def settlement(self, *, takes_over: bool = False) -> Settlement:
        """Return what whoever accepts adds."""
        told = self.cleaned_data
        return Settlement(
            owner=told["owner"],
            backup=told["backup"],
            takes_over=takes_over,
            last_post=told["last_post"],
            elsewhere=told["elsewhere"],
            ends_on=told["ends_on"],
        )


def answers_from(posted: QueryDict, accounts: list[Account]) -> dict[str, Any]:
    """Return what a declarer filled in; names nobody offered are left out."""
    told: dict[str, dict[str, str]] = {}
    for account in accounts:
        key = str(account.pk)
        answer = {"say": posted.get(f"say-{key}", "")}
        answer["say"] = answer["say"] if answer["say"] in SAYS else ""
        for name in (*CORRECTED, "note"):
            answer[name] = posted.get(f"{name}-{key}", "").strip()
        told[key] = answer
    return {"accounts": told, "pages": posted.get("pages", "")}


def filled(
    accounts: list[Account], answers: Mapping[str, Any], errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return each account with what was answered of it and what is wrong with that."""
    told: Mapping[str, Mapping[str, str]] = answers.get("accounts", {})
    return [
        {
            "account": one,
            "answer": {**EMPTY, **told.get(str(one.pk), {})},
            "error": errors.get(f"say-{one.pk}", ""),
            "wrong": {name: errors.get(f"{name}-{one.pk}", "") for name in LIMITS},
        }
        for one in accounts
    ]
