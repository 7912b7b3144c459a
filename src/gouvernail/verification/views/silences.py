"""The rules that keep accounts out of everything public: shown, made, ended."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.verification.actions.silences import end_silence, keep_silent
from gouvernail.verification.forms import SilenceForm
from gouvernail.verification.permissions import visible_silences
from gouvernail.verification.queries.choosing import standing, tags_in_use

ORDER = ("-begun_at", "-id")
SIZE = 50


@require_http_methods(["GET", "POST"])
@login_required
def silence_list(request: WebRequest) -> HttpResponse:
    """Show the rules in force, and make another."""
    rules = visible_silences(request.user)
    form = SilenceForm(request.POST or None, viewer=request.user, tags=tags_in_use(request.user))
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: keep_silent(facts=form.facts(), by=request.user, at=clock.now()))
        if made is not None:
            messages.success(
                request, _("Kept back from now on. The signed list follows within a minute.")
            )
            return redirect("verification:silence-list")
    page = page_of(rules, order=ORDER, cursor=request.GET.get("cursor", ""), size=SIZE)
    context = {"page": page, "form": form, "standing": standing(request.user)}
    return render(request, "verification/silence_list.html", context, status=status_of(form))


@require_POST
@login_required
def silence_end(request: WebRequest, silence_id: UUID) -> HttpResponse:
    """End a rule."""
    end_silence(silence_id, by=request.user, at=clock.now())
    messages.success(request, _("The rule has ended: what was chosen before is told again."))
    return redirect("verification:silence-list")
