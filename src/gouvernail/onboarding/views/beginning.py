"""The page that begins an empty site, for the one browser that holds its link."""

import secrets

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.onboarding.actions import begin_with_link, claim_setup_link
from gouvernail.onboarding.errors import SetupLinkOverError
from gouvernail.onboarding.forms.beginning import BeginForm
from gouvernail.onboarding.queries.beginning import holds_link, is_begun, is_free
from gouvernail.people.models import Person

HOLDER = "setup_holder"
PLACES = {
    "fr": ("FR", "Europe/Paris"),
    "fr-ca": ("CA", "America/Toronto"),
    "en": ("GB", "Europe/London"),
}


@never_cache
@require_http_methods(["GET", "POST"])
def begin_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a link is for; only the button of the page takes it, for this browser."""
    if is_begun():
        return redirect(settings.LOGIN_REDIRECT_URL)
    if holds_link(_holder(request), at=clock.now()):
        return redirect("onboarding:begin")
    if request.method == "POST":
        holder = secrets.token_urlsafe(24)
        claim_setup_link(secret=secret, holder=holder, at=clock.now())
        request.session[HOLDER] = holder
        return redirect("onboarding:begin")
    if not is_free(secret, at=clock.now()):
        raise SetupLinkOverError
    return render(request, "onboarding/begin_link.html")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the site; without its link, say where the link comes from."""
    if is_begun():
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not holds_link(_holder(request), at=clock.now()):
        return render(request, "onboarding/begin_waiting.html", {"bare_fixed": False})
    form = BeginForm(request.POST or None, bare="passkey" in request.POST, initial=_guess())
    if request.method == "POST" and form.is_valid():
        lead = tried(
            form,
            lambda: begin_with_link(
                beginning=form.beginning(),
                holder=_holder(request),
                password=form.chosen_password(),
                at=clock.now(),
            ),
        )
        if lead is not None:
            _let_in(request, lead)
            return redirect("mfa_add_webauthn" if form.bare else "onboarding:first-hour")
    return render(request, "onboarding/begin.html", {"form": form}, status=status_of(form))


def _holder(request: HttpRequest) -> str:
    return str(request.session.get(HOLDER, ""))


def _guess() -> dict[str, str]:
    """Return what the language of the page suggests; every answer can be changed."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    country, zone = PLACES.get(language, PLACES["fr"])
    return {"language": language, "country": country, "time_zone": zone}


def _let_in(request: HttpRequest, lead: Person) -> None:
    request.session.pop(HOLDER, None)
    login(request, lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, lead, method="invitation")
    UserSession.objects.create_from_request(request)
