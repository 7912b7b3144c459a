"""Packs: put in force, replaced, judged with, read and tried."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gouvernail.charter.models import Charter
from gouvernail.kernel.rules import Outcome, load_pack
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import (
    NewPack,
    adopt_starter_packs,
    agree_version,
    ask_to_retire_pack,
    create_pack,
    edit_version,
    retire_pack,
    write_version,
)
from gouvernail.rulebooks.errors import (
    PackAlreadyThereError,
    PackBrokenError,
    PackNotFoundError,
    PackUnchangedError,
    ReasonMissingError,
    SecondPersonNeededError,
    VersionNotDraftError,
)
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.queries import judge_text, packs_for, rulebooks_for
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, adopted, make_pack

CHANGED = PACK.replace("[discount]", "[discount, rebate]")


def test_a_pack_binds_once_a_second_person_agreed(
    claire: Person, amina: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    pack = create_pack(pack=NewPack(source=PACK, unit_id=nordet.pk), by=claire, at=noon)
    assert packs_for(energy) == ()

    adopted(pack.versions.get(), by=claire, second=amina, at=noon)

    assert [one.meta["pack"] for one in packs_for(energy)] == ["nordet"]
    assert [leaf["type"] for leaf in leaves()][-5:] == [
        "pack.created",
        "pack_version.drafted",
        "pack_version.submitted",
        "pack_version.agreed",
        "pack_version.adopted",
    ]


def test_a_new_version_takes_the_place_of_the_one_before(
    claire: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    first = make_pack(unit=nordet, by=claire)

    second = write_version(pack_id=first.pack_id, source=CHANGED, by=claire, at=noon)
    assert judge_text("A rebate.", account=None, unit=nordet).outcome == Outcome.PASS
    adopted(second, by=claire, second=amina, at=noon)

    first.refresh_from_db()
    assert (first.status, second.number) == ("superseded", 2)
    assert judge_text("A rebate.", account=None, unit=nordet).outcome == Outcome.REVIEW
    with pytest.raises(VersionNotDraftError):
        edit_version(version_id=first.pk, source=CHANGED, by=claire, at=noon)


def test_packs_of_the_unit_and_of_those_above_bind_the_others_do_not(
    claire: Person, nordet: Unit, energy: Unit, solar: Unit, care: Unit
) -> None:
    make_pack(unit=nordet, by=claire)
    make_pack(unit=energy, by=claire, source=PACK.replace("pack: nordet", "pack: energy"))
    make_pack(unit=care, by=claire, source=PACK.replace("pack: nordet", "pack: care"))

    books = rulebooks_for([solar, care])

    names = {path: [p.meta["pack"] for p in book.packs] for path, book in books.items()}
    assert names == {solar.path: ["nordet", "energy"], care.path: ["nordet", "care"]}
    assert books[solar.path].unit_path == ("nordet", "energy", "solar")


def test_a_pack_is_retired_by_a_second_person_and_no_longer_binds(
    claire: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    version = make_pack(unit=nordet, by=claire)

    ask_to_retire_pack(pack_id=version.pack_id, reason="The law changed.", by=claire, at=noon)
    with pytest.raises(SecondPersonNeededError):
        retire_pack(pack_id=version.pack_id, by=claire, at=noon)
    assert len(packs_for(nordet, at=noon)) == 1
    retire_pack(pack_id=version.pack_id, by=amina, at=noon)

    assert packs_for(nordet, at=noon) == ()


def test_a_pack_retired_alone_says_so_and_why(
    claire: Person, nordet: Unit, charter: Charter, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()
    version = make_pack(unit=nordet, by=claire)
    ask_to_retire_pack(pack_id=version.pack_id, reason="The law changed.", by=claire, at=noon)

    with pytest.raises(ReasonMissingError):
        retire_pack(pack_id=version.pack_id, by=claire, at=noon)
    retired = retire_pack(pack_id=version.pack_id, comment="I am alone.", by=claire, at=noon)

    assert (retired.retired_alone, retired.retirement_comment) == (True, "I am alone.")
    assert leaves()[-1]["data"]["alone"] == "yes"


def test_the_page_says_why_a_pack_is_not_taken_out_of_use_yet(
    client: Client, claire: Person, nordet: Unit, charter: Charter, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()
    version = make_pack(unit=nordet, by=claire)
    client.force_login(claire)

    blank = client.post(reverse("rulebooks:pack-retire-ask", args=["nordet"]), {"reason": " "})
    ask_to_retire_pack(pack_id=version.pack_id, reason="The law changed.", by=claire, at=noon)
    alone = client.post(reverse("rulebooks:pack-retire", args=["nordet"]))

    assert (blank.status_code, alone.status_code) == (422, 422)
    assert 'name="reason"' in blank.text
    assert 'name="comment"' in alone.text
    assert "Say why" in alone.text


def test_a_version_bears_the_name_of_its_pack(claire: Person, nordet: Unit, noon: datetime) -> None:
    version = make_pack(unit=nordet, by=claire)
    renamed = CHANGED.replace("pack: nordet", "pack: other")

    with pytest.raises(PackBrokenError) as refused:
        write_version(pack_id=version.pack_id, source=renamed, by=claire, at=noon)

    assert [(one.line, one.code) for one in refused.value.problems] == [(1, "wrong_name")]


def test_a_broken_file_is_refused_with_every_line(
    claire: Person, nordet: Unit, noon: datetime
) -> None:
    version = make_pack(unit=nordet, by=claire)
    broken = PACK.replace("then: block", "then: explode").replace("clause: ", "cause: ")

    with pytest.raises(PackBrokenError) as refused:
        write_version(pack_id=version.pack_id, source=broken, by=claire, at=noon)

    assert len(refused.value.problems) > 4
    assert all(problem.line > 4 for problem in refused.value.problems)
    assert PackVersion.objects.count() == 1


def test_a_file_that_says_the_same_is_not_a_version(
    claire: Person, nordet: Unit, noon: datetime
) -> None:
    version = make_pack(unit=nordet, by=claire)

    with pytest.raises(PackUnchangedError):
        write_version(pack_id=version.pack_id, source=PACK + "# a remark\n", by=claire, at=noon)
    with pytest.raises(PackAlreadyThereError):
        create_pack(pack=NewPack(source=PACK, unit_id=nordet.pk), by=claire, at=noon)


def test_only_who_may_write_rules_does(
    claire: Person, hugo: Person, karim: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    version = make_pack(unit=energy, by=claire)
    draft = PackVersion.objects.create(
        pack=version.pack,
        number=2,
        source=CHANGED,
        digest="0" * 64,
        written_by=claire,
        written_at=noon,
    )

    for person in (hugo, karim):
        with pytest.raises(RightMissingError):
            agree_version(version_id=draft.pk, by=person, at=noon)
        with pytest.raises(RightMissingError):
            write_version(pack_id=version.pack_id, source=CHANGED, by=person, at=noon)


def test_another_department_does_not_see_the_pack(
    claire: Person, ines: Person, energy: Unit, noon: datetime
) -> None:
    version = make_pack(unit=energy, by=claire)

    with pytest.raises(PackNotFoundError):
        write_version(pack_id=version.pack_id, source=CHANGED, by=ines, at=noon)


def test_the_starter_packs_are_adopted_once_and_only_observe(
    claire: Person, nordet: Unit, noon: datetime
) -> None:
    adopted = adopt_starter_packs(unit_id=nordet.pk, by=claire, at=noon)
    again = adopt_starter_packs(unit_id=nordet.pk, by=claire, at=noon)

    assert adopted
    assert again == []
    assert sum(len(pack.rules) for pack in packs_for(nordet)) >= 40
    assert Pack.objects.count() == len(adopted)


def test_who_adopts_the_starter_packs_is_told_which_are_there_already(
    client: Client, claire: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    below = adopt_starter_packs(unit_id=energy.pk, by=claire, at=noon)
    client.force_login(claire)

    page = client.post(reverse("rulebooks:pack-starters"), follow=True).text

    assert f"Left out, there already for {energy.label}: {below[0].slug}" in page


def test_judging_costs_the_same_whatever_was_judged_before(
    claire: Person, nordet: Unit, energy: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_pack(unit=nordet, by=claire)
    account = make_account(unit=energy)
    judge_text("Warm.", account=account, unit=energy)

    with django_assert_num_queries(3):
        verdict = judge_text("A discount.", account=account, unit=energy, author=claire)

    assert verdict.seats == ("legal",)
    assert verdict.pack_digest == load_pack(PACK, name="test").digest


def test_a_reader_sees_each_rule_with_its_clause_and_examples(
    client: Client, hugo: Person, claire: Person, nordet: Unit
) -> None:
    make_pack(unit=nordet, by=claire)
    client.force_login(hugo)

    listed = client.get(reverse("rulebooks:pack-list")).text
    page = client.get(reverse("rulebooks:pack-detail", args=["nordet"])).text

    assert "Nordet rules" in listed
    assert "Price comparison" in page
    assert "charter#5.2" in page
    assert "Consumer code, L121-2" in page
    assert page.count("its examples hold") == 4
    assert "Submit it for review" not in page


def test_trying_a_text_underlines_it_and_keeps_nothing(
    client: Client, hugo: Person, claire: Person, nordet: Unit
) -> None:
    make_pack(unit=nordet, by=claire)
    client.force_login(hugo)

    page = client.post(
        reverse("rulebooks:pack-detail", args=["nordet"]), {"text": "It is <b>unbeatable</b>."}
    ).text

    assert '<mark class="g-find stop">unbeatable</mark>' in page
    assert "&lt;b&gt;" in page
    assert PackVersion.objects.count() == 1


def test_a_lead_uploads_a_version_and_a_second_person_agrees(
    client: Client, claire: Person, amina: Person, nordet: Unit
) -> None:
    make_pack(unit=nordet, by=claire)
    client.force_login(claire)
    address = reverse("rulebooks:pack-upload", args=["nordet"])

    broken = client.post(address, {"source": PACK.replace("then: block", "then: explode")})
    kept = client.post(address, {"source": CHANGED})
    version = PackVersion.objects.get(number=2)
    sent = {"purpose": "Rebates too.", "untried_reason": "Nothing was published yet."}
    client.post(reverse("rulebooks:version-submit", args=["nordet", 2]), sent)
    client.force_login(amina)
    client.post(reverse("rulebooks:version-agree", args=["nordet", 2]))

    assert broken.status_code == 422
    assert "Line 10, column" in broken.text
    assert "then: explode" in broken.text
    assert kept.status_code == 302
    version.refresh_from_db()
    assert version.status == "in_force"


def test_a_contributor_is_not_offered_the_upload(
    client: Client, hugo: Person, claire: Person, nordet: Unit
) -> None:
    make_pack(unit=nordet, by=claire)
    client.force_login(hugo)

    response = client.get(reverse("rulebooks:pack-upload", args=["nordet"]))

    assert response.status_code == 403
