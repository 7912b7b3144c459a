"""The fast reader of YAML and the slow one have to give the same tree, at the same places."""

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

import gouvernail.rulebooks
from gouvernail.kernel.rules.trees import BOOL, NULL, read_tree

PACKS = sorted((Path(gouvernail.rulebooks.__file__).parent / "packs").rglob("*.yaml"))
LINES = PACKS[0].read_text(encoding="utf-8").splitlines()
SIGNS = [*":-'\"{}[]#&*!|>%@`,? \n~", ": ", "- ", "null", "true", "---\n", "...\n", "\t", "é", "🎉"]
EDITS = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(SIGNS)), max_size=4)


def told(source: str, *, fast: bool) -> object:
    """Return all that a pack's reading depends on: texts, kinds and places, or the fault."""
    try:
        with patch("yaml.__with_libyaml__", fast):
            tree = read_tree(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (error.problem, mark and (mark.line, mark.column))
    except (YAMLError, RecursionError) as error:
        return str(error)
    return [(mark.line, mark.column) for mark in tree.aliases], tree.root and seen(tree.root)


def seen(node: Node) -> object:
    place = (node.start_mark.line, node.start_mark.column)
    if isinstance(node, ScalarNode):
        return place, node.value, node.tag if node.tag in (NULL, BOOL) else "text"
    if isinstance(node, MappingNode):
        return place, [(seen(key), seen(value)) for key, value in node.value]
    return place, [seen(value) for value in node.value]


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.stem)
def test_each_pack_reads_the_same_fast_and_slowly(pack: Path) -> None:
    source = pack.read_text(encoding="utf-8")

    assert told(source, fast=True) == told(source, fast=False)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(LINES) - 1), st.integers(1, 10), EDITS)
def test_a_pack_that_was_spoilt_reads_the_same_too(
    first: int, size: int, edits: list[tuple[int, str]]
) -> None:
    source = "\n".join(LINES[first : first + size])
    for at, sign in edits:
        source = source[:at] + sign + source[at:]

    assert told(source, fast=True) == told(source, fast=False)


@pytest.mark.parametrize(
    "source",
    [
        "a: !!str true",
        "a: yes\nb: 2026-03-31\nc: 1:30\nd: 0o17\ne: .inf\n<<: f",
        "a: &x 1\nb: *x",
        "a: 1\n---\nb: 2",
        "a: 1\n...\n...\n",
        "a: \x85b: \u2028c",
        "%YAML 1.1\n---\na: yes",
        "a: \ud800",
        "? [a]\n: b",
        "[" * 3000,
        "- " * 200 + "a",
        "",
        "# nothing\n",
    ],
)
def test_what_the_two_readers_see_differently_is_left_to_the_slow_one(source: str) -> None:
    assert told(source, fast=True) == told(source, fast=False)
