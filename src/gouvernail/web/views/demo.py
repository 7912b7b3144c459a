"""Signing in with one click, in the demo and nowhere else."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gouvernail.people.models import Person


@require_POST
def demo_sign_in(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign in as anyone who may sign in; missing on a site that is not a demo."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(Person, pk=person_id, is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, method="password", reauthenticated=True)
    UserSession.objects.create_from_request(request)
    return redirect(settings.LOGIN_REDIRECT_URL)
