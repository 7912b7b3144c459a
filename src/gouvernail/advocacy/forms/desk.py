"""What is typed at the desk: a programme, a story, its wordings, decisions and answers."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.advocacy.actions import KitFacts, ProgrammeFacts
from gouvernail.advocacy.forms.members import LONGEST, day_input, shareable_choices
from gouvernail.advocacy.models import Idea, Kit, OwnWords, Programme, Wording
from gouvernail.advocacy.permissions import run_units
from gouvernail.advocacy.queries.choosing import offered_items, offered_owners, offered_policies
from gouvernail.people.models import Person, Role
from gouvernail.people.permissions import visible_units

LASTS = timedelta(days=14)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProgrammeForm(forms.Form):
    """The page of a programme, and whom it is open to."""

    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Name"), max_length=120)
    title_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    aim = forms.CharField(label=_("What it is for"), max_length=2000, widget=_area())
    aim_en = forms.CharField(
        label=_("What it is for, in English"), max_length=2000, widget=_area(), required=False
    )
    asked = forms.CharField(label=_("What we ask"), max_length=2000, widget=_area(), required=False)
    asked_en = forms.CharField(
        label=_("What is asked, in English"), max_length=2000, widget=_area(), required=False
    )
    not_asked = forms.CharField(
        label=_("What is never asked"), max_length=2000, widget=_area(), required=False
    )
    not_asked_en = forms.CharField(
        label=_("What is never asked, in English"), max_length=2000, widget=_area(), required=False
    )
    disclosure = forms.CharField(
        label=_("What each post says of who speaks"),
        max_length=80,
        help_text=_("It is added to each text and counted in its length: #JeTravailleChezNordet."),
    )
    disclosure_en = forms.CharField(
        label=_("What each post says of who speaks, in English"), max_length=80, required=False
    )
    disclaimer = forms.CharField(
        label=_("What a profile says"),
        max_length=160,
        required=False,
        help_text=_("For example: my words are my own. It does not lift confidentiality."),
    )
    disclaimer_en = forms.CharField(
        label=_("What a profile says, in English"), max_length=160, required=False
    )
    policy = forms.ChoiceField(
        label=_("Policy to sign first"),
        required=False,
        help_text=_("Whoever joins has signed the version in force."),
    )
    owner = forms.ChoiceField(label=_("Who answers for it"))
    units = forms.MultipleChoiceField(
        label=_("Open to these units and those below"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: the unit of the programme."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Open to these roles"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: everybody there."),
    )
    closes_on = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    folds = (
        (_("What a profile says, and a last day"), ("disclaimer", "disclaimer_en", "closes_on")),
        (_("Open to some units or roles only"), ("units", "roles")),
    )

    def __init__(
        self, data: QueryDict | None, *, viewer: Person, programme: Programme | None = None
    ) -> None:
        super().__init__(data, initial=_shown(programme) if programme else {"owner": viewer.pk})
        choices = cast("Any", self.fields)
        if programme is None:
            choices["unit"].choices = [(str(one.pk), one.label) for one in run_units(viewer)]
        else:
            del self.fields["unit"]
        choices["owner"].choices = offered_owners(viewer, programme)
        choices["policy"].choices = [("", _now("none")), *offered_policies(viewer, programme)]
        units = visible_units(viewer).order_by("path")
        choices["units"].choices = [(str(one.pk), one.label) for one in units]

    def facts(self) -> ProgrammeFacts:
        """Return what was typed, ready for the action."""
        said = dict(self.cleaned_data)
        said.pop("unit", None)
        policy, owner = said.pop("policy"), said.pop("owner")
        units = [UUID(one) for one in said.pop("units")]
        return ProgrammeFacts(
            **said,
            units=units,
            policy_id=UUID(policy) if policy else None,
            owner_id=UUID(owner),
        )


def _shown(programme: Programme) -> dict[str, object]:
    plain = {
        name: getattr(programme, name)
        for name in ProgrammeForm.base_fields
        if name not in {"unit", "policy", "owner", "units", "roles"}
    }
    reach = list(programme.reach.all())
    return plain | {
        "policy": str(programme.policy_id or ""),
        "owner": str(programme.owner_id),
        "units": [str(one.unit_id) for one in reach if one.unit_id],
        "roles": [one.role for one in reach if one.role],
    }


class KitForm(forms.Form):
    """A story: its days, its link, its pictures, topics to follow."""

    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    story = forms.CharField(
        label=_("The story, for those who share it"),
        max_length=3000,
        required=False,
        widget=_area(),
    )
    story_en = forms.CharField(
        label=_("The story in English"), max_length=3000, required=False, widget=_area()
    )
    link = forms.CharField(label=_("Link to share"), max_length=500, required=False)
    opens_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), widget=day_input())
    topics = forms.CharField(
        label=_("Topics to follow"),
        max_length=600,
        required=False,
        help_text=_("Hashtags, commas between them."),
    )
    pictures = forms.MultipleChoiceField(
        label=_("Pictures of the brand library"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their rights last as long as the story."),
    )

    def __init__(
        self, data: QueryDict | None, *, viewer: Person, today: date, kit: Kit | None = None
    ) -> None:
        shown: dict[str, object] = {"opens_on": today, "ends_on": today + LASTS}
        if kit is not None:
            shown = {name: getattr(kit, name, "") for name in self.base_fields}
            shown["topics"] = ", ".join(kit.topics)
            shown["pictures"] = [str(one.item_id) for one in kit.pictures.all()]
        super().__init__(data, initial=shown)
        cast("Any", self.fields["pictures"]).choices = offered_items(viewer, today=today)
        if not cast("Any", self.fields["pictures"]).choices:
            del self.fields["pictures"]

    def facts(self) -> KitFacts:
        """Return what was typed, ready for the action."""
        said = dict(self.cleaned_data)
        pictures = [UUID(one) for one in said.pop("pictures", [])]
        topics = said.pop("topics").split(",")
        return KitFacts(**said, topics=topics, pictures=pictures)


class WordingForm(forms.Form):
    """One way of telling a story."""

    language = forms.ChoiceField(label=_("Language"), choices=Wording.Language)
    network = forms.ChoiceField(label=_("Network"), required=False)
    text = forms.CharField(
        label=_("What one may post"),
        max_length=LONGEST,
        widget=_area(5),
        help_text=_("Who speaks and the link are added if they are not in it."),
    )

    def __init__(self, data: QueryDict | None, *, wording: Wording | None = None) -> None:
        shown = {}
        if wording is not None:
            shown = {name: getattr(wording, name) for name in self.base_fields}
        super().__init__(data, initial=shown)
        cast("Any", self.fields["network"]).choices = shareable_choices(empty=_now("any network"))


class ReturnForm(forms.Form):
    """Why a story is sent back."""

    reason = forms.CharField(label=_("What should change?"), max_length=1000, widget=_area(2))


class DecideForm(forms.Form):
    """Why a wording is refused."""

    cause = forms.ChoiceField(
        label=_("Why not?"),
        choices=OwnWords.Cause,
        widget=forms.RadioSelect,
        help_text=_("For a rule, the next wordings of this person are read again from zero."),
    )
    reason = forms.CharField(
        label=_("What would make it right, in a sentence"), max_length=1000, widget=_area(2)
    )


class AnswerForm(forms.Form):
    """The answer to a suggestion."""

    status = forms.ChoiceField(
        label=pgettext_lazy("suggestion", "Your answer"),
        choices=[one for one in Idea.Status.choices if one[0] in Idea.ANSWERS],
    )
    reason = forms.CharField(
        label=_("Why, in a sentence"), max_length=1000, required=False, widget=_area(2)
    )
