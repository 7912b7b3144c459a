"""What people and attackers type: each has its answer, and where something is refused, a sentence.

Those of one check alone stand in its own file.
"""

from datetime import UTC, date, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.rules import (
    Author,
    Context,
    Media,
    Neighbour,
    Pack,
    PackError,
    Post,
    Standing,
    judge,
    load_pack,
    plain_input,
    read_input,
)
from tests.make.rules import make_pack, pack_source, quotes, rule_fields

SIZE = 65_536
MENTION = {"terms": {"any": ["partenariat"]}}
EVERY = {
    "identifiers": {"kinds": ["email", "phone"]},
    "pattern": {"any": ["moins +ch"]},
    "substitution": {"swap": {"email": "courriel", "sncf": "SNCF"}},
    "mentions": {"most": 1, "first": True},
    "hashtags": {"most": 1, "camel_case": True},
    "media": {"alt": True, "rights": "known", "types": ["image/*"]},
    "claims": {"claim": {"terms": {"any": ["moins chère"]}}},
    "timing": {"hours": {"from": "22:00", "until": "07:00"}, "zone": "Europe/Paris"},
    "author": {"signed": ["signed"]},
    "account": {"status": ["official"], "custody": 3},
    "repetition": {"at_least": 60},
    "contradiction": {"names": ["Alizé"]},
    "tone": {
        "capitals": 40,
        "capital_words": 2,
        "exclamations": 0,
        "marks": 1,
        "emojis": 0,
        "emoji_run": 1,
        "reading_ease": 60,
        "sentence": 5,
    },
}
PIECES = (
    *("La réunion à 18 h, ", "le 12/11 ", "12 €/mois ", "9 h-18 h ", "EMAIL! ", "@a ", "#b "),
    *(
        "moins chère ",
        "du 3 au 4 mai ",
        "３\u200b€ ",
        "а\u0435 ",
        "👩‍🚀",
        "\ud800",
        "\n",
        ". ",
        "{0} ",
    ),
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@cache
def every() -> Pack:
    return load_pack(
        pack_source(*(rule_fields({kind: keys}) for kind, keys in EVERY.items())), name="every"
    )


@pytest.mark.parametrize(
    "written",
    [
        "PARTENARIAT",
        "parte\u200bnariat",
        "par\u00adtenariat",
        "p\u2060artenariat\ufeff",
        "\u202epartenariat\u202c",
        "ｐａｒｔｅｎａｒｉａｔ",
        "𝗽𝗮𝗿𝘁𝗲𝗻𝗮𝗿𝗶𝗮𝘁",
        "pаrtеnаriаt",  # а and е of Cyrillic
        "partena\u0301ri\u0308at",
    ],
)
def test_no_disguise_hides_a_word_and_what_is_shown_is_what_was_written(written: str) -> None:
    found = quotes(MENTION, f"Un {written} avec nous.")

    assert len(found) == 1
    assert found[0].strip("\u202e\u202c\ufeff") == written.strip("\u202e\u202c\ufeff")


def test_half_a_character_is_judged_digested_and_kept() -> None:
    post = Post(text="partenariat \ud83d coupé", tags=("\udfff",))
    verdict = judge(make_pack(MENTION), post)

    assert len(verdict.findings) == 1
    assert len(verdict.id) == 64
    assert read_input(plain_input(post, Context()))[0] == post


@pytest.mark.parametrize("extent", ["words", "segment", "sentence"])
def test_half_a_character_hinders_no_suggestion(extent: str) -> None:
    pack = make_pack(MENTION, suggest={"remove": extent})
    text = "Bonjour. Un partenariat, \ud83d. Fin."
    suggestion = judge(pack, Post(text=text)).findings[0].suggestion

    assert suggestion is not None
    assert "partenariat" not in suggestion.apply(text)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_of_ten_thousand_terms_comes_from_a_csv_as_spreadsheets_write_it(
    separator: str,
) -> None:
    rows = "".join(f"mot{number}{separator}x\r\n" for number in range(10_000))
    csv = f"\ufeffterme{separator}note\r\n{rows}"
    lists = {"many": {"column": "terme", "csv": csv}}
    pack = make_pack({"terms": {"lists": ["many"]}}, lists=lists)

    assert judge(pack, Post(text="mot9999 et mot10000, MOT0")).findings[0].spans == (
        (0, 7),
        (21, 25),
    )


def test_a_typo_at_line_214_is_told_there_in_a_sentence_of_each_language() -> None:
    rules = "\n".join(
        f"""\
  - id: rule-{number}
    title: {{fr: a, en: a}}
    clause: charter#1
    check: {{terms: {{any: [mot]}}}}
    then: note
    say: {{fr: a, en: a}}
    examples: {{raises: [mot], passes: [rien]}}"""
        for number in range(40)
    )
    lines = f"pack: a\ntitle: {{fr: a, en: a}}\nrules:\n{rules}".splitlines()
    assert lines[213] == "  - id: rule-30"
    lines[213] = "  - idd: rule-30"
    with pytest.raises(PackError) as caught:
        load_pack("\n".join(lines), name="long.yaml")
    faults = {each.code: each for each in caught.value.problems}

    assert (faults["unknown_key"].line, faults["unknown_key"].column) == (214, 5)
    assert faults["unknown_key"].message["en"].startswith("Unknown key “idd”; expected one of:")
    assert faults["unknown_key"].message["fr"].startswith("Clé inconnue « idd »")


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"(a)\1", "not_linear"),
        ("(?=a)b", "not_linear"),
        ("(?<!a)b", "not_linear"),
        ("((a{100}){100}){100}", "bad_pattern"),
        ("(a", "bad_pattern"),
        ("a*", "matches_nothing"),
    ],
)
def test_a_hostile_pattern_is_refused_with_a_sentence(pattern: str, code: str) -> None:
    with pytest.raises(PackError) as caught:
        make_pack({"pattern": {"any": [pattern]}})
    problem = caught.value.problems[0]

    assert problem.code == code
    assert problem.message["fr"]
    assert problem.message["en"]


@settings(deadline=None)  # the first example compiles the pack
@given(text=TEXTS, other=TEXTS, lang=st.sampled_from(["", "fr", "en"]))
def test_whatever_two_posts_say_places_are_inside_and_the_answer_is_the_same_twice(
    text: str, other: str, lang: str
) -> None:
    at = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    context = Context(
        at=at,
        account="1",
        author=Author(signed="due"),
        standing=Standing(),
        neighbours=(Neighbour(text=other, at=at, lang=lang), Neighbour(text=text[::-1])),
    )
    post = Post(text=text, lang=lang, network="x", media=(Media(rights_until=date.min),))
    verdict = judge(every(), post, context)

    for finding in verdict.findings:
        assert all(0 <= span.start <= span.end <= len(text) for span in finding.spans)
    assert judge(every(), *read_input(plain_input(post, context))).findings == verdict.findings


@pytest.mark.parametrize("piece", [*PIECES, "a", "1", "1 ", "A ", "!", "(", "1,", "1 h ", "$1 "])
@pytest.mark.timeout(60)  # a quadratic way would take many minutes
def test_sixty_four_thousand_characters_meet_every_check(piece: str) -> None:
    text = (piece * SIZE)[:SIZE]
    context = Context(neighbours=(Neighbour(text=text[1:]), Neighbour(text="à 17 h, 3 €")))

    assert judge(every(), Post(text=text, network="x"), context).pack_digest == every().digest
