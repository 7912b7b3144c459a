"""Pages of sessions."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require, visible_unit
from gouvernail.training import actions
from gouvernail.training.forms.sessions import CancelForm, InviteForm, PassOnForm, SessionForm
from gouvernail.training.models import Session
from gouvernail.training.permissions import may_edit, require_editor, visible_course
from gouvernail.training.queries.sessions import (
    calendar_of,
    places_of,
    sessions_for_list,
    sessions_of,
    team_of,
    visible_session,
)


@require_GET
@login_required
def session_list(request: WebRequest) -> HttpResponse:
    """Show the sessions to come, or those of before."""
    past = request.GET.get("past") == "1"
    page = sessions_for_list(
        request.user,
        past=past,
        course=request.GET.get("course", "").replace("\x00", "")[:60],
        cursor=request.GET.get("cursor", ""),
        at=clock.now(),
    )
    context = {"page": page, "past": past, "may_edit": may(request.user, Right.EDIT_TRAINING)}
    return render(request, "training/session_list.html", context)


@require_GET
@login_required
def course_sessions(request: WebRequest, slug: str) -> HttpResponse:
    """Show, within the page of a course, its next sessions."""
    course = visible_course(viewer=request.user, slug=slug)
    context = {
        "course": course,
        "sessions": sessions_of(course, request.user, at=clock.now()),
        "may_edit": may(request.user, Right.EDIT_TRAINING),
    }
    return render(request, "training/_course_sessions.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def session_plan(request: WebRequest, slug: str) -> HttpResponse:
    """Plan a session of a course."""
    course = visible_course(viewer=request.user, slug=slug, archived=False)
    require(request.user, Right.EDIT_TRAINING)
    form = SessionForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        session = tried(
            form,
            lambda: actions.plan_session(course.pk, facts=facts, by=request.user, at=clock.now()),
        )
        if session is not None:
            messages.success(request, _("Planned. Invite people now."))
            return redirect("training:session-detail", session.pk)
    context = {"form": form, "course": course, "session": None}
    return render(request, "training/session_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def session_edit(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Change a session."""
    session = visible_session(session_id, viewer=request.user)
    require_editor(request.user, session.unit)
    form = SessionForm(request.POST or None, viewer=request.user, session=session)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        kept = tried(
            form,
            lambda: actions.change_session(
                session.pk, facts=facts, by=request.user, at=clock.now()
            ),
        )
        if kept is not None:
            messages.success(request, _("Changed: the calendars of those who come follow."))
            return redirect("training:session-detail", session.pk)
    context = {"form": form, "course": session.course, "session": session}
    return render(request, "training/session_form.html", context, status=status_of(form))


@require_GET
@login_required
def session_detail(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Show a session: when, where, who comes."""
    return _page(request, visible_session(session_id, viewer=request.user))


def _page(request: WebRequest, session: Session, **bound: Form) -> HttpResponse:
    at = clock.now()
    edits = may_edit(request.user, session.unit)
    gives = edits or session.trainer_id == request.user.pk
    places = list(places_of(session))
    mine = next((one for one in places if one.person_id == request.user.pk), None)
    planned = session.status == Session.Status.PLANNED
    context = {
        "session": session,
        "places": places if gives else [],
        "going": sum(one.status == "going" for one in places),
        "mine": mine,
        "edits": edits and planned,
        "gives": gives,
        "begun": session.starts_at <= at,
        "planned": planned,
        "invite_form": InviteForm(),
        "cancel_form": CancelForm(auto_id="cancel_%s"),
        **bound,
    }
    return render(
        request, "training/session_detail.html", context, status=status_of(*bound.values())
    )


def _done(
    request: WebRequest,
    session: Session,
    name: str,
    form: Form,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    if form.is_valid() and tried(form, act) is not None:
        messages.success(request, said)
        return redirect("training:session-detail", session.pk)
    return _page(request, session, **{name: form})


@require_POST
@login_required
def session_invite(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Invite people to a session."""
    session = visible_session(session_id, viewer=request.user)
    form = InviteForm(request.POST)
    return _done(
        request,
        session,
        "invite_form",
        form,
        lambda: actions.invite(
            session.pk,
            emails=form.cleaned_data["emails"].replace(",", "\n").replace(";", "\n").splitlines(),
            everyone_asked=form.cleaned_data["everyone_asked"],
            by=request.user,
            at=clock.now(),
        ),
        _("Invited: the session is on its way to their calendars."),
    )


@require_POST
@login_required
def session_cancel(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Cancel a session."""
    session = visible_session(session_id, viewer=request.user)
    form = CancelForm(request.POST, auto_id="cancel_%s")
    return _done(
        request,
        session,
        "cancel_form",
        form,
        lambda: actions.cancel_session(
            session.pk, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
        ),
        _("Cancelled: those who were to come are told why."),
    )


@require_POST
@login_required
def session_answer(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Say that one comes, or not."""
    coming = request.POST.get("answer") == "yes"
    place = actions.answer_invitation(session_id, coming=coming, by=request.user, at=clock.now())
    said = {
        "going": _("You have a seat."),
        "waiting": _("Every seat is taken: you are on the waiting list."),
    }
    messages.success(request, said.get(place.status, _("Noted: you do not come.")))
    return redirect("training:session-detail", session_id)


@require_POST
@login_required
def session_hold(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Note who was there."""
    present = {UUID(key) for key in request.POST.getlist("present") if is_uuid(key)}
    actions.hold_session(session_id, present=present, by=request.user, at=clock.now())
    messages.success(request, _("The list is kept."))
    return redirect("training:session-detail", session_id)


@require_GET
@login_required
def session_calendar(request: WebRequest, session_id: UUID) -> HttpResponse:
    """Give a session as a file for a calendar."""
    session = visible_session(session_id, viewer=request.user)
    cancelled = session.status == Session.Status.CANCELLED
    text = calendar_of(
        session, request.user, method="CANCEL" if cancelled else "REQUEST", at=clock.now()
    )
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )


@require_http_methods(["GET", "POST"])
@login_required
def course_pass_on(request: WebRequest, slug: str) -> HttpResponse:
    """Record that one passed a course on to one's team."""
    course = visible_course(viewer=request.user, slug=slug, archived=False)
    asked = request.POST.get("unit", "") or request.GET.get("unit", "")
    unit = visible_unit(asked or request.user.home_unit_id or "", viewer=request.user)
    require_editor(request.user, unit)
    team = [one for one in team_of(unit.path)[:300] if one.pk != request.user.pk]
    form = PassOnForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        session = tried(
            form,
            lambda: actions.pass_on(
                course.pk,
                facts=form.facts(unit.pk, request.user),
                present=[UUID(key) for key in form.cleaned_data["present"]],
                by=request.user,
                at=clock.now(),
            ),
        )
        if session is not None:
            messages.success(request, _("Recorded, as passed on by you."))
            return redirect("training:session-detail", session.pk)
    context = {"form": form, "course": course, "unit": unit}
    return render(request, "training/pass_on.html", context, status=status_of(form))
