"""What is answered once for the whole model, for one unit, and for the starter charter."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.actions import Frame, TeamFacts
from gouvernail.charter.forms.seen import SeenForm
from gouvernail.charter.models import Charter, TeamModel
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.charter.queries.seen import FRAME, TEAM, seen_of_frame, seen_of_team
from gouvernail.people.models import Person

INTERNAL = ("internal_model", "internal_why", "internal_why_en")
TEAMS = [
    ("central", _("Central: one team speaks for everybody")),
    ("local", _("Local: each unit speaks for itself")),
    ("mixed", _("Mixed: units speak, one team holds the frame")),
]


class FrameForm(SeenForm):
    """Communities, who may take part, who answers; who, internally, where there are two models."""

    communities = forms.ChoiceField(
        label=_("Internal and external communities follow"),
        choices=Charter.Communities,
        widget=forms.RadioSelect,
    )
    participation = forms.ChoiceField(
        label=_("Who may take part"), choices=Charter.Participation, widget=forms.RadioSelect
    )
    internal_participation = forms.ChoiceField(
        label=_("Who may take part in internal communities"),
        choices=Charter.Participation,
        widget=forms.RadioSelect,
        required=False,
    )
    accountable = forms.ChoiceField(
        label=_("The one person who answers for the whole"),
        required=False,
        help_text=_("One of those who lead the whole organisation."),
    )

    def __init__(self, data: Any = None, *, charter: Charter, leads: list[Person]) -> None:  # noqa: ANN401 - Django's own
        self.charter = charter
        super().__init__(data, initial=self.said(charter))
        if charter.keeps_two_models:
            self.fields["participation"].label = _("Who may take part in external communities")
        else:
            del self.fields["internal_participation"]
        people = [(str(person.pk), person.name) for person in leads]
        field = self.fields["accountable"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("not said")), *people]

    @staticmethod
    def said(charter: Charter) -> dict[str, Any]:
        """Return what holds, as the fields of this form begin with it."""
        said = {name: str(getattr(charter, name) or "") for name in FRAME}
        said["accountable"] = said.pop("accountable_id")
        return said | {"seen": seen_of_frame(charter)}

    def frame(self) -> Frame:
        """Return the answers as the action takes them."""
        data = {"internal_participation": self.charter.internal_participation} | self.cleaned_data
        chosen = data["accountable"]
        return Frame(
            communities=data["communities"],
            participation=data["participation"],
            internal_participation=data["internal_participation"],
            accountable_id=UUID(chosen) if chosen else None,
        )


class TeamForm(SeenForm):
    """How the team of one unit is organised; and internally, where there are two models."""

    model = forms.ChoiceField(
        label=_("How the team works"), required=False, widget=forms.RadioSelect
    )
    why = forms.CharField(label=_("Why"), max_length=300, required=False)
    why_en = forms.CharField(label=_("Why, in English"), max_length=300, required=False)

    internal_model = forms.ChoiceField(
        label=_("And for internal communities"),
        required=False,
        choices=[("", _("As for external communities")), *TEAMS],
        widget=forms.RadioSelect,
    )
    internal_why = forms.CharField(label=_("Why, internally"), max_length=300, required=False)
    internal_why_en = forms.CharField(
        label=_("Why, internally, in English"), max_length=300, required=False
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        *,
        own: TeamModel | None,
        is_top: bool,
        two_models: bool,
    ) -> None:
        self.own = own
        super().__init__(data, initial=self.said(own))
        field = self.fields["model"]
        if isinstance(field, forms.ChoiceField):
            field.choices = TEAMS if is_top else [("", _("As the unit above")), *TEAMS]
        if not two_models:
            for name in INTERNAL:
                del self.fields[name]

    @staticmethod
    def said(own: TeamModel | None) -> dict[str, Any]:
        """Return what the unit says, as the fields of this form begin with it."""
        return {name: getattr(own, name, "") for name in TEAM} | {"seen": seen_of_team(own)}

    def facts(self) -> TeamFacts:
        """Return the answers as the action takes them."""
        if not self.cleaned_data["model"] and "internal_model" not in self.fields:
            return TeamFacts()  # as the unit above, in what is not asked too
        kept = {name: getattr(self.own, name, "") for name in INTERNAL}
        told = kept | self.cleaned_data
        return TeamFacts(**{name: told[name] for name in TEAM})


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
