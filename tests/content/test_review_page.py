"""The review page: what it shows to whom, and what its buttons do."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gouvernail.approvals.actions import add_remark
from gouvernail.approvals.models import Decision, Look, Request
from gouvernail.charter.models import Charter
from gouvernail.content.actions import (
    Choice,
    Writing,
    decide_draft,
    release_draft_alone,
    save_draft,
    submit_draft,
)
from gouvernail.content.models import Draft, DraftMedia
from gouvernail.foundation.clock import now
from gouvernail.people.models import Absence, Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.rulebooks.actions import WaiverRequest, ask_for_waiver, grant_waiver
from tests.make.content import make_draft, make_submitted, request_of
from tests.make.media import make_asset
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack


def page_of(client: Client, request: Request, person: Person, query: str = "") -> str:
    client.force_login(person)
    response = client.get(reverse("content:review", args=[request.pk]) + query)
    assert response.status_code == 200
    return response.text


def seen(client: Client, request: Request) -> None:
    response = client.post(reverse("content:review-seen", args=[request.pk]), {"stay": "1"})
    assert response.status_code == 204


def resubmitted(draft: Draft, text: str, *, by: Person, at: datetime) -> Request:
    save_draft(draft_id=draft.pk, writing=Writing(text=text), by=by, at=at)
    draft = submit_draft(draft_id=draft.pk, answer="Done.", by=by, at=at)
    return request_of(draft)


def test_the_first_reading_shows_the_whole_text_and_what_stands_against_it(
    client: Client,
    hugo: Person,
    camille: Person,
    claire: Person,
    energy: Unit,
    nordet: Unit,
    noon: datetime,
) -> None:
    make_pack(unit=nordet, by=claire)
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon, text="A discount of 20 %.")

    page = page_of(client, request, camille)

    assert "Text submitted" in page
    assert "A discount of 20 %." in page
    assert "An offer carries its dates." in page
    assert "Your agreement covers this text and this account; any change voids it." in page
    assert "Approve revision 1" in page


def test_a_reviewer_reads_which_waiver_lets_a_finding_off(
    client: Client,
    hugo: Person,
    camille: Person,
    claire: Person,
    amina: Person,
    energy: Unit,
    nordet: Unit,
    noon: datetime,
) -> None:
    pack = make_pack(unit=nordet, by=claire).pack
    asked = WaiverRequest(
        rule="discount", reason="A court allowed it.", until=noon + timedelta(20), unit_id=energy.pk
    )
    waiver = ask_for_waiver(pack_id=pack.pk, request=asked, by=hugo, at=noon)
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon, text="A discount of 20 %.")

    assert "A court allowed it." in page_of(client, request, camille)


def test_the_next_reading_shows_what_changed_since_this_reader_looked(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, first = make_submitted(author=hugo, unit=energy, at=noon, text="We have 22 chargers.")
    page_of(client, first, camille)
    seen(client, first)
    choice = Choice(verdict="changes", digest=first.digest, comment="Check the number.")
    decide_draft(request_id=first.pk, choice=choice, by=camille, at=noon)
    second = resubmitted(draft, "We have 24 chargers.", by=hugo, at=noon)

    page = page_of(client, second, camille)
    whole = page_of(client, second, camille, "?text=whole")
    seen(client, second)

    assert "We have 24 chargers." in whole
    assert "Since you last looked" not in page_of(client, second, camille)
    assert "<del>22</del><ins>24</ins>" in page
    assert "Check the number." in page
    assert "Hugo Petit answers:" in page


def test_opening_the_page_writes_nothing_and_the_page_then_says_it_was_seen(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    page = page_of(client, request, camille)

    assert not Look.objects.exists()
    assert reverse("content:review-seen", args=[request.pk]) in page
    seen(client, request)
    assert Look.objects.get(person=camille, subject_id=draft.pk).revision == 1


def test_whoever_decided_has_seen_what_they_decided(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(camille)

    client.post(
        reverse("content:review-decide", args=[request.pk]),
        {"verdict": "changes", "comment": "Check the number.", "digest": request.digest},
    )

    assert Look.objects.get(person=camille, subject_id=draft.pk).revision == 1


def test_a_change_of_picture_text_is_told_among_the_differences(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    asset = make_asset(unit=energy, by=hugo)
    picture = DraftMedia.objects.create(draft=draft, asset=asset, alt="A mast")
    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    page_of(client, request_of(draft), camille)
    seen(client, request_of(draft))
    writing = Writing(alts={str(picture.pk): "A mast at dusk"})
    save_draft(draft_id=draft.pk, writing=writing, by=hugo, at=noon)
    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    page = page_of(client, request_of(draft), camille)

    assert "The alternative text of a picture changed." in page
    assert "Alternative text: A mast at dusk" in page
    assert "this text, this account and this picture" in page


def test_the_author_reads_it_and_is_offered_no_decision(
    client: Client, hugo: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    page = page_of(client, request, hugo)

    assert "someone else decides" in page
    assert "Approve revision" not in page
    assert "Publish alone" not in page


def test_the_author_cannot_decide_by_posting_either(
    client: Client, hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(hugo)

    response = client.post(
        reverse("content:review-decide", args=[request.pk]),
        {"verdict": "approve", "digest": request.digest},
    )

    assert response.status_code == 403
    assert 'data-code="own_work"' in response.text
    draft.refresh_from_db()
    assert draft.status == "in_review"


def test_approving_loads_the_next_request(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    first_draft, first = make_submitted(author=hugo, unit=energy, at=noon)
    _draft, second = make_submitted(
        author=hugo, unit=energy, at=noon + timedelta(hours=1), title="Second"
    )
    client.force_login(camille)

    response = client.post(
        reverse("content:review-decide", args=[first.pk]),
        {"verdict": "approve", "digest": first.digest},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == reverse("content:review", args=[second.pk])
    assert "Nantes station: approved." in response.text
    assert Delivery.objects.filter(subject_id=first_draft.pk).count() == 1


def test_the_same_decision_sent_twice_is_one_decision(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(camille)
    address = reverse("content:review-decide", args=[request.pk])
    approval = {"verdict": "approve", "digest": request.digest}

    answers = [client.post(address, approval) for _click in range(2)]
    refusal = client.post(address, {**approval, "verdict": "refuse", "comment": "No, after all."})

    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer["Location"] for answer in answers} == {reverse("content:review-list")}
    assert refusal.status_code == 409
    assert Decision.objects.get(request=request).verdict == Decision.Verdict.APPROVE
    assert Delivery.objects.filter(subject_id=draft.pk).count() == 1


def test_the_queue_holds_only_what_this_seat_may_decide(
    client: Client, hugo: Person, camille: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(camille)
    assert client.get(reverse("content:review-list")).status_code == 302

    client.force_login(julie)

    assert "Nothing waits for you" in client.get(reverse("content:review-list")).text


def test_a_stand_in_sees_and_decides_and_it_says_for_whom(
    client: Client, hugo: Person, camille: Person, ines: Person, energy: Unit
) -> None:
    at = now()
    Absence.objects.create(
        person=camille,
        delegate=ines,
        starts_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=1),
    )
    draft, request = make_submitted(author=hugo, unit=energy, at=at)

    page = page_of(client, request, ines)
    client.post(
        reverse("content:review-decide", args=[request.pk]),
        {"verdict": "approve", "digest": request.digest},
    )

    assert "You also stand in for Camille Roux." in page
    draft.refresh_from_db()
    assert draft.status == "approved"
    assert "for C. Roux" in page_of(client, request, hugo)


def test_remarks_are_between_reviewers(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    add_remark(request_id=request.pk, text="Conditions are online.", by=camille, at=noon)
    client.force_login(camille)
    client.post(reverse("content:review-remark", args=[request.pk]), {"text": "Prices checked."})

    for_reviewer = page_of(client, request, camille)
    for_author = page_of(client, request, hugo)

    assert "Conditions are online." in for_reviewer
    assert "Prices checked." in for_reviewer
    assert "Conditions are online." not in for_author


def test_a_reviewer_says_they_are_on_it_and_hands_it_back(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(camille)
    address = reverse("content:review-claim", args=[request.pk])

    client.post(address)
    request.refresh_from_db()
    assert request.claimed_by == camille
    client.post(address, {"release": "1"})

    request.refresh_from_db()
    assert request.claimed_by is None


def test_a_small_team_is_offered_to_publish_alone_after_re_reading(
    client: Client, hugo: Person, energy: Unit, noon: datetime
) -> None:
    Charter.objects.update(separation="small")
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    page = page_of(client, request, hugo)
    client.post(
        reverse("content:review-release", args=[request.pk]),
        {"digest": request.digest, "reason": "Nobody else is here."},
    )

    assert "Publish alone" in page
    draft.refresh_from_db()
    assert draft.status == "approved"
    assert "published alone" in client.get(reverse("content:draft-detail", args=[draft.pk])).text


def test_what_was_published_alone_waits_for_a_second_look(
    client: Client, hugo: Person, karim: Person, ines: Person, energy: Unit, noon: datetime
) -> None:
    Charter.objects.update(separation="small")
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    release_draft_alone(
        request_id=request.pk, digest=request.digest, reason="Nobody is here.", by=hugo, at=noon
    )

    def shown(person: Person) -> bool:
        client.force_login(person)
        page = client.get(reverse("content:review-list")).text
        return "Published alone, to look at" in page

    assert (shown(hugo), shown(ines), shown(karim)) == (False, False, True)
    assert "I have looked at it" not in page_of(client, request, hugo)
    assert "I have looked at it" in page_of(client, request, karim)
    assert shown(karim)
    seen(client, request)
    assert not shown(karim)
    assert "I have looked at it" not in page_of(client, request, karim)


@pytest.mark.parametrize("who", ["ines", "nina"])
def test_another_department_is_told_there_is_nothing(
    client: Client,
    request: pytest.FixtureRequest,
    hugo: Person,
    energy: Unit,
    noon: datetime,
    who: str,
) -> None:
    _draft, asked = make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("content:review", args=[asked.pk])).status_code == 404
    posted = client.post(
        reverse("content:review-decide", args=[asked.pk]),
        {"verdict": "approve", "digest": asked.digest},
    )
    assert posted.status_code == 404


def test_the_record_says_where_it_stands_and_leads_to_the_deliveries(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    delivery = Delivery.objects.get(subject_id=draft.pk)
    client.force_login(hugo)

    page = client.get(reverse("content:draft-detail", args=[draft.pk])).text

    assert reverse("publishing:delivery-detail", args=[delivery.pk]) in page
    assert "Colleague: approved" in page
    assert "Proof" in page
    assert "Any change voids the approval" in page


@pytest.mark.parametrize("waiting", [1, 5])
def test_the_review_costs_the_same_whatever_waits(
    client: Client,
    hugo: Person,
    camille: Person,
    energy: Unit,
    noon: datetime,
    waiting: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    requests = [make_submitted(author=hugo, unit=energy, at=noon)[1] for _each in range(waiting)]
    client.force_login(camille)
    address = reverse("content:review", args=[requests[0].pk])
    client.get(address)

    with django_assert_max_num_queries(48):
        client.get(address)
