"""Forms that remember what was in sight, so that nobody writes over what they never saw."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from django import forms
from django.utils.translation import gettext as _

from gouvernail.charter.errors import CharterStaleError
from gouvernail.foundation.refusals import tried

T = TypeVar("T")


class SeenForm(forms.Form):
    """A form that sends back the digest of what it was filled from."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def attempt(self, act: Callable[[], T], *, now: Mapping[str, Any]) -> T | None:
        """Return what `act` returns; where it refuses, say why in this form and return None.

        `now` are the values that a fresh form would begin with.
        """
        try:
            return tried(self, act)
        except CharterStaleError as error:
            self.add_error(None, error.message)
            self._compare(now)
            return None

    def _compare(self, now: Mapping[str, Any]) -> None:
        """Say, beside each answer that differs, what stands now; keeping again then means it."""
        for name, field in self.fields.items():
            sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            kept = now.get(name, "")
            if name != "seen" and field.has_changed(field.prepare_value(kept), sent):
                shown = _shown(field, kept) or "—"
                self.add_error(name, _("In the charter now: %(value)s") % {"value": shown})
        data = self.data.copy()  # type: ignore[attr-defined]  # what a browser sent
        data[self.add_prefix("seen")] = now["seen"]
        self.data = data


def _shown(field: forms.Field, kept: object) -> str:
    """Return a value as the form would show it."""
    if isinstance(field, forms.ChoiceField):
        chosen = {str(each) for each in kept} if isinstance(kept, list) else {str(kept)}
        return ", ".join(str(label) for key, label in _choices(field) if str(key) in chosen)
    return str(field.widget.format_value(field.prepare_value(kept)) or "")


def _choices(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    """Return the choices of a field without their groups."""
    flat: list[tuple[Any, Any]] = []
    for key, label in cast("Iterable[tuple[Any, Any]]", field.choices):
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return flat
