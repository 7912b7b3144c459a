"""What people fill in about the library, its rights, and the pictures of profiles."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.brand.actions.assets import Piece, Sheet
from gouvernail.brand.actions.rights import Answer, ItemRights
from gouvernail.brand.forms.guides import area, choose, line
from gouvernail.brand.models import LibraryItem, ProfilePicture
from gouvernail.brand.queries.library import LibraryFilters
from gouvernail.media.pictures.cleaning import MAX_BYTES
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES, Paper, checked_paper
from gouvernail.media.pictures.videos import MAX_VIDEO_BYTES
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, visible_units
from gouvernail.people.queries import unit_choices
from gouvernail.registry.forms.accounts import DayInput, PersonField, TagsField

PAPER_HELP = _("PDF, Word or a picture of it, 10 MB at most.")
FILES_HELP = _("PNG, JPEG, WebP or GIF, 20 MB at most; for videos MP4, MOV or WebM, 200 MB.")
COUNTRIES_HELP = _("Two letters each, between commas: FR, BE, CA. Empty for everywhere.")
MOST_FILES = 30


class Files(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """What several files were sent as, in order; nothing for none."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:  # noqa: ANN401, ARG002 - Django's own
        """Return the files. Each is looked at by what keeps it, not here."""
        sent = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(one) for one in sent if one]


def paper_field(label: Any, **options: Any) -> forms.FileField:  # noqa: ANN401 - words, lazy
    """Return the choice of a paper."""
    widget = forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg,.webp"})
    return forms.FileField(
        label=label, required=False, widget=widget, help_text=PAPER_HELP, **options
    )


def paper_of(sent: UploadedFile[Any] | None) -> Paper | None:
    """Return the paper that was sent, looked at in a confined process; None for none.

    Raises:
        PaperRefusedError: it is not a paper that can be kept.
    """
    if sent is None:
        return None
    return checked_paper(sent.read(MAX_PAPER_BYTES + 1), name=sent.name or "")


class SheetForm(forms.Form):
    """What an item is and how it is used."""

    title = line(_("Title"))
    use = area(_("How it is used"), 3)
    tags = TagsField(label=_("Tags"), required=False, help_text=_("Between commas."))
    below = forms.BooleanField(label=_("Offered to the units below"), required=False, initial=True)

    def __init__(self, *args: Any, item: LibraryItem | None = None, **options: Any) -> None:  # noqa: ANN401 - Django's own
        if item is not None:
            names = ("title", "use", "tags", "below")
            options["initial"] = {name: getattr(item, name) for name in names}
        super().__init__(*args, **options)

    def sheet(self, *, title: str = "") -> Sheet:
        """Return what was said; `title` where none was."""
        said = self.cleaned_data
        return Sheet(
            title=said["title"] or title,
            use=said["use"],
            tags=tuple(said["tags"]),
            below=said["below"],
        )


