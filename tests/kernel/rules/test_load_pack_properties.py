"""Whatever the file, loading it gives a pack or faults with their places, nothing else."""

import importlib
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.rules import PackError, Problem, checks, load_pack
from gouvernail.kernel.rules.checks import kinds
from tests.make.rules import pack_source, rule_fields

STARTER = files("gouvernail.rulebooks") / "packs" / "starter-fr-en.yaml"
LINES = STARTER.read_text(encoding="utf-8").splitlines()
HEAD = next(n for n, line in enumerate(LINES) if line.startswith("rules:")) + 1
RULES = [n for n, line in enumerate(LINES) if line.startswith("  - id:")]
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = [
    "id",
    "title",
    "clause",
    "when",
    "check",
    "unless",
    "then",
    "control",
    "say",
    "suggest",
    "examples",
]
KEYS_OF = [
    (kind, key)
    for kind in kinds()
    for key in importlib.import_module(f"{checks.__name__}.{kind}").KEYS
]


def problems(source: str) -> tuple[Problem, ...]:
    try:
        load_pack(source, name="x.yaml")
    except PackError as error:
        return error.problems
    return ()


def hold(source: str) -> None:
    lines = source.count("\n") + 2
    for each in problems(source):
        assert 1 <= each.line <= lines
        assert each.column >= 1
        assert each.message["fr"]
        assert each.message["en"]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_pack_or_faults(source: str) -> None:
    hold(source)


@settings(deadline=None)
@given(key=st.sampled_from(KEYS), value=VALUES)
def test_any_value_under_any_key_gives_a_pack_or_faults(key: str, value: object) -> None:
    hold(pack_source(rule_fields({"terms": {"any": ["x"]}}) | {key: value}))


@settings(deadline=None)
@given(kind=st.sampled_from(kinds()), value=VALUES)
def test_any_value_as_a_check_gives_a_pack_or_faults(kind: str, value: object) -> None:
    hold(pack_source(rule_fields({kind: value})))


@settings(deadline=None)
@given(place=st.sampled_from(KEYS_OF), value=VALUES)
def test_any_value_under_any_key_of_a_check_gives_a_pack_or_faults(
    place: tuple[str, str], value: object
) -> None:
    kind, key = place
    hold(pack_source(rule_fields({kind: {key: value}})))


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_spoilt_rule_of_the_starter_pack_gives_a_pack_or_faults(data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(RULES))
    end = min((n for n in RULES if n > start), default=len(LINES))
    rule = LINES[start:end]
    at = data.draw(st.integers(0, len(rule) - 1))
    cut = data.draw(st.integers(0, len(rule[at])))
    rule[at] = rule[at][:cut] + data.draw(st.text(max_size=5)) + rule[at][cut + 1 :]

    hold("\n".join([*LINES[:HEAD], *rule]) + "\n")
