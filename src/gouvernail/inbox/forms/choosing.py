"""What is offered to choose from, in forms about conversations."""

from typing import Any, Final

from django import forms
from django.utils.translation import pgettext_lazy

from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label

MOST: Final = 200
ANY: Final = pgettext_lazy("filter of conversations", "any")
TONES: Final = {
    "negative": pgettext_lazy("tone", "negative"),
    "neutral": pgettext_lazy("tone", "neutral"),
    "positive": pgettext_lazy("tone", "positive"),
}


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Offer these choices in a field of a form."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def account_words(account: Account) -> str:
    """Return an account of ours as a list of choices names it."""
    return f"{account.name} · {network_label(account.network)}"
