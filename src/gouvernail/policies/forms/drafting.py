"""What is typed in the editor of a draft."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.errors import DomainError
from gouvernail.policies.actions.clause_words import ClauseWords

LONGEST = 200_000


class RefusableForm(forms.Form):
    """A form that shows what an action refused, beside the field it concerns."""

    def refuse(self, error: DomainError) -> None:
        """Write a refusal in the form."""
        self.is_valid()
        for name, message in (error.fields or {"": error.message}).items():
            self.add_error(name if name in self.fields else None, message)


def _area(language: str) -> forms.Textarea:
    return forms.Textarea(
        attrs={"rows": 9, "class": "p-area", "spellcheck": "true", "lang": language}
    )


class ClauseForm(RefusableForm):
    """The words of one clause in both languages, and the digest of what was read."""

    base = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=pgettext_lazy("clause", "Title in French"),
        required=False,
        widget=forms.TextInput(attrs={"lang": "fr"}),
    )
    text = forms.CharField(
        label=pgettext_lazy("clause", "Text in French"),
        required=False,
        max_length=LONGEST,
        widget=_area("fr"),
    )
    title_en = forms.CharField(
        label=pgettext_lazy("clause", "Title in English"),
        required=False,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    text_en = forms.CharField(
        label=pgettext_lazy("clause", "Text in English"),
        required=False,
        max_length=LONGEST,
        widget=_area("en"),
    )

    def typed(self, name: str) -> str:
        """Return what a field holds now, typed or not."""
        value = self.data.get(name, "") if self.is_bound else self.initial.get(name, "")
        return str(value)

    @property
    def shown(self) -> dict[str, str]:
        """Return both texts as they are in the fields, to be previewed."""
        return {"fr": self.typed("text"), "en": self.typed("text_en")}

    def words(self) -> ClauseWords:
        """Return what was typed, whatever its length: the action refuses with words."""
        return ClauseWords(
            title=self.typed("title"),
            title_en=self.typed("title_en"),
            text=self.typed("text"),
            text_en=self.typed("text_en"),
        )

    def digest_read(self) -> str:
        """Return the digest of the text that was read."""
        return self.typed("base")

    def over(self, theirs: dict[str, str]) -> "ClauseForm":
        """Return the same words, to be kept in place of `theirs`."""
        data = cast("QueryDict", self.data).copy()
        data["base"] = theirs.get("base", self.typed("base"))
        return ClauseForm(data)


class AddForm(RefusableForm):
    """The title of a clause to be added, and where."""

    title = forms.CharField(label=pgettext_lazy("clause", "Title in French"), required=False)
    title_en = forms.CharField(label=pgettext_lazy("clause", "Title in English"), required=False)
    after = forms.CharField(
        label=_("After clause"), required=False, max_length=20, help_text=_("Its number: 5.2.")
    )
    below = forms.BooleanField(label=_("One level below it"), required=False)

    def said(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return {name: data[name] for name in ("title", "title_en", "below")} | {
            "after": data["after"].strip()
        }
