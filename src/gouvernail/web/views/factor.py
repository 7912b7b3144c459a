"""The page of whoever must set a second factor up before anything else."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from gouvernail.charter.queries import the_charter
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may
from gouvernail.web.required import is_missing


@require_GET
@login_required
def factor(request: WebRequest) -> HttpResponse:
    """Say why, and lead to a passkey or an app; to the site, once there is one."""
    if not is_missing(request, request.user, again=True):
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "everyone": the_charter().second_factor == "everyone",
        "may_freeze": may(request.user, Right.FREEZE),
    }
    return render(request, "web/factor.html", context)
