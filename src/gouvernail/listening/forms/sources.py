"""What is filled in about a source, and the file of an import."""

import io
from collections.abc import Iterator
from typing import Any, Final, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from gouvernail.listening.models import Source
from gouvernail.listening.sources.days import Days, days_of
from gouvernail.listening.sources.rows import Row, Told, is_json_lines, read_csv, read_lines
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.records.archives.entries import ArchiveProblemError
from gouvernail.records.archives.tables import numbered_lines, numbered_rows
from gouvernail.registry.queries import network_choices

MOST_BYTES: Final = 20 * 1024 * 1024


class SourceForm(forms.Form):
    """A place to listen to."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of place"))
    name = forms.CharField(label=pgettext_lazy("source", "Name"), max_length=120)
    unit = forms.ChoiceField(label=pgettext_lazy("source", "Unit"))
    address = forms.CharField(
        label=pgettext_lazy("source", "Address"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Of the feed, the page or the server: https://… Files need none."),
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
        kept = source.kind if source is not None else ""
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (value, label)
            for value, label in Source.Kind.choices
            if value != Source.Kind.MAIL or value == kept
        ]
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
    """A file of mentions, and how it is read where it does not say so itself."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or JSON lines)"),
        help_text=gettext_lazy(
            "From any tool or platform: a column of texts and one of dates are enough. 20 MB at"
            " most; the same file twice changes nothing."
        ),
    )
    network = forms.ChoiceField(
        label=gettext_lazy("Network of the rows that name none"), required=False
    )
    days = forms.ChoiceField(
        label=gettext_lazy("03/04 is"),
        required=False,
        choices=[
            ("", pgettext_lazy("dates of a file", "as the file says")),
            ("day", gettext_lazy("the third of April")),
            ("month", gettext_lazy("the fourth of March")),
        ],
    )
    text_column = forms.CharField(
        label=gettext_lazy("Column of texts"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As its header names it, when it is not found by itself."),
    )
    date_column = forms.CharField(
        label=gettext_lazy("Column of dates"), max_length=200, required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, "UploadedFile[bytes]"] | None = None,
    ) -> None:
        super().__init__(data, files)
        every = [("", pgettext("network of a file", "the web")), *network_choices()]
        self.fields["network"].choices = every  # type: ignore[attr-defined]  # a ChoiceField
        self.data_read = b""
        self.day_first = True

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be read while somebody waits."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB: cut it in parts."))
        return file

    def clean(self) -> dict[str, Any]:
        """Refuse columns that the file does not have, and days that can be read two ways."""
        said = super().clean() or self.cleaned_data
        if "file" not in said:
            return said
        self.data_read = said["file"].read()
        try:
            days = days_of(self._numbered(), self._columns())
        except ArchiveProblemError:
            return said  # told where the rows are taken in
        for name in ("text_column", "date_column"):
            if said.get(name) and said[name] not in days.header:
                self.add_error(name, _("This file has no such column."))
        self._settle(days, said.get("days", ""))
        return said

    def _settle(self, days: Days, chosen: str) -> None:
        """Say which of day and month stands first, or what must be said."""
        found = days.examples
        if {"day", "month"} <= found.keys():
            words = _(
                "The day stands first in %(one)s and the month in %(other)s: write all the dates"
                " of this file alike."
            )
            self.add_error("file", words % {"one": found["day"], "other": found["month"]})
        elif chosen and chosen not in found and found.keys() - {"either"}:
            (other,) = found.keys() - {"either"}
            words = _("The file says otherwise: %(date)s.")
            self.add_error("days", words % {"date": found[other]})
        elif not chosen and days.day_first is None and "either" in found:
            words = _("Say which day %(date)s is: nothing else in the file tells.")
            self.add_error("days", words % {"date": found["either"]})
        self.day_first = chosen == "day" if chosen else days.day_first is not False

    def _columns(self) -> dict[str, str]:
        told = {"text": "text_column", "posted_at": "date_column"}
        said = {role: self.cleaned_data.get(name, "") for role, name in told.items()}
        return {role: name for role, name in said.items() if name}

    def _stream(self) -> io.BufferedReader:
        return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(self.data_read)))

    def _numbered(self) -> Iterator[tuple[int, Any]]:
        read = numbered_lines if is_json_lines(self.data_read) else numbered_rows
        return read(self._stream())

    def rows(self) -> Iterator[Row]:
        """Return the rows of a file of a form that is valid, read as was said."""
        read = read_lines if is_json_lines(self.data_read) else read_csv
        told = Told(
            columns=self._columns(),
            network=self.cleaned_data["network"],
            time_zone=settings.SITE_TIME_ZONE,
            day_first=self.day_first,
        )
        return read(self._stream(), told)
