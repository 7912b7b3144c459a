"""One key follows another: in batches, cut anywhere, while values are stored."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.utils import translation
from pytest_django import Settings

from gouvernail.foundation.actors import machine
from gouvernail.foundation.ids import uuid7
from gouvernail.networks.contract import Secret
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.vault.actions import (
    begin_rotation,
    destroy_secret,
    retire_keys,
    rewrap_batch,
    store_secret,
)
from gouvernail.vault.actions import keys as rotation
from gouvernail.vault.errors import (
    EscrowUnreadableError,
    KeySourceReadOnlyError,
    KeyStillNeededError,
    KeyUnknownError,
    NothingToRetireError,
    SecretUnreadableError,
    VaultKeyMissingError,
)
from gouvernail.vault.keyring import open_secret, sources
from gouvernail.vault.keyring.boxes import FIRST, HEADER_BYTES, WRAPPED_BYTES
from gouvernail.vault.keyring.escrow import Copy, escrow_copy, keys_in
from gouvernail.vault.keyring.keys import key_id, private_keys, public_key
from gouvernail.vault.keyring.opening import whose_box
from gouvernail.vault.models import SealingKey
from gouvernail.vault.models import Secret as SecretRow
from tests.make.ledger import leaves

HAND = machine("keys")
LATER = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path) -> Path:
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "keys" / "vault.key")
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "keys" / "vault.pub")
    return tmp_path / "keys"


def stored(count: int, at: datetime) -> list[UUID]:
    owners = [uuid7() for _ in range(count)]
    for owner in owners:
        store_secret(
            owner_kind="account", owner_id=owner, field="session",
            value=Secret(f"token of {owner}"), by=HAND, at=at,
        )  # fmt: skip
    return owners


def opened(owner: UUID) -> str:
    return open_secret(owner_kind="account", owner_id=owner, field="session").reveal()


def rotate(at: datetime, size: int = 50) -> str:
    key = begin_rotation(by=HAND, at=at)
    while rewrap_batch(by=HAND, at=at, size=size):
        pass
    return str(key.pk)


def test_after_a_rotation_every_value_opens_and_names_the_new_key(db: None, noon: datetime) -> None:
    owners = stored(7, noon)
    before = {row.pk: bytes(row.box) for row in SecretRow.objects.all()}
    old = key_id(public_key())

    new = rotate(noon, size=3)

    assert new != old
    assert [opened(owner) for owner in owners] == [f"token of {owner}" for owner in owners]
    assert set(SecretRow.objects.values_list("key_id", flat=True)) == {new}
    end = HEADER_BYTES + WRAPPED_BYTES
    for row in SecretRow.objects.all():  # the values themselves were not encrypted again
        assert bytes(row.box)[end:] == before[row.pk][end:]
        assert bytes(row.box)[:end] != before[row.pk][:end]
    assert len(leaves(verb="secret.rewrapped")) == 7
    assert [leaf["subject"]["id"] for leaf in leaves(verb="sealing_key.put_in_force")] == [old, new]
    assert [leaf["subject"]["id"] for leaf in leaves(verb="sealing_key.superseded")] == [old]


def test_a_rotation_that_was_cut_goes_on_with_the_same_key(db: None, noon: datetime) -> None:
    owners = stored(5, noon)
    key = begin_rotation(by=HAND, at=noon)
    assert rewrap_batch(by=HAND, at=noon, size=2) == 2

    again = begin_rotation(by=HAND, at=noon)

    assert again == key
    assert rotation.left_to_rewrap() == 3
    assert [opened(owner) for owner in owners] == [f"token of {owner}" for owner in owners]
    assert rewrap_batch(by=HAND, at=noon) == 3
    assert len(private_keys()) == 2


def test_a_batch_that_fails_changes_nothing(db: None, noon: datetime) -> None:
    stored(3, noon)
    row = SecretRow.objects.order_by("-pk").first()
    assert row is not None
    SecretRow.objects.filter(pk=row.pk).update(version=9)
    begin_rotation(by=HAND, at=noon)

    with pytest.raises(SecretUnreadableError):
        rewrap_batch(by=HAND, at=noon)

    assert rotation.left_to_rewrap() == 3
    assert leaves(verb="secret.rewrapped") == []


def test_what_is_stored_during_a_rotation_is_sealed_to_the_new_key(
    db: None, noon: datetime
) -> None:
    stored(2, noon)
    key = begin_rotation(by=HAND, at=noon)

    [owner] = stored(1, noon)

    assert SecretRow.objects.get(owner_id=owner).key_id == key.pk
    assert rotation.left_to_rewrap() == 2
    assert opened(owner) == f"token of {owner}"


def test_the_old_key_stays_until_nothing_needs_it_and_then_goes_on_demand(
    db: None, noon: datetime, own_keys: Path
) -> None:
    owners = stored(2, noon)
    old_pem = (own_keys / "vault.key").read_bytes()
    begin_rotation(by=HAND, at=noon)
    with pytest.raises(KeyStillNeededError):
        retire_keys(by=HAND, at=noon + LATER)
    rewrap_batch(by=HAND, at=noon)
    with pytest.raises(KeyStillNeededError):  # a request may still hold the old public key
        retire_keys(by=HAND, at=noon + timedelta(minutes=1))

    gone = retire_keys(by=HAND, at=noon + LATER)

    assert [leaf["subject"]["id"] for leaf in leaves(verb="sealing_key.retired")] == gone
    files = [path for path in own_keys.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"vault.key", "vault.pub"}
    assert all(path.read_bytes() != old_pem for path in files)
    assert (own_keys / "vault.key").stat().st_mode & 0o777 == 0o600
    assert [opened(owner) for owner in owners] == [f"token of {owner}" for owner in owners]
    with pytest.raises(NothingToRetireError):
        retire_keys(by=HAND, at=noon + LATER)


def test_three_rotations_in_a_row_leave_one_key(db: None, noon: datetime, own_keys: Path) -> None:
    [owner] = stored(1, noon)
    for turn in range(3):
        rotate(noon + turn * LATER)
    retire_keys(by=HAND, at=noon + 4 * LATER)

    assert opened(owner) == f"token of {owner}"
    assert len(private_keys()) == 1
    assert SealingKey.objects.filter(retired_at__isnull=True).count() == 1


def test_a_destroyed_value_holds_no_key_back(db: None, noon: datetime) -> None:
    [owner] = stored(1, noon)
    destroy_secret(owner_kind="account", owner_id=owner, field="session", by=HAND, at=noon)

    begin_rotation(by=HAND, at=noon)

    assert rotation.left_to_rewrap() == 0
    assert len(retire_keys(by=HAND, at=noon + LATER)) == 1


def test_who_may_not_connect_accounts_may_not_change_keys(hugo: Person, noon: datetime) -> None:
    for act in (begin_rotation, rewrap_batch, retire_keys):
        with pytest.raises(RightMissingError):
            act(by=hugo, at=noon)


def test_keys_given_by_the_environment_rotate_once_the_new_one_is_given_too(
    db: None, noon: datetime, settings: Settings
) -> None:
    first, second = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    settings.VAULT_KEY_SOURCE = "environment"
    settings.VAULT_PRIVATE_KEY = sources.private_pem(first).decode()
    [owner] = stored(1, noon)
    with pytest.raises(KeySourceReadOnlyError):
        begin_rotation(by=HAND, at=noon)
    with pytest.raises(KeyUnknownError):
        begin_rotation(by=HAND, at=noon, name=key_id(second.public_key()))

    settings.VAULT_PRIVATE_KEY += sources.private_pem(second).decode()
    begin_rotation(by=HAND, at=noon, name=key_id(second.public_key()))
    rewrap_batch(by=HAND, at=noon)
    settings.VAULT_PRIVATE_KEY = sources.private_pem(second).decode()

    assert opened(owner) == f"token of {owner}"


def test_a_systemd_credential_opens_what_was_sealed(
    db: None, noon: datetime, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAULT_KEY_SOURCE = "credential"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(VaultKeyMissingError, match=r"vault\.key"):
        stored(1, noon)
    (tmp_path / "vault.key").write_bytes(sources.private_pem(X25519PrivateKey.generate()))

    [owner] = stored(1, noon)

    assert opened(owner) == f"token of {owner}"
    assert not Path(settings.VAULT_PRIVATE_KEY_FILE).exists()


@pytest.mark.parametrize("kind", ["pkcs11", "transit"])
def test_a_kind_of_place_that_is_not_built_is_refused_by_name(
    kind: str, settings: Settings
) -> None:
    settings.VAULT_KEY_SOURCE = kind

    with pytest.raises(VaultKeyMissingError, match=kind):
        public_key()


def test_a_box_of_the_first_format_opens_and_is_brought_to_the_second(
    db: None, noon: datetime
) -> None:
    [owner] = stored(1, noon)
    row = SecretRow.objects.get()
    SecretRow.objects.filter(pk=row.pk).update(box=_first_format(row, f"token of {owner}"))
    assert opened(owner) == f"token of {owner}"

    rotate(noon)

    assert opened(owner) == f"token of {owner}"
    assert not bytes(SecretRow.objects.get().box).startswith(FIRST)


def _first_format(row: SecretRow, value: str) -> bytes:
    """Return a box as the first format had it, from its description."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    facts = whose_box(row).first_facts(key=row.key_id)
    data_key, nonce = os.urandom(32), os.urandom(12)
    sealed = AESGCM(data_key).encrypt(nonce, value.encode(), facts)
    return b"GVB1" + suite.encrypt(data_key, public_key(), facts) + nonce + sealed


