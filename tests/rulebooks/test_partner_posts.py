"""What partners publish about us is judged by our rules, once for each text."""

from typing import Never

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.brand.actions.influencers import Seen, expect_post, read_post
from gouvernail.brand.models import Contract, PartnerPost
from gouvernail.foundation.models import OutboxMark
from gouvernail.foundation.outbox import deliver
from gouvernail.people.models import Person, Role, Unit
from gouvernail.rulebooks.actions import partner_posts
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.tasks import READERS
from tests.make.history import NOON
from tests.make.library import make_contract, make_partner
from tests.make.people import make_grant, make_person
from tests.make.rulebooks import make_pack

pytestmark = pytest.mark.django_db

SOURCE = """
pack: partners
title: {fr: Partenaires, en: Partners}
control: enforce
rules:
  - id: cure
    title: {fr: Guérison, en: Cure}
    clause: "charter#5.2"
    when: {tags: [influencer], network: [instagram]}
    check: {terms: {any: [cures]}}
    then: block
    say: {fr: "Rien ne guérit.", en: "Nothing cures."}
    examples: {raises: [It cures.], passes: [It helps.]}
  - id: price
    title: {fr: Prix, en: Price}
    clause: "charter#5.2"
    when: {tags: [sponsored]}
    check: {terms: {any: [free]}}
    then: warn
    say: {fr: "Rien n’est gratuit.", en: "Nothing is free."}
    examples: {raises: [It is free.], passes: [It helps.]}
"""
SEEN = Seen(
    url="https://www.instagram.com/p/C1/", text="#publicité The tram cures, free", country="FR"
)


@pytest.fixture
def lead(energy: Unit) -> Person:
    person = make_person(name="Lead", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.DELEGATE)
    return person


@pytest.fixture
def post(energy: Unit, nordet: Unit, lead: Person) -> PartnerPost:
    make_pack(unit=nordet, by=lead, source=SOURCE)
    contract = make_contract(partner=make_partner(unit=energy, by=lead), by=lead)
    return expect_post(contract.pk, seen=SEEN, by=lead, at=NOON)


def heard(post: PartnerPost) -> PartnerPost:
    deliver(READERS, at=NOON)
    post.refresh_from_db()
    return post


def test_a_post_in_order_by_its_contract_is_in_breach_of_the_rules(
    client: Client, post: PartnerPost, lead: Person
) -> None:
    assert post.status == PartnerPost.Status.FINE

    heard(post)

    kept = StoredVerdict.objects.get(subject_kind="partner_post", subject_id=post.pk)
    assert (kept.pk, kept.moment, kept.outcome) == (post.verdict_id, "after", "block")
    assert kept.masked_input["network"] == "instagram"
    assert [(one["code"], one["source"]) for one in post.findings] == [("cure", "rules")]
    assert (post.status, post.was_breach) == (PartnerPost.Status.BREACH, True)
    client.force_login(lead)
    page = reverse("brand:partner-detail", args=[post.contract.partner_id])
    assert "Nothing cures." in client.get(page, headers={"Accept-Language": "en"}).text


def test_a_paid_contract_makes_its_posts_sponsored(post: PartnerPost) -> None:
    Contract.objects.update(amount=500)

    assert {one["code"] for one in heard(post).findings} == {"cure", "price"}


def test_each_text_is_judged_once(post: PartnerPost, lead: Person) -> None:
    heard(post)
    OutboxMark.objects.update(position=0)
    heard(post)
    assert StoredVerdict.objects.count() == 1

    read_post(post.pk, seen=Seen(text="#publicité The tram helps"), by=lead, at=NOON)

    assert heard(post).status == PartnerPost.Status.FINE
    assert StoredVerdict.objects.count() == 2


def test_a_worker_that_dies_half_way_leaves_nothing_and_it_is_judged_later(
    monkeypatch: pytest.MonkeyPatch, post: PartnerPost
) -> None:
    def die(*_: object, **__: object) -> Never:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(partner_posts, "note_judgement", die)
        with pytest.raises(KeyboardInterrupt):
            heard(post)
    assert not StoredVerdict.objects.exists()

    assert heard(post).verdict_id == StoredVerdict.objects.get().pk
