"""A policy is reviewed at its day: reminders, a warning where it is cited, a review that counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.policies.actions import review_policy
from gouvernail.policies.errors import WordsMissingError
from gouvernail.policies.models import Policy
from gouvernail.policies.queries import clause_line, stale_warning
from gouvernail.policies.tasks import remind_of_reviews
from tests.make.policies import make_charter

DUE = date(2027, 3, 1)
WORDS = "## 1 A\n\nWords."


@pytest.fixture
def policy(claire: Person) -> Policy:
    policy = make_charter(by=claire, source=WORDS, source_en=WORDS)
    Policy.objects.update(review_on=DUE)
    policy.refresh_from_db()
    return policy


def told(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person, kind__startswith="policy.review")
    return [kind.removeprefix("policy.review_") for kind in rows.values_list("kind", flat=True)]


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (range(-40, -30), []),
        (range(-40, -7), ["soon"]),
        (range(-40, 0), ["soon", "soon"]),
        (range(-40, 1), ["soon", "soon", "today"]),
        (range(-40, 16), ["soon", "soon", "today", "late", "late", "late"]),
    ],
)
def test_its_owner_is_reminded_30_7_and_0_days_before_then_every_week(
    policy: Policy, claire: Person, days: range, kinds: list[str]
) -> None:
    noon = datetime(DUE.year, DUE.month, DUE.day, 12, tzinfo=UTC)
    for day in days:
        remind_of_reviews(noon + timedelta(days=day))

    assert sorted(told(claire)) == sorted(kinds)


def test_who_approves_is_reminded_where_the_owner_has_left(
    policy: Policy, claire: Person, hugo: Person
) -> None:
    policy.owner = hugo
    policy.save()
    Person.objects.filter(pk=hugo.pk).update(
        is_active=False, status="left", left_at=datetime(2026, 12, 1, tzinfo=UTC)
    )

    remind_of_reviews(datetime(2027, 3, 1, 12, tzinfo=UTC))

    assert (told(claire), told(hugo)) == (["today"], [])


def test_a_review_without_change_says_why_and_starts_the_clock_anew(
    policy: Policy, claire: Person, hugo: Person, noon: datetime
) -> None:
    with pytest.raises(RightMissingError):
        review_policy(policy_id=policy.pk, reason="Fine.", by=hugo, at=noon)
    with pytest.raises(WordsMissingError):
        review_policy(policy_id=policy.pk, reason=" ", by=claire, at=noon)

    review = review_policy(policy_id=policy.pk, reason="Still true.", by=claire, at=noon)

    policy.refresh_from_db()
    assert (review.due_on, policy.review_on) == (DUE, date(2027, 11, 17))


def test_a_late_review_is_said_wherever_the_policy_is_cited_and_goes_with_the_review(
    policy: Policy, claire: Person, hugo: Person, client: Client
) -> None:
    Policy.objects.update(review_on=date(2026, 1, 5))
    line = clause_line("charter#1", hugo)
    assert line is not None
    assert line.stale is not None
    assert line.stale.due_on == date(2026, 1, 5)
    client.force_login(claire)
    assert "Its review was due on" in client.get("/policies/charter/").text

    url = reverse("policies:policy-review", args=["charter"])
    assert client.post(url, {"why": ""}).status_code == 422
    page = client.post(url, {"why": "Still true."}, follow=True).text

    assert ("Its review was due on" in page, "Still true." in page) == (False, True)
    policy.refresh_from_db()
    assert stale_warning(policy) is None
