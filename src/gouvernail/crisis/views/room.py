"""The room of an incident, and what is done from it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.crisis import actions
from gouvernail.crisis.errors import PartNotFoundError
from gouvernail.crisis.forms.room import (
    CloseForm,
    DrillFreezeForm,
    EntryForm,
    EvidenceForm,
    GradeForm,
    SeatForm,
    SituationForm,
    TaskForm,
)
from gouvernail.crisis.models import Entry, Evidence, Incident
from gouvernail.crisis.permissions import visible_contacts, visible_incident
from gouvernail.crisis.queries.room import evidence_page, room_of
from gouvernail.crisis.queries.timeline import timeline_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried_all
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person
from gouvernail.publishing.forms import FreezeForm
from gouvernail.registry.queries import nameable_people

Forms = dict[str, Form]
OFFERED = 300  # names in a list to choose from


def forms_of(incident: Incident, *, person: Person) -> Forms:
    """Return the empty forms of a room, by their name in its template."""
    scope = f"unit|{incident.unit_id}" if incident.unit.parent_id else "organisation|"
    stopping = DrillFreezeForm if incident.is_drill else FreezeForm
    situation_form = SituationForm()
    situation_form.shows(incident.situation)
    return {
        "entry_form": EntryForm(),
        "situation_form": situation_form,
        "grade_form": GradeForm(initial={"severity": incident.severity}),
        "seat_form": SeatForm(person=person),
        "task_form": TaskForm(person=person),
        "evidence_form": EvidenceForm(),
        "close_form": CloseForm(),
        "freeze_form": stopping(person=person, initial={"scope": scope}),
    }


def show_room(
    request: WebRequest, incident: Incident, *, refused: Forms | None = None
) -> HttpResponse:
    """Render the room; forms in `refused` keep what was typed and say what is wrong."""
    shown = forms_of(incident, person=request.user) | (refused or {})
    for name, form in shown.items():  # several of them ask why, or what happened
        form.auto_id = f"{name}_%s"
    cursor, kind = request.GET.get("cursor", ""), request.GET.get("kind", "")
    room = room_of(incident, viewer=request.user, at=clock.now(), cursor=cursor, kind=kind)
    calling = {call.contact_id for call in room.calls if call.status != "escalated"}
    contacts = visible_contacts(request.user) if room.may_run else []
    context = {
        "room": room,
        "incident": incident,
        "opened": set(refused or {}),
        "contacts": [contact for contact in contacts if contact.pk not in calling],
        "people": nameable_people(request.user)[:OFFERED] if room.may_run else [],
        "kind": kind if kind in Entry.Kind.values else "",
        "kinds": Entry.Kind.choices,
        "cursor": cursor,
        **shown,
    }
    status = status_of(*(refused or {}).values())
    return render(request, "crisis/incident_detail.html", context, status=status)


@login_required
@require_GET
def incident_detail(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Show the room of an incident: everything on one screen."""
    return show_room(request, visible_incident(incident_id, viewer=request.user))


