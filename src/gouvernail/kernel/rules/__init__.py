"""Rules about what may be said: `judge(pack, post, context) -> Verdict`.

Pure, deterministic and explained. A pack is YAML (`docs/reference/rule-packs.md`); `load_pack`
says where it is wrong; `run_examples` tests it with its own examples.
"""

from gouvernail.kernel.rules.engine import judge, judge_all
from gouvernail.kernel.rules.examples import ExampleResult, run_examples
from gouvernail.kernel.rules.finding import (
    Control,
    Finding,
    Outcome,
    Replacement,
    Span,
    Suggestion,
)
from gouvernail.kernel.rules.inputs import plain_input, read_input
from gouvernail.kernel.rules.loading import load_pack
from gouvernail.kernel.rules.masking import mask, mask_identifiers
from gouvernail.kernel.rules.pack import Example, Pack, Rule
from gouvernail.kernel.rules.post import Author, Context, Media, Neighbour, Post, Proof, Standing
from gouvernail.kernel.rules.problems import PackError, Problem
from gouvernail.kernel.rules.verdict import Verdict

__all__ = [
    "Author",
    "Context",
    "Control",
    "Example",
    "ExampleResult",
    "Finding",
    "Media",
    "Neighbour",
    "Outcome",
    "Pack",
    "PackError",
    "Post",
    "Problem",
    "Proof",
    "Replacement",
    "Rule",
    "Span",
    "Standing",
    "Suggestion",
    "Verdict",
    "judge",
    "judge_all",
    "load_pack",
    "mask",
    "mask_identifiers",
    "plain_input",
    "read_input",
    "run_examples",
]
