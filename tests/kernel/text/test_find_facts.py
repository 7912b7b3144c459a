"""Facts of real turns of phrase, in both languages."""

from datetime import UTC, datetime

import pytest

from gouvernail.kernel.text import find_facts

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def facts(text: str, lang: str = "", at: datetime | None = AT) -> list[str]:
    return [
        " ".join(part for part in (fact.kind.value, fact.about, fact.value) if part)
        for fact in find_facts(text, lang, at)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("19,90 €", ["amount EUR 19.9"]),
        ("€19.90", ["amount EUR 19.9"]),
        ("19€90", ["amount EUR 19.9"]),
        ("1 200 €", ["amount EUR 1200"]),
        ("1\u202f200,50\u00a0€", ["amount EUR 1200.5"]),
        ("$1,200.50", ["amount $ 1200.5"]),
        ("5 $ CA", ["amount $ 5"]),
        ("0,290 €/kWh", ["amount EUR/kwh 0.29"]),
        ("0,29 € le kWh", ["amount EUR/kwh 0.29"]),
        ("19 euros par mois", ["amount EUR/month 19"]),
        ("$19.90 a month", ["amount $/month 19.9"]),
        ("3,5 millions d’euros", ["amount EUR 3500000"]),
        ("2 M€", ["amount EUR 2000000"]),
        ("€2bn", ["amount EUR 2000000000"]),
        ("£30 per person", ["amount GBP/person 30"]),
        ("20 %", ["percentage 20"]),
        ("2,5 pour cent", ["percentage 2.5"]),
        ("15 percent", ["percentage 15"]),
        ("3 000 emplois", ["figure emploi 3000"]),
        ("120 new places", ["figure place 120"]),
        ("en 2026 nous", []),
        ("12 livres et 3 pommes", ["figure livre 12", "figure pomme 3"]),
        ("02 40 12 34 56", []),
        ("v2.1.3", []),
    ],
)
def test_amounts_shares_and_figures(text: str, found: list[str]) -> None:
    assert facts(text) == found


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("le 12 novembre", "fr", ["date 2026-11-12"]),
        ("le mardi 1er mars", "fr", ["date 2027-03-01"]),
        ("le 12 nov. 2025", "fr", ["date 2025-11-12"]),
        ("on November 12th, 2026", "en", ["date 2026-11-12"]),
        ("12th of November", "en", ["date 2026-11-12"]),
        ("2026-11-12", "", ["date 2026-11-12"]),
        ("du 12 au 15 novembre", "fr", ["date start 2026-11-12", "date last 2026-11-15"]),
        ("November 12-15", "en", ["date start 2026-11-12", "date last 2026-11-15"]),
        ("avant le 3 décembre", "fr", ["deadline end 2026-12-03"]),
        ("date limite : 3 décembre", "fr", ["deadline end 2026-12-03"]),
        ("by December 3", "en", ["deadline end 2026-12-03"]),
        ("no later than Friday, 3 December", "en", ["deadline end 2026-12-03"]),
        ("à partir du 3 janvier", "fr", ["date start 2027-01-03"]),
        ("depuis le 3 mars", "fr", ["date since 2026-03-03"]),
        ("03/04/2026", "fr", ["date 2026-04-03"]),
        ("03/04/2026", "en", []),
        ("13/04/2026", "en", ["date 2026-04-13"]),
        ("04/13/2026", "en", ["date 2026-04-13"]),
        ("le 12/11", "fr", ["date 2026-11-12"]),
        ("ouvert 24/7", "fr", []),
        ("demain", "fr", ["date 2026-11-21"]),
        ("tonight", "en", ["date 2026-11-20"]),
        ("today", "en", []),
        ("le 31 février", "fr", []),
        ("en mars 5 ateliers", "fr", ["figure atelier 5"]),
    ],
)
def test_dates_and_deadlines(text: str, lang: str, found: list[str]) -> None:
    assert facts(text, lang) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("à 18 h", ["time 18:00"]),
        ("à 18h30", ["time 18:30"]),
        ("18 heures", ["time 18:00"]),
        ("at 6:30 p.m.", ["time 18:30"]),
        ("at 12 am", ["time 00:00"]),
        ("à midi", ["time 12:00"]),
        ("cet après-midi", []),
        ("jusqu’à 18 h", ["time end 18:00"]),
        ("until 6pm", ["time end 18:00"]),
        ("de 9 h à 18 h", ["hours 09:00-18:00"]),
        ("9-18 h", ["hours 09:00-18:00"]),
        ("from 9 to 5 pm", ["hours 09:00-17:00"]),
        ("6-8pm", ["hours 18:00-20:00"]),
        ("9am to noon", ["hours 09:00-12:00"]),
        ("entre 9 h et 17 h 30", ["hours 09:00-17:30"]),
        ("24h/24", []),
        ("pendant 2 h", []),
        ("3 heures de formation", []),
        ("sous 48 h", []),
    ],
)
def test_times_and_opening_hours(text: str, found: list[str]) -> None:
    assert facts(text) == found


def test_without_an_instant_the_year_stays_unknown_and_agrees_with_any() -> None:
    unknown = find_facts("le 12 novembre", "fr")[0]
    known = find_facts("le 12 novembre 2026", "fr")[0]
    other = find_facts("le 13 novembre 2026", "fr")[0]

    assert unknown.value == "--11-12"
    assert unknown.agrees_with(known)
    assert known.agrees_with(unknown)
    assert not unknown.agrees_with(other)
    assert not known.agrees_with(other)
    assert facts("demain", at=None) == []


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "Été : １２\u200b € le 1er août, à 18\u202fh."

    assert [text[fact.start : fact.end] for fact in find_facts(text, "fr", AT)] == [
        "１２\u200b €",
        "1er août",
        "18\u202fh",
    ]
