"""How the publications that stand against the rules are narrowed."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import is_uuid
from gouvernail.registry.queries import network_choices, network_label
from gouvernail.rulebooks.queries.published import SEVERE, Against

SEVERITIES = {"warn": _("warning"), "review": _("a reading is needed"), "block": _("blocked")}
STATES = {"open": _("to answer"), "aside": _("set aside"), "all": _("all")}


class FilterForm(forms.Form):
    """How the list is narrowed; sent by GET."""

    severity = forms.ChoiceField(label=_("What the rules say today"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), required=False)
    then = forms.ChoiceField(label=_("On the day of its publication"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        every = [("", gettext("all"))]
        self._choose("severity", every + [(key, str(word)) for key, word in SEVERITIES.items()])
        self._choose("network", every + network_choices())
        self._choose("state", [(key, str(word)) for key, word in STATES.items()])
        self._choose("then", [*every, ("1", gettext("not forbidden then"))])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


def against_of(query: QueryDict) -> tuple[Against, list[tuple[str, str]]]:
    """Return how an address narrows the list, and its chips. No query."""
    severity, state = query.get("severity", ""), query.get("state", "")
    account = query.get("account", "")
    asked = Against(
        severity=severity if severity in SEVERE else "",
        network=query.get("network", "")[:30],
        account=account if is_uuid(account) else "",
        state=state if state in STATES else "open",
        then=query.get("then") == "1",
    )
    chips = []
    if asked.severity:
        chips.append(("severity", str(SEVERITIES[asked.severity])))
    if asked.network:
        chips.append(("network", network_label(asked.network)))
    if asked.state != "open":
        chips.append(("state", str(STATES[asked.state])))
    if asked.then:
        chips.append(("then", gettext("not forbidden then")))
    return asked, chips
