"""Giving a draft to somebody, and starting again from one that is out."""

from datetime import datetime

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from gouvernail.content.actions import assign_draft, copy_draft
from gouvernail.content.errors import AssigneeRefusedError
from gouvernail.content.models import Draft
from gouvernail.content.permissions import writers_of
from gouvernail.ledger.models import Leaf
from gouvernail.notifications.queries import unread_count
from gouvernail.people.models import Person, Unit
from gouvernail.web.context import Shell
from gouvernail.web.today.rows import to_do, waiting_of
from tests.make.content import make_draft
from tests.make.registry import make_account


def test_who_is_given_a_draft_is_told_and_finds_it_on_today(
    hugo: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(unit=energy, author=hugo, title="Vent")

    assign_draft(draft_id=draft.pk, person_id=karim.pk, by=hugo, at=noon)

    assert unread_count(karim) == 1
    waiting = waiting_of(karim, Shell(RequestFactory().get("/")), at=noon)
    assert [row.title for row in to_do(waiting).rows] == ["Vent"]
    assert Leaf.objects.filter(verb="draft.assigned").exists()


def test_only_somebody_who_may_write_there(
    hugo: Person, claire: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(unit=energy, author=hugo)

    with pytest.raises(AssigneeRefusedError):
        assign_draft(draft_id=draft.pk, person_id=julie.pk, by=claire, at=noon)
    assert set(writers_of(energy, viewer=claire)) == {hugo, claire}


def test_a_copy_has_the_text_and_accounts_and_no_time(
    hugo: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    mine, theirs = make_account(unit=energy), make_account(unit=care)
    draft = make_draft(
        unit=energy,
        author=hugo,
        text="Le vent.",
        accounts=(mine, theirs),
        status=Draft.Status.PUBLISHED,
        publish_at=noon,
    )

    copy = copy_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert (copy.text, copy.status, copy.publish_at) == ("Le vent.", "drafting", None)
    assert [one.account for one in copy.variants.all()] == [mine]


def test_the_page_gives_and_copies(
    hugo: Person, karim: Person, energy: Unit, client: Client
) -> None:
    draft = make_draft(unit=energy, author=hugo)
    client.force_login(hugo)

    given = client.post(
        reverse("content:draft-assign", args=[draft.pk]), {"person": karim.pk}, follow=True
    )
    copied = client.post(reverse("content:draft-copy", args=[draft.pk]))

    assert "Karim Benali works on it now." in given.text
    assert copied.status_code == 302
    assert Draft.objects.count() == 2
