"""How the list of sign-ins is narrowed."""

from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.chips import Chip
from gouvernail.people.models import SignIn
from gouvernail.people.queries.doors import DoorsAsked

DAYS = {"1": _("last 24 hours"), "7": _("last 7 days"), "30": _("last 30 days")}
HAPPENINGS = [("", _("all")), ("refusals", _("all refusals")), *SignIn.What.choices]


class DoorsForm(forms.Form):
    """What is looked for; sent by GET."""

    q = forms.CharField(
        label=_("Name or e-mail"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    what = forms.ChoiceField(label=_("What happened"), required=False, choices=HAPPENINGS)
    means = forms.ChoiceField(
        label=_("By what means"), required=False, choices=[("", _("all")), *SignIn.Means.choices]
    )
    days = forms.ChoiceField(
        label=_("Since"), required=False, choices=[("", _("all")), *DAYS.items()]
    )


def doors_of(query: QueryDict, *, at: datetime) -> tuple[DoorsAsked, list[Chip]]:
    """Return how an address narrows the list, and its chips; unknown values narrow nothing."""
    happenings, means = dict(HAPPENINGS), dict(SignIn.Means.choices)
    search = query.get("q", "").strip()[:120]
    what = query.get("what", "") if query.get("what", "") in happenings else ""
    by = query.get("means", "") if query.get("means", "") in means else ""
    days = query.get("days", "") if query.get("days", "") in DAYS else ""
    since = at - timedelta(days=int(days)) if days else None
    words = [
        ("q", gettext("“%(words)s”") % {"words": search} if search else ""),
        ("what", str(happenings[what]) if what else ""),
        ("means", str(means[by]) if by else ""),
        ("days", str(DAYS[days]) if days else ""),
    ]
    chips = [Chip(name, label) for name, label in words if label]
    return DoorsAsked(search=search, what=what, means=by, since=since), chips
