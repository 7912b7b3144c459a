"""Somebody from outside reads and decides in a real browser; nothing signs them in."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from gouvernail.approvals.actions import Invitation, invite_guest
from gouvernail.approvals.models import Guest, Request, RouteStep
from gouvernail.content.actions import submit_draft
from gouvernail.content.models import DraftMedia
from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.approvals import make_route
from tests.make.content import make_draft, request_of
from tests.make.media import make_asset
from tests.make.registry import make_account


@pytest.fixture
def asked(hugo: Person, claire: Person, energy: Unit) -> Request:
    route = make_route(("colleague", "legal"), subject_kind="draft", is_default=True)
    RouteStep.objects.filter(route=route).update(guests=True)
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    asset = make_asset(unit=energy, by=hugo)
    DraftMedia.objects.create(draft=draft, asset=asset, alt="Un mât")
    return request_of(submit_draft(draft_id=draft.pk, by=hugo, at=clock.now()))


def link(asked: Request, claire: Person, language: str) -> str:
    invitation = Invitation(
        name="Me Anne Roy", email="me@cabinet-roy.example", seat="legal", language=language
    )
    at = clock.now()
    _guest, key = invite_guest(request_id=asked.pk, invitation=invitation, by=claire, at=at)
    return reverse("content:guest-page", args=[key])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_asks_for_a_code_and_decides(
    visit: Visitor, asked: Request, claire: Person, *, scripts: bool
) -> None:
    page = visit(link(asked, claire, "fr"), scripts=scripts)
    if scripts:  # the picture is asked for when it comes near, so it may come after the page
        page.locator(".g-post-img").scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('.g-post-img').naturalWidth > 0")

    page.get_by_role("button", name="M’envoyer le code").click()
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert code is not None
    page.get_by_label("Le code reçu").fill("000000" if code[0] != "000000" else "111111")
    page.get_by_label("Votre commentaire", exact=False).fill("Très bien.")
    page.get_by_role("button", name="Je suis d’accord").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("Votre commentaire", exact=False).input_value() == "Très bien."
    page.get_by_label("Le code reçu").fill(code[0])
    page.get_by_role("button", name="Je suis d’accord").click()

    page.get_by_role("heading", name="Votre décision est enregistrée").wait_for()
    assert Guest.objects.get().verdict == "approve"
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}
    visit.complaints[:] = [one for one in visit.complaints if "422" not in one]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(1440, "fr"), (390, "en")])
def test_the_page_of_a_guest_is_accessible_and_fits(
    visit: Visitor, asked: Request, claire: Person, width: int, theme: str, language: str
) -> None:
    page = visit(link(asked, claire, language), width=width, theme=theme)

    picture(page, f"guest-{width}-{theme}-{language}")
    assert page.locator("html").get_attribute("lang") == language
    assert axe(page) == []
    assert overflow(page) == 0


def test_a_reviewer_invites_from_the_review_page(
    visit: Visitor, asked: Request, claire: Person
) -> None:
    page = visit(f"/reviews/{asked.pk}/", as_=claire)
    page.get_by_text("Inviter quelqu’un de l’extérieur").click()
    page.get_by_label("Nom", exact=True).fill("Me Anne Roy")
    page.get_by_label("Sa propre adresse électronique").fill("me@cabinet-roy.example")
    picture(page, "review-invite-1440")
    page.get_by_role("button", name="Envoyer le lien").click()

    page.get_by_text("Me Anne Roy : invitation envoyée.").first.wait_for()
    assert mail.outbox[-1].to == ["me@cabinet-roy.example"]
