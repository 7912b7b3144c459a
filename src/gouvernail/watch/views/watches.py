"""The panel of the room, the page of a watch, and handing it over."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.crisis.models import Incident
from gouvernail.crisis.permissions import visible_incident
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.registry.queries import nameable_people
from gouvernail.watch import actions
from gouvernail.watch.forms.watches import DeclineForm, PaceForm, ReaderForm, ReliefForm, TopicsForm
from gouvernail.watch.permissions import visible_relief
from gouvernail.watch.queries.rooms import panel_of, watch_page

OFFERED = 300  # names in a list to choose from


@login_required
@require_GET
def room_panel(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Give the watch as the room shows it."""
    incident = visible_incident(incident_id, viewer=request.user)
    panel = panel_of(incident, viewer=request.user, at=clock.now())
    return render(request, "watch/_panel.html", {"panel": panel, "incident": incident})


@login_required
@require_GET
def watch_detail(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Show the clock of an incident, its reports, its readers, its shifts."""
    return _page(request, visible_incident(incident_id, viewer=request.user))


def _page(
    request: WebRequest, incident: Incident, *, refused: dict[str, Form] | None = None
) -> HttpResponse:
    """Render the page; forms in `refused` keep what was typed and say what is wrong."""
    person = request.user
    page = watch_page(incident, viewer=person, at=clock.now())
    watch = page.panel.watch
    offered = [*page.topics, *(one for one in page.offered if one not in page.topics)]
    forms: dict[str, Form] = {
        "pace_form": PaceForm(initial={"minutes": watch.minutes if watch else 0}),
        "reader_form": ReaderForm(person=person),
        "topics_form": TopicsForm(
            offered=offered, initial={"topics": [str(one.pk) for one in page.topics]}
        ),
        "relief_form": ReliefForm(person=person),
    } | (refused or {})
    people = nameable_people(person)[:OFFERED] if page.panel.may_run else []
    context = {
        "page": page,
        "panel": page.panel,
        "incident": incident,
        "opened": set(refused or {}),
        "people": people,
        **forms,
    }
    status = status_of(*(refused or {}).values())
    return render(request, "watch/watch_detail.html", context, status=status)


def _done(
    request: WebRequest, incident_id: UUID, name: str, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """Do one thing and come back to the page; a refusal is shown in its form."""
    incident = visible_incident(incident_id, viewer=request.user)
    if form.is_valid() and tried(form, act) is not None:
        return redirect("watch:watch-detail", incident_id)
    return _page(request, incident, refused={name: form})


@login_required
@require_POST
def watch_pace(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Change how often a report is expected."""
    form = PaceForm(request.POST)

    def act() -> object:
        return actions.set_pace(
            incident_id=incident_id, **form.cleaned_data, by=request.user, at=clock.now()
        )

    return _done(request, incident_id, "pace_form", form, act)


@login_required
@require_POST
def watch_topics(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Choose what is listened to."""
    incident = visible_incident(incident_id, viewer=request.user)
    page = watch_page(incident, viewer=request.user, at=clock.now())
    form = TopicsForm(request.POST, offered=[*page.topics, *page.offered])

    def act() -> object:
        keys = [UUID(key) for key in form.cleaned_data["topics"]]
        return actions.choose_topics(
            incident_id=incident_id, topic_ids=keys, by=request.user, at=clock.now()
        )

    return _done(request, incident_id, "topics_form", form, act)


@login_required
@require_POST
def reader_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Put somebody on the list of readers."""
    form = ReaderForm(request.POST, person=request.user)

    def act() -> object:
        said = form.cleaned_data
        reader = actions.Reader(
            person_id=said["person"].pk if said["person"] else None,
            name=said["name"],
            email=said["email"],
            language=said["language"] or "fr",
        )
        return actions.add_reader(
            incident_id=incident_id, reader=reader, by=request.user, at=clock.now()
        )

    return _done(request, incident_id, "reader_form", form, act)


@login_required
@require_POST
def reader_remove(request: WebRequest, recipient_id: UUID) -> HttpResponse:
    """Take somebody off the list of readers."""
    row = actions.remove_reader(recipient_id=recipient_id, by=request.user, at=clock.now())
    return redirect("watch:watch-detail", row.watch.incident_id)


@login_required
@require_POST
def relief_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Ask somebody to take over the watch."""
    form = ReliefForm(request.POST, person=request.user)

    def act() -> object:
        said = form.cleaned_data
        return actions.ask_relief(
            incident_id=incident_id,
            taker_id=said["taker"].pk,
            words=said["words"],
            planned_at=said["planned_at"],
            by=request.user,
            at=clock.now(),
        )

    return _done(request, incident_id, "relief_form", form, act)


@login_required
@require_http_methods(["GET", "POST"])
def relief_detail(request: WebRequest, relief_id: UUID) -> HttpResponse:
    """Read what must be known, and accept the watch or say why not."""
    relief = visible_relief(relief_id, viewer=request.user)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        done = tried(
            form,
            lambda: actions.decline_relief(
                relief_id=relief_id, answer=answer, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Whoever asked you is told."))
            return redirect("watch:relief-detail", relief_id)
    context = {"relief": relief, "incident": relief.watch.incident, "form": form}
    return render(request, "watch/relief_detail.html", context, status=status_of(form))


@login_required
@require_POST
def relief_accept(request: WebRequest, relief_id: UUID) -> HttpResponse:
    """Take over the watch."""
    relief = actions.accept_relief(relief_id=relief_id, by=request.user, at=clock.now())
    messages.success(request, _("You are on duty. The next report is expected from you."))
    return redirect("watch:watch-detail", relief.watch.incident_id)


@login_required
@require_POST
def relief_withdraw(request: WebRequest, relief_id: UUID) -> HttpResponse:
    """Take back what was asked."""
    relief = actions.withdraw_relief(relief_id=relief_id, by=request.user, at=clock.now())
    return redirect("watch:watch-detail", relief.watch.incident_id)
