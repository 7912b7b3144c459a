"""Profiles held against the standard, and what changed between two readings."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from gouvernail.foundation.actors import machine
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry import tasks
from gouvernail.registry.actions.profiles import (
    StandardFacts,
    explain_change,
    note_profile,
    record_profile,
    remove_profile_standard,
    set_profile_standard,
)
from gouvernail.registry.errors import ChangeNotFoundError, PersonalAccountError
from gouvernail.registry.models import Account, ProfileChange, ProfileReading, ProfileStandard
from gouvernail.registry.queries.profiles import (
    Shown,
    checks_of,
    differences,
    standards,
    wanted_of,
)
from tests.make.ledger import leaves
from tests.make.registry import make_account, make_connection

GOOD = Shown(
    name="Nordet Énergie", bio="Le vent. Modération : 9 h - 18 h. https://nordet.example/energie/"
)


def test_the_nearest_unit_that_says_a_field_is_the_one_that_asks(
    claire: Person, nordet: Unit, energy: Unit, solar: Unit, noon: datetime
) -> None:
    for facts in (
        StandardFacts(unit_id=nordet.pk, name="nordet", bio="Modération", avatar=True),
        StandardFacts(unit_id=nordet.pk, network="x", bio="Sur X :"),
        StandardFacts(unit_id=energy.pk, link="https://www.nordet.example/energie"),
        StandardFacts(unit_id=solar.pk, name="Solaire"),
    ):
        set_profile_standard(facts=facts, by=claire, at=noon)

    asked = wanted_of(standards(), path=energy.path, network="bluesky")
    on_x = wanted_of(standards(), path=solar.path, network="x")

    assert [(each.code, each.unit) for each in asked] == [
        ("name", nordet),
        ("bio", nordet),
        ("link", energy),
        ("avatar", nordet),
    ]
    assert [(each.code, each.words) for each in on_x][:2] == [
        ("name", "Solaire"),
        ("bio", "Sur X :"),
    ]
    assert [check.holds for check in checks_of(asked, GOOD)] == [True, True, True, None]
    assert [check.holds for check in checks_of(asked, Shown(name="N", avatar=False))] == [False] * 4


def test_only_who_edits_a_unit_sets_its_standard(
    karim: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    with pytest.raises(InvalidInputError):
        set_profile_standard(facts=StandardFacts(unit_id=energy.pk), by=karim, at=noon)
    set_profile_standard(facts=StandardFacts(unit_id=energy.pk, name="Nordet"), by=karim, at=noon)

    standard = ProfileStandard.objects.get()
    remove_profile_standard(standard.pk, by=karim, at=noon)

    assert [leaf["data"]["state"]["network"] for leaf in leaves(verb="profile_standard.set")] == [
        ""
    ]
    assert len(leaves(verb="profile_standard.removed")) == 1


def test_what_changed_between_two_readings_waits_for_a_word(
    client: Client, claire: Person, karim: Person, hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, owner=karim, backup=claire, name="Nordet Energy")
    later, worker = noon + timedelta(days=1), machine("worker")
    note_profile(account.pk, shown=GOOD, by=worker, at=noon)
    note_profile(account.pk, shown=GOOD, by=worker, at=later)
    reading = ProfileReading.objects.get()
    assert (reading.read_at, reading.confirmed_at) == (noon, later)

    hacked = Shown(name="Nordet Énergie", bio="Gagnez un bon : https://nordet-bons.example")
    note_profile(account.pk, shown=hacked, by=worker, at=later)

    change = ProfileChange.objects.get()
    assert (change.field, change.before, change.after) == ("bio", GOOD.bio, hacked.bio)
    assert leaves(verb="profile_change.noticed")[-1]["actor"]["ref"] == "worker"
    client.force_login(karim)
    page = client.get(f"/accounts/{account.pk}/").text
    assert "The profile changed and nobody said why" in page
    assert f'href="/accounts/{account.pk}/profile/"' in page
    assert "nordet-bons.example" in client.get(f"/accounts/{account.pk}/profile/").text
    with pytest.raises(RightMissingError):
        explain_change(change.pk, explanation="Mine.", by=hugo, at=later)
    with pytest.raises(InvalidInputError):
        explain_change(change.pk, explanation=" ", by=karim, at=later)
    done = client.post(f"/accounts/profiles/changes/{change.pk}/explain/", {"explanation": "Us."})
    assert done.status_code == 302
    assert "nobody said why" not in client.get(f"/accounts/{account.pk}/").text
    with pytest.raises(ChangeNotFoundError):
        explain_change(change.pk, explanation="Twice.", by=karim, at=later)
    assert "nordet-bons" not in str(leaves())


def test_what_one_reading_cannot_tell_is_no_change() -> None:
    before = Shown(name="A", bio="B", avatar=None)

    assert differences(before, Shown(name="A", bio="B", avatar=True)) == []
    assert differences(Shown(avatar=True), Shown(avatar=False)) == [("avatar", "true", "false")]


def test_a_standard_set_later_is_held_against_what_was_read_before(
    client: Client, claire: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, owner=claire, name="Nordet Energy")
    record_profile(account.pk, shown=Shown(name="Energy", bio="Wind"), by=claire, at=noon)
    client.force_login(claire)
    told = {"unit": str(nordet.pk), "network": "", "name": "Nordet", "bio": "", "link": ""}

    assert client.post("/accounts/profiles/standard/", told).status_code == 302
    refused = client.post("/accounts/profiles/standard/", told | {"name": ""})

    assert refused.status_code == 422
    assert ProfileReading.objects.get().failing == ["name"]
    assert "Nordet Energy" in client.get("/accounts/profiles/").text
    assert "does not show what the standard asks" in client.get(f"/accounts/{account.pk}/").text
    seen = client.post(
        f"/accounts/{account.pk}/profile/", {"name": "Nordet Energy", "bio": "Wind", "links": ""}
    )
    assert seen.status_code == 302
    assert ProfileReading.objects.get(is_current=True).failing == []
    standard = ProfileStandard.objects.get()
    assert client.post(f"/accounts/profiles/{standard.pk}/remove/").status_code == 302


def test_a_personal_account_is_never_read(claire: Person, nordet: Unit, noon: datetime) -> None:
    account = make_account(unit=nordet, kind=Account.Kind.PERSONAL)

    with pytest.raises(PersonalAccountError):
        note_profile(account.pk, shown=GOOD, by=machine("worker"), at=noon)


def test_each_hour_the_profiles_that_a_network_shows_are_read(
    claire: Person, nordet: Unit, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, silent = make_account(unit=nordet), make_account(unit=nordet)
    make_account(unit=nordet)
    for account in (shown, silent):
        make_connection(account=account, by=claire)
    answers = {shown.pk: GOOD, silent.pk: None}
    asked = []

    def read(connection: object) -> Shown | None:
        account_id = connection.account_id  # type: ignore[attr-defined]
        asked.append(account_id)
        return answers[account_id]

    monkeypatch.setattr(tasks, "read_profile", read)
    tasks.read_profiles(noon)
    tasks.read_profiles(noon + timedelta(hours=1))

    assert sorted(asked, key=str) == sorted([shown.pk, silent.pk, silent.pk], key=str)
    assert ProfileReading.objects.get().account == shown
