"""Spikes as pages: the list, the card of one, and how sensitive a topic is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.actions.spikes import acknowledge_spike
from gouvernail.listening.actions.topics import tune_topic
from gouvernail.listening.models import Spike
from gouvernail.listening.permissions import require_alerts, visible_spike, visible_topic
from gouvernail.listening.queries.tuning import (
    authors_of,
    examples_of,
    spikes_page,
    tried_on_the_past,
)
from gouvernail.people.permissions import Right, may, require

STATES = ("open", "unseen")


@login_required
@require_GET
def spike_list(request: WebRequest) -> HttpResponse:
    """Show what rose above usual, the latest first."""
    require_alerts(request.user)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    page = spikes_page(request.user, state=state, cursor=request.GET.get("cursor", ""))
    return render(request, "listening/spike_list.html", {"page": page, "state": state})


@login_required
@require_GET
def spike_detail(request: WebRequest, spike_id: UUID) -> HttpResponse:
    """Show what rises, since when, how much above usual, where, in which words."""
    spike = visible_spike(spike_id, viewer=request.user)
    context = {
        "spike": spike,
        "topic": spike.topic,
        "card": spike.card,
        "examples": examples_of(spike.card, request.user),
        "authors": authors_of(spike.card, request.user),
        "verdicts": Spike.Verdict.choices,
        "may_judge": may(request.user, Right.MODERATE_COMMENTS, unit=spike.topic.unit),
        "may_read": may(request.user, Right.SEE_LISTENING, unit=spike.topic.unit),
    }
    return render(request, "listening/spike_detail.html", context)


@login_required
@require_POST
def spike_acknowledge(request: WebRequest, spike_id: UUID) -> HttpResponse:
    """Say what it is."""
    spike = visible_spike(spike_id, viewer=request.user)
    require(request.user, Right.MODERATE_COMMENTS, unit=spike.topic.unit)
    verdict = request.POST.get("verdict", "")
    acknowledge_spike(spike_id, verdict=verdict, by=request.user, at=clock.now())
    messages.success(request, _("It is noted that you looked at it."))
    return redirect("listening:spike-detail", spike_id)


@login_required
@require_http_methods(["GET", "POST"])
def topic_tune(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Choose from how far above usual a topic alerts, seeing what each choice would have told."""
    topic = visible_topic(topic_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=topic.unit)
    at = clock.now()
    if request.method == "POST":
        tune_topic(
            topic.pk, sensitivity=request.POST.get("sensitivity", ""), by=request.user, at=at
        )
        messages.success(request, _("The sensitivity is kept."))
        return redirect("listening:topic-detail", topic.pk)
    context = {"topic": topic, "tried": tried_on_the_past(topic, at=at)}
    return render(request, "listening/topic_tune.html", context)
