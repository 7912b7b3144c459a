"""Files brought, what was corrected of them, and the policy they make."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.policies.actions import PolicyFacts
from gouvernail.policies.errors import DraftUnderWayError
from gouvernail.policies.forms.drafting import RefusableForm
from gouvernail.policies.forms.uploads import light_enough
from gouvernail.policies.models import PolicyReading
from gouvernail.policies.queries.correcting import File, cut_clause, join_clause
from gouvernail.policies.starters.files import FileReadingError, read_policy

ACCEPT: Final = ".docx,.pdf,.html,.htm,.md,.markdown,.txt"


def _file(**kwargs: Any) -> forms.FileField:  # noqa: ANN401 - Django's own
    widget = forms.FileInput(attrs={"accept": ACCEPT, "class": "p-drop"})
    return forms.FileField(widget=widget, allow_empty_file=True, **kwargs)


class FilesForm(forms.Form):
    """A file to take in, and its other language."""

    file = _file(
        label=_("The policy"),
        help_text=_("Word (.docx), PDF, HTML, Markdown or plain text, up to 20 MB. Drop it here."),
    )
    twin = _file(
        label=_("The same in the other language"),
        required=False,
        help_text=_("Clauses are paired by their numbers. It can be added later."),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is too heavy before it is read."""
        return light_enough(self.cleaned_data.get("file"))

    def clean_twin(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is too heavy before it is read."""
        return light_enough(self.cleaned_data.get("twin"))

    def read(self) -> list[File]:
        """Return what was read of each file; what was refused stands at its field."""
        found = []
        for name in ("file", "twin"):
            upload = self.cleaned_data.get(name)
            if upload is not None and (told := self._read(name, upload)) is not None:
                found.append(told)
        return found

    def _read(self, name: str, upload: UploadedFile[bytes]) -> File | None:
        try:
            return read_policy((upload.name or "file")[:200], upload.read())
        except FileReadingError as error:
            language = "en" if (get_language() or "").startswith("en") else "fr"
            self.add_error(name, error.message[language])
            return None


class TwinForm(FilesForm):
    """The other language of a file that was read already."""

    file = None  # type: ignore[assignment]  # Django's way of leaving a field out
    twin = _file(label=_("The other language"))


class KeepForm(RefusableForm):
    """The policy that a file makes."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Rules cite it: charter#5.2.")
    )
    unit = forms.ChoiceField(label=_("Binds"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        chosen = [("", _("to be chosen")), *unit_choices(person, Right.EDIT_POLICIES)]
        self.fields["unit"].choices = chosen  # type: ignore[attr-defined]  # a choice field

    def facts(self, owner: Person) -> PolicyFacts:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return PolicyFacts(
            slug=data["slug"],
            title=data["title"],
            title_en=data["title_en"],
            unit_id=UUID(data["unit"]),
            owner_id=owner.pk,
        )


class ReplaceForm(RefusableForm):
    """The box that lets a file replace what was written of a draft."""

    replace = forms.BooleanField(label=_("Replace the draft under way"), required=False)

    def refuse(self, error: DomainError) -> None:
        """Write a refusal in the form, beside the box where it is about the draft."""
        if isinstance(error, DraftUnderWayError):
            self.add_error("replace", error.message)
        else:
            super().refuse(error)


def proposed(reading: PolicyReading) -> dict[str, str]:
    """Return the title and the short name that the files themselves propose."""
    titles = {file["language"]: file["title"][:200] for file in reading.files}
    title = titles.get("fr") or titles.get("en", "")
    english = titles.get("en", "") if "fr" in titles else ""
    return {"title": title, "title_en": english, "slug": slugify(title)[:60].strip("-")}


def corrected(reading: PolicyReading, posted: Mapping[str, str]) -> list[File]:
    """Return the files with what was typed, then what the button says done to them.

    `c0-3-title` is the title of the fourth clause of the first file; `do` is `join:0:3`, or
    `cut:0:3:1` (before its second paragraph), or anything else.
    """
    files = [_typed(file, index, posted) for index, file in enumerate(reading.files)]
    if len(files) > 1 and files[0]["language"] == files[1]["language"]:
        changed = posted.get("f0-language") != reading.files[0]["language"]
        other = 1 if changed else 0
        files[other] = files[other] | {"language": reading.files[1 - other]["language"]}
    act, *where = posted.get("do", "").split(":")
    places = [int(one) for one in where if one.isdigit()]
    if act in {"join", "cut"} and len(places) == len(where) and places and places[0] < len(files):
        files[places[0]] = _done(act, files[places[0]], places[1:])
    if act == "drop" and len(files) > 1 and places and places[0] < len(files):
        del files[places[0]]
    return sorted(files, key=lambda file: file["language"] == "en")


def _done(act: str, file: File, places: list[int]) -> File:
    match act, places:
        case "join", [index]:
            return join_clause(file, index)
        case "cut", [index, piece]:
            return cut_clause(file, index, piece)
    return file


def _typed(file: File, index: int, posted: Mapping[str, str]) -> File:
    clauses = [
        clause
        | {
            name: " ".join(posted.get(f"c{index}-{number}-{name}", clause[name]).split())
            for name in ("anchor", "title")
        }
        for number, clause in enumerate(file["clauses"])
    ]
    language = posted.get(f"f{index}-language", file["language"])
    title = posted.get(f"f{index}-title", file["title"])
    return file | {
        "clauses": clauses,
        "title": " ".join(title.split()),
        "language": language if language in {"fr", "en"} else file["language"],
    }
