import json

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.kernel.merkle import parse_vkey, verify_inclusion, verify_proof
from gouvernail.ledger import queries
from gouvernail.ledger.errors import EntryNotFoundError, NotYetSealedError
from gouvernail.ledger.models import Leaf
from gouvernail.people.models import Person, Unit
from tests.make.ledger import make_checkpoint, make_entry

pytestmark = pytest.mark.django_db


def test_every_entry_under_a_checkpoint_can_be_proven_offline(nordet: Unit) -> None:
    for _ in range(7):
        make_entry(nordet, "unit.updated")
    vkey = make_checkpoint()
    make_entry(nordet, "unit.updated")

    for seq in range(7):
        proof = queries.proof_for(seq)
        verify_inclusion(proof.leaf_hash, seq, 7, proof.path, proof.root)
        assert verify_proof(proof.text, proof.leaf, parse_vkey(vkey)).size == 7


def test_an_entry_newer_than_the_checkpoint_is_not_proven_yet(nordet: Unit) -> None:
    make_entry(nordet, "unit.updated")
    with pytest.raises(NotYetSealedError):
        queries.proof_for(0)
    make_checkpoint()
    make_entry(nordet, "unit.updated")

    assert queries.is_sealed(0)
    assert not queries.is_sealed(1)
    with pytest.raises(NotYetSealedError):
        queries.proof_for(1)


def test_a_missing_entry_has_no_proof() -> None:
    with pytest.raises(EntryNotFoundError):
        queries.proof_for(3)


def test_a_proof_costs_five_queries(
    nordet: Unit, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(33):
        make_entry(nordet, "unit.updated")
    make_checkpoint()

    with django_assert_max_num_queries(5):  # type: ignore[operator]  # a fixture that is a function
        queries.proof_for(17)


def test_the_head_is_the_root_over_all_leaves(nordet: Unit) -> None:
    assert queries.head().size == 0
    assert queries.last_checkpoint() is None
    for _ in range(3):
        make_entry(nordet, "unit.updated")
    make_checkpoint()

    checkpoint = queries.last_checkpoint()

    assert checkpoint is not None
    assert queries.head().root == bytes(checkpoint.root)
    assert queries.head().size == checkpoint.size == 3


def test_a_leaf_names_the_checkpoint_that_was_last_seen(nordet: Unit) -> None:
    make_entry(nordet, "unit.updated")
    make_checkpoint()

    leaf = make_entry(nordet, "unit.updated")

    assert leaf["prev_cp"]["size"] == "1"
    assert len(leaf["prev_cp"]["sha256"]) == 64


def _event_link(nordet: Unit) -> str:
    return queries.timeline("unit", nordet.pk).events[0].link


def test_the_page_shows_the_digest_the_path_and_the_root(
    client: Client, nordet: Unit, claire: Person
) -> None:
    for _ in range(3):
        make_entry(nordet, "unit.updated", actor=claire)
    make_checkpoint()
    client.force_login(claire)

    page = client.get(reverse("ledger:proof", args=[_event_link(nordet)]))

    proof = queries.proof_for(2)
    assert page.status_code == 200
    assert bytes(Leaf.objects.get(seq=2).leaf_hash).hex() in page.text
    assert all(value in page.text for value in [*proof.path_hex, proof.root_hex])
    assert "Proof of entry 3" in page.text


def test_the_page_of_an_entry_not_sealed_yet_says_so(
    client: Client, nordet: Unit, claire: Person
) -> None:
    make_entry(nordet, "unit.updated")
    client.force_login(claire)

    page = client.get(reverse("ledger:proof", args=[_event_link(nordet)]))

    assert "Not signed yet" in page.text
    assert "/file" not in page.text


def test_the_downloads_hold_the_entry_and_a_proof_that_verifies(
    client: Client, nordet: Unit, claire: Person
) -> None:
    make_entry(nordet, "unit.updated")
    vkey = make_checkpoint()
    client.force_login(claire)
    link = _event_link(nordet)

    leaf = client.get(reverse("ledger:proof-leaf", args=[link]))
    proof = client.get(reverse("ledger:proof-file", args=[link]))
    whole = client.get(reverse("ledger:proof-json", args=[link]))

    assert verify_proof(proof.content.decode(), leaf.content, parse_vkey(vkey)).size == 1
    assert leaf["Content-Disposition"] == 'attachment; filename="entry-1.json"'
    assert proof["Content-Disposition"] == 'attachment; filename="entry-1.tlog-proof"'
    assert json.loads(whole.content)["leaf"] == leaf.content.decode()


@pytest.mark.parametrize("name", ["proof", "proof-file", "proof-json", "proof-leaf"])
def test_a_link_this_site_did_not_make_opens_nothing(
    client: Client, claire: Person, name: str
) -> None:
    client.force_login(claire)

    assert client.get(reverse(f"ledger:{name}", args=["1"])).status_code == 404


@pytest.mark.parametrize("name", ["proof", "proof-file", "proof-json", "proof-leaf"])
def test_nobody_reads_a_proof_without_signing_in(client: Client, nordet: Unit, name: str) -> None:
    make_entry(nordet, "unit.updated")

    answer = client.get(reverse(f"ledger:{name}", args=[_event_link(nordet)]))

    assert answer.status_code == 302
