"""Signing with a code: on one's own phone by QR, or on a shared tablet that keeps nothing."""

from io import BytesIO
from typing import Final
from uuid import UUID

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.policies.models import Signature
from gouvernail.signing.actions.codes import (
    Slip,
    close_tablet,
    line_of_code,
    make_codes,
    open_tablet,
    people_without_mail,
    readable,
    sign_with_code,
    signature_of_code,
    tablet_of_key,
)
from gouvernail.signing.forms import CodeForm, CodesForm, SignForm, TabletForm
from gouvernail.signing.models import Campaign, Tablet
from gouvernail.signing.permissions import answered_for, visible_campaign
from gouvernail.signing.queries.receipts import receipt_of
from gouvernail.signing.views.answering import Opened, answers, questions, text
from gouvernail.signing.views.reading import receipt_response

BACK_TO_START: Final = 12  # seconds that a shared screen shows that somebody signed


@never_cache
@require_http_methods(["GET", "POST"])
def code_page(request: HttpRequest) -> HttpResponse:
    """Take in a code, show its text, sign; `?c=` is what a QR code fills in."""
    return _with_code(request, None)


@never_cache
@require_http_methods(["GET", "POST"])
def tablet_page(request: HttpRequest, key: str) -> HttpResponse:
    """The same on a shared device: afterwards it waits for the next person."""
    return _with_code(request, tablet_of_key(key, at=clock.now()))


def _with_code(request: HttpRequest, tablet: Tablet | None) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, tablet, CodeForm(initial={"code": request.GET.get("c", "")[:20]}))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, tablet, form)
    code, at = form.cleaned_data["code"], clock.now()
    try:
        line = line_of_code(code, at=at, tablet=tablet)
    except DomainError as refused:
        signature = signature_of_code(code, at=at) if tablet is None else None
        if signature is not None:
            return _receipt(request, signature, code)
        form.add_error("code", refused.message)
        return _ask(request, tablet, form)
    with translation.override(line.person.language or settings.LANGUAGE_CODE):
        return _opened(request, Opened(line, code, tablet))


def _opened(request: HttpRequest, opened: Opened) -> HttpResponse:
    if "digest" in request.POST:
        return _sign(request, opened)
    if "attempt" in request.POST:
        return answers(request, opened)
    if "ask" in request.POST:
        return questions(request, opened)
    return text(request, opened)


def _sign(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = SignForm(request.POST)
    if not form.is_valid():
        return text(request, opened, form=form)
    try:
        signature = sign_with_code(
            code=opened.code,
            digest=form.cleaned_data["digest"],
            at=clock.now(),
            tablet=opened.tablet,
        )
    except DomainError as refused:
        return text(request, opened, form=form, refused=refused)
    if opened.tablet is None:
        return _receipt(request, signature, opened.code)
    return _done(request, opened.tablet)


def _ask(request: HttpRequest, tablet: Tablet | None, form: CodeForm) -> HttpResponse:
    context = {"form": form, "tablet": tablet}
    return render(request, "signing/code.html", context, status=status_of(form))


def _receipt(request: HttpRequest, signature: Signature, code: str) -> HttpResponse:
    """Show whoever has the code what was signed with it, or give the file of it."""
    receipt = receipt_of(signature)
    if "file" in request.POST and receipt.is_sealed:
        return receipt_response(signature)
    context = {"signature": signature, "receipt": receipt, "code": code, "bare_fixed": True}
    return render(request, "signing/code_done.html", context)


def _done(request: HttpRequest, tablet: Tablet) -> HttpResponse:
    response = render(request, "signing/code_done.html", {"tablet": tablet, "bare_fixed": True})
    # nothing of whoever signed stays on a screen that others use
    response.headers["Refresh"] = f"{BACK_TO_START};url={request.path}"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def code_slips(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Show who has no e-mail; make their codes, to be printed and cut, shown this once."""
    campaign = visible_campaign(campaign_id, viewer=request.user)
    at = clock.now()
    form = CodesForm(request.POST or None)
    made = _made(request, campaign, form) if form.is_valid() else []
    here = answered_for(request.user)
    people = people_without_mail(campaign, request.user, at=at)
    codeless = Q(code_made_at__isnull=True)
    sheet_form = TabletForm(viewer=request.user)
    sheet_form.auto_id = "sheet_%s"  # the same question twice on one page
    context = {
        "campaign": campaign,
        "policy": campaign.version.policy,
        "sheet_form": sheet_form,
        "slips": [(one.line, readable(one.code), _qr(one.code)) for one in made],
        "codes_form": form,
        **people.order_by().aggregate(waiting=Count("pk"), codeless=Count("pk", filter=codeless)),
        "tablet_form": TabletForm(viewer=request.user),
        "sheets": campaign.sheets.filter(here).select_related("unit").order_by("-made_at")[:20],
        "tablets": campaign.tablets.filter(here, closed_at__isnull=True, expires_at__gt=at),
    }
    return render(request, "signing/code_slips.html", context, status=status_of(form))


def _made(request: WebRequest, campaign: Campaign, form: CodesForm) -> list[Slip]:
    said = form.cleaned_data
    made = tried(
        form,
        lambda: make_codes(
            campaign_id=campaign.pk,
            again=said["again"],
            name=said["name"],
            by=request.user,
            at=clock.now(),
        ),
    )
    return made or []


def _qr(code: str) -> SafeString:
    """Return the address of a code as an SVG picture."""
    address = settings.SITE_URL + reverse("signing:code") + f"?c={readable(code)}"
    picture = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, box_size=6)
    out = BytesIO()
    picture.save(out)
    svg = out.getvalue().decode().partition("?>")[2]
    return mark_safe(svg)  # noqa: S308 - drawn here from an address of ours


@login_required
@require_POST
def tablet_open(request: WebRequest, campaign_id: UUID) -> HttpResponse:
    """Open this device for others, and sign its supervisor out of it."""
    form = TabletForm(request.POST, viewer=request.user)
    if form.is_valid():
        said = form.cleaned_data
        opened = tried(
            form,
            lambda: open_tablet(
                campaign_id=campaign_id,
                unit_id=UUID(said["unit"]),
                place=said["place"],
                by=request.user,
                at=clock.now(),
            ),
        )
        if opened is not None:
            logout(request)
            return redirect("signing:tablet", opened[1])
    messages.error(request, _("Choose a unit whose people you manage."))
    return redirect("signing:code-slips", campaign_id)


@login_required
@require_POST
def tablet_close(request: WebRequest, tablet_id: UUID) -> HttpResponse:
    """Close a device from elsewhere."""
    tablet = close_tablet(tablet_id=tablet_id, by=request.user, at=clock.now())
    messages.success(request, _("The tablet is closed."))
    return redirect("signing:code-slips", tablet.campaign_id)
