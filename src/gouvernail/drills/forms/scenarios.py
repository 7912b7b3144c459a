"""What is typed in a scenario: its head, and the lines of its four lists."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models.plans import Kind, RoleInCrisis
from gouvernail.drills.actions import ScenarioFacts
from gouvernail.drills.models import Scenario
from gouvernail.drills.models.scenarios import Act, EventKind, Voice
from gouvernail.drills.queries.scenarios import said_of

LONG = 5_000
WORDS = 500
NAME = 120
Offered = dict[str, list[tuple[str, str]]]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _told(label: Any, rows: int = 4) -> forms.CharField:  # noqa: ANN401 - a lazy text
    return forms.CharField(label=label, required=False, max_length=LONG, widget=_area(rows))


class ScenarioForm(forms.Form):
    """What a scenario says beside its lists."""

    title = forms.CharField(label=pgettext_lazy("scenario", "Title in French"), max_length=160)
    title_en = forms.CharField(
        label=pgettext_lazy("scenario", "Title in English"), max_length=160, required=False
    )
    plan_kind = forms.ChoiceField(
        label=_("Plan that is rehearsed"), choices=lambda: list(Kind.choices)
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=240)
    story = _told(_("What everyone is told at the start, in French"))
    story_en = _told(pgettext_lazy("story", "The same in English"))
    notes = _told(_("What the trainer alone knows, in French"))
    notes_en = _told(pgettext_lazy("notes", "The same in English"))
    debrief = _told(_("Questions to talk over afterwards, one a line, in French"), 5)
    debrief_en = _told(pgettext_lazy("debrief", "The same in English"), 5)

    @classmethod
    def of(cls, scenario: Scenario) -> "ScenarioForm":
        """Return the form of a scenario as it stands."""
        names = ScenarioFacts.__dataclass_fields__
        return cls(initial={name: getattr(scenario, name) for name in names})

    @property
    def facts(self) -> ScenarioFacts:
        """Return what was typed."""
        return ScenarioFacts(**self.cleaned_data)


class PartForm(forms.Form):
    """Words in both languages; one of them is enough."""

    fr = forms.CharField(label=_("In French"), required=False, max_length=WORDS, widget=_area(3))
    en = forms.CharField(label=_("In English"), required=False, max_length=WORDS, widget=_area(3))

    def __init__(self, *args: Any, scenario: Scenario, key: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.scenario, self.key = scenario, key
        for name, choices in self.offered().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def offered(self) -> Offered:
        """Return the choices of the fields that offer what the scenario holds, by field."""
        return {}

    def left(self, part: str, every: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the choices that no other line took, or the one of this line."""
        if self.key:
            return [one for one in every if one[0] == self.key]
        there = {one[Scenario.KEYS[part]] for one in self.scenario.part(part)}
        return [one for one in every if one[0] not in there]


class RoleForm(PartForm):
    """A role: what whoever plays it does."""

    role = forms.ChoiceField(label=pgettext_lazy("drill", "Role"))
    field_order = ("role", "fr", "en")

    def offered(self) -> Offered:
        """Return the roles that are not there yet, or the one that is changed."""
        every = [(code, str(label)) for code, label in RoleInCrisis.choices]
        return {"role": self.left("roles", every)}


class CastForm(PartForm):
    """Somebody who writes on the stage; `fr` and `en` are their name."""

    kind = forms.ChoiceField(label=_("Whose voice it is"), choices=lambda: list(Voice.choices))
    fr = forms.CharField(label=_("Name, in French"), max_length=NAME)
    en = forms.CharField(label=_("Name, in English"), required=False, max_length=NAME)
    field_order = ("fr", "en", "kind")


class EventForm(PartForm):
    """Something that happens at a minute."""

    minute = forms.IntegerField(label=_("Minute"), min_value=0, max_value=240)
    kind = forms.ChoiceField(
        label=pgettext_lazy("event of a drill", "What it is"),
        choices=lambda: list(EventKind.choices),
    )
    by = forms.ChoiceField(label=_("Who writes it (post, comment)"), required=False)
    under = forms.ChoiceField(label=_("Under which post (comment)"), required=False)
    to = forms.ChoiceField(label=_("Who gets it (inject)"), required=False)
    picture_fr = forms.CharField(
        label=_("What its picture shows, in French"), required=False, max_length=WORDS
    )
    picture_en = forms.CharField(
        label=_("What its picture shows, in English"), required=False, max_length=WORDS
    )
    sign = forms.BooleanField(label=_("It is the first sign: times count from it"), required=False)
    field_order = ("minute", "kind", "by", "under", "to", "fr", "en")

    def offered(self) -> Offered:
        """Return the cast, the posts and the roles of the scenario."""
        roles = dict(RoleInCrisis.choices)
        cast = [(one["who"], said_of(one)) for one in self.scenario.part("cast")]
        posts = [
            (one["event"], f"{one['minute']} · {said_of(one)[:60]}")
            for one in self.scenario.part("events")
            if one["kind"] == EventKind.POST and one["event"] != self.key
        ]
        named = [(one["role"], str(roles[one["role"]])) for one in self.scenario.part("roles")]
        return {
            "by": [("", "–"), *cast],
            "under": [("", "–"), *posts],
            "to": [("", str(_("Everyone"))), *named],
        }


class ExpectedForm(PartForm):
    """What is expected, and by which minute."""

    act = forms.ChoiceField(label=_("What is timed"))
    minute = forms.IntegerField(label=_("By minute"), min_value=0, max_value=240)
    field_order = ("act", "minute", "fr", "en")

    def offered(self) -> Offered:
        """Return the acts that are not there yet, or the one that is changed."""
        every = [(code, str(label)) for code, label in Act.choices]
        return {"act": self.left("expected", every)}


PARTS: Mapping[str, type[PartForm]] = {
    "roles": RoleForm,
    "cast": CastForm,
    "events": EventForm,
    "expected": ExpectedForm,
}
