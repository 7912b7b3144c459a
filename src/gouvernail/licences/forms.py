"""What is typed about licences, and the address of a narrowed page."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.foundation.clock import site_day
from gouvernail.licences.actions import NewRequirement, NewWaiver
from gouvernail.licences.models import MOST_DAYS, Act, Requirement, Terms
from gouvernail.licences.queries.managed import ORDERS, TeamFilters
from gouvernail.licences.queries.managed import STATES as DONE
from gouvernail.licences.queries.networks import network_choices, network_name
from gouvernail.licences.queries.requirements import courses_to_ask, policies_to_ask
from gouvernail.licences.queries.team import STATES, Filters
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import Right, scope, visible_units

LONGEST = 1_000


def end_of(day: date) -> datetime:
    """Return the first instant after a day, where the site is."""
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


class WaiverForm(forms.Form):
    """Until when somebody is to be let off, for what, and why."""

    until = forms.DateField(
        label=_("Through"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    acts = forms.MultipleChoiceField(
        label=_("What for"),
        choices=Act,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everything."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: QueryDict | None, *, terms: Terms, at: datetime) -> None:
        super().__init__(data)
        last = site_day(at) + timedelta(days=terms.waiver_days)
        self.fields["until"].widget.attrs |= {
            "min": site_day(at).isoformat(),
            "max": last.isoformat(),
        }
        self.fields["until"].help_text = gettext("%(days)s days at most.") % {
            "days": terms.waiver_days
        }

    def new_waiver(self) -> NewWaiver:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        return NewWaiver(
            until=end_of(said["until"]), acts=tuple(said["acts"]), reason=said["reason"]
        )


class CommentForm(forms.Form):
    """A sentence that says why."""

    comment = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class LiftForm(forms.Form):
    """Why what holds somebody back is lifted."""

    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class RequirementForm(forms.Form):
    """What an act is to ask on a network."""

    act = forms.ChoiceField(
        label=_("To do this"),
        choices=Act,
        help_text=_(
            "“Speak in a crisis” is kept and shown, and checked by nothing yet: it counts from the "
            "day this is done here."
        ),
    )
    network = forms.ChoiceField(label=_("Where"), required=False)
    courses = forms.MultipleChoiceField(
        label=_("A certificate of"), required=False, widget=forms.CheckboxSelectMultiple
    )
    policies = forms.MultipleChoiceField(
        label=_("The signature of"), required=False, widget=forms.CheckboxSelectMultiple
    )
    second_factor = forms.BooleanField(label=_("A second factor"), required=False)

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        choices = {
            "network": [("", network_name("")), *network_choices()],
            "courses": courses_to_ask(),
            "policies": policies_to_ask(),
        }
        for name, offered in choices.items():
            cast("Any", self.fields[name]).choices = offered
        for name, words in (
            ("courses", gettext("No course is written yet: write one first.")),
            ("policies", gettext("No policy is to be signed yet: write one first.")),
        ):
            if not choices[name]:
                self.fields[name].help_text = words

    def new_requirement(self) -> NewRequirement:
        """Return what was said, ready for the action."""
        said = self.cleaned_data
        return NewRequirement(
            act=said["act"],
            network=said["network"],
            courses=tuple(said["courses"]),
            policies=tuple(said["policies"]),
            second_factor=said["second_factor"],
        )


def said_by(row: Requirement) -> dict[str, Any]:
    """Return a requirement as its form begins with it."""
    names = ("act", "network", "courses", "policies", "second_factor")
    return {name: getattr(row, name) for name in names}


class TermsForm(forms.Form):
    """How long a waiver lasts at most, and who agrees to what lacks a licence."""

    waiver_days = forms.IntegerField(
        label=_("Longest waiver, in days"), min_value=1, max_value=MOST_DAYS
    )
    seat = forms.ChoiceField(
        label=_("Who agrees to the post of somebody without licence"), choices=Seat
    )


STATE_WORDS = {
    "held": pgettext_lazy("licence", "holds"),
    "soon": pgettext_lazy("licence", "ends within 30 days"),
    "lost": pgettext_lazy("licence", "does not hold"),
}


class FilterForm(forms.Form):
    """Narrows the page of a team; sent by GET, so that the address can be passed on."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    act = forms.ChoiceField(label=_("To do this"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data, auto_id="filter_%s")
        units = visible_units(viewer).order_by("path")
        self.units: dict[str, Unit] = {one.code: one for one in units}
        for name, choices in (
            ("unit", [(code, one.label) for code, one in self.units.items()]),
            ("network", network_choices()),
            ("act", Act.choices),
            ("state", list(STATE_WORDS.items())),
        ):
            cast("Any", self.fields[name]).choices = [("", _("any")), *choices]

    def filters(self) -> Filters:
        """Return what the address asks; what it names and does not exist is left out."""
        said = self.data
        unit = self.units.get(said.get("unit", ""))
        network = said.get("network", "")
        act, state = said.get("act", ""), said.get("state", "")
        return Filters(
            unit_path=unit.path if unit is not None else "",
            network=network if network in dict(network_choices()) else "",
            act=act if act in Act.values else "",
            state=state if state in STATES else "",
            search=said.get("q", "").strip()[:200],
        )

    def chips(self, filters: Filters) -> list[Chip]:
        """Return the filters in force, to be taken out one by one."""
        unit = next((one for one in self.units.values() if one.path == filters.unit_path), None)
        found = [
            ("unit", unit.label if unit is not None else ""),
            ("network", network_name(filters.network) if filters.network else ""),
            ("act", str(Act(filters.act).label) if filters.act else ""),
            ("state", str(STATE_WORDS[filters.state]) if filters.state else ""),
            ("q", filters.search),
        ]
        return [Chip(name=name, label=label) for name, label in found if label]


