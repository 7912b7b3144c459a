"""The JSON Schema of a pack says what reading one does."""

import importlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from gouvernail.kernel.rules import Context, Post, checks, load_pack
from gouvernail.kernel.rules.checks import kinds, timing
from gouvernail.kernel.rules.circumstances import (
    AUTHOR_KEYS,
    EXAMPLE_KEYS,
    MEDIA_KEYS,
    NEIGHBOUR_KEYS,
    PROOF_KEYS,
    STANDING_KEYS,
)
from gouvernail.kernel.rules.conditions import KEYS as WHEN_KEYS
from gouvernail.kernel.rules.problems import PackError
from gouvernail.kernel.rules.schema import (
    EXAMPLES_KEYS,
    LIST_KEYS,
    PACK_KEYS,
    RULE_KEYS,
    THEN_KEYS,
    pack_schema,
)
from gouvernail.kernel.rules.suggesting import KEYS as SUGGEST_KEYS
from tests.make.rules import pack_source, rule_fields

ROOT = Path(__file__).parents[3]
PACKS = sorted((ROOT / "src/gouvernail/rulebooks/packs").rglob("*.yaml"))
PAGE = ROOT / "docs/reference/rule-pack.schema.json"
VALIDATOR = Draft202012Validator(json.loads(json.dumps(pack_schema(), default=dict)))
TERMS = {"terms": {"any": ["mot"]}}
STRANGE = {"__": "strange"}


def as_json(node: Node) -> Any:
    """Return YAML as an editor reads it: texts, numbers, truth values, lists, mappings."""
    if isinstance(node, MappingNode):
        return {str(key.value): as_json(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [as_json(value) for value in node.value]
    kind = str(node.tag).rpartition(":")[2]
    if kind in {"int", "bool", "null"}:
        return json.loads(str(node.value).lower() or "null")
    return node.value


def validated(source: str) -> list[str]:
    tree = YAML(typ="safe", pure=True).compose(source)
    return [error.message for error in VALIDATOR.iter_errors(as_json(tree))]


def keys_asked(**rule: object) -> list[set[str]]:
    """Return the keys that a pack says it expected, wherever it met a strange one."""
    extra = rule.pop("pack", {})
    assert isinstance(extra, dict)
    with pytest.raises(PackError) as caught:
        load_pack(pack_source(rule_fields(**({"check": TERMS} | rule)), **extra), name="a")  # type: ignore[arg-type]
    faults = [each for each in caught.value.problems if each.code == "unknown_key"]
    return [
        set(re.split(r", ", fault.message["en"].rpartition("one of: ")[2].rstrip(".")))
        for fault in faults
    ]


def test_the_committed_schema_is_the_one_of_the_code() -> None:
    """When it is not: `python tools/rule_pack_schema.py`."""
    written = json.dumps(pack_schema(), indent=1, ensure_ascii=False, default=dict) + "\n"

    assert PAGE.read_text(encoding="utf-8") == written
    Draft202012Validator.check_schema(json.loads(written))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_pack_that_ships_is_valid(path: Path) -> None:
    assert validated(path.read_text(encoding="utf-8")) == []


def test_the_packs_of_the_reference_page_are_valid() -> None:
    page = (ROOT / "docs/reference/rule-packs.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(pack:.*?)```", page, re.DOTALL)

    assert found is not None
    assert validated(found[1]) == []


@pytest.mark.parametrize("kind", kinds())
def test_the_table_of_a_check_has_the_keys_that_reading_it_asks_for(kind: str) -> None:
    module = importlib.import_module(f"{checks.__name__}.{kind}")

    assert set(module.KEYS) in keys_asked(check={kind: STRANGE})


@pytest.mark.parametrize(
    ("rule", "table"),
    [
        ({"when": STRANGE}, WHEN_KEYS),
        ({"suggest": STRANGE}, SUGGEST_KEYS),
        ({"then": {"outcome": "note", **STRANGE}}, THEN_KEYS),
        (STRANGE, RULE_KEYS),
        ({"pack": STRANGE}, PACK_KEYS),
        ({"pack": {"lists": {"a": {"column": "b", **STRANGE}}}}, LIST_KEYS),
        ({"examples": {"raises": ["a"], "passes": ["b"], **STRANGE}}, EXAMPLES_KEYS),
        ({"examples": {"raises": [{"text": "a", **STRANGE}], "passes": ["b"]}}, EXAMPLE_KEYS),
        *(
            ({"examples": {"raises": [{"text": "a", key: STRANGE}], "passes": ["b"]}}, table)
            for key, table in (
                ("media", MEDIA_KEYS),
                ("proofs", PROOF_KEYS),
                ("author", AUTHOR_KEYS),
                ("standing", STANDING_KEYS),
                ("neighbours", NEIGHBOUR_KEYS),
            )
        ),
        ({"check": {"timing": {"periods": STRANGE}}}, timing.PERIOD_KEYS),
        ({"check": {"timing": {"hours": STRANGE}}}, timing.HOURS_KEYS),
    ],
)
def test_every_other_table_too(rule: dict[str, object], table: Mapping[str, object]) -> None:
    assert set(table) in keys_asked(**rule)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ({"check": {"terms": {"anny": ["mot"]}}}, "anny"),
        ({"check": {**TERMS, "length": {}}}, "too many"),
        ({"check": {"tone": {"capitals": 200}}}, "200"),
        ({"then": "stop"}, "stop"),
        ({"say": {"fr": "a"}}, "en"),
        ({"when": {"since": "2026-03-31"}}, "since"),
        ({"unless": {"within": 0, **TERMS}}, "0 is less"),
        ({"examples": {"raises": ["a"]}}, "passes"),
    ],
)
def test_what_reading_refuses_an_editor_underlines(rule: dict[str, object], wrong: str) -> None:
    fields = {"check": TERMS} | rule
    found = validated(pack_source(rule_fields(**fields)))  # type: ignore[arg-type]

    assert any(wrong in message for message in found), found


def test_examples_may_tell_every_fact_that_rules_ask_for() -> None:
    """A fact that no example could tell could not be tested by the authors of packs."""
    of_post = {*Post.__dataclass_fields__} - {"text"}
    of_context = {*Context.__dataclass_fields__} - {"limits"}
    renamed = {"unit_path": "unit", "account": "on_account", "account_class": "account"}

    assert {renamed.get(name, name) for name in of_post | of_context} <= set(EXAMPLE_KEYS)
