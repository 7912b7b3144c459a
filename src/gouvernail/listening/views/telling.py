"""How alerts are told, as pages: one's quiet hours, teams and who is on call, channels of chat."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.actions import channels as actions
from gouvernail.listening.actions.calming import end_on_call, put_on_call, set_quiet_hours
from gouvernail.listening.forms.telling import CallForm, ChannelForm, QuietForm
from gouvernail.listening.models import ChatChannel
from gouvernail.listening.permissions import require_alerts, visible_channel
from gouvernail.listening.queries.calm import own_quiet_hours
from gouvernail.listening.queries.telling import board_of_telling, calm_of_team
from gouvernail.people.permissions import Right, may, require
from gouvernail.teams.permissions import visible_team


@login_required
@require_http_methods(["GET", "POST"])
def telling(request: WebRequest) -> HttpResponse:
    """Show how alerts reach people, and choose one's own quiet hours."""
    require_alerts(request.user)
    quiet, at = own_quiet_hours(request.user), clock.now()
    form = QuietForm(request.POST or None, quiet=quiet)
    if request.method == "POST":
        ended = "off" in request.POST
        if ended or form.is_valid():
            set_quiet_hours(calm=None if ended else form.calm(), by=request.user, at=at)
            messages.success(request, _("Your quiet hours are kept."))
            return redirect("listening:telling")
    context = {
        "form": form,
        "quiet": quiet,
        "board": board_of_telling(request.user, at=at),
        "may_edit": may(request.user, Right.EDIT_LISTENING),
    }
    return render(request, "listening/telling.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def telling_team(request: WebRequest, team_id: UUID) -> HttpResponse:
    """Say who of a team is on call, and when the others are left in peace."""
    team = visible_team(team_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=team.unit)
    at, calm = clock.now(), calm_of_team(team, at=clock.now())
    what = request.POST.get("what", "")
    quiet_form = QuietForm(request.POST if what == "quiet" else None, quiet=calm.quiet)
    call_form = CallForm(request.POST if what == "call" else None, team=team)
    done = False
    if what == "off":
        set_quiet_hours(calm=None, team_id=team.pk, by=request.user, at=at)
        done = True
    elif quiet_form.is_valid():
        set_quiet_hours(calm=quiet_form.calm(), team_id=team.pk, by=request.user, at=at)
        done = True
    elif call_form.is_valid():
        said = call_form.cleaned_data
        asked: dict[str, Any] = {
            "person_id": UUID(said["person"]),
            "since": said["since"],
            "until": said["until"],
        }
        put = tried(
            call_form, lambda: put_on_call(team_id=team.pk, by=request.user, at=at, **asked)
        )
        done = put is not None
    if done:
        messages.success(request, _("It is kept."))
        return redirect("listening:telling-team", team.pk)
    context = {"team": team, "calm": calm, "quiet_form": quiet_form, "call_form": call_form}
    status = status_of(quiet_form, call_form)
    return render(request, "listening/telling_team.html", context, status=status)


@login_required
@require_POST
def telling_call_end(request: WebRequest, on_call_id: UUID) -> HttpResponse:
    """End somebody's time on call."""
    ended = end_on_call(on_call_id, by=request.user, at=clock.now())
    return redirect("listening:telling-team", ended.team_id)


@sensitive_variables("form")
@sensitive_post_parameters("address")
@login_required
@require_http_methods(["GET", "POST"])
def channel_create(request: WebRequest) -> HttpResponse:
    """Tell one more channel of chat."""
    require(request.user, Right.EDIT_LISTENING)
    form = ChannelForm(request.POST or None, viewer=request.user)
    return _channel_page(request, form, None)


@sensitive_variables("form")
@sensitive_post_parameters("address")
@login_required
@require_http_methods(["GET", "POST"])
def channel_edit(request: WebRequest, channel_id: UUID) -> HttpResponse:
    """Change a channel of chat."""
    channel = visible_channel(channel_id, viewer=request.user)
    require(request.user, Right.EDIT_LISTENING, unit=channel.unit)
    form = ChannelForm(request.POST or None, viewer=request.user, channel=channel)
    return _channel_page(request, form, channel)


def _channel_page(
    request: WebRequest, form: ChannelForm, channel: ChatChannel | None
) -> HttpResponse:
    """Keep what was sent, or show the form with what is wrong."""
    if request.method == "POST" and form.is_valid():
        facts, unit = form.facts(), form.cleaned_data["unit"]
        said: dict[str, Any] = {
            "facts": facts,
            "unit_id": unit,
            "by": request.user,
            "at": clock.now(),
        }
        kept = tried(
            form,
            lambda: (
                actions.edit_channel(channel.pk, **said) if channel else actions.add_channel(**said)
            ),
        )
        if kept is not None:
            messages.success(request, _("The channel is kept: try it now."))
            return redirect("listening:telling")
    context = {"form": form, "channel": channel}
    return render(request, "listening/channel_form.html", context, status=status_of(form))


@login_required
@require_POST
def channel_try(request: WebRequest, channel_id: UUID) -> HttpResponse:
    """Send a trial to a channel."""
    actions.try_channel(channel_id, by=request.user, at=clock.now())
    messages.success(request, _("A trial is on its way: see it in the channel, or its fate here."))
    return redirect("listening:telling")


@login_required
@require_POST
def channel_remove(request: WebRequest, channel_id: UUID) -> HttpResponse:
    """Tell a channel nothing any more."""
    actions.remove_channel(channel_id, by=request.user, at=clock.now())
    messages.success(request, pgettext("channel", "Removed: its address is destroyed."))
    return redirect("listening:telling")
