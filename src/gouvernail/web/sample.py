"""What the styleguide shows in its components: a form, a page of rows, somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.paging import Page
from gouvernail.people.models import Person, Unit


class SampleForm(forms.Form):
    """One field of each shape."""

    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=80,
        help_text=_("What this account is for, in one sentence."),
    )
    address = forms.URLField(label=_("Address"), required=False, assume_scheme="https")
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    network = forms.ChoiceField(
        label=_("Network"), choices=[("bluesky", "Bluesky"), ("mastodon", "Mastodon")]
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    file = forms.FileField(label=_("File"), required=False)
    audience = forms.ChoiceField(
        label=_("Audience"),
        choices=[("all", _("Everyone")), ("staff", _("Employees"))],
        widget=forms.RadioSelect,
        required=False,
    )
    agreed = forms.BooleanField(label=_("I have read the charter"))


def sample_person() -> Person:
    """Return somebody who is not saved."""
    return Person(name="Camille Roux", email="camille.roux@alize.example")


def sample_page() -> "Page[Unit]":
    """Return a page with a neighbour on each side."""
    return Page(rows=[Unit(name="Mobilité")] * 3, next_cursor="n", previous_cursor="p")