def test_the_copy_for_the_safe_opens_with_its_passphrase_alone() -> None:
    keys = [X25519PrivateKey.generate() for _ in range(3)]

    copy = escrow_copy(Copy(vault=keys[:2], factors=keys[2:]), passphrase="correct horse")

    found = keys_in(copy, passphrase="correct horse")
    assert [k.private_bytes_raw() for k in found.vault] == [k.private_bytes_raw() for k in keys[:2]]
    assert [k.private_bytes_raw() for k in found.factors] == [keys[2].private_bytes_raw()]
    assert all(key.private_bytes_raw().hex() not in copy for key in keys)
    assert max(map(len, copy.splitlines())) <= 60
    with pytest.raises(EscrowUnreadableError):
        keys_in(copy, passphrase="another")


def test_a_line_typed_wrongly_is_named_and_capitals_do_not_matter() -> None:
    copied = Copy(vault=[X25519PrivateKey.generate()], factors=[])
    lines = escrow_copy(copied, passphrase="correct horse").splitlines()
    typed = "\n".join([*lines[:4], *(f"  {line.upper()} " for line in lines[4:])])
    assert len(keys_in(typed, passphrase="correct horse").vault) == 1
    last = lines[5]
    lines[5] = last[:-1] + ("0" if last[-1] != "0" else "1")

    with translation.override("en"), pytest.raises(EscrowUnreadableError, match="Line 2"):
        keys_in("\n".join(lines), passphrase="correct horse")


def test_a_key_is_not_written_to_a_file_that_somebody_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    laid_out = path.with_name(f"vault.key.{os.getpid()}.new")
    with laid_out.open("w+", encoding="ascii") as theirs:
        sources.write_once(path, b"a private key", mode=0o600)

        assert path.read_bytes() == b"a private key"
        assert theirs.read() == ""
