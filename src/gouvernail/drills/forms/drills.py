"""What is typed to plan a drill, to lead it and to play it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.forms.moments import MomentField
from gouvernail.crisis.models import Incident
from gouvernail.crisis.models.plans import RoleInCrisis
from gouvernail.drills.actions import DrillFacts, Said
from gouvernail.drills.actions.planning import SPEEDS
from gouvernail.drills.models import Drill, Remark, Scenario
from gouvernail.drills.models.scenarios import EventKind
from gouvernail.drills.queries.playing import voices_of
from gouvernail.drills.queries.scenarios import said_of
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.forms.accounts import PersonField

LANGUAGES = (("fr", "Français"), ("en", "English"))
SHORT = 60
AHEAD = "role_"


def speeds() -> list[tuple[int, str]]:
    """Return the speeds that may be chosen, in words."""
    faster = _("%(speed)s times as fast")
    return [
        (speed, str(_("as it is")) if speed == 1 else str(faster) % {"speed": speed})
        for speed in SPEEDS
    ]


class DrillForm(forms.Form):
    """When a drill is played, at which speed, by whom; one field for each role."""

    unit = forms.ChoiceField(label=_("Where"), required=False)
    trainer = PersonField(label=_("Who leads it (empty: you)"))
    planned_at = MomentField(label=_("When (empty: when you start it)"))
    language = forms.ChoiceField(label=_("Language of the stage"), choices=LANGUAGES)
    speed = forms.TypedChoiceField(label=_("Speed"), coerce=int, choices=speeds)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        person: Person,
        scenario: Scenario,
        drill: Drill | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        first = {"speed": 1, "language": person.language or "fr"}
        kwargs.setdefault("initial", self._of(drill) if drill else first)
        super().__init__(*args, **kwargs)
        self._offer_units(person, drill)
        cast("PersonField", self.fields["trainer"]).viewer = person
        labels = dict(RoleInCrisis.choices)
        for one in scenario.part("roles"):
            field = PersonField(label=labels[one["role"]], help_text=said_of(one))
            field.viewer = person
            self.fields[f"{AHEAD}{one['role']}"] = field

    @staticmethod
    def _of(drill: Drill) -> dict[str, Any]:
        players = {
            f"{AHEAD}{one.role}": one.person for one in drill.players.select_related("person")
        }
        kept = {name: getattr(drill, name) for name in ("planned_at", "language", "speed")}
        return {**kept, "trainer": drill.trainer, **players}

    def _offer_units(self, person: Person, drill: Drill | None) -> None:
        rows = Unit.objects.filter(scope(person, Right.RUN_INCIDENTS)).order_by("path")
        choices = [(str(unit.pk), unit.label) for unit in rows[:200]]
        if drill is None and len(choices) > 1:
            self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    @property
    def unit_id(self) -> UUID | None:
        """Return the unit that was chosen, if there was a choice."""
        chosen = self.cleaned_data.get("unit")
        return UUID(chosen) if chosen else None

    @property
    def facts(self) -> DrillFacts:
        """Return what was typed."""
        said = self.cleaned_data
        people = {
            name.removeprefix(AHEAD): value.pk if value else None
            for name, value in said.items()
            if name.startswith(AHEAD)
        }
        trainer = said["trainer"]
        return DrillFacts(
            trainer_id=trainer.pk if trainer else None,
            planned_at=said["planned_at"],
            language=said["language"],
            speed=said["speed"],
            players=people,
        )


def _posts(drill: Drill) -> list[tuple[str, str]]:
    """Return the posts of the stage, latest first, to be commented. One query."""
    rows = drill.happenings.filter(kind=EventKind.POST, post__isnull=False)
    told = rows.select_related("post").order_by("-second", "-id")[:100]
    return [(one.key, f"{one.by} · {one.post.text[:SHORT]}") for one in told if one.post]


class SpeakForm(forms.Form):
    """What the team says on the stage."""

    words = forms.CharField(
        label=_("What you say"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    by = forms.ChoiceField(label=_("In the name of"))
    under = forms.ChoiceField(label=_("As an answer to"), required=False)

    def __init__(self, *args: Any, drill: Drill, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = voices_of(drill)  # type: ignore[attr-defined]
        alone = [("", str(_("nobody: a new post")))]
        self.fields["under"].choices = [*alone, *_posts(drill)]  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        """Return what was typed."""
        kind = EventKind.COMMENT if self.cleaned_data["under"] else EventKind.POST
        return Said(kind=kind, **self.cleaned_data)


class InjectForm(forms.Form):
    """What the trainer brings in."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("event of a drill", "What it is"),
        choices=lambda: list(reversed(EventKind.choices)),
    )
    words = forms.CharField(
        label=_("What is said, handed over or played"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    to = forms.ChoiceField(label=_("Who gets it (inject)"), required=False)
    by = forms.ChoiceField(label=_("Who writes it (post, comment)"), required=False)
    under = forms.ChoiceField(label=_("Under which post (comment)"), required=False)

    def __init__(self, *args: Any, drill: Drill, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        labels = dict(RoleInCrisis.choices)
        roles = [(one["role"], str(labels[one["role"]])) for one in drill.part("roles")]
        voices = [(one["who"], said_of(one)) for one in drill.part("cast")]
        self.fields["to"].choices = [("", str(_("Everyone"))), *roles]  # type: ignore[attr-defined]
        self.fields["by"].choices = [("", "–"), *voices]  # type: ignore[attr-defined]
        self.fields["under"].choices = [("", "–"), *_posts(drill)]  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        """Return what was typed."""
        return Said(**self.cleaned_data)


class AlarmForm(forms.Form):
    """How grave the team thinks it is."""

    severity = forms.TypedChoiceField(
        label=_("How grave is it?"), coerce=int, choices=lambda: list(Incident.Severity.choices)
    )


class RemarkForm(forms.Form):
    """How an act was done."""

    act = forms.CharField(widget=forms.HiddenInput, max_length=14)
    verdict = forms.ChoiceField(
        label=_("How it was done"), choices=lambda: list(Remark.Verdict.choices)
    )
    note = forms.CharField(
        label=pgettext_lazy("drill", "In a word"), required=False, max_length=300
    )


class LessonsForm(forms.Form):
    """What the team changes."""

    lessons = forms.CharField(
        label=_("What we change, who, by when"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
