"""What is filled in about a source, and the file of an import."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gouvernail.listening.models import Source
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices

MOST_BYTES: Final = 20 * 1024 * 1024


class SourceForm(forms.Form):
    """A place to listen to."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), choices=Source.Kind.choices)
    name = forms.CharField(label=pgettext_lazy("source", "Name"), max_length=120)
    unit = forms.ChoiceField(label=pgettext_lazy("source", "Unit"))
    address = forms.CharField(
        label=pgettext_lazy("source", "Address"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy(
            "Of the feed, the page or the server: https://… Files and e-mails need none."
        ),
    )
    word = forms.CharField(
        label=gettext_lazy("Hashtag or words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Mastodon only: the hashtag of the live timeline, or what to search for."
        ),
    )

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Person, source: Source | None = None
    ) -> None:
        initial: dict[str, Any] = {}
        if source is not None:
            initial = {name: getattr(source, name) for name in ("kind", "name", "address")}
            initial |= {"unit": str(source.unit_id), "word": str(source.options.get("name", ""))}
        super().__init__(data, initial=initial)
        self.source = source
        if source is not None:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("What it is stays: for another kind, add a source.")
        units = self.fields["unit"]
        if isinstance(units, forms.ChoiceField):
            units.choices = unit_choices(viewer, Right.EDIT_LISTENING)

    def options(self) -> dict[str, Any]:
        """Return what the kind asks for beside an address, of a form that is valid."""
        kind, word = self.cleaned_data["kind"], self.cleaned_data["word"].strip().lstrip("#")
        if self.source is not None and word == str(self.source.options.get("name", "")):
            return dict(self.source.options)
        if kind == Source.Kind.MASTODON_STREAM:
            return {"stream": "hashtag", "name": word} if word else {"stream": "public"}
        return {"name": word} if kind == Source.Kind.MASTODON_SEARCH else {}


class ImportForm(forms.Form):
    """A file of mentions."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or JSON lines)"),
        help_text=gettext_lazy(
            "From any tool or platform: a column of texts and one of dates are enough. 20 MB at"
            " most; the same file twice changes nothing."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, "UploadedFile[bytes]"] | None = None,
    ) -> None:
        super().__init__(data, files)

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be read while somebody waits."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB: cut it in parts."))
        return file
