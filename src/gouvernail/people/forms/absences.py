"""Being away."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person
from gouvernail.people.queries import colleagues


class AbsenceForm(forms.Form):
    """From one day to another, both included, and who decides meanwhile."""

    starts_at = forms.DateField(
        label=_("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_at = forms.DateField(
        label=_("Until, that day included"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    delegate = forms.ModelChoiceField(
        label=_("Who decides meanwhile"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("nobody: requests wait, or others decide"),
        help_text=_(
            "They decide in this person’s place, in their own name, never on their own work."
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, viewer: Person, about: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        people = colleagues(viewer).exclude(pk=about.pk)
        self.fields["delegate"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def choices(self) -> dict[str, Any]:
        """Return the answers as `declare_absence` takes them: instants, the end exclusive."""
        data, zone = self.cleaned_data, get_current_timezone()
        last = data["ends_at"] + timedelta(days=1)
        return {
            "starts_at": datetime.combine(data["starts_at"], time(), tzinfo=zone),
            "ends_at": datetime.combine(last, time(), tzinfo=zone),
            "delegate_id": data["delegate"].pk if data["delegate"] else None,
            "note": data["note"],
        }
