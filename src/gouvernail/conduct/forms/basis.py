"""What is typed about the legal basis."""

from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.conduct.actions import BasisChoices
from gouvernail.conduct.actions.basis import BETWEEN, LONGEST
from gouvernail.conduct.models import Basis
from gouvernail.registry.forms.accounts import DayInput

TIMES: Final = {
    "answer_days": _("Days to answer, before anything is decided"),
    "decide_days": _("Days within which it is decided"),
    "appeal_days": _("Days to appeal"),
    "outcome_months": _("Longest time what follows may hold, in months"),
    "keep_months": _("Months a case is kept once it is over"),
}


class BasisForm(forms.Form):
    """What allows breaches to be followed up, since when, where to read it, and the times."""

    regime = forms.ChoiceField(
        label=pgettext_lazy("legal basis", "Where, and who employs"),
        choices=Basis.Regime,
        widget=forms.RadioSelect,
    )
    adopted_on = forms.DateField(
        label=_("In force since"),
        widget=DayInput(),
        help_text=_(
            "France: the day the internal rules came into force, once filed. "
            "Québec and elsewhere: the day of counsel’s written advice."
        ),
    )
    consulted_on = forms.DateField(
        label=_("Staff representatives consulted on"),
        required=False,
        widget=DayInput(),
        help_text=_("In France: the works council (CSE), or the social committee (CST)."),
    )
    reference = forms.CharField(
        label=_("Where it can be read"),
        max_length=LONGEST,
        help_text=_("Title and article, file number: whoever is concerned reads this line."),
    )

    facts_limit = forms.IntegerField(
        label=_("Facts are too old after"),
        required=False,
        min_value=1,
        max_value=36,
        help_text=_(
            "Empty in France: 2 months for a company or an association, 3 years for a public body. "
            "Québec and elsewhere: what counsel advised."
        ),
    )
    facts_unit = forms.ChoiceField(
        label=pgettext_lazy("legal basis", "Counted in"), choices=Basis.Span, required=False
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        usual = BasisChoices(regime="", adopted_on=None)
        for name, label in TIMES.items():
            least, most = BETWEEN[name]
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most, initial=getattr(usual, name)
            )

    def choices(self) -> BasisChoices:
        """Return what was said, ready for the action."""
        return BasisChoices(**self.cleaned_data)


class BasisReasonForm(forms.Form):
    """Why it is declined, or ended."""

    reason = forms.CharField(
        label=_("Why?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
