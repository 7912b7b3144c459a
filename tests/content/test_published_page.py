"""The page of a draft once it is out: what was published, when, and where the proof is."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from gouvernail.approvals.models import Request
from gouvernail.content.actions import Choice, decide_draft
from gouvernail.content.models import Draft
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.records.models import Record
from tests.make.content import make_submitted
from tests.make.registry import make_account


def approved(hugo: Person, camille: Person, energy: Unit, noon: datetime) -> Draft:
    accounts = (make_account(unit=energy, name="One"), make_account(unit=energy, name="Two"))
    draft, request = make_submitted(author=hugo, unit=energy, at=noon, accounts=accounts)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    assert Request.objects.get(pk=request.pk).status == "approved"
    return draft


def page_of(client: Client, draft: Draft) -> str:
    return client.get(reverse("content:draft-detail", args=[draft.pk])).text


def test_a_published_draft_shows_what_was_published_and_where(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft = approved(hugo, camille, energy, noon)
    for delivery in Delivery.objects.all():
        delivery.fields = {**delivery.fields, "text": "Exactly what was sent."}
        delivery.status, delivery.sent_at = "sent", noon + timedelta(hours=2)
        delivery.save()
        Record.objects.create(
            account=delivery.account, delivery_id=delivery.pk, source="sent", text="Exactly.",
            published_at=noon, archived_at=noon, digest="0" * 64,
        )  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(status="published")
    client.force_login(hugo)

    page = page_of(client, draft)

    assert "As it was published" in page
    assert "As it will appear" not in page
    assert page.count("Exactly what was sent.") == 2
    assert page.count("In the archive") == 2
    for record in Record.objects.all():
        assert reverse("records:record-detail", args=[record.pk]) in page
    assert f'datetime="{(noon + timedelta(hours=2)):%Y-%m-%dT%H:%M}' in page


def test_what_is_out_and_what_is_to_come_stand_apart(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft = approved(hugo, camille, energy, noon)
    first = Delivery.objects.order_by("pk").first()
    assert first is not None
    Delivery.objects.filter(pk=first.pk).update(status="sent", sent_at=noon)
    client.force_login(hugo)

    response = client.get(reverse("content:draft-detail", args=[draft.pk]))

    record = response.context["record"]
    assert [one.delivery for one in record.published] == [first]
    assert [one.account.pk for one in record.previews] == [
        Delivery.objects.exclude(pk=first.pk).get().account_id
    ]
    assert "As it was published" in response.text
    assert "As it will appear" in response.text
    assert "In the archive" not in response.text


def test_a_draft_that_was_given_up_would_have_appeared(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft = approved(hugo, camille, energy, noon)
    Draft.objects.filter(pk=draft.pk).update(status="cancelled")
    client.force_login(hugo)

    assert "As it would have appeared" in page_of(client, draft)
