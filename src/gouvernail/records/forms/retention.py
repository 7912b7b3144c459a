"""Writing a class of retention."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person
from gouvernail.records.actions.retention import RetentionFacts, write_retention_class
from gouvernail.records.models import Record, RetentionClass
from gouvernail.registry.forms.accounts import ActionForm


class RetentionForm(ActionForm):
    """A class: its name, how long, and which records have it by themselves."""

    code = forms.SlugField(label=_("Short name"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    years = forms.IntegerField(
        label=_("Years"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Empty: for ever."),
    )
    basis = forms.CharField(
        label=_("Why that long"), max_length=300, required=False, help_text=_("A law, a schedule.")
    )
    sources = forms.MultipleChoiceField(
        label=_("Records that have it by themselves"),
        choices=Record.Source.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | None = None, *, written: RetentionClass | None = None
    ) -> None:
        names = ("code", "name", "name_en", "years", "basis", "sources")
        super().__init__(
            data, initial={name: getattr(written, name) for name in names} if written else {}
        )
        self.written = written

    def submit(self, *, by: Person, at: datetime) -> RetentionClass | None:
        """Write the class; None when it is refused, which the form then says."""
        if not self.is_valid():
            return None
        given: dict[str, Any] = self.cleaned_data
        try:
            return write_retention_class(
                facts=RetentionFacts(**given),
                class_id=self.written.pk if self.written else None,
                by=by,
                at=at,
            )
        except DomainError as error:
            self.refused(error)
            return None
