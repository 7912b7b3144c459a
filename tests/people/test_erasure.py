"""Erasing a person: the key of their commitments is destroyed, and the journal still verifies."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gouvernail.cli.main import main
from gouvernail.ledger import queries
from gouvernail.ledger.models import Leaf, Opening, SubjectKey
from gouvernail.ledger.queries.proofs import hidden_part
from gouvernail.ledger.queries.replay import opened
from gouvernail.ledger.queries.timelines import proof_link
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.notifications.actions import Message, tell
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import erase_person, mark_left
from gouvernail.people.errors import NotLeftError, RightMissingError
from gouvernail.people.models import Person
from tests.make.ledger import KEY, NOON, make_checkpoint, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(hugo: Person, claire: Person) -> Person:
    make_entry(hugo, "person.created")
    return mark_left(person_id=hugo.pk, by=claire, at=NOON)


def entries(person: Person) -> list[Leaf]:
    return list(Leaf.objects.filter(subject_kind="person", subject_id=str(person.pk)))


def test_what_entries_hid_of_the_person_can_no_longer_be_opened(
    gone: Person, claire: Person
) -> None:
    before = entries(gone)
    sealed = {row.seq: bytes(Opening.objects.get(pk=row.seq).sealed) for row in before}
    key = bytes(SubjectKey.objects.get(subject_kind="person", subject_id=str(gone.pk)).key)
    assert b"Hugo" in (opened(before[0], sealed[before[0].seq], key) or b"")

    erase_person(person_id=gone.pk, by=claire, at=NOON)

    fresh = bytes(SubjectKey.objects.get(subject_kind="person", subject_id=str(gone.pk)).key)
    assert fresh != key
    assert [opened(row, sealed[row.seq], fresh) for row in before] == [None] * len(before)
    assert [hidden_part(row) for row in entries(gone)] == ["erased"] * len(before) + ["kept"]


def test_nothing_of_the_person_is_left_in_their_row(gone: Person, claire: Person) -> None:
    person = erase_person(person_id=gone.pk, by=claire, at=NOON)

    person.refresh_from_db()
    assert (person.email, person.job, person.phone, person.external_id) == (None, "", "", "")
    assert "Hugo" not in person.name
    assert person.name


def test_what_others_were_told_names_them_no_more(
    gone: Person, claire: Person, karim: Person
) -> None:
    named = {"by": {"by": gone.name, "title": "Essais"}, "title": {"title": gone.name}}
    for key, facts in {**named, "other": {"by": karim.name, "title": "Essais"}}.items():
        message = Message(kind="approval.refused", once=key, facts=facts)
        tell(people=[claire.pk], message=message, at=NOON)

    erased = erase_person(person_id=gone.pk, by=claire, at=NOON)

    told = {one.once.split(":")[0]: one.facts for one in Notification.objects.all()}
    assert told["by"] == {"by": erased.name, "title": "Essais"}
    assert told["title"] == {"title": erased.name}
    assert told["other"]["by"] == karim.name


def test_the_journal_still_verifies_and_proves(
    gone: Person, claire: Person, tmp_path: Path
) -> None:
    before = entries(gone)
    make_checkpoint(folder=tmp_path)
    erase_person(person_id=gone.pk, by=claire, at=NOON)
    make_checkpoint(folder=tmp_path)

    report = verify_database(KEY.verifier)
    about = [one for one in report.problems if str(gone.pk) in one.detail]
    assert [one for one in report.problems if not one.code.startswith("replay")] == []
    assert about == []
    assert queries.proof_for(before[0].seq).leaf == bytes(before[0].leaf)


def test_the_page_of_a_proof_says_that_it_was_erased(
    gone: Person, claire: Person, client: Client
) -> None:
    link = proof_link(entries(gone)[0].seq)
    make_checkpoint()
    client.force_login(claire)
    assert "kept, sealed" in client.get(f"/ledger/proofs/{link}/").content.decode()

    erase_person(person_id=gone.pk, by=claire, at=NOON)

    page = client.get(f"/ledger/proofs/{link}/").content.decode()
    assert "erased" in page
    assert "Hugo" not in page


def test_only_who_manages_people_erases_and_only_who_left(
    hugo: Person, camille: Person, claire: Person
) -> None:
    with pytest.raises(NotLeftError):
        erase_person(person_id=hugo.pk, by=claire, at=NOON)
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    with pytest.raises(RightMissingError):
        erase_person(person_id=hugo.pk, by=camille, at=NOON)


def test_the_command_erases_by_address(
    gone: Person, claire: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    address: Any = gone.email

    assert main(["people", "erase", address, "--as", claire.email or "", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {"erased": str(gone.pk)}
    assert not Person.objects.filter(email=address).exists()
    assert main(["people", "erase", address, "--as", claire.email or "", "--json"]) == 1
