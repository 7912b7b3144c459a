"""The answer of one or several packs about one post, which can be replayed."""

from functools import cached_property

from gouvernail.kernel.rules.canonical import digest_of_digests
from gouvernail.kernel.rules.finding import Finding, Outcome
from gouvernail.kernel.rules.inputs import input_digest
from gouvernail.kernel.rules.post import Context, Post


class Verdict:
    """What a pack says of a post: the strictest outcome and the findings, in pack order.

    `id` depends on the pack and on the input alone: the same question has the same verdict for
    ever. Digests are computed when they are first asked for, about 20 us; typing does without.
    """

    def __init__(
        self, *, pack_digest: str, post: Post, context: Context, findings: tuple[Finding, ...]
    ) -> None:
        self.pack_digest = pack_digest
        self.findings = findings
        self._post = post
        self._context = context

    @property
    def outcome(self) -> Outcome:
        """The strictest of the findings; PASS when there is none."""
        return max((finding.severity for finding in self.findings), default=Outcome.PASS)

    @property
    def would(self) -> Outcome:
        """What the outcome would be if every rule were enforced."""
        return max((finding.would for finding in self.findings), default=Outcome.PASS)

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats that have to look at the post, in alphabetical order."""
        return tuple(sorted({seat for finding in self.findings for seat in finding.seats}))

    @cached_property
    def input_digest(self) -> str:
        """SHA-256, in hexadecimal, of the post and its circumstances."""
        return input_digest(self._post, self._context)

    @cached_property
    def id(self) -> str:
        """SHA-256, in hexadecimal, of the pack's digest followed by the input's."""
        return digest_of_digests(self.pack_digest, self.input_digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Verdict) and (other.id, other.findings) == (
            self.id,
            self.findings,
        )

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Verdict({self.outcome.slug}, {len(self.findings)} findings)"
