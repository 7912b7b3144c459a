import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.fr import nir, siret

from gouvernail.kernel.rules import Post, judge, mask
from gouvernail.kernel.rules.checks.identifiers import NAMES, find_identifiers
from tests.make.rules import findings, make_pack, quotes


@pytest.mark.parametrize(
    ("text", "kind", "quoted"),
    [
        ("carte 4111 1111 1111 1111 exp 12/27", "card", "4111 1111 1111 1111"),
        ("5555-5555-5555-4444", "card", "5555-5555-5555-4444"),
        ("3782 822463 10005", "card", "3782 822463 10005"),
        ("FR14 2004 1010 0505 0001 3M02 606 merci", "iban", "FR14 2004 1010 0505 0001 3M02 606"),
        ("iban gb33bukb20201555555555", "iban", "gb33bukb20201555555555"),
        ("son NIR 2 69 05 49 588 157 80", "nir", "2 69 05 49 588 157 80"),
        ("269054958815780", "nir", "269054958815780"),
        ("1 85 05 2A 006 084 35", "nir", "1 85 05 2A 006 084 35"),
        ("RCS Nantes 732 829 320", "siren", "732 829 320"),
        ("SIRET 732 829 320 00074", "siret", "732 829 320 00074"),
        ("mon NAS : 046 454 286.", "nas", "046 454 286"),
        ("SIN 130692544", "nas", "130692544"),
        ("NEQ 1144556677", "neq", "1144556677"),
        ("TREM 7858 1234", "ramq", "TREM 7858 1234"),
        ("ssn 536-32-3065", "ssn", "536-32-3065"),
        (
            "appelle le 06\u00a012\u00a034\u00a056\u00a078",
            "phone",
            "06\u00a012\u00a034\u00a056\u00a078",
        ),
        ("+33 6 12 34 56 78", "phone", "+33 6 12 34 56 78"),
        ("(514) 555-0199", "phone", "(514) 555-0199"),
        ("écrire à jean.dupont@exemple.fr, vite", "email", "jean.dupont@exemple.fr"),
        ("le serveur 192.168.10.24.", "ip", "192.168.10.24"),
        ("2001:db8:85a3::8a2e:370:7334", "ip", "2001:db8:85a3::8a2e:370:7334"),
        ("AKIAIOSFODNN7EXAMPLE", "secret", "AKIAIOSFODNN7EXAMPLE"),
        ("mot de passe : Tr0ub4dor&3", "secret", "Tr0ub4dor&3"),
        ("-----BEGIN RSA PRIVATE KEY-----", "secret", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_each_kind_is_found_at_its_place(text: str, kind: str, quoted: str) -> None:
    found = [(each.kind, text[each.start : each.end]) for each in find_identifiers(text)]

    assert found == [(kind, quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "FR14 2004 1010 0505 0001 3M02 607",
        "2 69 05 49 588 157 81",
        "NAS 046 454 287",
        "250 000 000 €",
        "un budget de 120 000 009 euros",
        "version 1.2.3",
        "le 12/11/2026 à 14 h 30",
        "du 2026-11-17 au 2026-11-21",
        "https://exemple.fr/statut/1234567890123456789",
        "numéro vert 0 800 123 456",
        "ABCD 1399 1234",
        "changez votre mot de passe régulièrement",
        "999.999.999.999",
        "@NantesMetropole",
        "score : 3-1, 2-2, 0-0",
    ],
)
def test_what_only_resembles_is_left_alone(text: str) -> None:
    assert find_identifiers(text) == ()


def test_numbers_that_follow_one_another_are_each_found() -> None:
    text = "Poland 97724\n51-16-34-25 bureau, 514-555-0199;(450) 555-0188 fax"
    found = [text[each.start : each.end] for each in find_identifiers(text)]

    assert found == ["51-16-34-25", "514-555-0199", "(450) 555-0188"]


@pytest.mark.timeout(60)  # a quadratic way would take many minutes
def test_a_text_of_64_kb_of_numbers_is_read_once() -> None:
    assert len(find_identifiers("06 12 34 56 78, " * 4000)) == 4000
    for piece in ("12 34 56, ", "11-", "4111 "):
        assert find_identifiers((piece * 65_536)[:65_536]) == ()


def test_a_card_is_not_taken_for_a_telephone() -> None:
    assert findings({"identifiers": {"kinds": ["phone"]}}, "call 4111111111111111") == ()


def test_what_the_organisation_publishes_is_allowed() -> None:
    check = {
        "identifiers": {"kinds": ["email", "phone"], "allow": ["@alize.example", "02 40 41 90 00"]}
    }

    text = "presse@alize.example, jean@exemple.fr, 02 40 41 90 00"
    assert quotes(check, text) == ["jean@exemple.fr"]


def test_messages_name_the_kind_and_never_the_number() -> None:
    say = {"fr": "Un {kind}", "en": "A {kind}"}
    pack = make_pack({"identifiers": {"kinds": ["card"]}}, say=say)
    found = judge(pack, Post(text="4111 1111 1111 1111")).findings[0]

    assert found.message["fr"] == "Un numéro de carte de paiement"
    assert found.message["en"] == "A payment card number"


def test_masking_hides_identifiers_and_keeps_offsets() -> None:
    pack = make_pack({"identifiers": {"kinds": ["card"]}})
    text = "carte 4111 1111 1111 1111, merci"
    masked = mask(text, judge(pack, Post(text=text)).findings)

    assert masked == f"carte {'•' * 19}, merci"
    assert len(masked) == len(text)


@given(st.from_regex(r"\A[0-9 .+-]{8,30}\Z"))
def test_no_reported_number_has_a_wrong_checksum(text: str) -> None:
    checks = {
        "card": luhn.is_valid,
        "nir": nir.is_valid,
        "siret": siret.is_valid,
        "nas": luhn.is_valid,
    }
    for found in find_identifiers(text):
        number = "".join(char for char in text[found.start : found.end] if char.isdigit())
        assert found.kind not in checks or checks[found.kind](number)


def test_on_real_shaped_text_checksums_hold_and_nothing_known_is_missed(test_data: Path) -> None:
    names = {
        "CREDIT_CARD": "card",
        "IBAN_CODE": "iban",
        "EMAIL_ADDRESS": "email",
        "IP_ADDRESS": "ip",
        "US_SSN": "ssn",
    }
    missed = []
    with gzip.open(test_data / "pii_presidio_large.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found = find_identifiers(row["text"])
            for each in found:
                value = row["text"][each.start : each.end]
                assert each.kind != "card" or luhn.is_valid(value.replace(" ", "").replace("-", ""))
                assert each.kind != "iban" or iban.is_valid(value)
            missed += [
                span["value"]
                for span in row["spans"]
                if span["type"] in names
                and not any(
                    each.kind == names[span["type"]]
                    and each.start < span["end"]
                    and span["start"] < each.end
                    for each in found
                )
            ]
    assert missed == []


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert all(set(names) == {"fr", "en"} for names in NAMES.values())
