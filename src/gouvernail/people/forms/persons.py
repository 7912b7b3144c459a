"""Somebody's record, the roles they are given, and how the team is narrowed."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.people.permissions import Right, visible_units
from gouvernail.people.queries import Asked, unit_choices
from gouvernail.people.queries.facts import PersonFacts

STATES = {"": _("working here"), "away": _("away today"), "left": _("who left")}


def role_choices() -> list[tuple[str, str]]:
    """Return the roles, a reviewer's once for each seat: `reviewer:legal`."""
    choices: list[tuple[str, str]] = []
    for role in Role:
        if role == Role.REVIEWER:
            words = gettext("%(role)s, %(seat)s")
            choices += [
                (f"{role}:{seat}", words % {"role": role.label, "seat": seat.label})
                for seat in Seat
            ]
        else:
            choices.append((str(role.value), str(role.label)))
    return choices


def role_name(role: str) -> str:
    """Return `reviewer:legal` or `lead` in the reader's words; empty when there is no such role."""
    names = dict(role_choices()) | {"reviewer": str(Role.REVIEWER.label)}
    return names.get(role, "")


def asked_of(query: QueryDict, *, viewer: Person) -> tuple[Asked, list[Chip]]:
    """Return how an address narrows the team, and its chips; unknown values narrow nothing.

    One query when it names a unit.
    """
    unit = _unit(query.get("unit", ""), viewer)
    role = query.get("role", "") if role_name(query.get("role", "")) else ""
    state = query.get("state", "") if query.get("state", "") in STATES else ""
    asked = Asked(search=query.get("q", "").strip()[:120], unit=unit, role=role, state=state)
    chips = []
    if asked.search:
        chips.append(Chip("q", gettext("“%(words)s”") % {"words": asked.search}))
    if unit is not None:
        chips.append(Chip("unit", gettext("Unit: %(unit)s") % {"unit": unit.label}))
    if role:
        chips.append(Chip("role", gettext("Role: %(role)s") % {"role": role_name(role)}))
    if state:
        chips.append(Chip("state", str(STATES[state])))
    return asked, chips


def _unit(key: str, viewer: Person) -> Unit | None:
    try:
        return visible_units(viewer).filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None


class FilterForm(forms.Form):
    """How the team is narrowed; sent by GET."""

    q = forms.CharField(
        label=_("Name, e-mail, job or staff number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = forms.ChoiceField(label=_("Unit and what stands below it"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("Presence"), required=False, choices=list(STATES.items()))

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        every = [("", gettext("all"))]
        _choose(self, "unit", every + unit_choices(viewer, Right.SEE_PEOPLE))
        _choose(self, "role", every + role_choices())


class PersonForm(forms.Form):
    """What is known of somebody."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Needed to sign in. Without one, they can still be named and sign on paper."),
    )
    job = forms.CharField(label=_("Job"), max_length=160, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    unit_id = forms.ChoiceField(label=_("Unit"))
    external_id = forms.CharField(
        label=_("Staff number"),
        max_length=80,
        required=False,
        help_text=_("An import finds the same person again by this number, or by the e-mail."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    joined_on = forms.DateField(
        label=_("Joined on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        viewer: Person,
        kept: PersonFacts | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        if kept is not None:
            names = (name for name in PersonFacts.__slots__ if name != "time_zone")
            kwargs["initial"] = {name: getattr(kept, name) for name in names}
        super().__init__(*args, **kwargs)
        self.kept = kept
        _choose(self, "unit_id", unit_choices(viewer, Right.MANAGE_PEOPLE))

    def facts(self) -> PersonFacts:
        """Return the answers as the action takes them; the zone stays what the person chose."""
        data = self.cleaned_data
        return PersonFacts(
            **(data | {"unit_id": UUID(data["unit_id"])}),
            time_zone=self.kept.time_zone if self.kept else "",
        )


class GrantForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("In this unit and below it"))
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        _choose(self, "role", role_choices())
        _choose(self, "unit", unit_choices(viewer, Right.GRANT_ROLES))

    def choices(self) -> dict[str, Any]:
        """Return the answers as `grant_role` takes them."""
        role, _colon, seat = self.cleaned_data["role"].partition(":")
        return {
            "role": role,
            "seat": seat,
            "unit_id": UUID(self.cleaned_data["unit"]),
            "until": self.cleaned_data["until"],
        }


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
