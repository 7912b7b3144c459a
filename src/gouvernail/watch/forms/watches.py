"""The clock, the readers, what is listened to, and who takes over."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.forms.moments import MomentField
from gouvernail.listening.models import Topic
from gouvernail.people.models import Person
from gouvernail.registry.forms.accounts import PersonField
from gouvernail.watch.actions import PACES
from gouvernail.watch.models import Report
from gouvernail.watch.templatetags.watch import as_pace

LANGUAGES = (("fr", "Français"), ("en", "English"))


class PaceForm(forms.Form):
    """How often a report is expected, and why."""

    minutes = forms.TypedChoiceField(
        label=_("A situation report"),
        coerce=int,
        choices=lambda: [(one, as_pace(one)) for one in PACES],
    )
    reason = forms.CharField(label=pgettext_lazy("watch", "Why"), max_length=300)


class ReaderForm(forms.Form):
    """Who is to get the reports."""

    person = PersonField(label=_("Somebody of the organisation"))
    name = forms.CharField(label=_("Or a name outside"), required=False, max_length=200)
    email = forms.CharField(label=_("And their e-mail"), required=False, max_length=254)
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=LANGUAGES, required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).viewer = person


class TopicsForm(forms.Form):
    """What is listened to for the incident."""

    topics = forms.MultipleChoiceField(
        label=_("Topics whose volumes the reports give"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: "list[Topic]", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.label) for one in offered
        ]


class ReliefForm(forms.Form):
    """Who is asked to take over, when, and what they must know."""

    taker = PersonField(label=_("Who takes over"))
    planned_at = MomentField(label=_("End of the shift (empty: as soon as they accept)"))
    words = forms.CharField(
        label=_("To know before taking over"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is under way, what was promised and to whom, what not to say."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        taker = cast("PersonField", self.fields["taker"])
        taker.viewer, taker.required = person, True


class DeclineForm(forms.Form):
    """Why one cannot take over."""

    answer = forms.CharField(label=_("Why you cannot"), max_length=300)


class ReportForm(forms.Form):
    """The written parts of a situation report."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    LABELS = {
        "sentence": _("In one sentence"),
        "certain": _("What is certain"),
        "unknown": _("What we do not know yet"),
        "themes": _("What is repeated"),
        "decisions": _("What is decided"),
        "published": _("What is published or sent"),
        "tasks": _("To do before the next report"),
        "requests": _("What we ask of readers"),
    }
    ROWS = {"sentence": 2, "certain": 5, "decisions": 4, "tasks": 5}

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:  # noqa: ANN401
        kept = {part: getattr(report, part) for part in Report.PARTS}
        kwargs.setdefault("initial", {**kept, "edition": report.edition})
        super().__init__(*args, **kwargs)
        for part, label in self.LABELS.items():
            self.fields[part] = forms.CharField(
                label=label,
                required=False,
                max_length=5_000,
                widget=forms.Textarea(attrs={"rows": self.ROWS.get(part, 3)}),
            )

    def shows(self, report: Report) -> None:
        """Take what stands now as read, and say beside each part what somebody else wrote there.

        Sending again replaces that; what was typed stays.
        """
        if self.cleaned_data.get("edition") == report.edition:
            return
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**typed, "edition": report.edition}
        name = report.written_by.name if report.written_by else ""
        for part in Report.PARTS:
            stands = getattr(report, part)
            if stands and stands != typed[part].replace("\r\n", "\n").strip():
                self[part].help_text = format_html("{} – {}", name, stands)

    @property
    def parts(self) -> dict[str, str]:
        """Return what was written, by part."""
        return {part: self.cleaned_data[part] for part in Report.PARTS}
