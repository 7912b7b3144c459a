"""A list on its way in, through the pages a person uses: every row is accounted for."""

import gzip
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook as Book

from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import deliver
from gouvernail.people.models import Person, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.models import Account, ImportMapping, ImportRun
from tests.make.custody import EPOCH, make_handover
from tests.make.imports import (
    IMPORTS,
    brought,
    choose,
    codes,
    outcomes,
    preview,
    send,
    take,
)
from tests.make.ledger import leaves
from tests.make.registry import make_account

SETS = Path(__file__).resolve().parents[1] / "data" / "accounts"


def test_one_record_a_person_gives_several_accounts(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)

    report = brought(client, SETS / "people.yaml", nordet)

    assert outcomes(report) == (5, 3, 0, 0, 2)
    assert report["accounts"]["created"] == 7
    assert codes(report) == [(5, "bad_handle"), (6, "no_account")]
    assert set(Account.objects.values_list("network", "handle")) == {
        ("x", "NordetPresse"),
        ("facebook", "nordet.presse"),
        ("youtube", "NordetTV"),
        ("x", "NordetEmploi"),
        ("youtube", "UCbbbbbbbbbbbbbbbbbbbbbb"),
        ("instagram", "nordet_emploi"),
        ("mastodon", "nordet@mastodon.example"),
    }
    assert len(leaves(verb="account.imported")) == 7


def test_one_column_a_network_with_duplicates_ticks_and_unknown_words(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)

    report = brought(client, SETS / "wide.csv", nordet)

    assert outcomes(report) == (5, 3, 0, 1, 1)
    assert codes(report) == [
        (4, "no_account"),
        (5, "only_a_tick"),
        (5, "unknown_language"),
        (6, "same_as_row"),
        (6, "same_as_row"),
    ]
    solar = Account.objects.get(network="facebook", handle="nordetsolar")
    assert (solar.name, solar.language, solar.tags) == ("Nordet Solar", "en", ["solar"])


