"""Sealed values: who can store, who can open, and what happens to a box that was moved."""

import stat
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.ids import uuid7
from gouvernail.networks.contract import Secret
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.vault.actions import destroy_secret, store_secret
from gouvernail.vault.errors import (
    SecretNotFoundError,
    SecretUnreadableError,
    VaultKeyMissingError,
)
from gouvernail.vault.keyring import make_keys, open_secret
from gouvernail.vault.keyring.boxes import BoxError, open_box, seal
from gouvernail.vault.keyring.factors import factor_keys
from gouvernail.vault.keyring.keys import private_key, public_key
from gouvernail.vault.models import Secret as SecretRow
from tests.make.ledger import leaves

CANARY = "canary-7f3a-do-not-sing"
SENDER = machine("sender")
KEY = X25519PrivateKey.generate()


def test_the_sender_reads_back_what_a_person_stored(claire: Person, noon: datetime) -> None:
    owner = uuid7()

    store_secret(
        owner_kind="account", owner_id=owner, field="session", value=Secret(CANARY),
        by=claire, at=noon,
    )  # fmt: skip

    opened = open_secret(owner_kind="account", owner_id=owner, field="session")
    assert opened.reveal() == CANARY
    assert CANARY not in repr(opened)


def test_a_second_value_replaces_the_first_and_the_log_says_so(
    claire: Person, noon: datetime
) -> None:
    owner = uuid7()
    _store(owner, "first", by=claire, at=noon)

    row = _store(owner, "second", by=SENDER, at=noon)

    assert row.version == 2
    assert open_secret(owner_kind="account", owner_id=owner, field="session").reveal() == "second"
    assert [leaf["type"] for leaf in leaves()] == ["secret.stored", "secret.replaced"]
    assert leaves()[-1]["actor"]["ref"] == "sender"


def test_two_boxes_that_change_places_open_for_nobody(claire: Person, noon: datetime) -> None:
    one, two = uuid7(), uuid7()
    first, second = _store(one, "one", by=claire, at=noon), _store(two, "two", by=claire, at=noon)
    SecretRow.objects.filter(pk=first.pk).update(box=second.box)
    SecretRow.objects.filter(pk=second.pk).update(box=first.box)

    for owner in (one, two):
        with pytest.raises(SecretUnreadableError):
            open_secret(owner_kind="account", owner_id=owner, field="session")


def test_an_old_box_put_back_in_its_own_row_does_not_open(claire: Person, noon: datetime) -> None:
    owner = uuid7()
    old = bytes(_store(owner, "old", by=claire, at=noon).box)
    _store(owner, "new", by=claire, at=noon)
    SecretRow.objects.filter(owner_id=owner).update(box=old)

    with pytest.raises(SecretUnreadableError):
        open_secret(owner_kind="account", owner_id=owner, field="session")


def test_what_was_destroyed_is_gone_and_can_be_stored_anew(claire: Person, noon: datetime) -> None:
    owner = uuid7()
    _store(owner, CANARY, by=claire, at=noon)

    row = destroy_secret(owner_kind="account", owner_id=owner, field="session", by=claire, at=noon)

    assert bytes(row.box) == b""
    with pytest.raises(SecretNotFoundError):
        open_secret(owner_kind="account", owner_id=owner, field="session")
    with pytest.raises(SecretNotFoundError):
        destroy_secret(owner_kind="account", owner_id=owner, field="session", by=claire, at=noon)
    _store(owner, "again", by=claire, at=noon)
    assert open_secret(owner_kind="account", owner_id=owner, field="session").reveal() == "again"


def test_a_contributor_may_not_store_anything(hugo: Person, noon: datetime) -> None:
    with pytest.raises(RightMissingError):
        _store(uuid7(), "no", by=hugo, at=noon)

    assert not SecretRow.objects.exists()


def test_storing_needs_the_public_key_alone(
    claire: Person, noon: datetime, settings: Settings, tmp_path: Path
) -> None:
    make_keys()
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "not-here.key")
    owner = uuid7()

    _store(owner, CANARY, by=claire, at=noon)

    with pytest.raises(VaultKeyMissingError):
        open_secret(owner_kind="account", owner_id=owner, field="session")
    assert not (tmp_path / "not-here.key").exists()


def test_a_site_makes_its_keys_once_and_keeps_the_private_one_to_itself(
    settings: Settings, tmp_path: Path
) -> None:
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "keys" / "vault.key")
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "keys" / "vault.pub")

    first = public_key().public_bytes_raw()

    assert public_key().public_bytes_raw() == first
    assert private_key().public_key().public_bytes_raw() == first
    assert stat.S_IMODE(Path(settings.VAULT_PRIVATE_KEY_FILE).stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["vault.key", "vault.pub"]


def test_a_file_that_is_no_key_is_said_by_name_only(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "vault.pub")
    (tmp_path / "vault.pub").write_text("not a key")

    with pytest.raises(VaultKeyMissingError, match=r"vault\.pub"):
        public_key()


def test_no_dump_of_the_database_holds_the_value(
    claire: Person, noon: datetime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        _store(uuid7(), CANARY, by=claire, at=noon)
    dump = tmp_path / "dump.json"

    call_command("dumpdata", output=str(dump))

    everything = dump.read_bytes()
    assert b"vault.secret" in everything
    for form in (CANARY.encode(), CANARY.encode().hex().encode()):
        assert form not in everything
    assert CANARY not in caplog.text


def test_no_page_form_or_command_can_open_a_box() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "gouvernail"
    surfaces = [
        path
        for path in source.rglob("*.py")
        if path.stem in {"views", "forms", "api", "queries", "actions"}
        or {"views", "forms", "api", "queries", "actions", "web", "cli"} & set(path.parts)
    ]

    openers = [path for path in surfaces if "open_secret" in path.read_text(encoding="utf-8")]

    assert len(surfaces) > 5
    assert openers == []


@given(value=st.binary(max_size=300), facts=st.binary(min_size=1, max_size=60), at=st.integers(0))
def test_a_box_opens_with_its_facts_and_never_when_a_bit_moved(
    value: bytes, facts: bytes, at: int
) -> None:
    key = KEY
    box = seal(value, to=key.public_key(), facts=facts)
    flipped = bytearray(box)
    flipped[at % len(box)] ^= 1

    assert open_box(box, key=key, facts=facts) == value
    for wrong in ((bytes(flipped), facts), (box, facts + b"."), (box[:-1], facts), (b"", facts)):
        with pytest.raises(BoxError):
            open_box(wrong[0], key=key, facts=wrong[1])


def _store(owner: UUID, value: str, *, by: Person | Actor, at: datetime) -> SecretRow:
    return store_secret(
        owner_kind="account", owner_id=owner, field="session", value=Secret(value), by=by, at=at
    )


def test_where_processes_have_users_of_their_own_only_the_sender_makes_the_key(
    settings: Settings, tmp_path: Path
) -> None:
    tmp_path.chmod(0o3770)
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "vault.key")
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "vault.pub")
    settings.FACTORS_KEY_FILE = str(tmp_path / "factors.key")

    with pytest.raises(VaultKeyMissingError):
        public_key()
    assert list(tmp_path.iterdir()) == []

    make_keys(ours=True)
    public_key()
    factor_keys()  # of the pages, and the drill of backups reads it
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"vault.key": 0o600, "vault.pub": 0o644, "factors.key": 0o640}
