"""Guests: inviting and taking back, and the pages behind a guest's link.

A link is opened by scanners, forwarded, kept in histories: opening it writes nothing and decides
nothing. Its pages name no session; the key in the address and the code from the mailbox are all.
"""

import logging
from collections.abc import Callable
from functools import wraps
from smtplib import SMTPException
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gouvernail.approvals.actions import Invitation, invite_guest, new_guest_code, revoke_guest
from gouvernail.approvals.errors import GuestUnreachableError
from gouvernail.approvals.models import Guest
from gouvernail.approvals.permissions import guest_of_key
from gouvernail.content.actions import Choice, decide_draft_as_guest
from gouvernail.content.queries import guest_review_of, picture_under_review
from gouvernail.content.queries.proofs import proof_under_review
from gouvernail.content.views.proofs import proof_answer
from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.errors import AssetNotFoundError
from gouvernail.media.queries import asset_bytes
from gouvernail.people.actions.invitations import sends_mail

log = logging.getLogger(__name__)
SIGNER: Final = signing.TimestampSigner(salt="gouvernail guest page")
PAGE_HOURS: Final = 12
HEADERS: Final = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
Page = Callable[..., HttpResponse]


def behind_the_link(page: Page) -> Page:
    """Answer in the guest's language, kept by no cache, index or referrer; the key must exist.

    No token of Django's protects these forms: there is no cookie to abuse, and a browser told to
    send no referrer sends no origin either. A form carries a mark of the page it came from.
    """

    @csrf_exempt
    @wraps(page)
    def answered(request: HttpRequest, key: str, **more: UUID) -> HttpResponse:
        guest = guest_of_key(key)
        if request.method == "POST":
            _require_mark(request, guest)
        with translation.override(guest.language):
            response = _answer(page, request, key, **more)
            for name, value in HEADERS.items():
                response[name] = value
        return response

    return answered


def _answer(page: Page, request: HttpRequest, key: str, **more: UUID) -> HttpResponse:
    """Answer; what is refused is said on the guest's own page, with what they typed."""
    if request.method != "POST":
        return page(request, key, **more)
    try:
        return page(request, key, **more)
    except DomainError as refused:
        return _page(request, key, problem=refused)


def _require_mark(request: HttpRequest, guest: Guest) -> None:
    try:
        marked = SIGNER.unsign(request.POST.get("page", ""), max_age=PAGE_HOURS * 3600)
    except signing.BadSignature as error:
        raise PermissionDenied from error
    if marked != str(guest.pk):
        raise PermissionDenied


@require_safe
@behind_the_link
def guest_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a guest is asked to decide, or why their link no longer decides anything."""
    return _page(request, key)


def _page(
    request: HttpRequest, key: str, *, wrong: bool = False, problem: DomainError | None = None
) -> HttpResponse:
    at = now()
    guest = guest_of_key(key)
    state = guest.state_at(at)
    context: dict[str, object] = {"guest": guest, "key": key, "state": state, "bare_fixed": True}
    if state == Guest.State.INVITED:
        context |= {
            "review": guest_review_of(guest, at=at),
            "pictures_at": reverse("content:guest-page", args=[key]) + "pictures/",
            "page_mark": SIGNER.sign(str(guest.pk)),
            "wrong": wrong,
            "problem": problem,
            "comment": request.POST.get("comment", ""),
        }
    return render(
        request,
        "content/guest.html",
        context,
        status=problem.status if problem else 422 if wrong else 200,
    )


@require_safe
@behind_the_link
def guest_picture(_request: HttpRequest, key: str, asset_id: UUID) -> HttpResponse:
    """Serve a picture of what the guest decides on, while they may."""
    guest = guest_of_key(key)
    live = guest.state_at(now()) == Guest.State.INVITED
    asset = picture_under_review(guest.request, asset_id) if live else None
    if asset is None:
        raise AssetNotFoundError
    return file_response(asset_bytes(asset), mime=asset.mime, sha256=asset.sha256)


@require_safe
@behind_the_link
def guest_proof(_request: HttpRequest, key: str, proof_id: UUID) -> HttpResponse:
    """Give the file of a proof of what the guest decides on to be saved, while they may."""
    guest = guest_of_key(key)
    live = guest.state_at(now()) == Guest.State.INVITED
    return proof_answer(proof_under_review(guest.request, str(proof_id)) if live else None)


@require_POST
@behind_the_link
def guest_code(_request: HttpRequest, key: str) -> HttpResponse:
    """Send a code to the guest's mailbox."""
    guest, code = new_guest_code(key=key, at=now())
    subject = _("Your code: %(code)s") % {"code": code}
    body = _(
        "To decide on “%(title)s”, type this code on the page of your link: %(code)s\n\n"
        "It works once, for a quarter of an hour. If you did not ask for it, do nothing."
    )
    if not _mailed(guest, subject, body % {"title": guest.request.title, "code": code}):
        raise GuestUnreachableError
    return redirect(reverse("content:guest-page", args=[key]) + "#decide")


