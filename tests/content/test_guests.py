"""Somebody from outside decides one seat by a link: once, on one text, with a code, never alone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.actions import new_guest_code, revoke_guest
from gouvernail.approvals.errors import (
    CodeJustSentError,
    GuestLinkOverError,
    TooManyCodesError,
)
from gouvernail.approvals.models import Guest, GuestCode, Request, RouteStep
from gouvernail.content.actions import Choice, Writing, decide_draft, save_draft, submit_draft
from gouvernail.content.models import Draft
from gouvernail.foundation import clock
from gouvernail.media.pictures.store import keep
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from tests.make.approvals import make_route
from tests.make.content import make_draft, make_proof, request_of
from tests.make.guests import MAILBOX, address, answer, code_by_mail, decide, field, invited
from tests.make.ledger import leaves
from tests.make.media import make_picture
from tests.make.registry import make_account


def test_a_guest_reads_decides_by_code_and_the_last_agreement_queues_it(
    client: Client, outsider: Client, asked: Request, camille: Person, claire: Person
) -> None:
    client.force_login(claire)
    client.post(
        reverse("content:review-invite", args=[asked.pk]),
        {"name": "Me Anne Roy", "email": MAILBOX, "seat": "legal", "language": "fr"},
    )
    letter = mail.outbox[-1]
    link = re.search(r"/guests/([\w-]+)/", str(letter.body))
    assert link is not None
    assert letter.to == [MAILBOX]
    key = link[1]

    page = outsider.get(address("page", key))
    code = code_by_mail(outsider, key)
    assert answer(outsider, key, code) == 302

    assert 'lang="fr"' in page.text
    asked.refresh_from_db()
    assert asked.status == "pending"
    decide_draft(
        request_id=asked.pk,
        choice=Choice(verdict="approve", digest=asked.digest),
        by=camille,
        at=clock.now(),
    )
    asked.refresh_from_db()
    assert asked.status == "approved"
    assert Delivery.objects.count() == 1
    assert "Votre décision est enregistrée" in outsider.get(address("page", key)).text


def test_the_page_shows_what_the_decision_covers_and_leaves_no_trace(
    outsider: Client, asked: Request, claire: Person
) -> None:
    key = invited(asked, claire)

    page = outsider.get(address("page", key))

    assert "24 fast chargers" in page.text
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "sessionid" not in outsider.cookies
    assert MAILBOX not in page.text


def test_a_guest_saves_the_file_of_a_proof_of_that_revision_while_the_link_lives(
    outsider: Client, hugo: Person, claire: Person, energy: Unit
) -> None:
    route = make_route(("colleague", "legal"), subject_kind="draft", is_default=True)
    RouteStep.objects.filter(route=route).update(guests=True)
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    sha256 = keep(make_picture())
    proof = make_proof(draft=draft, by=hugo, sha256=sha256, mime="image/png")
    submit_draft(draft_id=draft.pk, by=hugo, at=clock.now())
    draft.refresh_from_db()
    asked = request_of(draft)
    late = make_proof(draft=draft, by=hugo, sha256=sha256, mime="image/png")
    key = invited(asked, claire)
    told, before = len(leaves()), Guest.objects.values().get()

    page = outsider.get(address("page", key))
    given = outsider.get(f"{address('page', key)}proofs/{proof.pk}/")

    assert f"/guests/{key}/proofs/{proof.pk}/" in page.text
    assert (given.status_code, given.content) == (200, stored_bytes(sha256))
    assert given["Content-Disposition"].startswith("attachment; ")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"] == "no-store, private"
    assert given["Referrer-Policy"] == "no-referrer"
    assert outsider.get(f"{address('page', key)}proofs/{late.pk}/").status_code == 404
    assert (len(leaves()), Guest.objects.values().get()) == (told, before)

    revoke_guest(guest_id=Guest.objects.get().pk, by=claire, at=clock.now())

    assert outsider.get(f"{address('page', key)}proofs/{proof.pk}/").status_code == 404


def test_opening_the_link_a_hundred_times_decides_and_consumes_nothing(
    outsider: Client, asked: Request, claire: Person
) -> None:
    key = invited(asked, claire)
    before = Guest.objects.values().get()

    for _ in range(100):
        assert outsider.get(address("page", key)).status_code == 200
        assert outsider.head(address("page", key)).status_code == 200
    assert outsider.get(address("decide", key)).status_code == 405
    assert outsider.get(address("code", key)).status_code == 405

    assert Guest.objects.values().get() == before
    assert not GuestCode.objects.exists()
    assert mail.outbox == []


def test_a_form_that_does_not_come_from_the_page_is_refused(
    outsider: Client, asked: Request, claire: Person
) -> None:
    key = invited(asked, claire)

    for sent in ({}, {"page": "forged"}):
        assert outsider.post(address("code", key), sent).status_code == 403
        assert outsider.post(address("decide", key), sent).status_code == 403

    assert mail.outbox == []


def test_the_mark_of_one_link_does_not_serve_another(
    outsider: Client, asked: Request, claire: Person
) -> None:
    key = invited(asked, claire)
    mark = field(outsider.get(address("page", key)).text, "page")
    Guest.objects.all().update(revoked_at=clock.now())
    other = invited(asked, claire)

    assert outsider.post(address("code", other), {"page": mark}).status_code == 403


def test_a_wrong_code_is_counted_and_the_words_are_kept(
    outsider: Client, asked: Request, claire: Person
) -> None:
    key = invited(asked, claire)
    code = code_by_mail(outsider, key)
    wrong = "000000" if code != "000000" else "111111"

    for _ in range(5):
        assert answer(outsider, key, wrong, comment="Très juste.") == 422
    assert answer(outsider, key, code) == 429

    assert Guest.objects.get().verdict == ""
    assert GuestCode.objects.get().tries == 5


def test_what_is_refused_is_said_on_the_page_of_the_link(
    client: Client, asked: Request, claire: Person
) -> None:
    key = invited(asked, claire)
    mark = re.search(r'name="page" value="([^"]+)"', client.get(address("page", key)).text)
    assert mark is not None
    sent = {"page": mark[1]}
    client.post(address("code", key), sent)

    again = client.post(address("code", key), sent)
    silent = client.post(
        address("decide", key),
        {**sent, "verdict": "refuse", "comment": "  ", "code": "1", "digest": asked.digest},
    )

    assert (again.status_code, silent.status_code) == (429, 422)
    assert 'data-code="code_just_sent"' in again.text
    assert 'data-code="comment_missing"' in silent.text
    for page in (again.text, silent.text):
        assert reverse("content:guest-decide", args=[key]) in page
        assert reverse("web:today") + '"' not in page.partition("<main")[2]


def test_a_code_is_too_old_after_a_quarter_of_an_hour(asked: Request, claire: Person) -> None:
    key, at = invited(asked, claire), clock.now()
    _guest, code = new_guest_code(key=key, at=at)

    assert decide(asked, key, code, at=at + timedelta(minutes=15)) is False
    assert decide(asked, key, code, at=at + timedelta(minutes=14)) is True


def test_codes_are_sent_with_a_pause_and_six_times_at_most(asked: Request, claire: Person) -> None:
    key, at = invited(asked, claire), clock.now()
    new_guest_code(key=key, at=at)
    with pytest.raises(CodeJustSentError):
        new_guest_code(key=key, at=at + timedelta(seconds=29))
    for minute in range(1, 6):
        new_guest_code(key=key, at=at + timedelta(minutes=minute))
    with pytest.raises(TooManyCodesError):
        new_guest_code(key=key, at=at + timedelta(hours=1))


def test_only_the_last_code_works(asked: Request, claire: Person) -> None:
    key, at = invited(asked, claire), clock.now()
    _guest, first = new_guest_code(key=key, at=at)
    _guest, second = new_guest_code(key=key, at=at + timedelta(minutes=1))

    later = at + timedelta(minutes=2)
    assert first == second or not decide(asked, key, first, at=later)
    assert decide(asked, key, second, at=later)


def test_a_change_of_the_text_voids_the_link(
    outsider: Client, asked: Request, claire: Person, hugo: Person
) -> None:
    key = invited(asked, claire)
    code = code_by_mail(outsider, key)
    at = clock.now()

    save_draft(draft_id=asked.subject_id, writing=Writing(text="Other words."), by=hugo, at=at)

    page = outsider.get(address("page", key)).text
    assert "Other words." not in page
    assert "le texte a changé" in page
    with pytest.raises(GuestLinkOverError):
        decide(asked, key, code, at=at)


def test_a_link_expires_and_is_taken_back(
    client: Client, outsider: Client, asked: Request, claire: Person
) -> None:
    key, at = invited(asked, claire), clock.now()
    _guest, code = new_guest_code(key=key, at=at)
    with pytest.raises(GuestLinkOverError):
        decide(asked, key, code, at=at + timedelta(days=7, seconds=1))
    client.force_login(claire)

    client.post(reverse("content:guest-revoke", args=[asked.pk, Guest.objects.get().pk]))

    assert "repris" in outsider.get(address("page", key)).text.lower()
    with pytest.raises(GuestLinkOverError):
        decide(asked, key, code, at=at)
    assert [one["type"] for one in leaves()][-1] == "guest.revoked"


def test_a_link_decides_once(asked: Request, claire: Person) -> None:
    key, at = invited(asked, claire), clock.now()
    _guest, code = new_guest_code(key=key, at=at)
    assert decide(asked, key, code, at=at)

    with pytest.raises(GuestLinkOverError):
        decide(asked, key, code, at=at)


@pytest.mark.parametrize(("verdict", "status"), [("refuse", "refused"), ("changes", "changes")])
def test_a_guest_sends_back_with_a_reason(
    outsider: Client, asked: Request, claire: Person, verdict: str, status: str
) -> None:
    key = invited(asked, claire)
    code = code_by_mail(outsider, key)

    assert answer(outsider, key, code, verdict) == 422
    assert answer(outsider, key, code, verdict, comment="Pas ainsi.") == 302

    asked.refresh_from_db()
    assert asked.status == status
    assert Draft.objects.get(pk=asked.subject_id).status == status


def test_the_journal_holds_no_address_no_name_and_no_word(asked: Request, claire: Person) -> None:
    key, at = invited(asked, claire), clock.now()
    decide(asked, key, new_guest_code(key=key, at=at)[1], at=at)

    written = [one for one in leaves() if one["type"].startswith("guest.")]

    assert [one["type"] for one in written] == ["guest.invited", "guest.decided"]
    assert written[1]["actor"]["kind"] == "guest"
    assert written[1]["digest"] == asked.digest
    assert all(one["pii"]["fields"] for one in written)
    for word in (MAILBOX, "Roy", "Because.", key):
        assert word not in repr(written)


@pytest.mark.django_db
def test_an_unknown_link_leads_nowhere(outsider: Client) -> None:
    for name in ("page", "code", "decide"):
        path = address(name, "x" * 43)
        answered = outsider.get(path) if name == "page" else outsider.post(path)
        assert answered.status_code == 404


def test_the_review_page_offers_and_lists_guests(
    client: Client, asked: Request, claire: Person, hugo: Person
) -> None:
    def page(person: Person) -> str:
        client.force_login(person)
        return client.get(reverse("content:review", args=[asked.pk])).text

    assert "Invite a guest" in page(claire)
    assert "Invite a guest" not in page(hugo)
    invited(asked, claire)
    assert "Me Anne Roy" in page(hugo)
    assert "End this invitation" in page(claire)
    assert "Take back" not in page(hugo)
