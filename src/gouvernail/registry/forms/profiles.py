"""The standard of profiles and what a person wrote down of one, as forms."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.actions.profiles import (
    StandardFacts,
    record_profile,
    set_profile_standard,
)
from gouvernail.registry.forms.accounts import ActionForm, indented
from gouvernail.registry.models import Account, ProfileReading, ProfileStandard
from gouvernail.registry.queries import network_choices
from gouvernail.registry.queries.profiles import Shown


class StandardForm(ActionForm):
    """What the profiles of a unit must show."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    network = forms.ChoiceField(label=_("Network"), required=False)
    name = forms.CharField(
        label=_("The name contains"),
        required=False,
        max_length=120,
        help_text=_("Case and accents do not count."),
    )
    bio = forms.CharField(
        label=_("The biography contains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One piece of text a line; each must be there."),
    )
    link = forms.CharField(label=_("The link shown"), required=False, max_length=300)
    notice = forms.CharField(
        label=_("The notice"),
        required=False,
        max_length=300,
        help_text=_("Looked for in the biography."),
    )
    avatar = forms.BooleanField(label=_("A picture is chosen"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        viewer: Person,
        standard: ProfileStandard | None = None,
    ) -> None:
        names = ("network", "name", "bio", "link", "notice", "avatar")
        initial = {name: getattr(standard, name) for name in names} if standard else {}
        super().__init__(data, initial=initial | ({"unit": standard.unit_id} if standard else {}))
        units = Unit.objects.filter(scope(viewer, Right.EDIT_ACCOUNTS), status=Unit.Status.OPEN)
        cast("Any", self.fields["unit"]).queryset = units.order_by("path")
        cast("Any", self.fields["unit"]).label_from_instance = indented
        cast("Any", self.fields["network"]).choices = [("", _("every network")), *network_choices()]

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Set the standard; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        told = dict(self.cleaned_data)
        unit = told.pop("unit")
        try:
            set_profile_standard(facts=StandardFacts(unit_id=unit.pk, **told), by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True


class ProfileForm(ActionForm):
    """What a profile shows, written down as it stands on the network."""

    name = forms.CharField(label=_("Name shown"), required=False, max_length=300)
    bio = forms.CharField(
        label=_("Biography"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    links = forms.CharField(
        label=_("Links shown"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    avatar = forms.BooleanField(label=_("A picture is chosen"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        account: Account,
        reading: ProfileReading | None,
    ) -> None:
        self.account = account
        names = ("name", "bio", "links", "avatar")
        initial = {name: getattr(reading, name) for name in names} if reading else {}
        super().__init__(data, initial=initial)

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Keep what was written down; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        try:
            record_profile(self.account.pk, shown=Shown(**self.cleaned_data), by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True
