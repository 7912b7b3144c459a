"""What holds for every text: spans inside it, the same answer twice, linear time."""

from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.rules import Context, Control, Pack, Post, judge, load_pack, mask
from gouvernail.kernel.text import DEFAULT_LIMITS
from tests.make.rules import pack_source, rule_fields

SIZE = 65_536
NETWORKS = ["", *DEFAULT_LIMITS]
PIECES = st.sampled_from(
    [
        "la moins chère de France, ",
        "20\u00a0% de remise ",
        "4111 1111 1111 1111 ",
        "https://tinyurl.com/x ",
        "http://a:b@1.2.3.4/ ",
        "jean@exemple.fr ",
        "мерdе 𝗢𝗳𝗳𝗿𝗲 ",
        "mademoiselle\u0301 ",
        "ﬁ\u200d👩🏽‍🚀",
        "! ",
        ". ",
        "\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=15).map("".join))


@cache
def starter() -> Pack:
    path = files("gouvernail.rulebooks") / "packs" / "starter-fr-en.yaml"
    pack = load_pack(path.read_text(encoding="utf-8"), name="starter-fr-en.yaml")
    return pack.with_controls({rule.id: Control.ENFORCE for rule in pack.rules})


@settings(deadline=None)  # the first example compiles the pack
@given(
    text=TEXTS,
    network=st.sampled_from(NETWORKS),
    kind=st.sampled_from(["", "organisation", "personal"]),
)
def test_spans_and_edits_always_lie_inside_the_text(text: str, network: str, kind: str) -> None:
    post = Post(text=text, network=network)
    verdict = judge(starter(), post, Context(account_class=kind))

    for finding in verdict.findings:
        assert list(finding.spans) == sorted(set(finding.spans))
        for start, end in finding.spans:
            assert 0 <= start < end <= len(text)
        if finding.suggestion is not None:
            last = 0
            for edit in finding.suggestion.replacements:
                assert last <= edit.start <= edit.end <= len(text)
                last = edit.end
            finding.suggestion.apply(text)
    assert len(mask(text, verdict.findings)) == len(text)


@settings(deadline=None)  # the first example compiles the pack
@given(text=TEXTS)
def test_judging_twice_gives_the_same_verdict(text: str) -> None:
    first, again = judge(starter(), Post(text=text)), judge(starter(), Post(text=text))

    assert first == again
    assert first.id == again.id


@settings(deadline=None)  # the first example compiles the pack
@given(text=TEXTS)
def test_a_removal_only_takes_away(text: str) -> None:
    for finding in judge(starter(), Post(text=text)).findings:
        rule = starter().rule(finding.rule)
        if finding.suggestion is not None and rule.suggest is not None and rule.suggest.remove:
            mended = finding.suggestion.apply(text)
            assert set(mended) <= {*text, *text.upper()}
            assert len(mended) <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "1",
        "1 ",
        "11-",
        "@a.",
        "a@",
        "#",
        "!",
        "\n",
        "http://",
        "a.fr ",
        "é\u0301",
        "👩‍🚀",
        ":a",
        "4111 ",
        "не ",
    ],
)
@pytest.mark.timeout(60)  # a quadratic way would take many minutes
def test_sixty_four_thousand_hostile_characters_are_judged(piece: str) -> None:
    post = Post(text=(piece * SIZE)[:SIZE])

    assert judge(starter(), post).pack_digest == starter().digest


@pytest.mark.parametrize(
    "pattern",
    ["(?:a+)+b", "(?:a|aa)+c", "(?:.*a){12}", "a.*b|a", "(?:x*a?){20}a{20}z", r"\w+\s*\w+\d"],
)
@pytest.mark.timeout(60)  # a backtracking engine would never come back
def test_patterns_that_ruin_backtracking_engines_stay_linear(pattern: str) -> None:
    pack = load_pack(pack_source(rule_fields({"pattern": {"any": [pattern]}})), name="hostile")

    assert judge(pack, Post(text="a" * SIZE)).pack_digest == pack.digest
