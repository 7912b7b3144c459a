"""A change of status as people fill it in: why, which account it repeats, how it is closed."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person
from gouvernail.registry.actions import ClosingPlan, Move, change_status
from gouvernail.registry.forms.accounts import ActionForm, DayInput
from gouvernail.registry.models import Account, Closing
from gouvernail.registry.queries.found import account_named
from gouvernail.registry.queries.life import Passage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AccountField(forms.CharField):
    """Another account of the register, by its address or its handle on the same network."""

    def __init__(
        self, *, label: "_StrPromise | str", help_text: "_StrPromise | str", required: bool
    ) -> None:
        super().__init__(label=label, help_text=help_text, required=required, max_length=500)
        self.viewer: Person | None = None
        self.network = ""
        self.widget.attrs |= {"list": "accounts-offered", "autocomplete": "off"}

    def clean(self, value: object) -> Account | None:
        """Return the account, or None for an empty field. Two queries at most."""
        text = super().clean(value)
        if not text:
            return None
        found = account_named(text, network=self.network, viewer=cast("Person", self.viewer))
        if found is None:
            raise forms.ValidationError(_("No account of the register has this address."))
        return found


class MoveForm(ActionForm):
    """What one way of the life asks for."""

    original = AccountField(
        label=_("The account it repeats"),
        help_text=_("Its address, or its handle on the same network."),
        required=True,
    )
    heir = AccountField(
        label=_("Where its followers are sent"),
        help_text=_("An account of the register: its address, or its handle on this network."),
        required=False,
    )
    elsewhere = forms.CharField(
        label=_("Or elsewhere"),
        required=False,
        max_length=300,
        help_text=_("A page of our website, a newsletter; say “nowhere” if it is so."),
    )
    last_post = forms.CharField(label=_("Last post"), widget=forms.Textarea(attrs={"rows": 3}))
    ends_on = forms.DateField(label=_("Closed by"), widget=DayInput())
    fate = forms.ChoiceField(
        label=_("The handle is"), choices=Closing.Fate.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, account: Account, way: Passage
    ) -> None:
        self.account, self.way = account, way
        super().__init__(data, initial={"fate": Closing.Fate.KEPT})
        self.fields["reason"].required = way.reason
        asked = {"original": {"original"}, "plan": {"heir", "elsewhere", "last_post", "ends_on"}}
        asked["plan"].add("fate")
        kept = asked.get(way.asks, set()) | {"reason"}
        for name in self.fields.keys() - kept:
            del self.fields[name]
        for field in self.fields.values():
            if isinstance(field, AccountField):
                field.viewer, field.network = viewer, account.network

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Lead the account there; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        told = self.cleaned_data
        original, plan = told.get("original"), None
        if self.way.asks == "plan":
            heir = told["heir"]
            plan = ClosingPlan(
                heir_id=heir.pk if heir else None,
                elsewhere=told["elsewhere"],
                last_post=told["last_post"],
                ends_on=told["ends_on"],
                fate=told["fate"],
            )
        move = Move(reason=told["reason"], original_id=original.pk if original else None, plan=plan)
        try:
            change_status(self.account.pk, status=self.way.to, move=move, by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True
