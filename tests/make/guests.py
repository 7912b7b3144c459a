"""Guests of a review: inviting one, and what they do behind their link."""

import re
from datetime import datetime

from django.core import mail
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.actions import Invitation, decide_as_guest, invite_guest
from gouvernail.approvals.models import Request
from gouvernail.content.actions import Choice
from gouvernail.foundation import clock
from gouvernail.people.models import Person

MAILBOX = "me@cabinet-roy.example"
ASKED = Invitation(name="Me Anne Roy", email=MAILBOX, seat="legal", language="fr")


def invited(request: Request, by: Person) -> str:
    _guest, key = invite_guest(request_id=request.pk, invitation=ASKED, by=by, at=clock.now())
    return key


def address(name: str, key: str) -> str:
    return reverse(f"content:guest-{name}", args=[key])


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def code_by_mail(outsider: Client, key: str) -> str:
    page = outsider.get(address("page", key)).text
    sent = outsider.post(address("code", key), {"page": field(page, "page")})
    assert sent.status_code == 302
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def answer(outsider: Client, key: str, code: str, verdict: str = "approve", **more: str) -> int:
    page = outsider.get(address("page", key)).text
    given = {"page": field(page, "page"), "digest": field(page, "digest"), "code": code}
    return outsider.post(address("decide", key), {**given, "verdict": verdict, **more}).status_code


def decide(
    request: Request, key: str, code: str, *, at: datetime, verdict: str = "approve"
) -> bool:
    choice = Choice(verdict=verdict, digest=request.digest, comment="Because.")
    return decide_as_guest(key=key, code=code, choice=choice, at=at)[1]
