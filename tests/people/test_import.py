"""People and units from a file: every row accounted for, the same file twice changes nothing."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.foundation.exports import csv_lines
from gouvernail.ledger.queries import whole_timeline
from gouvernail.people.errors import TableUnreadableError
from gouvernail.people.importers import planned_people, planned_units, read_table
from gouvernail.people.importers.tables import clean_cell, decoded
from gouvernail.people.models import Person, RoleGrant, Unit

PEOPLE = """Nom;Courriel;Matricule;Direction;Poste;Arrivée;Rôle;Pointure
Léa Martin;Lea.Martin@nordet.example;M-1;energy;Chargée de communication;03/11/2025;contributor;38
Omar Diallo;;M-2;Énergie;;2026-01-05;reviewer:legal@energy;
;sans.nom@nordet.example;;energy;;;;
Eva Roche;pas une adresse;;energy;;;;
Paul Blanc;paul@nordet.example;;lune;;31/02/2026;patron;
Léa Martin;lea.martin@nordet.example;M-1;energy;;;;
"""


@pytest.fixture
def lead(client: Client, claire: Person, energy: Unit) -> Client:
    client.force_login(claire)
    return client


def look(client: Client, content: bytes, kind: str = "people") -> Any:
    file = SimpleUploadedFile("list.csv", content, content_type="text/csv")
    response = client.post(reverse("people:person-import"), {"kind": kind, "file": file})
    assert response.status_code == 200, response.context["form"].errors
    return response.context


def take(client: Client, content: bytes, kind: str = "people") -> Any:
    shown = look(client, content, kind)["form"].initial
    return client.post(reverse("people:person-import-run"), shown).context


def test_each_row_is_accounted_for_before_anything_is_written(lead: Client) -> None:
    before = Person.objects.count()

    context = look(lead, PEOPLE.encode())

    assert context["counts"] == {
        "rows": 6,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 4,
    }
    reasons = {row.line: row.reasons for row in context["rejected"]}
    assert reasons[4] == ("The name is missing.",)
    assert reasons[5] == ("“pas une adresse” is not an e-mail address.",)
    assert reasons[6] == (
        "There is no unit “lune” that you may see.",
        "“31/02/2026” is not a day: write 2026-11-30.",
        "There is no role “patron”.",
    )
    assert reasons[7] == ("Row 2 is about the same person.",)
    assert context["plan"].ignored == ("Pointure",)
    assert Person.objects.count() == before


def test_the_good_rows_are_taken_and_a_second_run_changes_nothing(lead: Client) -> None:
    first = take(lead, PEOPLE.encode())
    second = take(lead, PEOPLE.encode())

    assert first["counts"] == {
        "rows": 6,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 4,
    }
    assert second["counts"] | {"rejected": 4} == {
        "rows": 6,
        "created": 0,
        "updated": 0,
        "unchanged": 2,
        "rejected": 4,
    }
    lea = Person.objects.get(external_id="M-1")
    assert (lea.email, str(lea.joined_on)) == ("lea.martin@nordet.example", "2025-11-03")
    assert RoleGrant.objects.get(person__external_id="M-2").seat == "legal"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_file_is_read(claire: Person, encoding: str, delimiter: str) -> None:
    text = delimiter.join(["Prénom et nom", "E-mail"]) + "\r\n"
    text += delimiter.join(["Zoé Café", "zoe@nordet.example"]) + "\r\n"

    plan = planned_people(text.encode(encoding), viewer=claire)

    assert [row.title for row in plan.rows] == ["Zoé Café"]


def test_somebody_is_found_again_by_number_then_by_address(lead: Client, hugo: Person) -> None:
    take(lead, f"name,email,job\nHugo Petit,{str(hugo.email).upper()},Chef\n".encode())
    hugo.refresh_from_db()
    assert hugo.job == "Chef"

    take(lead, f"name,email,staff number\nHugo Petit,{hugo.email},M-9\n".encode())
    take(lead, b"name,email,staff number\nHugo P.,new.hugo@nordet.example,M-9\n")

    hugo.refresh_from_db()
    assert (hugo.name, hugo.email, hugo.job) == ("Hugo P.", "new.hugo@nordet.example", "Chef")
    assert Person.objects.filter(external_id="M-9").count() == 1


def test_what_the_export_writes_the_import_takes_back_unchanged(
    lead: Client, hugo: Person, julie: Person
) -> None:
    Person.objects.filter(pk=hugo.pk).update(job="=SUM(A1)", phone="+33 1 02 03 04 05")
    exported = lead.get(reverse("people:person-export")).content

    counts = look(lead, exported)["counts"]

    assert counts["unchanged"] == counts["rows"] == Person.objects.count()


def test_a_delegate_cannot_place_people_elsewhere_nor_steal_an_address(
    client: Client, karim: Person, ines: Person, care: Unit
) -> None:
    client.force_login(karim)
    rows = f"name,email,unit\nA,a@x.example,care\nB,{ines.email},energy\nC,c@x.example,\n"

    reasons = [row.reasons for row in look(client, rows.encode())["rejected"]]

    assert reasons == [
        ("There is no unit “care” that you may see.", "You may not manage people there."),
        ("Somebody else has this e-mail.",),
        ("You may not manage people there.",),
    ]


def test_a_role_above_ones_own_refuses_the_row_and_leaves_no_trace(
    client: Client, karim: Person
) -> None:
    client.force_login(karim)

    context = take(client, b"name,email,unit,roles\nChef,chef@x.example,energy,lead\n")

    assert context["counts"]["rejected"] == 1
    assert not Person.objects.filter(name="Chef").exists()
    assert whole_timeline().events == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "name the columns"),
        (b"PK\x03\x04rest of a workbook", "not a CSV"),
        (b"name\n" + b"x\n" * 5001, "5,000"),
        (b"name\n" + b"x" * 2_100_000, "2 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_its_place(
    lead: Client, content: bytes, message: str
) -> None:
    file = SimpleUploadedFile("list.csv", content)

    response = lead.post(reverse("people:person-import"), {"kind": "people", "file": file})

    assert response.status_code == 422
    assert message in str(response.context["form"].errors["file"])


def test_a_contributor_imports_nobody(client: Client, hugo: Person) -> None:
    client.force_login(hugo)

    assert client.get(reverse("people:person-import")).status_code == 403


def test_units_come_with_their_tree_and_only_once(lead: Client, nordet: Unit) -> None:
    rows = (
        "code,nom,parent,pays,fuseau\nwind,Éolien,energy,be,Europe/Brussels\n"
        "offshore,En mer,wind,,\nbad,,nowhere,France,Mars/Olympus\nenergy,Énergies,,,\n"
        "north,Nord,,,\n"
    ).encode()

    first = take(lead, rows, "units")
    second = take(lead, rows, "units")

    assert first["counts"] == {
        "rows": 5,
        "created": 3,
        "updated": 1,
        "unchanged": 0,
        "rejected": 1,
    }
    assert second["counts"]["unchanged"] == 4
    assert len(second["rejected"][0].reasons) == 4
    assert Unit.objects.get(code="offshore").parent == Unit.objects.get(code="wind")
    assert Unit.objects.get(code="north").parent == nordet
    assert Unit.objects.get(code="energy").name == "Énergies"


def test_units_move_by_file_and_never_below_themselves(
    lead: Client, claire: Person, energy: Unit, care: Unit, solar: Unit
) -> None:
    refused = planned_units(b"code,parent\nenergy,solar\n", viewer=claire)
    take(lead, b"code,parent\nsolar,care\n", "units")

    assert refused.counts["rejected"] == 1
    solar.refresh_from_db()
    assert solar.parent == care


@given(st.binary(max_size=400))
def test_no_file_whatever_breaks_the_reader(raw: bytes) -> None:
    try:
        table = read_table(decoded(raw), headings={"name": "name"}, needed="name")
    except TableUnreadableError:
        return
    assert len(table.rows) == len(table.lines)


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Z")), min_size=1))
def test_a_cell_made_safe_for_spreadsheets_comes_back_as_it_was(cell: str) -> None:
    line = next(iter(csv_lines([cell], [])))
    table = read_table("name\r\n" + line, headings={"name": "name"}, needed="name")

    assert [row["name"] for row in table.rows] == [clean_cell(cell)]


def test_a_staff_number_of_another_department_is_refused_in_the_preview(
    client: Client, karim: Person, ines: Person
) -> None:
    Person.objects.filter(pk=ines.pk).update(external_id="M-7")
    client.force_login(karim)

    rejected = look(client, b"name,staff number,unit\nCopy,M-7,energy\n")["rejected"]

    assert [row.reasons for row in rejected] == [("Somebody else has this staff number.",)]
