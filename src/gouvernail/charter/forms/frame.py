"""What is answered once for the whole model, for one unit, and for the starter charter."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.actions import Frame
from gouvernail.charter.models import Charter, TeamModel
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.people.models import Person


class FrameForm(forms.Form):
    """Communities, who may take part, who answers."""

    communities = forms.ChoiceField(
        label=_("Internal and external communities follow"),
        choices=Charter.Communities,
        widget=forms.RadioSelect,
    )
    participation = forms.ChoiceField(
        label=_("Who may take part"), choices=Charter.Participation, widget=forms.RadioSelect
    )
    accountable = forms.ChoiceField(
        label=_("The one person who answers for the whole"),
        required=False,
        help_text=_("One of those who lead the whole organisation."),
    )

    def __init__(self, data: Any = None, *, charter: Charter, leads: list[Person]) -> None:  # noqa: ANN401 - Django's own
        initial = {
            "communities": charter.communities,
            "participation": charter.participation,
            "accountable": str(charter.accountable_id or ""),
        }
        super().__init__(data, initial=initial)
        people = [(str(person.pk), person.name) for person in leads]
        field = self.fields["accountable"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("not said")), *people]

    def frame(self) -> Frame:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        chosen = data["accountable"]
        return Frame(
            communities=data["communities"],
            participation=data["participation"],
            accountable_id=UUID(chosen) if chosen else None,
        )


class TeamForm(forms.Form):
    """How the team of one unit is organised."""

    model = forms.ChoiceField(
        label=_("How the team works"), required=False, widget=forms.RadioSelect
    )
    why = forms.CharField(label=_("Why"), max_length=300, required=False)
    why_en = forms.CharField(label=_("Why, in English"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, own: TeamModel | None, is_top: bool) -> None:  # noqa: ANN401 - Django's own
        initial = {"model": own.model, "why": own.why, "why_en": own.why_en} if own else {}
        super().__init__(data, initial=initial)
        choices = [
            ("central", _("Central: one team speaks for everybody")),
            ("local", _("Local: each unit speaks for itself")),
            ("mixed", _("Mixed: units speak, one team holds the frame")),
        ]
        field = self.fields["model"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices if is_top else [("", _("As the unit above")), *choices]

    def why_said(self) -> tuple[str, str]:
        """Return why, in the organisation's language and in English."""
        return self.cleaned_data["why"], self.cleaned_data["why_en"]


class ModulesForm(forms.Form):
    """Which modules are offered."""

    on = forms.MultipleChoiceField(
        label=_("Modules"),
        required=False,
        choices=[(one.code, one.label) for one in MODULES],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, charter: Charter) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, initial={"on": [one.code for one in MODULES if is_on(one, charter)]})


class StarterForm(forms.Form):
    """Which lines of the starter charter are taken."""

    lines = forms.MultipleChoiceField(label=_("Lines"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, keys: list[str]) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data)
        field = self.fields["lines"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, key) for key in keys]
        field.error_messages["required"] = _("Tick at least one line.")