@login_required
@require_GET
def incident_timeline(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Give the timeline alone, for a room that stays open on a wall."""
    incident = visible_incident(incident_id, viewer=request.user)
    kind, cursor = request.GET.get("kind", ""), request.GET.get("cursor", "")
    lines = timeline_of(incident, kind=kind, cursor=cursor)
    return render(request, "crisis/_timeline.html", {"timeline": lines, "incident": incident})


def _done(
    request: WebRequest, incident_id: UUID, name: str, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """Do one thing and come back to the room; a refusal is shown in its form."""
    incident = visible_incident(incident_id, viewer=request.user)
    if form.is_valid() and tried_all(form, act) is not None:
        return redirect("crisis:incident-detail", incident_id)
    return show_room(request, incident, refused={name: form})


@login_required
@require_POST
def entry_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Write in the timeline."""
    form = EntryForm(request.POST)

    def act() -> object:
        said = form.cleaned_data
        return actions.add_entry(
            incident_id=incident_id,
            kind=said["kind"],
            text=said["text"],
            happened_at=said["happened_at"],
            corrects_id=said["corrects"],
            link=said["link"],
            key=said["key"],
            by=request.user,
            at=clock.now(),
        )

    return _done(request, incident_id, "entry_form", form, act)


@login_required
@require_POST
def incident_describe(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Write where things stand."""
    form = SituationForm(request.POST)

    def act() -> object:
        said = form.cleaned_data
        return actions.describe_situation(
            incident_id=incident_id,
            situation=said["situation"],
            seen=said["seen"] or None,
            by=request.user,
            at=clock.now(),
        )

    visible_incident(incident_id, viewer=request.user)
    if form.is_valid() and tried_all(form, act) is not None:
        return redirect("crisis:incident-detail", incident_id)
    incident = visible_incident(incident_id, viewer=request.user)
    form.shows(incident.situation)  # what stands now is above: sending again replaces that
    return show_room(request, incident, refused={"situation_form": form})


@login_required
@require_POST
def incident_grade(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Raise or lower the severity."""
    form = GradeForm(request.POST)

    def act() -> object:
        return actions.grade_incident(
            incident_id=incident_id, **form.cleaned_data, by=request.user, at=clock.now()
        )

    return _done(request, incident_id, "grade_form", form, act)


@login_required
@require_POST
def incident_close(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """End the incident."""
    form = CloseForm(request.POST)

    def act() -> object:
        closing = form.cleaned_data["closing"]
        return actions.close_incident(
            incident_id=incident_id, closing=closing, by=request.user, at=clock.now()
        )

    return _done(request, incident_id, "close_form", form, act)


@login_required
@require_POST
def seat_take(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Put somebody into a seat."""
    form = SeatForm(request.POST, person=request.user)

    def act() -> object:
        said = form.cleaned_data
        return actions.take_seat(
            incident_id=incident_id,
            role=said["role"],
            person_id=said["person"].pk if said["person"] else None,
            handover=said["handover"],
            seen=request.POST.getlist("seen"),
            by=request.user,
            at=clock.now(),
        )

    return _done(request, incident_id, "seat_form", form, act)


@login_required
@require_POST
def task_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Add something to do."""
    form = TaskForm(request.POST, person=request.user)

    def act() -> object:
        said = form.cleaned_data
        return actions.add_task(
            incident_id=incident_id,
            words=said["words"],
            owner_id=said["owner"].pk if said["owner"] else None,
            due_at=said["due_at"],
            key=said["key"],
            by=request.user,
            at=clock.now(),
        )

    return _done(request, incident_id, "task_form", form, act)


@login_required
@require_POST
def task_settle(request: WebRequest, task_id: UUID) -> HttpResponse:
    """Say that a task is done, or not needed."""
    status, words = request.POST.get("status", ""), request.POST.get("note", "")
    task = actions.settle_task(
        task_id=task_id, status=status, note_of_it=words, by=request.user, at=clock.now()
    )
    page = "incident-accounts" if request.POST.get("next") == "accounts" else "incident-detail"
    return redirect(f"crisis:{page}", task.incident_id)


@login_required
@require_POST
def task_reopen(request: WebRequest, task_id: UUID) -> HttpResponse:
    """Take a task up again."""
    task = actions.reopen_task(task_id=task_id, by=request.user, at=clock.now())
    return redirect("crisis:incident-detail", task.incident_id)


@login_required
@require_POST
def evidence_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Keep what was seen."""
    form = EvidenceForm(request.POST, request.FILES)

    def act() -> object:
        said = form.cleaned_data
        visible_incident(incident_id, viewer=request.user)
        sent = said["file"]
        file = actions.keep_evidence_file(sent.read(), name=sent.name or "") if sent else None
        try:
            return actions.capture_evidence(
                incident_id=incident_id,
                captured=actions.Captured(
                    title=said["title"],
                    address=said["address"],
                    text=said["text"],
                    file=file,
                    seen_at=said["seen_at"],
                    key=said["key"],
                ),
                by=request.user,
                at=clock.now(),
            )
        finally:  # refused: no row has it
            if file is not None:
                actions.forget_kept(file)

    return _done(request, incident_id, "evidence_form", form, act)


@login_required
@require_GET
def evidence_list(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Show everything captured, a page at a time."""
    incident = visible_incident(incident_id, viewer=request.user)
    page = evidence_page(incident, cursor=request.GET.get("cursor", ""))
    return render(request, "crisis/evidence_list.html", {"incident": incident, "page": page})


@login_required
@require_GET
def evidence_file(request: WebRequest, evidence_id: UUID) -> HttpResponse:
    """Give a captured file, checked against its digest."""
    row = Evidence.objects.filter(pk=evidence_id).exclude(sha256="").first()
    if row is None:
        raise PartNotFoundError
    visible_incident(row.incident_id, viewer=request.user)
    return file_response(stored_bytes(row.sha256), mime=row.mime, sha256=row.sha256)


@login_required
@require_POST
def room_freeze(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Stop publishing from the room."""
    incident = visible_incident(incident_id, viewer=request.user)
    stopping = DrillFreezeForm if incident.is_drill else FreezeForm
    form = stopping(request.POST, person=request.user)
    kind, value = form.scope_pair()

    def act() -> object:
        return actions.freeze_from_room(
            incident_id=incident_id,
            scope_kind=kind,
            scope_value=value,
            reason=request.POST.get("reason", ""),
            in_earnest=bool(request.POST.get("in_earnest")),
            by=request.user,
            at=clock.now(),
        )

    if tried_all(form, act) is None:
        return show_room(request, incident, refused={"freeze_form": form})
    messages.success(request, _("Publishing is frozen. Nothing new leaves from now on."))
    return redirect("crisis:incident-detail", incident_id)


@login_required
@require_POST
def calls_start(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Begin to call the contacts of the plan."""
    begun = actions.call_contacts(incident_id=incident_id, by=request.user, at=clock.now())
    if not begun:
        messages.info(request, _("Everybody of the plan is being called or was reached."))
    return redirect("crisis:incident-detail", incident_id)


@login_required
@require_POST
def call_create(request: WebRequest, incident_id: UUID) -> HttpResponse:
    """Begin to call one contact of the directory."""
    contact_id = request.POST.get("contact", "")
    actions.call_contact(
        incident_id=incident_id,
        contact_id=contact_id,  # type: ignore[arg-type]  # the action looks whether it is one
        by=request.user,
        at=clock.now(),
    )
    return redirect("crisis:incident-detail", incident_id)


@login_required
@require_POST
def call_answer(request: WebRequest, call_id: UUID) -> HttpResponse:
    """Say that a contact was reached."""
    words = request.POST.get("note", "")
    call = actions.answer_call(call_id=call_id, note_of_it=words, by=request.user, at=clock.now())
    messages.success(request, _("Thank you: the room knows."))
    return redirect("crisis:incident-detail", call.incident_id)


@login_required
@require_POST
def call_escalate(request: WebRequest, call_id: UUID) -> HttpResponse:
    """Nobody answers: call who stands in, without waiting."""
    call = actions.escalate_call(call_id=call_id, by=request.user, at=clock.now())
    return redirect("crisis:incident-detail", call.incident_id)
