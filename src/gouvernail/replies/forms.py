"""What is filled in about a reply."""

from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.media.models import Asset
from gouvernail.media.queries import assets_for_choice
from gouvernail.people.models import Person
from gouvernail.registry.queries import network_choices
from gouvernail.replies.actions import Sheet, Words
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.permissions import writable_units
from gouvernail.replies.queries.files import MOST_BYTES
from gouvernail.replies.queries.judging import FIELDS
from gouvernail.replies.queries.listing import STATES, Filters
from gouvernail.replies.starters import starter_reply_commons
from gouvernail.teams.models import Team

OFFERED: Final = 24
"""Pictures of the library to choose from: the latest."""
STATE_NAMES: Final = {
    "in_use": pgettext_lazy("replies", "in use"),
    "draft": pgettext_lazy("replies", "with a draft"),
    "approval": pgettext_lazy("replies", "to be approved"),
    "review": pgettext_lazy("replies", "to review, or ending soon"),
    "ended": pgettext_lazy("replies", "past their day"),
    "retired": pgettext_lazy("replies", "retired"),
}


def themes() -> list[tuple[str, str]]:
    """Return the families of problems, named for the reader."""
    lang = get_language() or "fr"
    return [(slug, one.name.said(lang)) for slug, one in starter_reply_commons().themes.items()]


def filters_of(query: QueryDict) -> Filters:
    """Return what the address asks; what does not exist is left out."""
    state, theme = query.get("state", ""), query.get("theme", "")
    return Filters(
        state=state if state in STATES else "",
        theme=theme if theme in starter_reply_commons().themes else "",
        search=query.get("q", "").strip()[:200],
    )