class NewItemForm(SheetForm):
    """One item, or several files at once that become one item each."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=LibraryItem.Kind.choices,
        initial=LibraryItem.Kind.PICTURE,
    )
    unit = forms.ChoiceField(label=_("Unit"))
    file = FilesField(label=_("Files"), required=False, widget=Files(), help_text=FILES_HELP)
    colour = forms.CharField(
        label=_("Colour"), required=False, max_length=7, help_text=_("As #0B6482.")
    )
    field_order = ("kind", "unit", "file", "colour", "title", "use", "tags", "below")

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        viewer: Person,
    ) -> None:
        super().__init__(data, files)
        self.fields["title"].help_text = _("Empty: the name of the file.")
        choose(self, "unit", unit_choices(viewer, Right.WRITE_CONTENT))

    def clean_file(self) -> list[UploadedFile[Any]]:
        """Refuse more files than are looked at while somebody waits."""
        sent: list[UploadedFile[Any]] = self.cleaned_data["file"]
        if len(sent) > MOST_FILES:
            told = _("%(limit)s files at a time at most: %(count)s were sent.")
            raise forms.ValidationError(told, params={"limit": MOST_FILES, "count": len(sent)})
        return sent

    @property
    def count(self) -> int:
        """Return how many items were sent."""
        is_colour = self.cleaned_data["kind"] == LibraryItem.Kind.COLOUR
        return 1 if is_colour else len(self.cleaned_data["file"])

    def pieces(self) -> Iterator[Piece]:
        """Yield what was sent, one piece a file, read one after the other; or one colour."""
        kind = self.cleaned_data["kind"]
        if kind == LibraryItem.Kind.COLOUR:
            yield Piece(colour=self.cleaned_data["colour"])
            return
        for one in self.cleaned_data["file"]:
            yield Piece(data=read_file(one, kind=kind), name=one.name or "")


def read_file(sent: UploadedFile[Any], *, kind: str) -> bytes:
    """Return what was sent, and one byte more than is taken where it is too large."""
    limit = MAX_VIDEO_BYTES if kind == LibraryItem.Kind.VIDEO else MAX_BYTES
    return bytes(sent.read(limit + 1))


class VersionForm(forms.Form):
    """A newer file or colour, and what changed."""

    file = forms.FileField(label=_("File"), required=False, help_text=FILES_HELP)
    colour = forms.CharField(
        label=_("Colour"), required=False, max_length=7, help_text=_("As #0B6482.")
    )
    note = line(_("What changed"), longest=300)

    def __init__(self, *args: Any, item: LibraryItem, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.kind = item.kind
        del self.fields["file" if item.kind == LibraryItem.Kind.COLOUR else "colour"]

    def piece(self) -> Piece:
        """Return what was sent."""
        sent = self.cleaned_data.get("file")
        return Piece(
            data=read_file(sent, kind=self.kind) if sent else b"",
            name=(sent.name or "") if sent else "",
            colour=self.cleaned_data.get("colour", ""),
            note=self.cleaned_data["note"],
        )


class RightsForm(forms.Form):
    """Whose it is, what allows its use, where and until when."""

    holder = line(_("Rights holder"), longest=200)
    licence = forms.ChoiceField(label=_("Licence"), choices=LibraryItem.Licence.choices)
    licence_words = line(_("Terms of the licence"), longest=500)
    territory = forms.CharField(
        label=_("Territory"), required=False, max_length=300, help_text=COUNTRIES_HELP
    )
    rights_until = forms.DateField(
        label=_("Rights until"),
        required=False,
        widget=DayInput(),
        help_text=_("The last day of use. Empty: no end."),
    )
    credit = line(_("Credit required"), longest=200)
    people_shown = line(_("People who can be recognised"), longest=300)
    consent = paper_field(_("Their consent"))
    origin = forms.ChoiceField(label=_("Who made it"), choices=LibraryItem.Origin.choices)
    keeper = PersonField(
        label=_("Keeper of the rights"), help_text=_("Answers when more time is asked for.")
    )
    reason = line(_("Why they change"), longest=2000)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        item: LibraryItem,
        viewer: Person,
    ) -> None:
        names = ("holder", "licence", "licence_words", "rights_until", "credit", "people_shown")
        initial = {name: getattr(item, name) for name in (*names, "origin")}
        initial |= {"territory": ", ".join(item.territory), "keeper": item.keeper.email}
        super().__init__(data, files, initial=initial)
        self.fields["reason"].help_text = _(
            "Needed when they allow more than what was approved: another person agrees then."
        )
        keeper = self.fields["keeper"]
        if isinstance(keeper, PersonField):
            keeper.viewer = viewer

    def rights(self) -> ItemRights:
        """Return what was said of the rights."""
        said = self.cleaned_data
        keeper = said["keeper"]
        lands = [one.strip().upper() for one in said["territory"].split(",")]
        return ItemRights(
            holder=said["holder"],
            licence=said["licence"],
            licence_words=said["licence_words"],
            territory=tuple(dict.fromkeys(one for one in lands if one)),
            rights_until=said["rights_until"],
            credit=said["credit"],
            people_shown=said["people_shown"],
            origin=said["origin"],
            keeper_id=keeper.pk if keeper else None,
            reason=said["reason"],
        )


class ExtensionForm(forms.Form):
    """More time asked for."""

    until = forms.DateField(label=pgettext_lazy("more time", "Until"), widget=DayInput())
    reason = forms.CharField(label=_("What for"), widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    """What the keeper of the rights answers."""

    answer = forms.CharField(
        label=_("Your answer"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    paper = paper_field(_("The paper that allows it"))

    def said(self, *, granted: bool) -> Answer:
        """Return the answer, its paper looked at.

        Raises:
            PaperRefusedError: it is not a paper that can be kept.
        """
        words, sent = self.cleaned_data["answer"], self.cleaned_data["paper"]
        return Answer(granted=granted, words=words, paper=paper_of(sent))


class ProfilePictureForm(forms.Form):
    """The picture of a profile, as anybody sees it."""

    place = forms.ChoiceField(label=_("Which picture"), choices=ProfilePicture.Place.choices)
    picture = forms.FileField(
        label=_("The picture"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Save it from the profile, and send it as it is."),
    )


class LibraryFilterForm(forms.Form):
    """Narrows the library; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Title, tag, rights holder"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), required=False)
    status = forms.ChoiceField(label=_("Approval"), required=False)
    rights = forms.ChoiceField(label=_("Rights"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        nothing = ("", pgettext_lazy("filter", "any"))
        choose(self, "kind", [nothing, *LibraryItem.Kind.choices])
        choose(self, "status", [nothing, *LibraryItem.Status.choices])
        choose(self, "rights", [nothing, *RIGHTS])
        choose(self, "licence", [nothing, *LibraryItem.Licence.choices])


RIGHTS = (("ended", _("have ended")), ("soon", _("end within a month")))


def library_filters(query: QueryDict, *, viewer: Person) -> LibraryFilters:
    """Return what the address asks; what it names and does not exist is left out."""

    def one_of(name: str, known: Any) -> str:  # noqa: ANN401 - the values of a choice
        value = query.get(name, "")
        return value if value in known else ""

    unit = query.get("unit", "")
    return LibraryFilters(
        search=query.get("q", "").strip()[:200],
        kind=one_of("kind", LibraryItem.Kind.values),
        status=one_of("status", LibraryItem.Status.values),
        rights=one_of("rights", dict(RIGHTS)),
        licence=one_of("licence", LibraryItem.Licence.values),
        tag=query.get("tag", "").strip()[:40],
        unit=visible_units(viewer).filter(code=unit).first() if unit else None,
    )


def library_chips(filters: LibraryFilters) -> list[tuple[str, str]]:
    """Return the filters in force as parameter and words, to be taken out one by one."""
    labels = (
        ("q", filters.search, filters.search),
        ("kind", filters.kind, dict(LibraryItem.Kind.choices).get(filters.kind)),
        ("status", filters.status, dict(LibraryItem.Status.choices).get(filters.status)),
        ("rights", filters.rights, dict(RIGHTS).get(filters.rights)),
        ("licence", filters.licence, dict(LibraryItem.Licence.choices).get(filters.licence)),
        ("tag", filters.tag, f"#{filters.tag}"),
        ("unit", filters.unit, filters.unit.label if filters.unit else ""),
    )
    return [(name, str(words)) for name, value, words in labels if value]
