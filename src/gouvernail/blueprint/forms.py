"""What is said with an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommentForm(forms.Form):
    """What is said with an agreement or a refusal."""

    comment = forms.CharField(
        label=pgettext_lazy("field", "Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to refuse."),
    )
