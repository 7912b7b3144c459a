"""Write a pack that a machine made as a person would: YAML, one key a line, texts in clear."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Final

from ruamel.yaml import YAML

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.examples import run_examples
from gouvernail.kernel.rules.loading import load_pack
from gouvernail.kernel.rules.problems import PackError, Problem

Draft = dict[str, Plain]
PASSING: Final = (
    "Bonjour à toutes et à tous.",
    "Une belle journée au port",
    "A fine day at the harbour",
    "ok",
    "12",
    "A",
)


def pack_text(meta: Mapping[str, Plain], rules: Sequence[Draft], *, comment: str = "") -> str:
    """Return the YAML of a pack, `comment` above it."""
    writer = YAML()
    writer.width = 110
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    written = io.StringIO()
    apart = json.loads(json.dumps({**meta, "rules": list(rules)}))  # no part twice: no anchors
    writer.dump(apart, written)
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + written.getvalue()


def with_passing(rule: Draft, raises: Sequence[str], passes: Sequence[str] = ()) -> Draft | None:
    """Return a rule with examples that hold; None when no text was found that passes.

    Raises:
        PackError: the rule itself is broken.
    """
    for text in (*passes, *PASSING):
        tried: Draft = {**rule, "examples": {"raises": list(raises), "passes": [text]}}
        results = run_examples(load_pack(_alone(tried), name="rule.yaml"))
        if not all(each.ok for each in results if each.example.raises):
            return None
        if all(each.ok for each in results):
            return tried
    return None


def problems_of(rule: Draft) -> tuple[Problem, ...]:
    """Return what is wrong with one rule."""
    try:
        load_pack(_alone(rule), name="rule.yaml")
    except PackError as error:
        return error.problems
    return ()


def _alone(rule: Draft) -> str:
    pack = {"pack": "draft", "title": {"fr": "Brouillon", "en": "Draft"}, "rules": [rule]}
    return json.dumps(pack, ensure_ascii=False)
