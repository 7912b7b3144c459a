"""Inputs that name people by e-mail or name, without a list of everybody."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person

OFFERED: Final = 6
MOST: Final = 20


class PeopleField(forms.CharField):
    """One person or several between commas, by e-mail, name or key, among `people`."""

    def __init__(self, *, several: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(**kwargs)
        self.people: QuerySet[Person] = Person.objects.none()
        self.several = several
        self.widget.attrs |= {"list": "people-offered", "autocomplete": "off"}

    def clean(self, value: object) -> list[Person]:
        """Return the people named. One query for each, two where a name is not one of theirs."""
        text = super().clean(value)
        names = text.split(",")[:MOST] if self.several else [text]
        return [self._named(name.strip()) for name in names if name.strip()]

    def prepare_value(self, value: object) -> object:
        """Show a person as the e-mail that names them, or the name."""
        return (value.email or value.name) if isinstance(value, Person) else value

    def _named(self, text: str) -> Person:
        found = list(self.people.filter(_wanted(text)).order_by(Plain("name"), "pk")[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(self._whom_else(text))

    def _whom_else(self, text: str) -> str:
        near = self.people
        for word in text.replace("@", " ").split()[:4]:
            near = near.filter(Q(name__icontains=word) | Q(email__icontains=word))
        found = list(near.order_by(Plain("name"), "pk")[:OFFERED])
        if not found:
            return _("Nobody here is called “%(name)s”.") % {"name": text}
        named = ", ".join(f"{one.name} ({one.email})" if one.email else one.name for one in found)
        return _("Which one? %(names)s. Write the e-mail.") % {"names": named}


def _wanted(text: str) -> Q:
    if "@" in text:
        return Q(email__iexact=text)
    try:
        return Q(pk=UUID(text))
    except ValueError:
        return Q(name__iexact=text)
