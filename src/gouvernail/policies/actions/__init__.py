"""Writing, publishing and signing policies."""

from gouvernail.policies.actions.signing import sign_version
from gouvernail.policies.actions.writing import (
    PolicyFacts,
    attach_file,
    create_policy,
    draft_version,
    publish_version,
    update_policy,
    write_clauses,
)

__all__ = [
    "PolicyFacts",
    "attach_file",
    "create_policy",
    "draft_version",
    "publish_version",
    "sign_version",
    "update_policy",
    "write_clauses",
]
