"""Inviting somebody, the invitations that wait, and the page an invitation opens."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.actions import (
    accept_invitation,
    invitation_path,
    invite_newcomer,
    mail_invitation,
    revoke_invitation,
)
from gouvernail.people.forms import InviteForm, JoinForm
from gouvernail.people.models import Invitation, Person
from gouvernail.people.permissions import Right, require
from gouvernail.people.queries.invitations import invitation_of, invitations_for

PAGE = 50


@require_GET
@login_required
def invitation_list(request: WebRequest) -> HttpResponse:
    """Show who was invited, and what became of it."""
    require(request.user, Right.MANAGE_PEOPLE)
    rows = invitations_for(request.user)
    order = ("-invited_at", "-pk")
    page = page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=PAGE)
    at = clock.now()
    shown = [(one, one.state(at)) for one in page.rows]
    context = {"page": page, "invitations": shown, "total": rows.count()}
    return render(request, "people/invitation_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def invite(request: WebRequest) -> HttpResponse:
    """Add somebody with a role and send them the link, in one form."""
    require(request.user, Right.GRANT_ROLES)
    require(request.user, Right.MANAGE_PEOPLE)
    initial = {"unit_id": request.user.home_unit_id, "language": request.user.language}
    form = InviteForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts, place = form.facts(), form.place()
        made = tried(
            form,
            lambda: invite_newcomer(facts=facts, place=place, by=request.user, at=clock.now()),
        )
        if made is not None:
            return sent(request, *made)
    return render(request, "people/invite.html", {"form": form}, status=status_of(form))


def sent(request: WebRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Mail a new invitation and say so; where no mail leaves, show the link to hand over."""
    if mail_invitation(invitation, secret):
        words = _("The invitation left for %(email)s.")
        messages.success(request, words % {"email": invitation.sent_to})
        return redirect("people:invitation-list")
    link = request.build_absolute_uri(invitation_path(secret))
    context = {"link": link, "person": invitation.person, "days": settings.INVITATION_DAYS}
    return render(request, "people/invited.html", context)


@require_POST
@login_required
def invitation_revoke(request: WebRequest, invitation_id: UUID) -> HttpResponse:
    """End an invitation that waits."""
    ended = revoke_invitation(invitation_id=invitation_id, by=request.user, at=clock.now())
    words = _("The link sent to %(email)s opens nothing any more.")
    messages.success(request, words % {"email": ended.sent_to})
    return redirect("people:invitation-list")


def _speak_to(person: Person, request: HttpRequest) -> None:
    """Answer in the language of whoever was invited, unless they chose another on the page."""
    if person.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(person.language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what an invitation opens; only the form of the page uses it."""
    invitation = invitation_of(secret, at=clock.now())
    _speak_to(invitation.person, request)
    form = JoinForm(request.POST or None)
    if request.method == "POST":
        if settings.OIDC_ONLY:
            raise Http404
        bare = "passkey" in request.POST
        if bare or form.is_valid():
            password = "" if bare else form.cleaned_data["password"]
            person = tried(
                form,
                lambda: accept_invitation(secret=secret, password=password, at=clock.now()),
            )
            if person is not None:
                login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
                record_authentication(request, person, method="invitation")
                UserSession.objects.create_from_request(request)
                return redirect("mfa_add_webauthn" if bare else settings.LOGIN_REDIRECT_URL)
    context = {"invitation": invitation, "form": form, "only": settings.OIDC_ONLY}
    return render(request, "people/join.html", context, status=status_of(form))
