"""When a session last proved who holds it, and taking up what was interrupted to ask again.

`people.permissions.require_step_up` refuses with `ProofNeededError`; the middleware then keeps
what was typed in the session, for some minutes, and asks for a proof. What was typed comes back
once, to be sent by whoever typed it: nothing is done by itself. A file, a secret and what is very
long are never kept; the page says so in words.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from gouvernail.foundation import clock
from gouvernail.people.actions import note_factor, note_invitation_used, note_password
from gouvernail.people.models import Person

PROVED_AT = "gouvernail_proved_at"
OPENED_AT = "gouvernail_opened_at"
SEEN_AT = "gouvernail_seen_at"
TAKE_UP = "gouvernail.web.proof.take_up"
KEPT_BYTES: Final = 65_536
KEPT_FOR: Final = timedelta(minutes=15)
SECRET_NAMES: Final = re.compile(
    r"passw|passphrase|secret|token|otp|credential|private_?key|recovery|^(pin|value|code|seed)$",
    re.IGNORECASE,
)
_NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken"})


def note_sign_in(request: HttpRequest, user: Person, **_rest: object) -> None:
    """Remember that a session begins, with a proof: signing in is one (a signal's receiver)."""
    at = clock.now().timestamp()
    note_invitation_used(by=user, at=clock.now())
    request.session[OPENED_AT] = request.session[SEEN_AT] = request.session[PROVED_AT] = at


def note_step(request: HttpRequest, method: str, user: Person, **facts: object) -> None:
    """Remember a proof given once more; a password alone is none for who has a second factor."""
    if not facts.get("reauthenticated"):
        return
    offered = {one["id"] for one in get_adapter(request).get_reauthentication_methods(user)}
    if method != "password" or "reauthenticate" in offered:
        note_proof(request)


def note_password_chosen(user: Person, **_rest: object) -> None:
    """Leave the entry of another password; keys end with the old one."""
    note_password(by=user, at=clock.now())


def note_factor_added(user: Person, authenticator: Authenticator, **_rest: object) -> None:
    """Leave the entry of a second factor that was added, or of new recovery codes."""
    note_factor(what=f"{authenticator.type}_added", by=user, at=clock.now())


def note_factor_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_rest: object
) -> None:
    """Leave the entry of a second factor that was removed; other sessions end with it."""
    what, keep = f"{authenticator.type}_removed", str(request.session.session_key)
    note_factor(what=what, by=user, at=clock.now(), keep=keep)


def note_proof(request: HttpRequest) -> None:
    """Remember that whoever holds this session proved who they are, now."""
    request.session[PROVED_AT] = clock.now().timestamp()


def proved_at(request: HttpRequest) -> datetime | None:
    """Return when this session last proved who holds it."""
    return instant(request.session.get(PROVED_AT))


def instant(kept: object) -> datetime | None:
    """Return an instant kept in a session as seconds; None if there is none."""
    return datetime.fromtimestamp(kept, UTC) if isinstance(kept, int | float) else None


def is_over(request: HttpRequest, *, at: datetime) -> bool:
    """Return whether a session has lasted, or was left alone, for too long.

    A session that does not say when it was opened is over. Being here counts, to the minute.
    """
    opened, seen = (instant(request.session.get(name)) for name in (OPENED_AT, SEEN_AT))
    if opened is None or seen is None or at > opened + timedelta(hours=settings.SESSION_HOURS):
        return True
    if at > seen + timedelta(minutes=settings.SESSION_IDLE_MINUTES):
        return True
    if at > seen + timedelta(minutes=1):
        request.session[SEEN_AT] = at.timestamp()
    return False


def ask(request: HttpRequest) -> HttpResponse:
    """Keep what was asked and lead to the page where one proves who one is."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    page = methods[0]["url"] if methods else reverse("web:prove")
    back = _page_of(request)
    if request.method == "POST":
        kept = {
            "path": request.path,
            "query": request.GET.urlencode(),
            "back": back,
            "person": str(request.user.pk),
            "at": clock.now().timestamp(),
            **_typed(request),
        }
        request.session[STATE_SESSION_KEY] = {"state": kept, "callback": TAKE_UP}
    else:
        request.session.pop(STATE_SESSION_KEY, None)
    return HttpResponseRedirect(f"{page}?{urlencode({'next': back})}")


def _typed(request: HttpRequest) -> dict[str, object]:
    """Return what may be kept of a form, and why the rest is not: `files`, `secret` or `long`."""
    sent = request.POST.copy()
    for name in [one for one in sent if one in _NOT_TYPED]:
        del sent[name]
    if any(SECRET_NAMES.search(name) for name in sent):
        return {"post": "", "lost": "secret"}
    body = sent.urlencode()
    if len(body) > KEPT_BYTES:
        return {"post": "", "lost": "long"}
    return {"post": body, "lost": "files" if request.FILES else ""}


def _page_of(request: HttpRequest) -> str:
    """Return the page a request came from: where one is after a file, or a part of a page."""
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    if not (own and urlsplit(came_from).netloc):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def take_up(request: HttpRequest, state: Mapping[str, Any]) -> HttpResponse:
    """Show what was typed before the proof was asked, for the same person only, once.

    Whoever typed it sends it; after `KEPT_FOR` nothing is left of it.
    """
    if state["person"] != str(request.user.pk):
        return HttpResponseRedirect(reverse("web:today"))
    since = instant(state["at"])
    is_over = since is None or clock.now() > since + KEPT_FOR
    sent = QueryDict("" if is_over else state["post"])
    typed = [(name, value) for name, values in sent.lists() for value in values]
    lost = "late" if is_over else state["lost"]
    context = {
        "action": f"{state['path']}?{state['query']}" if state["query"] else state["path"],
        "back": state["back"],
        "lost": lost,
        "fields": typed,
        "words": [value for _name, value in typed if " " in value.strip()],
        "may_send": not lost,
    }
    return render(request, "web/taken_up.html", context)
