"""One's own page: how one reads Gouvernail, when one is away, which keys act in one's name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.actions import choose_preferences, create_key, revoke_key
from gouvernail.people.forms import KeyForm, PreferencesForm
from gouvernail.people.models import ApiKey, Person
from gouvernail.people.permissions import active_grants
from gouvernail.people.queries import absences_of
from gouvernail.people.queries.doors import own_doors

THEME_COOKIE = "gouvernail_theme"
YEAR = timedelta(days=365)


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: WebRequest) -> HttpResponse:
    """Show and keep one's own preferences."""
    reader = request.user
    names = ("language", "time_zone", "theme")
    initial = {name: getattr(reader, name) for name in names}
    initial["theme"] = request.COOKIES.get(THEME_COOKIE, "") or reader.theme or "auto"
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = tried(
            form, lambda: choose_preferences(**form.cleaned_data, by=reader, at=clock.now())
        )
        if kept is not None:
            messages.success(request, _("Your preferences are kept."))
            return _with_cookies(redirect("people:profile"), kept)
    return _profile_page(request, form=form, key_form=KeyForm())


def _profile_page(
    request: WebRequest, *, form: PreferencesForm, key_form: KeyForm, secret: str = ""
) -> HttpResponse:
    reader, at = request.user, clock.now()
    keys = ApiKey.objects.filter(person=reader, revoked_at__isnull=True).order_by("-created_at")
    context: dict[str, Any] = {
        "person": reader,
        "form": form,
        "key_form": key_form,
        "keys": keys,
        "secret": secret,
        "now": at,
        "doors": own_doors(reader),
        "grants": active_grants(reader),
        "absences": [
            one for one in absences_of(reader) if one.cancelled_at is None and one.ends_at > at
        ],
    }
    return render(request, "people/profile.html", context, status=status_of(form, key_form))


def _with_cookies(response: HttpResponse, person: Person) -> HttpResponse:
    chosen = {settings.LANGUAGE_COOKIE_NAME: person.language, THEME_COOKIE: person.theme}
    for name, value in chosen.items():
        if value:
            response.set_cookie(
                name,
                value,
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return response


@require_POST
@login_required
@never_cache
def key_create(request: WebRequest) -> HttpResponse:
    """Make a key and show its secret, this once."""
    key_form = KeyForm(request.POST)
    names = ("language", "time_zone", "theme")
    form = PreferencesForm(initial={name: getattr(request.user, name) for name in names})
    if key_form.is_valid():
        made = tried(
            key_form,
            lambda: create_key(**key_form.choices(), by=request.user, at=clock.now()),
        )
        if made is not None:
            return _profile_page(request, form=form, key_form=KeyForm(), secret=made[1])
    return _profile_page(request, form=form, key_form=key_form)


@require_POST
@login_required
def key_revoke(request: WebRequest, key_id: UUID) -> HttpResponse:
    """End one of one's keys."""
    key = revoke_key(key_id=key_id, by=request.user, at=clock.now())
    words = _("The key “%(name)s” no longer opens anything.")
    messages.success(request, words % {"name": key.name})
    return redirect("people:profile")
