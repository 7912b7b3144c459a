"""A replay tells what judging each post with both packs tells, and stops when asked."""

import csv
import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.rules import Context, Outcome, Pack, Verdict, judge, load_pack
from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.replay import (
    Asked,
    Figures,
    ReplayCancelledError,
    deltas,
    replay,
)
from gouvernail.kernel.rules.segments import Filed
from tests.make.rules import pack_source, rule_fields
from tests.make.segments import MemoryArchive, filed_posts

ENGINES = pytest.mark.parametrize("engine", [ENGINE, None], ids=["hyperscan", "without"])
WORDS = st.sampled_from(
    ["prix", "offre", "été", "gratuit", "pаypal", "l'eau", "#prix", "42 %", "\n"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), min_size=1, max_size=12)
TERMS = st.lists(st.sampled_from(["prix", "offre", "ete", "paypal", "l'eau"]), min_size=1)
PATTERNS = st.sampled_from(
    [r"^pri", r"offre$", r"\boffre\b", r"\Aete", r"[0-9]+ ?%", r"x\s+\S+", "a"]
)
CHECKS = st.one_of(
    TERMS.map(lambda any_: {"terms": {"any": any_}}),
    PATTERNS.map(lambda any_: {"pattern": {"any": any_}}),
    PATTERNS.map(lambda any_: {"pattern": {"any": any_, "on": "original"}}),
    TERMS.map(lambda any_: {"terms": {"any": any_, "exact": True}}),
    TERMS.map(lambda any_: {"terms": {"any": any_, "lookalikes": False}}),
    st.just({"length": {"most": 12}}),
    st.tuples(TERMS, TERMS).map(
        lambda two: {
            "required": {"trigger": {"terms": {"any": two[0]}}, "need": {"terms": {"any": two[1]}}}
        }
    ),
)
RULES = st.dictionaries(
    st.sampled_from(["one", "two", "three"]),
    st.tuples(CHECKS, st.sampled_from(["warn", "review", "block"])),
    max_size=3,
)


NO_RULES = Pack(name="none", meta={}, rules=())


def pack_of(rules: Mapping[str, tuple[object, str]]) -> Pack:
    written = [rule_fields(check, id=name, then=then) for name, (check, then) in rules.items()]  # type: ignore[arg-type]
    return load_pack(pack_source(*written), name="test.yaml")


def marks(verdict: Verdict) -> dict[str, tuple[Outcome, Outcome]]:
    return {each.rule: (each.would, each.severity) for each in verdict.findings}


class Judged(NamedTuple):
    """What two packs say of one post, rule by rule, and the strictest of each."""

    before: dict[str, tuple[Outcome, Outcome]]
    after: dict[str, tuple[Outcome, Outcome]]
    old: Outcome
    new: Outcome


def one_by_one(
    before: Pack,
    after: Pack,
    posts: list[Filed],
    contexts: Mapping[str, Context] | None = None,
) -> dict[str, Judged]:
    """Return what a replay must tell, from verdicts of every post with both packs."""
    found: dict[str, Judged] = {}
    for filed in posts:
        context = (contexts or {}).get(filed.account, Context()).on(filed.at)
        old, new = judge(before, filed.post, context), judge(after, filed.post, context)
        one, other = marks(old), marks(new)
        if one != other:
            found[filed.key] = Judged(one, other, old.would, new.would)
    return found


def summed(expected: Mapping[str, Judged], posts: list[Filed]) -> dict[str, object]:
    """Return the figures that can be compared, from `one_by_one`."""
    rules: dict[str, list[int]] = {}
    stopped = let_go = 0
    for one, other, old, new in expected.values():
        stopped += new >= Outcome.REVIEW > old
        let_go += old >= Outcome.REVIEW > new
        for rule in {*one, *other}:
            numbers = rules.setdefault(rule, [0, 0, 0])
            numbers[0] += rule not in one
            numbers[1] += rule not in other
            numbers[2] += rule in one and rule in other and one[rule] != other[rule]
    told = {rule: numbers for rule, numbers in rules.items() if any(numbers)}
    return {"posts": len(posts), "stopped": stopped, "let_go": let_go, "rules": told}


def told(figures: Figures) -> dict[str, object]:
    rules = {
        rule: [group.raised, group.dropped, group.altered] for rule, group in figures.rules.items()
    }
    return {
        "posts": figures.posts,
        "stopped": figures.total.stopped,
        "let_go": figures.total.let_go,
        "rules": {rule: numbers for rule, numbers in rules.items() if any(numbers)},
    }


