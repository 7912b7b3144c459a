from datetime import UTC, date, datetime
from typing import Any

import pytest

from gouvernail.kernel.rules import Context, PackError, Post, Proof, judge
from tests.make.rules import make_pack

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEXT = "La recharge la moins chère de France."
SAY = {"fr": "« {quote} » : {fault}", "en": "“{quote}”: {fault}"}


def said(*proofs: Proof, text: str = TEXT, at: datetime | None = AT, **keys: Any) -> list[str]:
    check = {"claims": {"claim": {"terms": {"any": ["moins chère"]}}, **keys}}
    post = Post(text=text, proofs=proofs)
    found = judge(make_pack(check, say=SAY), post, Context(at=at)).findings
    return [finding.message["en"].partition(": ")[2] for finding in found]


def test_a_claim_without_proof_is_shown_where_it_stands() -> None:
    check = {"claims": {"claim": {"terms": {"any": ["moins chère"]}}}}
    finding = judge(make_pack(check, say=SAY), Post(text=TEXT)).findings[0]

    assert [TEXT[span.start : span.end] for span in finding.spans] == ["moins chère"]
    assert finding.message["fr"] == "« moins chère » : aucune preuve jointe"


@pytest.mark.parametrize(
    ("proof", "keys", "fault"),
    [
        (Proof(ref="relevé", on=date(2026, 2, 1)), {}, ""),
        (Proof(ref="relevé"), {}, "proof without a date: relevé"),
        (Proof(ref="relevé"), {"dated": False}, ""),
        (Proof(ref="r", on=date(2026, 3, 3)), {}, "proof dated after the post: r"),
        (Proof(ref="r", on=date(2026, 3, 2)), {}, ""),
        (
            Proof(ref="r", on=date(2026, 1, 1)),
            {"max_age_days": 59},
            "proof more than 59 days old: r",
        ),
        (Proof(ref="r", on=date(2026, 1, 1)), {"max_age_days": 60}, ""),
        (
            Proof(ref="r", on=date(2026, 1, 1), until=date(2026, 3, 1)),
            {},
            "proof out of date: r",
        ),
        (Proof(ref="r", on=date(2026, 1, 1), until=date(2026, 3, 2)), {}, ""),
    ],
)
def test_a_proof_is_dated_and_good_on_the_day_of_the_post(
    proof: Proof, keys: dict[str, Any], fault: str
) -> None:
    assert said(proof, **keys) == ([fault] if fault else [])


def test_one_good_proof_among_others_is_enough() -> None:
    good = Proof(ref="b", on=date(2026, 2, 1))

    assert said(Proof(ref="a"), good) == []


def test_a_post_without_claim_needs_no_proof() -> None:
    assert said(text="La recharge à 0,29 € le kWh") == []
    assert said(text="") == []


def test_ages_are_not_asked_while_nobody_knows_the_day() -> None:
    assert said(Proof(ref="r", on=date(2000, 1, 1)), at=None, max_age_days=1) == []
    assert said(at=None) == ["no proof attached"]


def test_a_claim_is_seen_through_accents_and_other_alphabets() -> None:
    assert said(text="La recharge la MOINS CHERE, la m\u043eins ch\u200bère")


def test_a_reference_with_braces_stays_as_written() -> None:
    assert said(Proof(ref="{limit}{0}")) == ["proof without a date: {limit}{0}"]


def test_the_claim_is_required_and_read_as_any_check() -> None:
    with pytest.raises(PackError) as caught:
        make_pack({"claims": {}})
    assert caught.value.problems[0].code == "missing_key"
    with pytest.raises(PackError) as caught:
        make_pack({"claims": {"claim": {"term": {}}}})
    assert "one_check" in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("La recharge la moins chère de France.", ""),
        ("la recharge  la moins\nchère", ""),
        ("", ""),
        ("La recharge est rapide.", "the proof attached is of another sentence: r"),
        ("chère de France.", "the proof attached is of another sentence: r"),
    ],
)
def test_a_proof_supports_the_sentence_it_names(claim: str, fault: str) -> None:
    assert said(Proof(ref="r", on=date(2026, 2, 1), claim=claim)) == ([fault] if fault else [])


def test_each_claim_asks_for_its_own_proof() -> None:
    text = "La moins chère. En ville, la moins chère aussi."
    first = Proof(ref="a", on=date(2026, 2, 1), claim="La moins chère.")
    second = Proof(ref="b", on=date(2026, 2, 1), claim="En ville, la moins chère aussi.")

    assert len(said(first, text=text)) == 1
    assert said(first, second, text=text) == []


def test_an_ended_proof_of_the_sentence_is_told_rather_than_one_of_another() -> None:
    other = Proof(ref="a", on=date(2026, 2, 1), claim="Autre chose.")
    ended = Proof(ref="b", on=date(2026, 1, 1), until=date(2026, 2, 1), claim=TEXT)

    assert said(other, ended) == ["proof out of date: b"]
