"""Proving who one is, for people who have neither a password nor a second factor here."""

from allauth.account.internal.flows.reauthentication import resume_request
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gouvernail.people.models import SignIn
from gouvernail.web import doors, proof


@require_http_methods(["GET", "POST"])
@login_required
def prove(request: HttpRequest) -> HttpResponse:
    """Show the ways that are left; in a demo, where one click signs in, one click proves."""
    if request.method == "GET":
        return render(request, "web/prove.html", {"next": request.GET.get("next", "")})
    if not settings.DEMO:
        raise Http404
    proof.note_proof(request)
    doors.note(request, SignIn.What.CONFIRMED, means=SignIn.Means.DEMO, person=request.user)
    answer: HttpResponse | None = resume_request(request)
    return answer or redirect(settings.LOGIN_REDIRECT_URL)
