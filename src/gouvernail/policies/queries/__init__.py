"""What the policies say, who signed what."""

from gouvernail.policies.queries.clauses import (
    ClauseLine,
    clause_line,
    clause_lines,
    clause_versions,
    compared,
    version_digest,
)
from gouvernail.policies.queries.proposals import (
    ClauseProposals,
    proposed_pack,
    proposed_rules,
)
from gouvernail.policies.queries.reading import (
    Progress,
    is_bound,
    latest_signature,
    policies_for_list,
    progress_of,
    signature_of,
    to_sign,
    unsigned_people,
    version_in_force,
    version_numbered,
)

__all__ = [
    "ClauseLine",
    "ClauseProposals",
    "Progress",
    "clause_line",
    "clause_lines",
    "clause_versions",
    "compared",
    "is_bound",
    "latest_signature",
    "policies_for_list",
    "progress_of",
    "proposed_pack",
    "proposed_rules",
    "signature_of",
    "to_sign",
    "unsigned_people",
    "version_digest",
    "version_in_force",
    "version_numbered",
]
