"""What forms of what is staged have in common: both languages, points, groups of fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.training.forms.courses import area, line

POINTS_MOST: Final = 10

Fields = tuple[BoundField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together; each row side by side. `is_open`: shown without asking.

    `chosen` says in a word what was chosen, where it is closed.
    """

    title: str
    rows: Sequence[Fields]
    help: str = ""
    is_open: bool = True
    chosen: str = ""

    @property
    def refused(self) -> bool:
        """Return whether one of its fields was refused."""
        return any(one.errors for row in self.rows for one in row)


class ContentPart(forms.Form):
    """What is staged; each text in both languages, `name` and `name_en`."""

    def _pair(self, name: str, label: str | Promise, *, rows: int = 0, longest: int = 120) -> None:
        make: Any = area if rows else line
        more: dict[str, Any] = {"rows": rows} if rows else {}
        for key, said, lang in ((name, label, "fr"), (f"{name}_en", _("In English"), "en")):
            field = make(said, longest=longest, **more)
            field.widget.attrs["lang"] = lang
            field.asked = lang == "fr"  # a draft may lack it; what is published may not
            self.fields[key] = field

    def _row(self, *names: str) -> Fields:
        return tuple(self[name] for name in names)

    def _both(self, name: str) -> Fields:
        return self._row(name, f"{name}_en")

    def _said(self, name: str) -> dict[str, str]:
        said = self.cleaned_data
        return {"fr": said[name].strip(), "en": said[f"{name}_en"].strip()}

    def _typed(self, names: Sequence[str]) -> bool:
        """Return whether something was typed, kept or refused in one of these."""
        return any(self[name].value() or self[name].errors for name in names)

    def _weigh(self, code: str, most: int) -> None:
        self.fields[f"points_{code}"] = forms.IntegerField(
            label=_("Points"), min_value=1, max_value=POINTS_MOST, required=False, initial=most
        )
        self._pair(f"why_{code}", _("What the learner reads when it lacks"), rows=2, longest=500)

    def _weights(self, codes: Sequence[str]) -> dict[str, Any]:
        """Return the points and explanations that are not the usual ones."""
        said = self.cleaned_data
        why = {code: self._said(f"why_{code}") for code in codes}
        return {
            "points": {one: said[f"points_{one}"] for one in codes if said[f"points_{one}"]},
            "why": {code: both for code, both in why.items() if any(both.values())},
        }


def pairs_of(content: Mapping[str, Any], *names: str, prefix: str = "") -> dict[str, Any]:
    """Return what the form shows of texts in both languages."""
    begun = {}
    for name in names:
        begun[f"{prefix}{name}"] = content[name]["fr"]
        begun[f"{prefix}{name}_en"] = content[name]["en"]
    return begun


def weighed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of points and explanations."""
    begun = {f"points_{code}": points for code, points in content.get("points", {}).items()}
    for code, both in content.get("why", {}).items():
        begun |= {f"why_{code}": both["fr"], f"why_{code}_en": both["en"]}
    return begun


def lines_in(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [one.strip() for one in text.splitlines() if one.strip()]
