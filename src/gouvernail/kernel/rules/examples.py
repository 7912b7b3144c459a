"""Rules are tested like code, by their authors: the examples of a pack, run."""

from dataclasses import dataclass

from gouvernail.kernel.rules.engine import judge
from gouvernail.kernel.rules.pack import Example, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """One example of one rule; `raised` is what happened, `example.raises` what was meant."""

    rule: str
    example: Example
    raised: bool

    @property
    def ok(self) -> bool:
        """Whether the rule did what its author says."""
        return self.raised is self.example.raises


def run_examples(pack: Pack) -> tuple[ExampleResult, ...]:
    """Judge every example of a pack with the whole pack, in the order of the file."""
    return tuple(
        ExampleResult(rule=rule.id, example=example, raised=_raises(pack, rule.id, example))
        for rule in pack.rules
        for example in rule.examples
    )


def _raises(pack: Pack, rule_id: str, example: Example) -> bool:
    verdict = judge(pack, example.post, example.context)
    return any(finding.rule == rule_id for finding in verdict.findings)