LEFT_WORDS = {
    "late": pgettext_lazy("what is left of a team", "something is late"),
    "open": pgettext_lazy("what is left of a team", "something is left to do"),
    "done": pgettext_lazy("what is left of a team", "nothing is left to do"),
}
SORT_WORDS = {
    "name": pgettext_lazy("order of a team", "name"),
    "late": pgettext_lazy("order of a team", "most late first"),
    "unit": pgettext_lazy("order of a team", "unit"),
}


class TeamForm(forms.Form):
    """Narrows and sorts the table of one's team; sent by GET."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Unit, and those below it"), required=False)
    signing = forms.ChoiceField(label=_("Policies to sign"), required=False)
    learning = forms.ChoiceField(label=_("Courses to follow"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data, auto_id="filter_%s")
        units = Unit.objects.filter(scope(viewer, Right.MANAGE_PEOPLE)).order_by("path")
        self.units: dict[str, Unit] = {one.code: one for one in units}
        for name, choices in (
            ("unit", [(code, one.label) for code, one in self.units.items()]),
            ("signing", list(LEFT_WORDS.items())),
            ("learning", list(LEFT_WORDS.items())),
            ("licence", list(STATE_WORDS.items())),
        ):
            cast("Any", self.fields[name]).choices = [("", _("any")), *choices]
        cast("Any", self.fields["sort"]).choices = list(SORT_WORDS.items())

    def filters(self) -> TeamFilters:
        """Return what the address asks; what it names and does not exist is left out."""
        said = self.data
        unit = self.units.get(said.get("unit", ""))
        signing, learning = said.get("signing", ""), said.get("learning", "")
        licence, sort = said.get("licence", ""), said.get("sort", "")
        return TeamFilters(
            unit_path=unit.path if unit is not None else "",
            signing=signing if signing in DONE else "",
            learning=learning if learning in DONE else "",
            licence=licence if licence in STATES else "",
            search=said.get("q", "").replace("\x00", "").strip()[:200],
            sort=sort if sort in ORDERS else "name",
        )

    def chips(self, filters: TeamFilters) -> list[Chip]:
        """Return the filters in force, to be taken out one by one."""
        unit = next((one for one in self.units.values() if one.path == filters.unit_path), None)
        words = gettext("%(what)s: %(state)s")
        found = [
            ("unit", unit.label if unit is not None else ""),
            *(
                (name, words % {"what": self.fields[name].label, "state": said[state]})
                for name, state, said in (
                    ("signing", filters.signing, LEFT_WORDS),
                    ("learning", filters.learning, LEFT_WORDS),
                    ("licence", filters.licence, STATE_WORDS),
                )
                if state
            ),
            ("q", filters.search),
        ]
        if filters.sort != "name":
            order = gettext("sorted by: %(order)s") % {"order": SORT_WORDS[filters.sort]}
            found.append(("sort", order))
        return [Chip(name=name, label=label) for name, label in found if label]