@ENGINES
@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "searched"])
@settings(deadline=None, max_examples=60)
@given(before=RULES, after=RULES, texts=TEXTS)
def test_a_replay_tells_what_judging_each_post_tells(
    before: dict[str, tuple[object, str]],
    after: dict[str, tuple[object, str]],
    texts: list[str],
    engine: ModuleType | None,
    *,
    indexed: bool,
) -> None:
    posts = filed_posts(texts)
    old, new = pack_of(before), pack_of(after)
    archive = MemoryArchive(posts, size_bytes=900, indexed=indexed)
    expected = summed(one_by_one(old, new, posts), posts)

    quick = replay(Asked(before=old, after=new), archive, engine=engine)
    whole = replay(Asked(before=old, after=new, whole=True), archive, engine=engine)

    assert told(quick) == expected
    assert told(whole) == expected


ASKED_MORE = st.sampled_from(
    [
        {},
        {"when": {"network": ["bluesky"]}},
        {"when": {"account": ["personal"], "from": "2026-01-06"}},
        {"unless": {"terms": {"any": ["été"]}}},
        {"unless": {"pattern": {"any": "42"}, "within": 3}},
    ]
)
SIMPLE = st.one_of(
    TERMS.map(lambda any_: {"terms": {"any": any_}}),
    PATTERNS.map(lambda any_: {"pattern": {"any": any_}}),
)


@ENGINES
@settings(deadline=None, max_examples=40)
@given(rules=st.lists(st.tuples(SIMPLE, ASKED_MORE), min_size=1, max_size=3), texts=TEXTS)
def test_conditions_and_exemptions_hold_whatever_the_search_of_a_segment_saw(
    rules: list[tuple[dict[str, object], dict[str, object]]],
    texts: list[str],
    engine: ModuleType | None,
) -> None:
    posts = filed_posts(texts)
    contexts = {"account-1": Context(account_class="personal")}
    written = [
        rule_fields(check, id=f"rule-{at}", then="review", **more)
        for at, (check, more) in enumerate(rules)
    ]
    pack = load_pack(pack_source(*written), name="test.yaml")
    archive = MemoryArchive(posts, size_bytes=900, indexed=False)

    figures = replay(Asked(before=None, after=pack, contexts=contexts), archive, engine=engine)

    assert told(figures) == summed(one_by_one(NO_RULES, pack, posts, contexts), posts)


def test_with_the_whole_packs_totals_of_before_and_after_are_told() -> None:
    same = {"terms": {"any": ["prix"]}}, "review"
    old = pack_of({"one": same})
    new = pack_of({"one": same, "two": ({"terms": {"any": ["offre"]}}, "block")})
    posts = filed_posts(["Le prix", "Une offre", "Le prix de cette offre", "Rien"])

    figures = replay(Asked(before=old, after=new, whole=True), MemoryArchive(posts))

    assert (figures.total.before, figures.total.after, figures.total.stopped) == (2, 3, 1)
    assert (figures.rules["one"].before, figures.rules["one"].after) == (2, 2)
    assert figures.rules["two"].raised == 2
    assert sum(group.after for group in figures.months.values()) == 3
    assert {key for key, group in figures.accounts.items() if group.stopped} == {"account-1"}


def test_posts_that_people_had_approved_are_told_apart() -> None:
    posts = filed_posts(["offre"] * 4)  # approved by 0, 1, 2 and 3 people
    new = pack_of({"one": ({"terms": {"any": ["offre"]}}, "review")})

    figures = replay(Asked(before=None, after=new), MemoryArchive(posts))

    assert (figures.total.stopped, figures.total.approved, figures.total.twice) == (4, 3, 2)
    assert (figures.rules["one"].approved, figures.rules["one"].twice) == (3, 2)


def test_only_the_accounts_that_are_known_may_count_and_approvals_may_come_from_elsewhere() -> None:
    posts = filed_posts(["offre"] * 6)
    new = pack_of({"one": ({"terms": {"any": ["offre"]}}, "review")})
    asked = Asked(
        before=None,
        after=new,
        contexts={"account-0": Context(account_class="organisation")},
        only_known=True,
        approvals={"post-3": 0},
    )

    figures = replay(asked, MemoryArchive(posts))

    assert (figures.judged, figures.total.stopped, figures.total.approved) == (2, 2, 0)
    assert list(figures.accounts) == ["account-0"]


def test_reviews_a_week_are_what_is_stopped_less_what_is_let_go() -> None:
    figures = replay(
        Asked(before=None, after=pack_of({"one": ({"terms": {"any": ["a"]}}, "review")})),
        MemoryArchive(filed_posts(["a"] * 30)),
    )

    assert figures.reviews_a_week(timedelta(weeks=10)) == 3
    assert figures.reviews_a_week(timedelta(days=1)) == 30


def test_only_posts_with_a_changed_term_are_judged() -> None:
    old = pack_of({"one": ({"terms": {"any": ["prix", "offre"]}}, "review")})
    new = pack_of({"one": ({"terms": {"any": ["prix", "remise"]}}, "review")})
    archive = MemoryArchive(filed_posts(["le prix"] * 50 + ["une offre", "la remise"]))

    figures = replay(Asked(before=old, after=new), archive)

    assert [each.literals for each in deltas(old, new)] == [frozenset({" offre ", " remise "})]
    assert figures.judged == 2
    assert (figures.rules["one"].raised, figures.rules["one"].dropped) == (1, 1)


