"""Topics as pages: the list, the form with its preview, and when they stop."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.actions import topics as actions
from gouvernail.listening.forms.mentions import AssignForm
from gouvernail.listening.forms.topics import TopicForm
from gouvernail.listening.models import Topic
from gouvernail.listening.permissions import visible_topic
from gouvernail.listening.queries.following import fortnights, topics_page
from gouvernail.listening.queries.previews import preview
from gouvernail.people.permissions import (
    Right,
    holders_of_right,
    may,
    require,
    visible_people,
)

STATES = ("paused", "closed")
OFFERED = 100


@login_required
@require_GET
def topic_list(request: WebRequest) -> HttpResponse:
    """Show what is listened for, and how much was said of each lately."""
    require(request.user, Right.SEE_LISTENING)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    kind = kind if kind in Topic.Kind.values else ""
    state = state if state in STATES else ""
    search = request.GET.get("q", "").strip()[:120]
    page = topics_page(
        request.user, search=search, kind=kind, state=state, cursor=request.GET.get("cursor", "")
    )
    said = fortnights(page.rows, today=clock.today())
    context = {
        "page": page,
        "rows": [(topic, said[topic.pk]) for topic in page.rows],
        "kinds": Topic.Kind.choices,
        "kind": kind,
        "state": state,
        "search": search,
        "may_edit": may(request.user, Right.EDIT_LISTENING),
    }
    return render(request, "listening/topic_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def topic_create(request: WebRequest) -> HttpResponse:
    """Listen for a new topic; the button of the preview keeps nothing."""
    require(request.user, Right.EDIT_LISTENING)
    form = TopicForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        topic = tried(
            form,
            lambda: actions.create_topic(
                facts=form.facts(),
                unit_id=form.cleaned_data["unit"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if topic:
            messages.success(request, _("We listen for it from now on."))
            return redirect("listening:topic-detail", topic.pk)
    return _form(request, form, None, _("New topic"))


@login_required
@require_http_methods(["GET", "POST"])
def topic_edit(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Change a topic; the button of the preview keeps nothing."""
    topic = visible_topic(topic_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=topic.unit)
    form = TopicForm(request.POST or None, viewer=request.user, topic=topic)
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        kept = tried(
            form,
            lambda: actions.edit_topic(
                topic.pk,
                facts=form.facts(),
                unit_id=form.cleaned_data["unit"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if kept:
            messages.success(request, pgettext("topic", "Kept."))
            return redirect("listening:topic-detail", topic.pk)
    return _form(request, form, topic, _("Change the topic"))


def _form(request: WebRequest, form: TopicForm, topic: Topic | None, title: str) -> HttpResponse:
    looked = request.method == "POST" and "look" in request.POST
    context = {"form": form, "topic": topic, "title": title, **_found(request, form)}
    return render(
        request, "listening/topic_form.html", context, status=200 if looked else status_of(form)
    )


def _found(request: WebRequest, form: TopicForm) -> dict[str, object]:
    """Return what the query of a form finds; nothing before one was written."""
    if form.is_bound:
        form.is_valid()
    seen = preview(form.read, viewer=request.user) if form.read is not None else None
    one_in = round(1 / seen.cost.share) if seen and seen.cost.share else 0
    return {"preview": seen, "one_in": one_in, "fault": form.fault}


@login_required
@require_http_methods(["GET", "POST"])
def topic_owner(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Have somebody else follow a topic."""
    topic = visible_topic(topic_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=topic.unit)
    form = AssignForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        handed = tried(
            form,
            lambda: actions.hand_over_topic(
                topic.pk, person_id=person.pk, by=request.user, at=clock.now()
            ),
        )
        if handed:
            messages.success(request, _("Handed over: they are told."))
            return redirect("listening:topic-detail", topic.pk)
    people = holders_of_right(Right.SEE_LISTENING, unit=topic.unit)
    people = people.filter(pk__in=visible_people(request.user).values("pk"))
    context = {"form": form, "topic": topic, "people": people[:OFFERED]}
    return render(request, "listening/topic_owner.html", context, status=status_of(form))


@login_required
@require_POST
def topic_preview(request: WebRequest) -> HttpResponse:
    """Show beside the form what its query finds, as it is written; keeps nothing."""
    require(request.user, Right.EDIT_LISTENING)
    form = TopicForm(request.POST, viewer=request.user)
    return render(request, "listening/_preview.html", {"form": form, **_found(request, form)})


@login_required
@require_POST
def topic_pause(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Stop listening for a while."""
    actions.pause_topic(topic_id, by=request.user, at=clock.now())
    messages.success(request, _("Paused: what is said meanwhile is not kept for this topic."))
    return redirect("listening:topic-detail", topic_id)


@login_required
@require_POST
def topic_resume(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Listen again."""
    actions.resume_topic(topic_id, by=request.user, at=clock.now())
    messages.success(request, _("We listen for it again."))
    return redirect("listening:topic-detail", topic_id)


@login_required
@require_POST
def topic_close(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Stop for good."""
    actions.close_topic(topic_id, by=request.user, at=clock.now())
    messages.success(request, _("Closed: what was counted is kept."))
    return redirect("listening:topic-detail", topic_id)
