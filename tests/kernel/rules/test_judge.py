from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from gouvernail.kernel.rules import (
    Context,
    Media,
    Outcome,
    Post,
    judge,
    judge_all,
    load_pack,
    run_examples,
)
from tests.make.rules import make_pack, pack_source, rule_fields

WORD = {"terms": {"any": ["mot"]}}
SAID = Post(text="un mot")


@pytest.mark.parametrize(
    ("control", "then", "severity"),
    [
        ("observe", "block", Outcome.NOTE),
        ("observe", "note", Outcome.NOTE),
        ("warn", "block", Outcome.WARN),
        ("warn", "note", Outcome.NOTE),
        ("enforce", "block", Outcome.BLOCK),
        ("enforce", "review", Outcome.REVIEW),
    ],
)
def test_the_level_of_control_caps_the_outcome_and_says_what_it_would_be(
    control: str, then: str, severity: Outcome
) -> None:
    verdict = judge(make_pack(WORD, control=control, then=then), SAID)

    assert verdict.outcome is severity
    assert verdict.would is Outcome[then.upper()]
    assert verdict.findings[0].would is verdict.would


def test_nothing_raised_is_a_pass() -> None:
    verdict = judge(make_pack(WORD), Post(text="rien"))

    assert (verdict.outcome, verdict.findings, verdict.seats) == (Outcome.PASS, (), ())


def test_the_strictest_finding_decides_and_seats_add_up() -> None:
    rules = [
        rule_fields(WORD, then={"outcome": "review", "seats": ["legal", "brand"]}),
        rule_fields(WORD, then={"outcome": "review", "seats": ["legal"]}),
        rule_fields(WORD, then={"outcome": "review", "seats": ["security"]}, control="observe"),
        rule_fields(WORD, then="note"),
    ]
    verdict = judge(load_pack(pack_source(*rules), name="a"), SAID)

    assert verdict.outcome is Outcome.REVIEW
    assert verdict.seats == ("brand", "legal")
    assert [found.rule for found in verdict.findings] == [str(rule["id"]) for rule in rules]


@pytest.mark.parametrize(
    ("when", "post", "context", "raised"),
    [
        ({"network": ["x"]}, {"network": "x"}, {}, True),
        ({"network": ["x"]}, {"network": "bluesky"}, {}, False),
        ({"network": ["x"]}, {}, {}, False),
        ({"language": ["fr"]}, {"lang": "fr-CA"}, {}, True),
        ({"language": ["fr"]}, {"lang": "en"}, {}, False),
        ({"language": ["fr"]}, {}, {}, True),
        ({"tags": ["prix"]}, {"tags": ("prix", "été")}, {}, True),
        ({"tags": ["prix"]}, {}, {}, False),
        ({"unit": ["energy"]}, {}, {"unit_path": ("nordet", "energy", "solar")}, True),
        ({"unit": ["energy"]}, {}, {"unit_path": ("nordet", "care")}, False),
        ({"audience": ["jeunes"]}, {}, {"audience": ("jeunes",)}, True),
        ({"audience": ["jeunes"]}, {}, {}, False),
        ({"audience": ["Élèves"]}, {}, {"audience": ("parents", "eleves")}, True),
        ({"account": ["personal"]}, {}, {"account_class": "personal"}, True),
        ({"account": ["personal"]}, {}, {"account_class": "official"}, False),
        ({"from": "2026-03-02", "until": "2026-03-03"}, {}, {}, True),
    ],
)
def test_a_rule_is_asked_only_when_its_conditions_hold(
    when: dict[str, list[str]],
    post: dict[str, object],
    context: dict[str, object],
    raised: bool,  # noqa: FBT001 -- a parameter of the table
) -> None:
    pack = make_pack(WORD, when=when)
    verdict = judge(pack, Post(text="un mot", **post), Context(**context))  # type: ignore[arg-type]

    assert bool(verdict.findings) is raised


@pytest.mark.parametrize(("day", "raised"), [(1, False), (2, True), (3, True), (4, False)])
def test_dates_are_days_both_included(day: int, raised: bool) -> None:  # noqa: FBT001 -- idem
    pack = make_pack(WORD, when={"from": "2026-03-02", "until": "2026-03-03"})
    context = Context(at=datetime(2026, 3, day, 23, 30, tzinfo=UTC))

    assert bool(judge(pack, SAID, context).findings) is raised


def test_unless_lets_off_a_post_or_only_what_is_near() -> None:
    far = "jamais " + "bla " * 30 + "un mot"
    anywhere = make_pack(WORD, unless={"terms": {"any": ["jamais"]}})
    near = make_pack(WORD, unless={"within": 10, "terms": {"any": ["jamais"]}})

    assert judge(anywhere, Post(text=far)).findings == ()
    assert judge(near, Post(text=far)).findings
    assert judge(near, Post(text="jamais un mot")).findings == ()
    both = judge(near, Post(text="jamais un mot, " + "bla " * 9 + "mot"))
    assert len(both.findings[0].spans) == 1