def test_a_list_that_changed_is_a_change_of_the_rules_that_use_it() -> None:
    rule = rule_fields({"terms": {"lists": ["words"]}}, id="one")
    old = load_pack(pack_source(rule, lists={"words": ["prix"]}), name="a.yaml")
    new = load_pack(pack_source(rule, lists={"words": ["prix", "offre"]}), name="b.yaml")

    assert [each.literals for each in deltas(old, new)] == [frozenset({" offre "})]


def test_other_words_about_a_rule_change_nothing() -> None:
    check = {"terms": {"any": ["prix"]}}
    old = load_pack(pack_source(rule_fields(check, id="one")), name="a.yaml")
    said = {"fr": "Autrement", "en": "Otherwise"}
    new = load_pack(pack_source(rule_fields(check, id="one", say=said)), name="b.yaml")

    assert deltas(old, new) == ()


def test_samples_do_not_depend_on_how_the_archive_is_cut() -> None:
    posts = filed_posts(["offre"] * 90)
    asked = Asked(before=None, after=pack_of({"one": ({"terms": {"any": ["offre"]}}, "review")}))

    small = replay(asked, MemoryArchive(posts, size_bytes=1_500))
    large = replay(asked, MemoryArchive(list(reversed(posts)), size_bytes=90_000))

    assert small.plain() == large.plain()
    assert len(small.samples["raised", "one"]) == 25
    json.dumps(small.plain())


def test_several_processes_tell_the_same_as_one() -> None:
    posts = filed_posts(["offre", "prix", "rien"] * 30)
    asked = Asked(
        before=pack_of({"one": ({"pattern": {"any": "pri"}}, "review")}),
        after=pack_of({"one": ({"pattern": {"any": "^off"}}, "review")}),
        contexts={"account-1": Context(unit_path=("energie",))},
    )
    archive = MemoryArchive(posts, size_bytes=3_000)

    assert replay(asked, archive, processes=2).plain() == replay(asked, archive).plain()


def test_progress_is_told_and_may_stop_it() -> None:
    archive = MemoryArchive(filed_posts(["offre"] * 40), size_bytes=3_000)
    asked = Asked(before=None, after=pack_of({"one": ({"pattern": {"any": "offre"}}, "review")}))
    seen: list[tuple[int, int]] = []

    def until_half(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < total / 2

    with pytest.raises(ReplayCancelledError):
        replay(asked, archive, progress=until_half)
    assert seen[-1][0] >= 20
    assert seen[-1][1] == 40


PACKS = sorted(Path(str(files("gouvernail.rulebooks") / "packs")).rglob("*.yaml"))


def shipped(path: Path) -> Pack:
    return load_pack(path.read_text(encoding="utf-8"), name=path.name)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_both_searches_tell_the_same_of_every_example_of_every_pack(path: Path) -> None:
    pack = shipped(path)
    written = [each for rule in pack.rules for each in rule.examples]
    contexts = {str(number): each.context for number, each in enumerate(written)}
    filed = filed_posts(each.post.text for each in written)
    posts = [
        replace(one, account=str(number), post=written[number].post)
        for number, one in enumerate(filed)
    ]
    asked = Asked(before=None, after=pack, contexts=contexts)
    archive = MemoryArchive(posts, indexed=False)
    expected = summed(one_by_one(NO_RULES, pack, posts, contexts), posts)

    assert told(replay(asked, archive)) == expected
    assert told(replay(asked, archive, engine=None)) == expected
    assert expected["rules"]


def test_both_searches_find_the_same_in_20_000_posts_and_none_is_missed(test_data: Path) -> None:
    posts = filed_posts(real_texts(test_data, 20_000))
    pack = shipped(next(each for each in PACKS if each.name.startswith("starter")))
    rules = [rule for rule in pack.rules if rule.check.anchors() is not None]
    old = Pack(name="old", meta=pack.meta, rules=rules[: len(rules) // 2])
    new = Pack(name="new", meta=pack.meta, rules=rules[len(rules) // 3 :])
    archive = MemoryArchive(posts, size_bytes=1_000_000, indexed=False)
    expected = summed(one_by_one(old, new, posts), posts)

    fast = replay(Asked(before=old, after=new), archive)
    slow = replay(Asked(before=old, after=new), archive, engine=None)

    assert told(fast) == expected
    assert told(slow) == expected
    assert expected["rules"]


def real_texts(folder: Path, most: int) -> list[str]:
    texts: list[str] = []
    for name in (
        "posts_fr_customer_free.csv.gz",
        "posts_barackobama.csv.gz",
        "crisislex_t26_labeled.csv.gz",
        "crisislex_t6.csv.gz",
    ):
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            texts += [row["text"] for row in csv.DictReader(lines)][: most // 3]
    return texts[:most]
