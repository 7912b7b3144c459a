"""Seeds of second factors: in no dump, opened by a key of their own, which follows another."""

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gouvernail.foundation.actors import machine
from gouvernail.people.models import Person
from gouvernail.vault.actions import reseal_factors, retire_factor_keys, rotate_factors
from gouvernail.vault.errors import (
    FactorsUnreadableError,
    FactorUnreadableError,
    KeySourceReadOnlyError,
    KeyStillNeededError,
    NothingToRetireError,
)
from gouvernail.vault.keyring import factors
from gouvernail.vault.keyring.escrow import Copy, escrow_copy, keys_in
from gouvernail.vault.keyring.keys import key_id
from gouvernail.vault.keyring.sources import private_pem
from tests.make.ledger import leaves
from tests.web.test_sign_in import PASSWORD, code_of

HAND = machine("keys")
LATER = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def own_key(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.FACTORS_KEY_FILE = str(tmp_path / "keys" / "factors.key")
    yield tmp_path / "keys" / "factors.key"
    cache.clear()


def with_factors(person: Person) -> tuple[str, list[str]]:
    """Give somebody an app and recovery codes; return the seed and the codes."""
    person.set_password(PASSWORD)
    person.save()
    seed = generate_totp_secret()
    TOTP.activate(person, seed)
    return seed, RecoveryCodes.activate(person).generate_codes()


def signs_in(person: Person, code: str) -> bool:
    cache.clear()  # forget that the code of this half minute has served
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


def dump_of(folder: Path) -> str:
    call_command("dumpdata", output=str(folder / "dump.json"))
    return (folder / "dump.json").read_text(encoding="utf-8")


def test_no_dump_holds_a_seed_even_while_it_is_set_up(claire: Person, tmp_path: Path) -> None:
    seed, codes = with_factors(claire)
    Authenticator.objects.filter(type="totp").delete()
    client = Client()
    client.force_login(claire)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    code = next(iter(codes))
    client.post(reverse("mfa_reauthenticate"), {"code": code})
    page = client.get(reverse("mfa_activate_totp"))
    waiting = page.context["form"].secret
    kept = dump_of(tmp_path)
    session = str(client.session.items())
    client.post(reverse("mfa_activate_totp"), {"code": code_of(waiting)})

    for text in (kept, session, dump_of(tmp_path)):
        assert not [each for each in (seed, waiting, *codes) if each in text]
    assert waiting in page.text  # the one place: the page that shows it to its owner
    assert signs_in(claire, code_of(waiting))


def test_a_code_of_the_app_and_a_recovery_code_open_once(claire: Person) -> None:
    seed, codes = with_factors(claire)

    assert signs_in(claire, code_of(seed))
    assert signs_in(claire, codes[0])
    assert not signs_in(claire, codes[0])


def test_a_machine_with_the_copied_keys_lets_people_sign_in(
    claire: Person, settings: Settings, tmp_path: Path
) -> None:
    seed, _codes = with_factors(claire)
    copy = escrow_copy(Copy(vault=[], factors=factors.factor_keys()), passphrase="correct horse")

    settings.SECRET_KEY = "another machine"
    settings.FACTORS_KEY_FILE = str(tmp_path / "new" / "factors.key")
    (tmp_path / "new").mkdir()
    answer = Client().post(
        reverse("account_login"), {"login": claire.email, "password": PASSWORD}, follow=True
    )
    assert "Second factor" in answer.text
    assert refused(claire, code_of(seed))

    factors.seal_factor("a first key was made here meanwhile")
    factors.take_in(keys_in(copy, passphrase="correct horse").factors)
    assert signs_in(claire, code_of(seed))


def refused(person: Person, code: str) -> bool:
    """Return whether a code is answered by a page that says whom to ask, not by a fault."""
    cache.clear()
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 409
    return "Ask security to remove it" in answer.text


def test_what_was_never_sealed_opens_nothing(claire: Person) -> None:
    seed, _codes = with_factors(claire)
    Authenticator.objects.filter(type="totp").update(data={"secret": seed})

    assert refused(claire, code_of(seed))


@given(at=st.integers(0), text=st.text(min_size=1, max_size=40))
def test_a_seed_that_was_touched_does_not_open(at: int, text: str) -> None:
    sealed = factors.seal_factor(text)
    assert factors.open_factor(sealed) == text
    box = bytearray(base64.b64decode(sealed.removeprefix(factors.MARK)))
    box[at % len(box)] ^= 1

    for wrong in (factors.MARK + base64.b64encode(box).decode(), sealed[:-8], text, "GVF1:é"):
        with pytest.raises(FactorUnreadableError):
            factors.open_factor(wrong)
    for damaged in ("GVF1:é", "GVF1:", "GVF1:AAAA"):
        with pytest.raises(FactorUnreadableError):
            factors.sealed_with(damaged)


def test_a_seed_is_bound_to_its_organisation_and_to_nobody_in_it(
    claire: Person, hugo: Person, settings: Settings
) -> None:
    seed, _codes = with_factors(claire)
    with_factors(hugo)
    own = Authenticator.objects.get(user=claire, type="totp").data

    Authenticator.objects.filter(user=hugo, type="totp").update(data=own)
    assert signs_in(hugo, code_of(seed))  # the limit that docs/decisions/0010 tells
    settings.LEDGER_ORIGIN = "elsewhere.example/1"
    assert refused(claire, code_of(seed))


@pytest.mark.parametrize("damaged", ["sealed:lost", "GVF1:AAAA", "GVF1:é", ""])
def test_a_seed_that_does_not_open_is_said_with_whose_it_is_and_no_key_changes(
    claire: Person, hugo: Person, noon: datetime, damaged: str
) -> None:
    seed, _codes = with_factors(claire)
    rotate_factors(by=HAND, at=noon)
    keys = len(factors.factor_keys())
    claire_s = Authenticator.objects.get(user=claire, type="totp")
    before = claire_s.data
    lost = Authenticator.objects.create(user=hugo, type="totp", data={"secret": damaged})

    for act in (rotate_factors, reseal_factors, retire_factor_keys):
        with pytest.raises(FactorsUnreadableError) as refusal:
            act(by=HAND, at=noon + LATER)
        assert str(hugo.email) in str(refusal.value)
        assert "security remove their second factors" in str(refusal.value)
        assert str(claire.email) not in str(refusal.value)
    assert len(factors.factor_keys()) == keys
    claire_s.refresh_from_db()
    assert claire_s.data == before
    hugo.set_password(PASSWORD)
    hugo.save()
    assert refused(hugo, "123456")

    Person.objects.filter(pk=hugo.pk).update(email=None)
    with pytest.raises(FactorsUnreadableError, match=str(hugo.pk)):
        rotate_factors(by=HAND, at=noon + LATER)
    lost.delete()
    rotate_factors(by=HAND, at=noon + LATER)
    assert signs_in(claire, code_of(seed))


def test_one_key_follows_another_and_the_old_one_opens_nothing(
    claire: Person, noon: datetime, own_key: Path
) -> None:
    seed, codes = with_factors(claire)
    [old] = factors.factor_keys()
    with pytest.raises(NothingToRetireError):
        retire_factor_keys(by=HAND, at=noon)

    name, people = rotate_factors(by=HAND, at=noon)

    assert people == 2  # the app and the codes
    assert key_id(factors.factor_keys()[-1].public_key()) == name
    assert signs_in(claire, code_of(seed))
    with pytest.raises(KeyStillNeededError):
        retire_factor_keys(by=HAND, at=noon)
    # Somebody read the old key just before, and sealed with it just after.
    row = Authenticator.objects.get(type="totp")
    new = own_key.with_name("factors.key.d")
    aside = new.rename(new.with_name("aside"))
    row.data["secret"] = factors.seal_factor(seed)
    aside.rename(new)
    row.save()

    # The files of keys go for good, whatever becomes of the transaction: not while one is needed.
    with pytest.raises(KeyStillNeededError, match="1 secret"):
        retire_factor_keys(by=HAND, at=noon + LATER)
    assert len(factors.factor_keys()) == 2
    assert reseal_factors(by=HAND, at=noon + LATER) == 1
    assert retire_factor_keys(by=HAND, at=noon + LATER) == [key_id(old.public_key())]

    assert [key_id(key.public_key()) for key in factors.factor_keys()] == [name]
    assert signs_in(claire, code_of(seed))
    assert signs_in(claire, codes[1])
    assert [leaf["type"] for leaf in leaves()][-4:] == [
        "sealing_key.put_in_force", "sealing_key.put_in_force", "sealing_key.superseded",
        "sealing_key.retired",
    ]  # fmt: skip


def test_a_key_of_the_environment_is_used_and_never_written(
    claire: Person, noon: datetime, settings: Settings, own_key: Path
) -> None:
    key = factors.factor_keys()[0]
    own_key.unlink()
    settings.FACTORS_KEY = private_pem(key).decode()

    seed, _codes = with_factors(claire)

    assert signs_in(claire, code_of(seed))
    assert not own_key.exists()
    with pytest.raises(KeySourceReadOnlyError):
        rotate_factors(by=HAND, at=noon)

    # Its keeper gives another one after it, rotates, and takes the old one away.
    following = X25519PrivateKey.generate()
    settings.FACTORS_KEY += private_pem(following).decode()
    assert rotate_factors(by=HAND, at=noon) == (key_id(following.public_key()), 2)
    with pytest.raises(KeySourceReadOnlyError):
        retire_factor_keys(by=HAND, at=noon + LATER)
    settings.FACTORS_KEY = private_pem(following).decode()
    assert signs_in(claire, code_of(seed))
