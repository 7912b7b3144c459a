"""What do you have? The steps, in any order, each of which can wait."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.onboarding.actions import dismiss, resume_step, skip_step
from gouvernail.onboarding.permissions import require_lead
from gouvernail.onboarding.queries.steps import progress

IN_HAND = "gouvernail_first_hour"  # a cookie: pages outside offer the way back (web.context)


@require_GET
@login_required
def first_hour(request: WebRequest) -> HttpResponse:
    """Show the steps and where each stands."""
    require_lead(request.user)
    response = render(request, "onboarding/first_hour.html", {"progress": progress()})
    response.set_cookie(
        IN_HAND, "on", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@require_POST
@login_required
def step_skip(request: WebRequest, code: str) -> HttpResponse:
    """Leave a step aside."""
    skip_step(code=code, by=request.user, at=clock.now())
    return redirect("onboarding:first-hour")


@require_POST
@login_required
def step_resume(request: WebRequest, code: str) -> HttpResponse:
    """Take a step up again."""
    resume_step(code=code, by=request.user, at=clock.now())
    return redirect("onboarding:first-hour")


@require_POST
@login_required
def first_hour_dismiss(request: WebRequest) -> HttpResponse:
    """Take the first hour off Today."""
    dismiss(by=request.user, at=clock.now())
    messages.success(request, _("Put away. The steps stay at this address if you want them."))
    response = redirect("web:today")
    response.delete_cookie(IN_HAND, samesite="Lax")
    return response
