"""What an invented person says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gouvernail.practice.connector import MAX_CHARACTERS


class CommentForm(forms.Form):
    """A comment by somebody who does not exist."""

    author = forms.CharField(
        label=_("Invented person"),
        max_length=120,
        help_text=_("Any name: nobody real speaks here."),
    )
    text = forms.CharField(
        label=_("What they answer"),
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea({"rows": 3}),
    )
