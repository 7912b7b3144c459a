"""Naming an account that is in other hands."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.crisis.actions.taken import SIGN_LIMIT
from gouvernail.people.models import Person
from gouvernail.registry.forms.life import AccountField


class TakenForm(forms.Form):
    """Which account, and how it shows."""

    account = AccountField(
        label=_("The hijacked account"),
        help_text=_("Its address, as in the register."),
        required=True,
    )
    sign = forms.CharField(
        label=_("How it shows"),
        required=False,
        max_length=SIGN_LIMIT,
        help_text=_("Such as: a post that nobody of the team wrote, at 14:05."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast("AccountField", self.fields["account"]).viewer = person
