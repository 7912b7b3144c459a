"""How the archive is narrowed."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf.locale import LANG_INFO
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, visible_units
from gouvernail.people.queries import unit_choices
from gouvernail.records.models import Record, RetentionClass
from gouvernail.records.queries import Asked, retention_classes
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import network_choices, network_label

LANGUAGES: Final = ("fr", "en", "es", "de", "it", "pt", "nl", "ar")


def language_words(code: str) -> str:
    """Return a language by its own name."""
    return str(LANG_INFO[code]["name_local"]).capitalize()


class FilterForm(forms.Form):
    """How the archive is narrowed; sent by GET."""

    q = forms.CharField(
        label=_("Words of the text"),
        required=False,
        widget=forms.TextInput({"type": "search"}),
        help_text=_("All of these words; “words in quotes” follow each other; beginn*."),
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    unit = forms.ChoiceField(label=_("Unit and what stands below it"), required=False)
    source = forms.ChoiceField(label=_("How it was published"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    retention = forms.ChoiceField(label=_("Kept as"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        every = [("", gettext("all"))]
        practice = [("practice", network_label("practice"))]
        self._choose("network", every + network_choices() + practice)
        self._choose("unit", every + unit_choices(viewer, Right.SEE_RECORDS))
        self._choose("source", every + list(Record.Source.choices))
        self._choose("language", every + [(code, language_words(code)) for code in LANGUAGES])
        kept = [(str(one.pk), one.label) for one in retention_classes()]
        self._choose("retention", every + kept)
        if not kept:
            del self.fields["retention"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def asked_of(query: QueryDict, *, viewer: Person) -> tuple[Asked, list[Chip]]:
    """Return how an address narrows the archive, and its chips; unknown values narrow nothing.

    One query for an account it names, one for a unit.
    """
    since, until = _day(query.get("since", "")), _day(query.get("until", ""))
    source, language = query.get("source", ""), query.get("language", "")
    asked = Asked(
        search=query.get("q", "").strip()[:120],
        network=query.get("network", "")[:30],
        source=source if source in Record.Source.values else "",
        language=language if language in LANGUAGES else "",
        retention=_retention(query.get("retention", "")),
        account=_account(query.get("account", ""), viewer),
        unit=_unit(query.get("unit", ""), viewer),
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)) if until else None,
    )
    return asked, [*_chips(asked), *_day_chips(since, until)]


def _chips(asked: Asked) -> list[Chip]:
    chips = []
    if asked.search:
        chips.append(Chip("q", gettext("“%(words)s”") % {"words": asked.search}))
    if asked.network:
        words = gettext("Network: %(network)s")
        chips.append(Chip("network", words % {"network": network_label(asked.network)}))
    if asked.account:
        chips.append(Chip("account", asked.account.name))
    if asked.unit:
        chips.append(Chip("unit", gettext("Unit: %(unit)s") % {"unit": asked.unit.label}))
    if asked.source:
        chips.append(Chip("source", str(Record.Source(asked.source).label)))
    if asked.language:
        chips.append(Chip("language", language_words(asked.language)))
    if asked.retention:
        chips.append(Chip("retention", asked.retention.label))
    return chips


def _day_chips(since: date | None, until: date | None) -> list[Chip]:
    chips = []
    if since:
        words = gettext("From %(day)s")
        chips.append(Chip("since", words % {"day": date_format(since, "SHORT_DATE_FORMAT")}))
    if until:
        words = gettext("Until %(day)s")
        chips.append(Chip("until", words % {"day": date_format(until, "SHORT_DATE_FORMAT")}))
    return chips


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=get_current_timezone()) if day else None


def _retention(key: str) -> RetentionClass | None:
    return next((one for one in retention_classes() if str(one.pk) == key), None) if key else None


def _account(key: str, viewer: Person) -> Account | None:
    try:
        return visible_accounts(viewer).filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None


def _unit(key: str, viewer: Person) -> Unit | None:
    try:
        return visible_units(viewer).filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None
