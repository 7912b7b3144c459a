"""The pages of a consultation cost the same whatever the number of remarks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.consultations.actions import close_consultation
from gouvernail.consultations.models import Consultation, Remark, RemarkAnswer, Support
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person
from tests.make.consultations import make_consultation


def fill(consultation: Consultation, authors: list[Person], number: int) -> None:
    """Give a consultation so many remarks, half of them answered, each supported once."""
    answers = RemarkAnswer.objects.bulk_create(
        RemarkAnswer(policy_id=consultation.policy_id, consultation=consultation, words="Merci.",
                     outcome="kept", at=now())
        for _number in range(number // 2)
    )  # fmt: skip
    remarks = Remark.objects.bulk_create(
        Remark(policy_id=consultation.policy_id, version_id=consultation.version_id,
               consultation=consultation, anchor=str(place % 2 + 1), position=place % 2 + 1,
               text=f"Remarque {place}", author=authors[place % len(authors)], sent_at=now(),
               answer=answers[place] if place < len(answers) else None)
        for place in range(number)
    )  # fmt: skip
    Support.objects.bulk_create(Support(remark=one, tag="x") for one in remarks)


@pytest.mark.parametrize(
    "name", ["consultation-detail", "remark-list", "remark-desk", "consultation-summary"]
)
def test_a_page_costs_the_same_with_two_remarks_and_with_sixty(
    client: Client, claire: Person, hugo: Person, nina: Person, name: str
) -> None:
    consultation = make_consultation(by=claire, at=now())
    if name == "consultation-summary":
        consultation.closes_at = now()
        consultation.save()
        close_consultation(consultation_id=consultation.pk, at=now())
    client.force_login(claire)
    address = reverse(f"consultations:{name}", args=[consultation.pk])
    fill(consultation, [hugo, nina], 2)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    fill(consultation, [hugo, nina], 58)

    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()

    assert len(many) == len(few)
    assert "60" in page or "cursor=" in page
