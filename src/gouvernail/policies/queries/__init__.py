"""What the policies say, who signed what."""

from gouvernail.policies.queries.carrying import (
    carried_from,
    carry_over_of,
    counting_signatures,
)
from gouvernail.policies.queries.clauses import (
    ClauseLine,
    clause_line,
    clause_lines,
    clause_versions,
    compared,
    version_digest,
)
from gouvernail.policies.queries.holds import hold_while, holds_of
from gouvernail.policies.queries.life import (
    team_is_small,
    version_to_come,
    waiting_for_approval,
    waiting_to_archive,
)
from gouvernail.policies.queries.proposals import (
    ClauseProposals,
    proposed_pack,
    proposed_rules,
)
from gouvernail.policies.queries.reading import (
    Progress,
    last_version,
    latest_signature,
    policies_for_list,
    progress_of,
    signature_of,
    to_sign,
    unsigned_people,
    version_in_force,
    version_numbered,
)
from gouvernail.policies.queries.scope import (
    Scope,
    bound_by,
    in_scope,
    is_bound,
    scope_of,
    unsigned_of_each,
)
from gouvernail.policies.queries.stale import StaleWarning, latest_review, stale_warning

__all__ = [
    "ClauseLine",
    "ClauseProposals",
    "Progress",
    "Scope",
    "StaleWarning",
    "bound_by",
    "carried_from",
    "carry_over_of",
    "clause_line",
    "clause_lines",
    "clause_versions",
    "compared",
    "counting_signatures",
    "hold_while",
    "holds_of",
    "in_scope",
    "is_bound",
    "last_version",
    "latest_review",
    "latest_signature",
    "policies_for_list",
    "progress_of",
    "proposed_pack",
    "proposed_rules",
    "scope_of",
    "signature_of",
    "stale_warning",
    "team_is_small",
    "to_sign",
    "unsigned_of_each",
    "unsigned_people",
    "version_digest",
    "version_in_force",
    "version_numbered",
    "version_to_come",
    "waiting_for_approval",
    "waiting_to_archive",
]
