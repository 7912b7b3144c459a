"""Passwords and keys in a list: recognised by header, by content, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.registry.importers import reading
from gouvernail.registry.importers.reading import read_workbook
from gouvernail.registry.importers.secrets import (
    is_secret_content,
    is_secret_header,
    looks_like_password,
    masked,
)
from gouvernail.registry.importers.tables import Line, Table

CANARY = "Soleil!2019"


@pytest.mark.parametrize(
    "header",
    [
        *("Password", "password_hash", "Mot de passe", "MOTS DE PASSE", "mdp", "MDP Facebook"),
        *("Pwd", "API key", "Clé API", "Access Token", "jeton d’accès", "Code PIN", "passe"),
        *("Secret", "TOTP", "Recovery codes", "Codes de récupération", "Credentials"),
    ],
)
def test_headers_of_secrets(header: str) -> None:
    assert is_secret_header(header)


@pytest.mark.parametrize(
    "header",
    [
        *("Compte", "Passage", "Responsable", "Description", "Notes", "Secrétariat", "Passion"),
        *("Date de changement du mot de passe", "Gardien du mot de passe", "Password rotated on"),
    ],
)
def test_headers_that_only_look_like_it(header: str) -> None:
    assert not is_secret_header(header)


@pytest.mark.parametrize(
    "cell", [CANARY, "Vent#2020x", "aB3$kl9!", "k7pd-9xzq-33aa-zq0p", "P@ssw0rd"]
)
def test_cells_that_look_like_passwords(cell: str) -> None:
    assert looks_like_password(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("SenToddYoung1", "@nordet", "@nordet@mastodon.example", "nordet.bsky.social", "20 400"),
        *(
            "https://x.com/Nordet1?s=20",
            "karim@nordet.example",
            "company/nordet-2020",
            "12/03/2027",
        ),
        *("Direction générale", "true", "UCuknj4PGn91gHDNAfboZEgQ", "deputes_2017-2022"),
    ],
)
def test_cells_that_are_no_password(cell: str) -> None:
    assert not looks_like_password(cell)


def test_a_column_is_recognised_by_its_content_alone() -> None:
    text = "compte;infos;suite\nnordet;Soleil!2019;a\ncare;Vent#2020x;b\njobs;;c\n"

    table = read_workbook(text.encode(), "a.csv").tables[0]

    assert table.secret_columns == ("infos",)
    assert {line.cells[1] for line in table.lines} == {""}
    assert not is_secret_content(["Soleil!2019"])


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("mdp : Soleil!2019 (à changer)", "mdp : ••• (à changer)"),
        ("Password=hunter22 since May", "Password=••• since May"),
        ("app password k7pd-9xzq-33aa-zq0p", "app password •••"),
        ("https://karim:hunter22@nordet.example/a", "https://nordet.example/a"),
        ("otpauth://totp/x?secret=ABC", "•••"),
        ("Call Karim, he knows", "Call Karim, he knows"),
        ("https://x.com/nordet", "https://x.com/nordet"),
    ],
)
def test_a_cell_that_says_a_secret_keeps_the_rest(cell: str, left: str) -> None:
    assert masked(cell) == left


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(cell: str) -> None:
    assert masked(masked(cell)) == masked(cell)


def test_a_secret_column_of_one_sheet_leaves_the_others_alone() -> None:
    lines = [Line(number=2, cells=("a", CANARY))]

    table = reading.without_secrets("", ("compte", "mdp"), lines)

    assert isinstance(table, Table)
    assert table.lines[0].cells == ("a", "")
