"""Today and search."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.web.context import Shell
from gouvernail.web.middleware import zone_of
from gouvernail.web.searching import search_everywhere
from gouvernail.web.today import Narrowed, chores_of, day_of, decisions_of, waiting_of

LONGEST_SEARCH = 300  # an address may be pasted whole


@require_GET
@login_required
def today(request: WebRequest) -> HttpResponse:
    """Show the reader's day."""
    zone = zone_of(request.user)
    frame = Shell(request)
    day = day_of(request.user, at=clock.now(), zone=zone, frame=frame)
    context = {"day": day, "now": timezone.localtime(day.at, zone), "shell": frame}
    return render(request, "web/today.html", context)


class ChoreFilterForm(forms.Form):
    """Narrows what is to be done; sent by GET."""

    q = forms.CharField(label=_lazy("Words"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_lazy("About"), required=False)
    late = forms.BooleanField(label=_lazy("Only what is late"), required=False)
    what = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, data: QueryDict, *, topics: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="filter_%s")
        field = self.fields["topic"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("any")), *topics]
        if not topics:
            del self.fields["topic"]


@require_GET
@login_required
def to_do(request: WebRequest) -> HttpResponse:
    """Show everything that waits for the reader to do it, or to decide (`what=decide`)."""
    given, frame = request.GET, Shell(request)
    deciding = given.get("what") == "decide"
    narrowed = Narrowed(
        topic=given.get("topic", ""),
        late=bool(given.get("late")),
        words=given.get("q", "").strip()[:100],
    )
    cursor = given.get("cursor", "")[:6]
    waiting = waiting_of(request.user, frame, at=clock.now())
    found = (decisions_of if deciding else chores_of)(waiting, narrowed, cursor=cursor)
    chips = []
    if narrowed.words:
        chips.append({"name": "q", "label": narrowed.words})
    if narrowed.topic:
        chips.append({"name": "topic", "label": dict(found.topics).get(narrowed.topic, "—")})
    if narrowed.late:
        chips.append({"name": "late", "label": _("Only what is late")})
    form = ChoreFilterForm(given, topics=found.topics)
    context = {
        "page": found,
        "chips": chips,
        "filter_form": form,
        "title": _("To decide") if deciding else _("To do"),
        "here": reverse("web:to-do") + ("?what=decide" if deciding else ""),
        "deciding": deciding,
        "shell": frame,
    }
    return render(request, "web/to_do.html", context)


@require_GET
@login_required
def search(request: WebRequest) -> HttpResponse:
    """Find accounts, people, drafts, clauses and pages by a few words."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {"words": words, "results": search_everywhere(words, reader=request.user)}
    return render(request, "web/search.html", context)