def test_a_verdict_is_known_by_its_pack_and_its_input_alone() -> None:
    pack = make_pack(WORD)
    post = Post(text="un mot", network="x", tags=("b", "a"), media=(Media(sha256="00", alt="x"),))

    first, again = judge(pack, post), judge(pack, post)
    assert first == again
    assert first.id == again.id
    assert (
        judge(pack, Post(text="un mot", network="x", tags=("a", "b"), media=post.media)).id
        == first.id
    )
    assert judge(pack, Post(text="un mot.", network="x")).id != first.id
    assert judge(pack, post, Context(account_class="personal")).id != first.id
    assert judge(make_pack({"terms": {"any": ["mots"]}}), post).id != first.id


def test_instants_of_the_same_time_make_the_same_digest() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    paris = datetime.fromisoformat("2026-03-02T13:00:00+01:00")
    pack = make_pack(WORD)

    ids = {judge(pack, SAID, Context(at=at)).id for at in (noon, paris)}
    assert len(ids) == 1


def test_several_packs_judge_together() -> None:
    note, block = make_pack(WORD, then="note"), make_pack(WORD, then="block")
    verdict = judge_all([note, block], SAID)

    assert verdict.outcome is Outcome.BLOCK
    assert len(verdict.findings) == 2
    assert verdict.pack_digest not in {note.digest, block.digest}
    assert judge_all([note], SAID).id == judge(note, SAID).id


@pytest.mark.parametrize(
    ("extent", "text", "mended"),
    [
        ("words", "Un mot doux.", "Un doux."),
        ("words", "mot doux", "doux"),
        ("words", "Un mot", "Un"),
        ("words", "Un ami, mot", "Un ami"),
        ("words", "Un ami, mot !", "Un ami !"),
        ("words", "Mot : bonjour à tous", "Bonjour à tous"),
        ("words", "Mot : https://exemple.fr", "https://exemple.fr"),
        ("words", "Bonjour. Mot, merci", "Bonjour. Merci"),
        ("segment", "La mot du jour, à deux pas.", "À deux pas."),
        ("segment", "À deux pas, un mot du jour.", "À deux pas."),
        ("segment", "À Nantes, un mot du jour, deux pas.", "À Nantes, deux pas."),
        ("segment", "Bonjour. Un mot. Au revoir.", "Bonjour. Au revoir."),
        ("sentence", "Bonjour. Un mot, oui ! Au revoir.", "Bonjour. Au revoir."),
        ("segment", "Alizé est le mot de France, 100 % garanti !", ""),
        ("segment", "Venez. Alizé est un mot, toujours près de vous.", "Venez."),
        ("segment", "Nous voilà, mot, et de loin.", "Nous voilà, et de loin."),
        ("segment", "Alizé, mot. Bonjour à tous.", "Bonjour à tous."),
        ("segment", "Nos bornes sont vertes, un mot\u202f!", "Nos bornes sont vertes\u202f!"),
        ("segment", "Mot, et mot, deux pas du tram.", "Deux pas du tram."),
        ("words", "Appelez Jean Dupont au mot ou mot.", "Appelez Jean Dupont."),
        ("words", "Appelez Jean au mot pour réserver.", "Appelez Jean pour réserver."),
        ("words", "Bonjour. Appelez le mot.", "Bonjour."),
        ("words", "Bonjour. Contact : mot, mot.", "Bonjour."),
        ("sentence", "Un mot, oui", ""),
        ("sentence", "Un mot. Deux mot.", ""),
        ("sentence", "Un mot.\nDeux mots. Un mot.", "Deux mots."),
    ],
)
def test_a_suggestion_takes_words_away_and_leaves_a_clean_text(
    extent: str, text: str, mended: str
) -> None:
    label = {"fr": "Retirer", "en": "Remove"}
    pack = make_pack(WORD, suggest={"remove": extent, "label": label})
    suggestion = judge(pack, Post(text=text)).findings[0].suggestion

    assert suggestion is not None
    assert suggestion.label == label
    assert suggestion.apply(text) == mended


def test_a_suggestion_may_soften_words_keeping_their_capital() -> None:
    pack = make_pack(WORD, suggest={"soften": {"mot": "terme"}})
    suggestion = judge(pack, Post(text="Mot, MOT et mot")).findings[0].suggestion

    assert suggestion is not None
    assert suggestion.apply("Mot, MOT et mot") == "Terme, Terme et terme"


def test_a_suggestion_may_only_ask() -> None:
    pack = make_pack(WORD, suggest={"ask": {"fr": "Joindre la preuve", "en": "Attach the proof"}})
    suggestion = judge(pack, SAID).findings[0].suggestion

    assert suggestion is not None
    assert suggestion.replacements == ()
    assert suggestion.label["en"] == "Attach the proof"


def test_examples_are_run_as_their_authors_meant_them() -> None:
    examples = {
        "raises": ["un mot", {"text": "un mot", "network": "x"}, "rien"],
        "passes": ["rien", "un mot"],
    }
    results = run_examples(make_pack(WORD, examples=examples))

    assert [each.ok for each in results] == [True, True, False, True, False]


def test_several_threads_may_judge_at_once() -> None:
    checks = {"pattern": {"any": [r"\bm[a-z]+t\b"]}}, WORD
    packs = [make_pack(check) for check in checks]
    posts = [Post(text=f"{'mot ' * (n % 7)}mut {n}") for n in range(400)]
    alone = [judge_all(packs, post).id for post in posts]

    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(pool.map(lambda post: judge_all(packs, post), posts))
    assert [each.id for each in together] == alone
    assert [each.findings for each in together] == [judge_all(packs, p).findings for p in posts]
