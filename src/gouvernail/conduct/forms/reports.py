"""What is typed about a report, and the address of a narrowed list."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.conduct.actions import KeptFile, NewReport, keep_report_file
from gouvernail.conduct.actions.reporting import LONGEST_ADDRESS
from gouvernail.conduct.actions.telling import LONGEST
from gouvernail.conduct.models import Report
from gouvernail.conduct.permissions import reporting_units, takers_for
from gouvernail.conduct.queries.reports import Filters
from gouvernail.foundation.chips import Chip
from gouvernail.foundation.ids import uuid7
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES
from gouvernail.people.models import Person

Files = MultiValueDict[str, "UploadedFile[Any]"]


class SentFile(forms.FileField):
    """A file to be looked at by who helps; its size is known before it is read."""

    def __init__(self) -> None:
        super().__init__(
            label=_("A file that shows it"),
            required=False,
            help_text=_(
                "Picture, PDF, Word or e-mail saved as .eml, up to 10 MB. Only who takes it up "
                "opens it."
            ),
        )

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[bytes] | None":  # noqa: ANN401 - as FileField
        """Refuse a file that is too heavy, or empty."""
        sent = super().clean(data, initial)
        if sent and (sent.size or 0) > MAX_PAPER_BYTES:
            raise forms.ValidationError(gettext("At most 10 MB, please."))
        return cast("UploadedFile[bytes] | None", sent)


def kept(sent: "UploadedFile[bytes] | None") -> KeptFile | None:
    """Return a file that was sent, checked and kept; never inside an action.

    Raises:
        ReportInvalidError: it cannot be kept.
    """
    return keep_report_file(sent.read(), name=sent.name or "") if sent else None


class ReportForm(forms.Form):
    """What somebody saw, where, and whether their name is kept apart."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What did you see?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few words are enough. Never write a password here."),
    )
    address = forms.CharField(
        label=_("Where? A link, an account, a sender"), max_length=LONGEST_ADDRESS, required=False
    )
    file = SentFile()
    unit = forms.UUIDField(label=_("Unit concerned"), required=False)
    is_discreet = forms.BooleanField(
        label=_("Keep my name apart"),
        required=False,
        help_text=_("Only who takes it up reads your name; the journal does not say it."),
    )

    def __init__(
        self, data: QueryDict | None, files: Files | None = None, *, kind: str, viewer: Person
    ) -> None:
        super().__init__(data, files, initial={"key": uuid7(), "unit": viewer.home_unit_id})
        self.kind = kind
        units = [(str(unit.pk), unit.label) for unit in reporting_units(viewer)]
        if len(units) > 1:
            self.fields["unit"].widget = forms.Select(choices=units)
        else:
            del self.fields["unit"]

    def new_report(self, file: KeptFile | None) -> NewReport:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        return NewReport(
            key=said["key"],
            kind=self.kind,
            words=said["words"],
            address=said["address"],
            unit_id=said.get("unit"),
            is_discreet=said["is_discreet"],
            file=file,
        )


class SayForm(forms.Form):
    """A few words to the other side."""

    text = forms.CharField(
        label=_("Write to each other"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = SentFile()


class ReopenForm(forms.Form):
    """Why the answer did not solve it."""

    text = forms.CharField(
        label=_("What is not solved?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """The answer, and what came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Report.Outcome, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=pgettext_lazy("staff report", "Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Thank first. Say what was done, and what happens next."),
    )


class SortForm(forms.Form):
    """Another kind than the one it was made as."""

    kind = forms.ChoiceField(label=_("It is rather"))

    def __init__(self, data: QueryDict | None, *, report: Report) -> None:
        super().__init__(data)
        others = [one for one in Report.Kind.choices if one[0] != report.kind]
        cast("Any", self.fields["kind"]).choices = others


class PassForm(forms.Form):
    """Who can help better, and why."""

    to = forms.ChoiceField(label=_("Who can help better?"))
    text = forms.CharField(
        label=_("Why, in a sentence"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person who reported it reads this too."),
    )

    def __init__(self, data: QueryDict | None, *, report: Report) -> None:
        super().__init__(data)
        people = [(str(one.pk), one.name) for one in takers_for(report)]
        cast("Any", self.fields["to"]).choices = people

    def taker(self) -> UUID:
        """Return the person chosen."""
        return UUID(self.cleaned_data["to"])


def filters_of(query: QueryDict) -> Filters:
    """Return what the address asks; what it names and does not exist is left out."""
    return Filters(
        kinds=tuple(one for one in query.getlist("kind") if one in Report.Kind.values),
        statuses=tuple(one for one in query.getlist("status") if one in Report.Status.values),
        mine=query.get("mine") == "1",
        late=query.get("late") == "1",
        search=query.get("q", "").strip()[:200],
    )


def chips_of(filters: Filters) -> list[Chip]:
    """Return the filters in force, to be taken out one by one."""
    kinds, statuses = dict(Report.Kind.choices), dict(Report.Status.choices)
    chips = [Chip(name="kind", value=one, label=str(kinds[one])) for one in filters.kinds]
    chips += [Chip(name="status", value=one, label=str(statuses[one])) for one in filters.statuses]
    if filters.mine:
        chips.append(Chip(name="mine", label=gettext("Made by me")))
    if filters.late:
        chips.append(Chip(name="late", label=gettext("Late")))
    if filters.search:
        words = gettext("Search: %(words)s") % {"words": filters.search}
        chips.append(Chip(name="q", label=words))
    return chips


class FilterForm(forms.Form):
    """Narrows the list; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Words, address"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    mine = forms.BooleanField(label=_("Only those I made"), required=False)
    late = forms.BooleanField(label=_("Only those that are late"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        for name in ("mine", "late"):
            self.fields[name].widget = forms.CheckboxInput(attrs={"value": "1"})
        for name, choices in (("kind", Report.Kind.choices), ("status", Report.Status.choices)):
            cast("Any", self.fields[name]).choices = [("", _("any")), *choices]