def test_units_named_in_the_file_are_matched_or_created_where_one_says(
    client: Client, claire: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    client.force_login(claire)

    report = brought(client, SETS / "registry.csv", nordet, create=True)

    assert outcomes(report) == (6, 4, 0, 0, 2)
    assert codes(report) == [(5, "contradiction"), (7, "unknown_network")]
    assert Account.objects.get(handle="nordetnorth").unit == energy
    assert Account.objects.get(handle="nordetcare").name == "Nordet Care"
    created = Unit.objects.get(name="Marine")
    assert created.parent == nordet
    assert Account.objects.get(handle="marine").unit == created
    assert report["units_created"] == 1
    assert leaves(verb="unit.created")[0]["actor"]["ref"] == str(claire.pk)


def test_without_that_choice_rows_of_unknown_units_are_refused_with_their_reason(
    client: Client, claire: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    client.force_login(claire)

    report = brought(client, SETS / "registry.csv", nordet)

    assert (6, "unit_unknown") in codes(report)
    assert not Account.objects.filter(handle="marine").exists()


def test_a_messy_list_lets_its_good_rows_through_and_says_why_the_others_stay(
    client: Client, claire: Person, karim: Person, hugo: Person, energy: Unit, care: Unit
) -> None:
    client.force_login(claire)
    run = preview(client, (SETS / "long.csv").read_bytes(), "long.csv")

    page = client.get(f"{IMPORTS}{run.pk}/").text
    report = take(client, run)

    assert "Énergie" not in page or "CP1252" in page
    assert outcomes(report) == (6, 3, 0, 0, 3)
    assert codes(report) == [
        (5, "bad_date"),
        (6, "person_unknown"),
        (7, "contradicts_row"),
        (8, "unit_unknown"),
        (9, "no_account"),
    ]
    first = Account.objects.get(network="x")
    assert (first.owner, first.backup, first.unit) == (karim, hugo, energy)
    assert first.review_on.isoformat() == "2027-03-12"  # type: ignore[union-attr]
    assert first.notes == "mdp : ••• (à changer)"
    assert report["secret_columns"] == 1
    assert report["masked_cells"] == 1


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_what_changed(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    brought(client, SETS / "wide.csv", nordet)
    before = len(leaves())

    again = brought(client, SETS / "wide.csv", nordet)
    changed = (SETS / "wide.csv").read_text().replace("Nordet Solar,", "Nordet Sunshine,")
    third = brought(client, SETS / "wide.csv", nordet, data=changed.encode())

    assert outcomes(again) == (5, 0, 0, 4, 1)
    assert len(leaves()) == before + 2
    assert outcomes(third) == (5, 0, 1, 3, 1)
    assert third["accounts"]["updated"] == 2
    assert Account.objects.count() == 6


def test_an_empty_cell_never_erases_what_is_known(
    client: Client, claire: Person, nordet: Unit
) -> None:
    account = make_account(
        unit=nordet, address="x.com/nordet", name="Known", purpose="Known", owner=claire
    )
    client.force_login(claire)

    report = brought(
        client, Path("a.csv"), nordet, data=b"twitter;purpose;owner;tags\nnordet;;;new\n"
    )

    account.refresh_from_db()
    assert outcomes(report) == (1, 0, 1, 0, 0)
    assert (account.purpose, account.owner, account.name) == ("Known", claire, "Known")
    assert account.tags == ["new"]


def test_a_row_that_touches_an_account_elsewhere_is_refused(
    client: Client, karim: Person, energy: Unit, care: Unit
) -> None:
    make_account(unit=care, address="x.com/nordet", name="Theirs")
    client.force_login(karim)

    report = brought(client, Path("a.csv"), energy, data=b"twitter;name\nnordet;Mine\nother;Mine\n")

    assert outcomes(report) == (2, 1, 0, 0, 1)
    assert codes(report) == [(2, "not_yours")]
    assert Account.objects.get(handle="nordet").name == "Theirs"


def test_waiting_holds_the_whole_file_back(client: Client, claire: Person, nordet: Unit) -> None:
    client.force_login(claire)
    run = preview(client, (SETS / "wide.csv").read_bytes(), "wide.csv")
    choose(client, run, unit=str(nordet.pk))

    answer = client.post(f"{IMPORTS}{run.pk}/run/", {"rows": "wait"})

    assert answer.status_code == 409
    assert 'data-code="import_held"' in answer.text
    assert not Account.objects.exists()
    assert take(client, run)["created"] == 3


def test_the_preview_writes_nothing_and_shows_each_bad_row_at_its_place(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    run = preview(client, (SETS / "registry.csv").read_bytes(), "registry.csv")

    page = client.get(f"{IMPORTS}{run.pk}/").text

    assert "The address and the handle name two different accounts." in page
    assert "“myspacebook” is no network we know." in page
    assert "No unit is called “Marine”." in page
    assert not Account.objects.exists()
    assert leaves() == []


def test_columns_can_be_chosen_by_hand_and_kept_under_a_name(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    data = b"Alpha,Beta\nnordet,Service\ncare,Service\n"
    run = preview(client, data, "odd.csv")
    assert choose(client, run).status_code == 422

    answer = choose(
        client, run, columns={"Alpha": "on:x", "Beta": "keep"}, unit=str(nordet.pk), name="Odd list"
    )
    report = take(client, run)
    later = preview(client, data + b"jobs,Service\n", "odd again.csv")

    assert answer.status_code == 302
    assert outcomes(report) == (2, 2, 0, 0, 0)
    assert Account.objects.get(handle="nordet").extra == {"Beta": "Service"}
    assert ImportMapping.objects.get().name == "Odd list"
    assert later.mapping["columns"] == {"Alpha": "on:x", "Beta": "keep"}
    assert outcomes(take(client, later)) == (3, 1, 0, 2, 0)


def test_one_sheet_can_be_chosen(client: Client, claire: Person, nordet: Unit) -> None:
    book = Book()
    book.worksheets[0].title = "Réseaux"
    for row in (["twitter"], ["nordet"]):
        book.worksheets[0].append(row)
    other = book.create_sheet("Vieux")
    for row in (["twitter"], ["old"]):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    client.force_login(claire)
    run = preview(client, out.getvalue(), "deux.xlsx")
    assert len(client.get(f"{IMPORTS}{run.pk}/").context["rows"]) == 2

    choose(client, run, sheet="Réseaux", unit=str(nordet.pk))
    report = take(client, run)

    assert outcomes(report) == (1, 1, 0, 0, 0)
    assert Account.objects.get().handle == "nordet"


def test_no_password_of_a_list_is_found_anywhere_afterwards(
    client: Client, claire: Person, nordet: Unit, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(claire)
    canaries = ("Soleil!2019", "Vent#2020x", "Eau$2021")
    with caplog.at_level("DEBUG"):
        run = preview(client, (SETS / "long.csv").read_bytes(), "long.csv")
        pages = [client.get(f"{IMPORTS}{run.pk}/").text]
        choose(client, run, unit=str(nordet.pk))
        take(client, run)
    pages += [client.get(url).text for url in (f"{IMPORTS}{run.pk}/", IMPORTS, "/accounts/")]
    pages.append(client.get("/accounts/export.csv").getvalue().decode())
    call_command("dumpdata", output=str(tmp_path / "dump.json"))
    stored = gzip.decompress(bytes(ImportRun.objects.get().content)).decode()

    everything = "".join([*pages, stored, (tmp_path / "dump.json").read_text(), caplog.text])
    for canary in canaries:
        assert canary not in everything
    assert "Change these passwords" in pages[0]
    assert "Mot de passe" in pages[0]
    assert 'name="column_5"' not in pages[0]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(256)), "a.csv", "neither a table nor a text"),
        (b"PK\x03\x04nothing", "a.xlsx", "This file is damaged"),
        (b"a: [1, 2", "a.yaml", "This YAML cannot be read: look at line 1"),
        (b"x" * (12 * 1024 * 1024 + 1), "a.csv", "larger than 12 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_beside_the_field(
    client: Client, claire: Person, data: bytes, name: str, words: str
) -> None:
    client.force_login(claire)

    answer = send(client, data, name)

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    assert not ImportRun.objects.exists()


def test_who_may_not_import_is_refused_and_nobody_sees_another_s_file(
    client: Client, claire: Person, karim: Person, hugo: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    run = preview(client, (SETS / "wide.csv").read_bytes(), "wide.csv")

    client.force_login(hugo)
    assert client.get(IMPORTS).status_code == 403
    client.force_login(karim)
    for answer in (
        client.get(f"{IMPORTS}{run.pk}/"),
        client.post(f"{IMPORTS}{run.pk}/run/"),
        client.post(f"{IMPORTS}{run.pk}/abandon/"),
    ):
        assert answer.status_code == 404


def test_a_file_set_aside_is_forgotten_and_an_import_runs_once(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    aside = preview(client, (SETS / "wide.csv").read_bytes(), "wide.csv")
    client.post(f"{IMPORTS}{aside.pk}/abandon/")
    done = preview(client, (SETS / "wide.csv").read_bytes(), "wide.csv")
    choose(client, done, unit=str(nordet.pk))
    take(client, done)

    aside.refresh_from_db()
    assert bytes(aside.content) == b""
    for run in (aside, done):
        answer = client.post(f"{IMPORTS}{run.pk}/run/")
        assert (answer.status_code, "import_ended" in answer.text) == (409, True)


def test_the_preview_costs_the_same_whatever_its_length(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)

    def cost(rows: int) -> int:
        lines = "".join(f"nordet{number}\n" for number in range(rows))
        run = preview(client, f"twitter\n{lines}".encode(), "a.csv")
        client.get(f"{IMPORTS}{run.pk}/")
        with CaptureQueriesContext(connection) as context:
            client.get(f"{IMPORTS}{run.pk}/")
        return len(context)

    assert cost(1) == cost(60) <= 20


def test_the_delegate_of_one_unit_need_not_choose_it(
    client: Client, karim: Person, energy: Unit
) -> None:
    client.force_login(karim)

    run = preview(client, b"address\nhttps://x.com/nordet_energie\n", "list.csv")
    take(client, run)

    assert Account.objects.get().unit == energy


def test_a_holder_that_a_list_changes_is_announced_and_nothing_else(
    client: Client, claire: Person, karim: Person, hugo: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, address="x.com/nordet", owner=hugo)
    case = make_handover(account=account, giver=hugo, successor=claire)
    make_account(unit=energy, address="x.com/autre", owner=karim)
    client.force_login(claire)
    lines = (
        b"twitter;owner;purpose\nnordet;Karim Benali;A\n"
        b"autre;Karim Benali;B\nnouveau;Karim Benali;C\n"
    )

    brought(client, Path("a.csv"), energy, data=lines)

    told = OutboxEvent.objects.filter(topic="registry.account")
    assert [one.payload["account_id"] for one in told] == [str(account.pk)]
    while deliver(readers(), at=EPOCH):
        pass
    case.refresh_from_db()
    assert case.state == "cancelled"
