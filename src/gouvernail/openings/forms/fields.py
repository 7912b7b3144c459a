"""Inputs of a request: a colleague, hours a week, a day, words between commas."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.registry.queries import whom_else

MINUTES: int = 60
MOST_HOURS: int = 60


class ColleagueField(forms.CharField):
    """One person by e-mail or by name, among `people`; the page offers names in a list."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(required=False, **kwargs)
        self.people: QuerySet[Person] = Person.objects.none()
        self.widget.attrs |= {"list": "people-offered", "autocomplete": "off"}

    def clean(self, value: object) -> Person | None:
        """Return the person, or None for an empty field. One query."""
        text = super().clean(value).strip()
        if not text:
            return None
        wanted = {"email__iexact": text} if "@" in text else {"name__iexact": text}
        found = list(self.people.filter(**wanted)[:2])
        if len(found) != 1:
            raise forms.ValidationError(whom_else(text, self.people))
        return found[0]

    def prepare_value(self, value: object) -> object:
        """Show a person as the e-mail that names them, or the name."""
        return (value.email or value.name) if isinstance(value, Person) else value


class HoursField(forms.DecimalField):
    """Hours a week, kept as minutes."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(
            required=False, min_value=Decimal(0), max_value=MOST_HOURS, decimal_places=2, **kwargs
        )
        self.widget.attrs |= {"step": "0.25"}

    def clean(self, value: object) -> int | None:
        """Return minutes, or None for an empty field."""
        hours = super().clean(value)
        return None if hours is None else round(hours * MINUTES)

    def prepare_value(self, value: object) -> object:
        """Show minutes as hours."""
        if isinstance(value, int):
            return (Decimal(value) / MINUTES).quantize(Decimal("0.01")).normalize().__format__("f")
        return value


class DayInput(forms.DateInput):
    """A day in the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WordsField(forms.CharField):
    """Words between commas, kept as a list."""

    def clean(self, value: object) -> list[str]:
        """Return the words, without repeats, in order."""
        words = [word.strip().lstrip("#") for word in super().clean(value).split(",")]
        return list(dict.fromkeys(word[:60] for word in words if word))

    def prepare_value(self, value: object) -> object:
        """Show a list of words as one line."""
        return ", ".join(value) if isinstance(value, list) else value


def long_text(**attrs: Any) -> forms.Textarea:  # noqa: ANN401 - HTML attributes
    """Return a box for a few sentences."""
    return forms.Textarea(attrs={"rows": 4, **attrs})
