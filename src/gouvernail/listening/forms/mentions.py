"""How mentions are narrowed, and what is written beside one."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf.locale import LANG_INFO
from django.db.models import Q
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language_info, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.foundation.ids import is_uuid
from gouvernail.listening.models import Mention, Tag
from gouvernail.listening.permissions import visible_topics
from gouvernail.listening.queries.narrowing import Asked, tags_used
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_people
from gouvernail.registry.queries import network_choices, network_label

LANGUAGES: Final = ("fr", "en", "es", "de", "it", "pt", "nl", "ar")
OFFERED: Final = 6
GIVEN: Final = {"me": _("given to me"), "nobody": _("given to nobody")}
WHOSE: Final = {"to_us": _("addressed to us"), "own": _("what we answered")}


class MentionFilterForm(forms.Form):
    """How mentions are narrowed; sent by GET."""

    q = forms.CharField(
        label=_("Words of the mention"),
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    topic = forms.ChoiceField(label=pgettext_lazy("listening", "Topic"), required=False)
    network = forms.ChoiceField(label=pgettext_lazy("listening", "Network"), required=False)
    lang = forms.ChoiceField(label=pgettext_lazy("listening", "Language"), required=False)
    sentiment = forms.ChoiceField(label=_("Sentiment (indicative)"), required=False)
    whose = forms.ChoiceField(label=_("Whose"), required=False)
    given = forms.ChoiceField(label=_("Given to"), required=False)
    tag = forms.ChoiceField(label=pgettext_lazy("mention", "Tag"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("listening", "From"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("listening", "Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    repeats = forms.BooleanField(label=_("Show repeats one by one"), required=False)
    hidden = forms.BooleanField(label=_("Those that were set aside"), required=False)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        every = [("", pgettext("listening", "all"))]
        topics = visible_topics(viewer).filter(closed_at__isnull=True)[:200]
        self._choose("topic", every + [(str(one.pk), one.label) for one in topics])
        self._choose("network", every + network_choices() + [("web", gettext("Web"))])
        self._choose("lang", every + [(code, language_words(code)) for code in LANGUAGES])
        self._choose("sentiment", every + list(Mention.Sentiment.choices))
        self._choose("whose", [("", gettext("what others say")), *WHOSE.items()])
        self._choose("given", every + list(GIVEN.items()))
        self._choose("tag", every + [(str(one.pk), one.name) for one in tags_used()])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def language_words(code: str) -> str:
    """Return a language as the reader names it; a code that is not known stays one."""
    known = "name" in LANG_INFO.get(code, {})
    return str(get_language_info(code)["name_translated"] if known else code).capitalize()


def asked_of(query: QueryDict, *, viewer: Person) -> tuple[Asked, list[Chip]]:
    """Return how an address narrows the list, and its chips; unknown values narrow nothing.

    One query for a topic it names, one for a tag.
    """
    since, until = _day(query.get("since", "")), _day(query.get("until", ""))
    asked = Asked(
        topic=_row(visible_topics(viewer), query.get("topic", "")),
        network=query.get("network", "")[:30],
        lang=query.get("lang", "")[:12],
        sentiment=_one_of(query.get("sentiment", ""), Mention.Sentiment.values),
        tag=_row(Tag.objects.all(), query.get("tag", "")),
        given=_one_of(query.get("given", ""), GIVEN),
        whose=_one_of(query.get("whose", ""), WHOSE),
        search=query.get("q", "").replace("\x00", "").strip()[:120],
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        hidden=bool(query.get("hidden")),
        repeats=bool(query.get("repeats")),
    )
    return asked, [*_chips(asked), *_day_chips(since, until)]


def _chips(asked: Asked) -> list[Chip]:
    found = {
        "q": asked.search and gettext("“%(words)s”") % {"words": asked.search},
        "topic": asked.topic.label if asked.topic else "",
        "network": network_label(asked.network) if asked.network else "",
        "lang": language_words(asked.lang) if asked.lang else "",
        "sentiment": Mention.Sentiment(asked.sentiment).label if asked.sentiment else "",
        "whose": WHOSE.get(asked.whose, ""),
        "given": GIVEN.get(asked.given, ""),
        "tag": asked.tag.name if asked.tag else "",
        "repeats": gettext("repeats one by one") if asked.repeats else "",
        "hidden": gettext("set aside") if asked.hidden else "",
    }
    return [Chip(name, str(label)) for name, label in found.items() if label]


def _day_chips(since: date | None, until: date | None) -> list[Chip]:
    chips = []
    if since:
        words = pgettext("listening", "From %(day)s")
        chips.append(Chip("since", words % {"day": date_format(since, "SHORT_DATE_FORMAT")}))
    if until:
        words = pgettext("listening", "Until %(day)s")
        chips.append(Chip("until", words % {"day": date_format(until, "SHORT_DATE_FORMAT")}))
    return chips


def _one_of(value: str, known: Any) -> str:  # noqa: ANN401 -- whatever `in` asks
    return value if value in known else ""


def _row(rows: Any, key: str) -> Any:  # noqa: ANN401 -- a row of whichever rows are given
    return rows.filter(pk=UUID(key)).first() if is_uuid(key) else None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    if day is None or not date.min < day < date.max:
        return None
    return datetime.combine(day, time(), tzinfo=get_current_timezone())


class TagForm(forms.Form):
    """A tag to put on a mention."""

    name = forms.CharField(
        label=pgettext_lazy("mention", "Tag"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "tags-offered", "autocomplete": "off"}),
    )


class NoteForm(forms.Form):
    """What colleagues should know of a mention."""

    text = forms.CharField(
        label=pgettext_lazy("mention", "Note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by those who listen here; never published."),
    )


class HideForm(forms.Form):
    """Why a mention is set aside."""

    reason = forms.CharField(
        label=pgettext_lazy("mention set aside", "Why"), max_length=300, required=False
    )


class ForgetForm(forms.Form):
    """What is noted of somebody outside who asks not to be kept."""

    reason = forms.CharField(
        label=pgettext_lazy("somebody asks not to be kept", "How they asked"),
        max_length=300,
        required=False,
        help_text=_("For instance: by letter, on 3 May. Name nobody: this is kept."),
    )


class AssignForm(forms.Form):
    """To whom a mention is given: by name or e-mail, whatever the number of people."""

    person = forms.CharField(
        label=_("Name or e-mail"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "people-offered", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person) -> None:
        super().__init__(data)
        self.people = visible_people(viewer).filter(is_active=True)

    def clean_person(self) -> Person:
        """Return the one person meant; two queries at most."""
        text = self.cleaned_data["person"].strip()
        wanted = Q(email__iexact=text) if "@" in text else Q(name__iexact=text)
        found = list(self.people.filter(wanted).order_by("name", "pk")[:2])
        if len(found) == 1:
            return found[0]
        near = self.people.filter(Q(name__icontains=text) | Q(email__icontains=text))
        named = ", ".join(one.name for one in near.order_by("name", "pk")[:OFFERED])
        if named:
            raise forms.ValidationError(gettext("Which one? %(names)s") % {"names": named})
        raise forms.ValidationError(gettext("Nobody here is called “%(name)s”.") % {"name": text})
