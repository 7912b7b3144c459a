"""What narrows the findings, and a threshold as it is set."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person
from gouvernail.registry.actions.findings import set_dormancy_rule
from gouvernail.registry.forms.accounts import ActionForm
from gouvernail.registry.models import Finding
from gouvernail.registry.queries import network_label


class FindingFilterForm(forms.Form):
    """Narrows the findings; sent by GET."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("any")), *Finding.Kind.choices]
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=Finding.Status.choices)
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, data: QueryDict, *, networks: list[tuple[str, int]]) -> None:
        super().__init__(data, auto_id="filter_%s")
        named = [(slug, network_label(slug)) for slug, _number in networks]
        cast("forms.ChoiceField", self.fields["network"]).choices = [("", _("any")), *named]

    def asked(self) -> dict[str, str]:
        """Return kind, status and network as asked; what does not exist is left out."""
        self.is_valid()
        told = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        return told | {"status": told["status"] or Finding.Status.OPEN}


class RuleForm(ActionForm):
    """After how many silent days an account of one network sleeps."""

    network = forms.CharField(max_length=30)
    days = forms.IntegerField(label=_("silent days"))
    source = forms.CharField(label=_("why"), required=False, max_length=200)

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Set it; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        told = self.cleaned_data
        try:
            set_dormancy_rule(
                told["network"], days=told["days"], source=told["source"], by=by, at=at
            )
        except DomainError as error:
            self.refused(error)
            return False
        return True


def uuid_of(text: str) -> UUID | None:
    """Return the key that a text writes, or none."""
    try:
        return UUID(text)
    except ValueError:
        return None