@require_POST
@behind_the_link
def guest_decide(request: HttpRequest, key: str) -> HttpResponse:
    """Take the decision, when the code is that of the mailbox."""
    posted = request.POST
    choice = Choice(
        verdict=posted.get("verdict", ""),
        digest=posted.get("digest", ""),
        comment=posted.get("comment", ""),
    )
    code = posted.get("code", "")
    if not decide_draft_as_guest(key=key, code=code, choice=choice, at=now()):
        return _page(request, key, wrong=True)
    return redirect("content:guest-page", key=key)


@require_POST
@login_required
def review_invite(request: WebRequest, request_id: UUID) -> HttpResponse:
    """Invite a guest to decide one seat, and send them their link."""
    posted, at = request.POST, now()
    if not sends_mail():
        raise GuestUnreachableError
    languages = {code for code, _name in settings.LANGUAGES}
    language = posted.get("language", "")
    invitation = Invitation(
        name=posted.get("name", ""),
        email=posted.get("email", ""),
        seat=posted.get("seat", ""),
        language=language if language in languages else request.user.language,
    )
    guest, key = invite_guest(request_id=request_id, invitation=invitation, by=request.user, at=at)
    if not _mailed(guest, *_letter(guest, key)):
        revoke_guest(guest_id=guest.pk, by=request.user, at=at)
        raise GuestUnreachableError
    messages.success(request, _("%(name)s is invited.") % {"name": guest.name})
    return redirect("content:review", request_id=request_id)


def _letter(guest: Guest, key: str) -> tuple[str, str]:
    with translation.override(guest.language):
        body = _(
            "Hello %(name)s,\n\n%(by)s asks you to read “%(title)s” before it is published, and to "
            "decide on it:\n\n%(link)s\n\nThe link is yours alone: do not forward it. To decide, "
            "you will be sent a code at this address."
        )
        words = {
            "name": guest.name,
            "by": guest.invited_by.name,
            "title": guest.request.title,
            "link": settings.SITE_URL + reverse("content:guest-page", args=[key]),
        }
        return _("To read and decide: %(title)s") % words, body % words


def _mailed(guest: Guest, subject: str, body: str) -> bool:
    """Send a letter to a guest; return whether the server took it."""
    line = " ".join(subject.split())
    try:
        return bool(send_mail(line, body, settings.DEFAULT_FROM_EMAIL, [guest.email]))
    except (SMTPException, OSError) as error:
        log.warning("a letter to a guest could not be sent: %s", error)
        return False


@require_POST
@login_required
def guest_revoke(request: WebRequest, request_id: UUID, guest_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    guest = revoke_guest(guest_id=guest_id, by=request.user, at=now())
    messages.success(request, _("The link of %(name)s no longer works.") % {"name": guest.name})
    return redirect("content:review", request_id=request_id)
