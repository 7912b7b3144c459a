"""Rules that the clauses in force ask for, each with its sentence."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouvernail.kernel.rules.proposing import Proposal, pack_of_proposals, propose
from gouvernail.kernel.rules.proposing.sentences import Sentence
from gouvernail.policies.models import Clause, PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseProposals:
    """What one clause gave, in one language: `left` are the sentences it asks nobody's rule for."""

    reference: str
    title: str
    language: str
    proposals: tuple[Proposal, ...]
    left: tuple[Sentence, ...]


def proposed_rules(version: PolicyVersion) -> list[ClauseProposals]:
    """Return what each clause of a version gives, in each language it is written in. One query.

    Lines count from 1 in the text of the clause. Clauses that ask for nothing are left out.
    """
    slug = version.policy.slug
    found = []
    for clause in version.clauses.order_by("position"):
        reference = f"{slug}#{clause.anchor}"
        for language, title, text in _texts(clause):
            proposed = propose(text, document=f"{clause.anchor} {title}", clause=reference)
            if proposed.duties:
                found.append(
                    ClauseProposals(
                        reference=reference,
                        title=title,
                        language=language,
                        proposals=proposed.proposals,
                        left=proposed.left,
                    )
                )
    return found


def _texts(clause: Clause) -> "Iterable[tuple[str, str, str]]":
    yield "fr", clause.title, clause.text
    if clause.text_en:
        yield "en", clause.title_en or clause.title, clause.text_en


def proposed_pack(version: PolicyVersion) -> str:
    """Return the YAML of a pack of what a version asks for, as a draft; `""` for none. One query.

    A rule that both languages of a clause ask for is proposed once, with its French sentence.
    """
    once: dict[str, Proposal] = {}
    for clause in proposed_rules(version):
        for each in clause.proposals:
            once.setdefault(f"{clause.reference} {each.subject} {each.rule['check']}", each)
    if not once:
        return ""
    policy = version.policy
    title = {
        "fr": f"Propositions : {policy.title}",
        "en": f"Proposals: {policy.title_en or policy.title}",
    }
    return pack_of_proposals(list(once.values()), pack=f"{policy.slug}-proposed", title={**title})
