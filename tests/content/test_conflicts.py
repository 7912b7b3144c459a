"""Before approval: what other accounts say about the same thing, and whom to ask."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gouvernail.brand.models import Audience, AudienceAccount
from gouvernail.content.models import Draft
from gouvernail.content.queries import manuscript_of
from gouvernail.content.queries.examination import Card, examine
from gouvernail.content.queries.neighbours import BY_AUTHOR, KEPT, Reading, surroundings_of
from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.actions import queue_delivery
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions.packs import STARTERS
from tests.make.content import make_draft
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_order
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack

OURS = "La borne de Nantes ouvre à 9 h samedi 21 novembre."
THEIRS = "Samedi 21 novembre, la borne de Nantes ouvre à 10 h."
AGREED = "Rendez-vous samedi 21 novembre à 9 h : la borne de Nantes vous attend, café offert."
IN_REVIEW = Draft.Status.IN_REVIEW
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def coordination(nordet: Unit, claire: Person) -> None:
    """The rules that compare posts, for the whole group."""
    source = (STARTERS / "subjects" / "coordination.yaml").read_text(encoding="utf-8")
    make_pack(unit=nordet, by=claire, source=source.replace("control: observe", "control: warn"))


@pytest.fixture
def account(energy: Unit) -> Account:
    return make_account(unit=energy, name="Nordet Énergie", handle="energie")


@pytest.fixture
def other(care: Unit) -> Account:
    return make_account(unit=care, name="Nordet Mobilité", handle="mobilite")


@pytest.fixture
def draft(hugo: Person, energy: Unit, account: Account) -> Draft:
    return make_draft(author=hugo, unit=energy, accounts=(account,), text=OURS, language="fr")


def cards_of(draft: Draft, at: datetime) -> list[Card]:
    return [card for card in examine(manuscript_of(draft), at=at).cards if card.beside]


def test_a_published_post_of_another_account_is_quoted_and_can_be_opened(
    draft: Draft, other: Account, noon: datetime
) -> None:
    make_record(other, text=THEIRS, published_at=noon - timedelta(days=1))
    (card,) = cards_of(draft, noon)
    assert card.finding is not None
    assert card.finding.rule == "fact-at-odds"
    assert "10 h" in card.finding.message["fr"]
    assert [one.account for one in card.beside] == [other]


def test_what_agrees_and_what_is_too_far_in_time_is_not_raised(
    draft: Draft, other: Account, noon: datetime
) -> None:
    make_record(other, text=AGREED, published_at=noon)
    make_record(other, text=THEIRS, published_at=noon - timedelta(days=31))
    assert cards_of(draft, noon) == []


def test_a_post_under_review_that_the_author_may_read_is_quoted_with_its_author(
    draft: Draft, hugo: Person, nina: Person, care: Unit, other: Account, noon: datetime
) -> None:
    make_grant(person=hugo, unit=care, role=Role.CONTRIBUTOR)
    make_draft(
        author=nina, unit=care, accounts=(other,), text=THEIRS, language="fr", status=IN_REVIEW
    )
    (card,) = cards_of(draft, noon)
    assert card.finding is not None
    assert [one.person for one in card.beside] == [nina]


def test_a_post_the_author_may_not_read_is_not_quoted_but_its_author_is_named(
    draft: Draft,
    nina: Person,
    care: Unit,
    other: Account,
    hugo: Person,
    noon: datetime,
    client: Client,
) -> None:
    make_draft(
        author=nina, unit=care, accounts=(other,), text=THEIRS, language="fr", status=IN_REVIEW
    )
    around = surroundings_of(manuscript_of(draft), at=noon)
    assert (around.neighbours, len(around.hidden)) == ((), 1)
    (card,) = cards_of(draft, noon)
    assert card.finding is None

    client.force_login(hugo)
    shown = client.get(f"/drafts/{draft.pk}/").content.decode()
    assert "10 h" not in shown
    assert nina.name in shown
    assert "Nordet Mobilité" in shown


def test_who_reads_a_finding_is_quoted_only_what_they_may_see_too(
    draft: Draft,
    hugo: Person,
    nina: Person,
    energy: Unit,
    care: Unit,
    other: Account,
    noon: datetime,
) -> None:
    reviewer = make_person(name="Zoé Renard", home_unit=energy)
    make_grant(person=reviewer, unit=energy, role=Role.REVIEWER, seat="colleague")
    make_grant(person=hugo, unit=care, role=Role.CONTRIBUTOR)
    make_draft(
        author=nina, unit=care, accounts=(other,), text=THEIRS, language="fr", status=IN_REVIEW
    )
    manuscript = manuscript_of(draft)
    seen = {
        name: surroundings_of(manuscript, at=noon, reading=reading)
        for name, reading in {
            "author": BY_AUTHOR,
            "reviewer": Reading(person=reviewer),
            "guest": Reading(outside=True),
        }.items()
    }
    told = {name: (len(one.neighbours), len(one.hidden)) for name, one in seen.items()}
    assert told == {"author": (1, 0), "reviewer": (0, 1), "guest": (0, 0)}


@pytest.mark.parametrize("status", [Draft.Status.DRAFTING, Draft.Status.CANCELLED])
def test_what_is_not_submitted_is_nobodys_business(
    draft: Draft, nina: Person, care: Unit, other: Account, noon: datetime, status: str
) -> None:
    make_draft(author=nina, unit=care, accounts=(other,), text=THEIRS, status=status)
    assert cards_of(draft, noon) == []


def test_nearly_the_same_words_are_told_with_how_alike_they_are(
    draft: Draft, other: Account, noon: datetime
) -> None:
    make_record(other, text=f"Bonne nouvelle ! {OURS}", published_at=noon)
    (card,) = cards_of(draft, noon)
    assert card.finding is not None
    assert card.finding.rule == "same-words-elsewhere"


def test_two_posts_for_the_same_people_within_the_hour_are_told(
    draft: Draft,
    nina: Person,
    care: Unit,
    account: Account,
    other: Account,
    energy: Unit,
    noon: datetime,
) -> None:
    audience = Audience.objects.create(unit=energy, code="drivers", title="Conducteurs")
    for one in (account, other):
        AudienceAccount.objects.create(audience=audience, account=one)
    draft.publish_at = noon + HOUR
    words = {"text": "Le tram passe toutes les six minutes.", "status": Draft.Status.APPROVED}
    near = make_draft(author=nina, unit=care, accounts=(other,), publish_at=noon, **words)
    assert [card.key for card in cards_of(draft, noon)] == []

    near.publish_at = noon + HOUR / 2
    near.save()
    (card,) = cards_of(draft, noon)
    assert (card.key, [one.account for one in card.beside]) == ("crowd", [other])


def test_a_hundred_posts_beside_cost_no_more_queries_and_a_dozen_are_kept(
    draft: Draft,
    other: Account,
    noon: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(40):
        make_record(other, text=f"{THEIRS} {day}", published_at=noon - timedelta(hours=day))
    manuscript = manuscript_of(draft)
    with django_assert_max_num_queries(6):
        around = surroundings_of(manuscript, at=noon)
    assert len(around.neighbours) == KEPT


def test_the_draft_does_not_repeat_what_it_published_itself(
    draft: Draft, hugo: Person, account: Account, noon: datetime
) -> None:
    order = make_order(account, text=OURS, subject_id=draft.pk)
    delivery = queue_delivery(order=order, by=hugo, at=noon)
    make_record(account, text=OURS, published_at=noon, delivery_id=delivery.pk)
    assert surroundings_of(manuscript_of(draft), at=noon).neighbours == ()
