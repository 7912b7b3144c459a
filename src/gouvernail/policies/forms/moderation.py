"""What is typed about one act of moderation, and what narrows their list."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.policies.forms.drafting import RefusableForm
from gouvernail.policies.models import CommentSpace, ModerationAct, ModerationReason
from gouvernail.policies.queries.moderation import ActFilters


class ActForm(RefusableForm):
    """One act of moderation; the reasons of the account are its choices."""

    act = forms.ChoiceField(
        label=_("What was done"), choices=ModerationAct.Act.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("moderation", "Reason"),
        widget=forms.RadioSelect,
        help_text=_("The number is that of the clause it rests on."),
    )
    done_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    link = forms.CharField(
        label=_("Link to the comment"),
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    quote = forms.CharField(
        label=_("Words of the comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only what is needed, without the name of its author."),
    )

    def __init__(self, *args: Any, reasons: list[ModerationReason], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.reasons = {str(one.pk): one for one in reasons}
        choices = [(key, f"{one.anchor} · {said_of(one)}") for key, one in self.reasons.items()]
        cast("forms.ChoiceField", self.fields["reason"]).choices = choices

    def said(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        names = ("act", "done_at", "link", "quote")
        reason = self.reasons[self.cleaned_data["reason"]]
        data = {name: self.cleaned_data[name] for name in names}
        return data | {"reason": reason.pk, "anchor": reason.anchor}


class CorrectForm(ActForm):
    """An act as it was, and why what was recorded is wrong."""

    why = forms.CharField(label=_("What was wrong"), widget=forms.Textarea(attrs={"rows": 2}))

    def said(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        return super().said() | {"why": self.cleaned_data["why"]}


class WithdrawForm(RefusableForm):
    """Why an act is struck."""

    why = forms.CharField(label=_("Why it is struck"), widget=forms.Textarea(attrs={"rows": 2}))


FIRST_DAY: Final = date(1970, 1, 1)  # days before have no instant everywhere


class ActFilterForm(forms.Form):
    """Narrows the list; sent by GET, so that the address can be passed on."""

    account = forms.ChoiceField(label=_("Account"), required=False)
    act = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=[("", pgettext_lazy("filter", "any")), *ModerationAct.Act.choices],
    )
    clause = forms.CharField(label=_("Clause"), required=False, max_length=20)
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(FIRST_DAY)],
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(FIRST_DAY)],
    )

    def __init__(self, data: QueryDict, *, spaces: list[CommentSpace]) -> None:
        super().__init__(data, auto_id="filter_%s")
        choices = [(str(one.account_id), one.name) for one in spaces]
        offered = [("", pgettext_lazy("filter", "any")), *choices]
        cast("forms.ChoiceField", self.fields["account"]).choices = offered

    def filters(self) -> ActFilters:
        """Return what is asked; what cannot be read narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        until = asked.get("until")
        return ActFilters(
            account_id=UUID(asked["account"]) if asked.get("account") else None,
            act=asked.get("act", ""),
            anchor=asked.get("clause", "").strip(),
            since=_midnight(asked.get("since")),
            until=_midnight(until + timedelta(days=1) if until and until < date.max else None),
        )

    def chips(self) -> list["Chip"]:
        """Return the filters in force, to be taken out one by one."""
        self.is_valid()
        said = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            if isinstance(field, forms.ChoiceField):
                value = dict(cast("list[tuple[Any, Any]]", field.choices))[value]
            elif isinstance(value, date):
                value = date_format(value, "SHORT_DATE_FORMAT")
            words = gettext("%(what)s: %(value)s") % {"what": field.label, "value": value}
            said.append(Chip(name=name, label=words))
        return said


def said_of(reason: ModerationReason) -> str:
    """Return a reason in the reader's language."""
    in_english = (get_language() or "").startswith("en")
    return reason.label_en if in_english and reason.label_en else reason.label


def _midnight(day: date | None) -> datetime | None:
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    return datetime.combine(day, time.min, tzinfo=zone) if day else None
