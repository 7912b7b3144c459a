"""The list of incidents, and declaring one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from gouvernail.crisis import actions
from gouvernail.crisis.actions.incidents import ORIGINS
from gouvernail.crisis.forms.room import IncidentForm
from gouvernail.crisis.models import Incident
from gouvernail.crisis.models.plans import Kind
from gouvernail.crisis.permissions import may_declare, visible_incidents, visible_plans
from gouvernail.crisis.queries import open_incidents
from gouvernail.crisis.queries.incidents import incidents_for_list
from gouvernail.crisis.queries.origins import title_from
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require


@login_required
@require_GET
def incident_list(request: WebRequest) -> HttpResponse:
    """Show the incidents, those under way first."""
    if not visible_incidents(request.user).exists():
        require(request.user, Right.SEE_INCIDENTS)
    page = incidents_for_list(
        request.user,
        status="closed",
        kind=request.GET.get("kind", ""),
        search=request.GET.get("q", ""),
        cursor=request.GET.get("cursor", ""),
    )
    context = {
        "page": page,
        "running": open_incidents(request.user),
        "kinds": Kind.choices,
        "kind": request.GET.get("kind", ""),
        "search": request.GET.get("q", ""),
        "may_declare": may_declare(request.user),
        "has_plans": visible_plans(request.user).exists(),
    }
    return render(request, "crisis/incident_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def incident_create(request: WebRequest) -> HttpResponse:
    """Declare an incident: by hand, or from what a page was showing (`origin`, `of`, `title`)."""
    require(request.user, Right.FREEZE)
    form = IncidentForm(
        request.POST or None,
        person=request.user,
        language=get_language() or "fr",
        initial=_initial(request),
    )
    if request.method == "POST" and form.is_valid():
        incident = tried(form, lambda: _declared(form, by=request.user))
        if incident is not None:
            return redirect("crisis:incident-detail", incident.pk)
    context = {"form": form, "plans": visible_plans(request.user)}
    return render(request, "crisis/incident_create.html", context, status=status_of(form))


def _initial(request: WebRequest) -> dict[str, object]:
    kind, key = request.GET.get("origin", ""), request.GET.get("of", "")
    asked = request.GET.get("kind", "")
    return {
        "title": request.GET.get("title", "")[:200] or title_from(kind, key, viewer=request.user),
        "kind": asked if asked in Kind.values else Kind.REPUTATION,
        "severity": 2,
        "origin_kind": kind if kind in ORIGINS else "",
        "origin_id": key[:60] if kind in ORIGINS else "",
    }


def _declared(form: IncidentForm, *, by: Person) -> Incident:
    said, at = form.cleaned_data, clock.now()
    names = ("situation", "is_drill", "key")
    more: dict[str, object] = {name: said[name] for name in names}
    if said.get("unit"):
        more["unit_id"] = UUID(said["unit"])
    if said["detected_at"]:
        more["detected_at"] = said["detected_at"]
    return actions.declare(
        kind=said["kind"],
        title=said["title"],
        severity=said["severity"],
        origin=(said["origin_kind"], said["origin_id"]),
        by=by,
        at=at,
        **more,  # type: ignore[arg-type]  # the keys of More
    )