def _text(label: object, rows: int, hint: object = "") -> forms.CharField:
    return forms.CharField(
        label=cast("str", label),
        required=False,
        max_length=5000,
        help_text=cast("str", hint),
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _day(label: object, hint: object) -> forms.DateField:
    return forms.DateField(
        label=cast("str", label),
        required=False,
        help_text=cast("str", hint),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def _boxes(label: object, hint: object = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=cast("str", label),
        required=False,
        help_text=cast("str", hint),
        widget=forms.CheckboxSelectMultiple,
    )


class ReplyForm(forms.Form):
    """The sheet of a reply and its words, in both languages."""

    unit = forms.ChoiceField(
        label=pgettext_lazy("reply", "Unit"),
        help_text=_("It is offered to this unit and to those below it."),
    )
    title_fr = forms.CharField(label=_("Title in French"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    theme = forms.ChoiceField(label=pgettext_lazy("reply", "Theme"), required=False)
    short_fr = _text(_("Short text in French"), 4, _("It goes everywhere, X included."))
    short_en = _text(_("Short text in English"), 4)
    long_fr = _text(_("Long text in French"), 8, _("It goes where there is room; may be empty."))
    long_en = _text(_("Long text in English"), 8)
    pictures = _boxes(_("Pictures"), _("Four at most, from the library."))
    changes = forms.CharField(
        label=_("What changes, for whoever approves"), max_length=300, required=False
    )
    review_on = _day(_("Look at it again on"), _("A year after approval when empty."))
    expires_on = _day(
        _("Not after"), _("From that day it is offered no more: an offer, a closed pool.")
    )
    asked_fr = _text(
        _("What people write, in French"), 4, _("One example a line: they find this reply.")
    )
    asked_en = _text(_("What people write, in English"), 4)
    when_fr = _text(_("When to use it, in French"), 2)
    when_en = _text(_("When to use it, in English"), 2)
    check_fr = _text(_("To check first, in French"), 3, _("One thing a line."))
    check_en = _text(_("To check first, in English"), 3)
    handover_fr = _text(_("When to hand over, in French"), 2)
    handover_en = _text(_("When to hand over, in English"), 2)
    handover_to = forms.ChoiceField(label=_("To which team"), required=False)
    networks = _boxes(_("Networks"), _("None is all of them."))
    duties = _boxes(_("Teams"), _("None is all of them."))
    topics = forms.CharField(
        label=_("Subjects"),
        required=False,
        max_length=1000,
        help_text=_("Topics of listening or tags, separated by commas."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        viewer: Person,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        kept = [UUID(one) for one in (initial or {}).get("pictures", ())]
        duties = [one for one in Team.Duty.choices if one[0] != "other"]
        self._offer("theme", [("", _("none")), *themes()])
        self._offer("networks", network_choices())
        self._offer("duties", duties)
        self._offer("handover_to", [("", _("nobody in particular")), *duties])
        self._offer("pictures", _pictures(viewer, kept))
        if initial and "unit" in initial:
            del self.fields["unit"]  # a reply does not move: another unit begins its own
        else:
            units = [(str(one.pk), one.label) for one in writable_units(viewer)]
            self._offer("unit", units)

    def _offer(self, name: str, choices: list[Any]) -> None:
        cast("Any", self.fields[name]).choices = choices

    def sheet(self) -> Sheet:
        """Return what the reply is for."""
        said = self.cleaned_data
        names = Sheet.__dataclass_fields__.keys() - {"topics", "duties"}
        return Sheet(
            **{name: said.get(name, "") for name in names},
            duties=tuple(said["duties"]),
            topics=tuple(one.strip() for one in said["topics"].split(",") if one.strip()),
        )

    def words(self) -> Words:
        """Return what would be published."""
        said = self.cleaned_data
        return Words(
            **{name: said[name] for name in FIELDS},
            networks=tuple(said["networks"]),
            changes=said["changes"],
            review_on=said["review_on"],
            expires_on=said["expires_on"],
            pictures=tuple(UUID(one) for one in said["pictures"]),
        )

    def over(self, seen: str, *, viewer: Person, theirs: dict[str, Any]) -> "ReplyForm":
        """Return the same answers, to be kept in place of `theirs`, which were kept meanwhile."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = seen
        return ReplyForm(data, viewer=viewer, initial=theirs)

    def beside(self, theirs: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what is kept now and is not what was typed: the name of each input, and it."""
        shown = [one for one in self.visible_fields() if one.name != "unit"]
        return [
            (str(one.label), _plain(one, theirs.get(one.name)))
            for one in shown
            if _plain(one, theirs.get(one.name)) != _plain(one, one.value())
        ]


def _plain(bound: forms.BoundField, value: object) -> str:
    """Return an answer as it is read: choices by their names, a day as it is typed."""
    choices = {str(key): str(name) for key, name in getattr(bound.field, "choices", ())}
    if isinstance(value, list | tuple):
        return ", ".join(sorted(choices.get(str(one), str(one)) for one in value))
    said = "" if value is None else str(value)
    return "\n".join(choices.get(said, said).splitlines()).strip()


def _pictures(viewer: Person, kept: list[UUID]) -> list[tuple[str, str]]:
    """Return the latest pictures, and those the reply has. Two queries at most."""
    offered = assets_for_choice(viewer)
    latest = list(offered[:OFFERED])
    missing = set(kept) - {one.pk for one in latest}
    rows: list[Asset] = [*(offered.filter(pk__in=missing) if missing else []), *latest]
    return [(str(one.pk), one.title or one.original_name) for one in rows]


def initial_of(reply: Reply, version: ReplyVersion | None, *, seen: str) -> dict[str, Any]:
    """Return what the form shows of a reply and of the words it begins from. One query."""
    names = Sheet.__dataclass_fields__.keys() - {"topics"}
    said = {name: getattr(reply, name) for name in names}
    said |= {"unit": str(reply.unit_id), "topics": ", ".join(reply.topics), "seen": seen}
    if version is not None:
        said |= {name: getattr(version, name) for name in (*FIELDS, "changes")}
        said |= {name: getattr(version, name) for name in ("networks", "review_on", "expires_on")}
        pictures = version.pictures.values_list("asset_id", flat=True)
        said["pictures"] = [str(one) for one in pictures]
    return said


def chips_of(filters: Filters) -> list[Chip]:
    """Return the filters in force, to be taken out one by one."""
    chips = []
    if filters.state:
        chips.append(Chip("state", str(STATE_NAMES[filters.state])))
    if filters.theme:
        chips.append(Chip("theme", dict(themes())[filters.theme]))
    if filters.search:
        words = pgettext("words looked for", "“%(words)s”") % {"words": filters.search}
        chips.append(Chip("q", words))
    return chips


class FilterForm(forms.Form):
    """Narrows the list; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    state = forms.ChoiceField(label=pgettext_lazy("reply", "Where it stands"), required=False)
    theme = forms.ChoiceField(label=pgettext_lazy("reply", "Theme"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        any_one = ("", pgettext_lazy("replies", "any"))
        cast("Any", self.fields["state"]).choices = [any_one, *STATE_NAMES.items()]
        cast("Any", self.fields["theme"]).choices = [any_one, *themes()]


class _ManyForm(forms.Form):
    """Of which unit the replies are, and whether they are submitted at once."""

    unit = forms.ChoiceField(label=pgettext_lazy("reply", "Unit"))
    submits = forms.BooleanField(label=_("Submit them for approval at once"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        viewer: Person,
        prefix: str,
    ) -> None:
        super().__init__(data, files, prefix=prefix)
        units = [(str(one.pk), one.label) for one in writable_units(viewer)]
        cast("Any", self.fields["unit"]).choices = units


class StartersForm(_ManyForm):
    """Takes the replies to start from."""


class FileForm(_ManyForm):
    """Takes a file of replies."""

    file = forms.FileField(
        label=_("File (CSV)"),
        help_text=_("As it is exported: one reply a line, texts in UTF-8."),
    )
    field_order = ("file", "unit", "submits")

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is too heavy before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too heavy. Cut it into several."))
        return file


class ReviewForm(forms.Form):
    """On which day to look at a reply again; a year later when empty."""

    review_on = forms.DateField(required=False)


class FindForm(forms.Form):
    """A message to answer, for trying what is proposed."""

    message = forms.CharField(
        label=_("A message somebody wrote"), max_length=3000, widget=forms.Textarea({"rows": 3})
    )
    lang = forms.ChoiceField(
        label=_("Answer in"), choices=(("fr", _("French")), ("en", _("English")))
    )
    unit = forms.ChoiceField(label=pgettext_lazy("reply", "Unit"))
    network = forms.ChoiceField(label=pgettext_lazy("reply", "Network"), required=False)

    def __init__(self, data: QueryDict | None, *, units: list[Any]) -> None:
        lang = (get_language() or "fr")[:2]
        super().__init__(data, initial={"lang": lang})
        cast("Any", self.fields["unit"]).choices = [(str(one.pk), one.label) for one in units]
        any_one = ("", pgettext_lazy("replies", "any"))
        cast("Any", self.fields["network"]).choices = [any_one, *network_choices()]
