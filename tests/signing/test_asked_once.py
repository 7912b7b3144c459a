"""Nobody is asked on Today for a signature they cannot give: every page says the same of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy, Signature
from gouvernail.policies.queries import version_in_force
from gouvernail.signing.actions import make_objection, sign
from gouvernail.signing.models import Line, Objection
from gouvernail.web.today.lines import Row, Source
from gouvernail.web.today.signing import signatures_to_follow, signatures_to_give
from tests.make.policies import make_charter
from tests.make.signing import make_campaign
from tests.make.training import make_quiz


@pytest.fixture
def present() -> datetime:
    """Return the instant that pages read."""
    return clock.now()


@pytest.fixture
def policy(claire: Person) -> Policy:
    """Return a charter in force that nobody was ever asked to sign."""
    return make_charter(by=claire, source="## 1 A\n\nVous pouvez.")


def rows(sources: Any) -> list[Row]:
    found: list[Row] = []
    for one in sources:
        assert isinstance(one, Source)
        found += one.lines(list(one.asked))
    return found


def test_without_a_campaign_who_leads_is_asked_for_one_and_the_page_takes_the_signature(
    client: Client, claire: Person, hugo: Person, policy: Policy
) -> None:
    version = version_in_force(policy)
    assert version is not None
    page = reverse("policies:policy-detail", args=[policy.slug])
    assert [one.url for one in rows(signatures_to_give(hugo))] == [page]
    client.force_login(hugo)

    asked = client.get(reverse("signing:mine")).text
    text = client.get(page).text
    sent = {"version": version.pk, "digest": version.digest}
    client.post(reverse("policies:policy-sign", args=[policy.slug]), sent)

    assert f'href="{page}"' in asked
    assert "Nothing waits for your signature" not in asked
    assert "I have read it and I sign" in text
    assert Signature.objects.filter(person=hugo, version=version).exists()
    assert rows(signatures_to_give(hugo)) == []
    assert "Nothing waits for your signature" in client.get(reverse("signing:mine")).text
    create = reverse("signing:campaign-create", args=[version.pk])
    assert [one.url for one in rows(signatures_to_follow(claire))] == [create]


def test_a_campaign_that_released_somebody_asks_them_nowhere(
    client: Client, claire: Person, hugo: Person, policy: Policy, present: datetime
) -> None:
    campaign = make_campaign(policy, by=claire, at=present)
    read = reverse("signing:read", args=[campaign.pk])
    assert [one.url for one in rows(signatures_to_give(hugo))] == [read]

    Line.objects.filter(person=hugo).update(state="released", released_because="excused")

    assert rows(signatures_to_give(hugo)) == []
    client.force_login(hugo)
    assert "Nothing waits for your signature" in client.get(reverse("signing:mine")).text


def test_who_cannot_sign_it_as_it_is_waits_for_the_answer_and_is_not_asked_meanwhile(
    client: Client, claire: Person, hugo: Person, policy: Policy, present: datetime
) -> None:
    campaign = make_campaign(policy, by=claire, at=present)
    make_objection(campaign_id=campaign.pk, words="La clause 1.", by=hugo, at=present)
    client.force_login(hugo)

    meanwhile = rows(signatures_to_give(hugo))
    page = client.get(reverse("signing:mine")).text
    Objection.objects.update(outcome="kept", answer="Elle reste.", answered_by=claire)

    assert meanwhile == []
    assert "it waits for an answer, not for you" in page
    assert len(rows(signatures_to_give(hugo))) == 1


def test_questions_before_a_signature_say_how_many_they_are_and_how_long_they_take(
    client: Client,
    claire: Person,
    hugo: Person,
    nordet: Unit,
    policy: Policy,
    present: datetime,
) -> None:
    quiz = make_quiz(by=claire, unit=nordet)
    number = quiz.draw or quiz.bank.questions.count()
    campaign = make_campaign(policy, by=claire, at=present, quiz_id=quiz.pk)
    client.force_login(hugo)

    page = client.get(reverse("signing:read", args=[campaign.pk])).text

    assert f"Answer the {number} questions" in page
    assert "about 1 minute" in page or "minutes" in page


def test_a_campaign_is_begun_from_the_list_or_the_list_says_why_none_can(
    client: Client, claire: Person, policy: Policy, present: datetime
) -> None:
    version = version_in_force(policy)
    assert version is not None
    create = reverse("signing:campaign-create", args=[version.pk])
    client.force_login(claire)
    address = reverse("signing:campaign-list")

    before = client.get(address).text
    campaign = make_campaign(policy, by=claire, at=present)
    after = client.get(address).text
    sign(campaign_id=campaign.pk, digest=version.digest, by=claire, at=present + timedelta(hours=1))

    assert "New campaign" in before
    assert create in before
    assert create not in after
    assert "has its campaign already" in after
