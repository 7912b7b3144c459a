"""Writing, approving, archiving and signing policies."""

from gouvernail.policies.actions.archiving import archive_policy, ask_archive, withdraw_archive
from gouvernail.policies.actions.consulting import end_consultation, freeze_for_consultation
from gouvernail.policies.actions.life import (
    agree_version,
    put_version_in_force,
    return_version,
    submit_version,
    take_over_version,
    withdraw_version,
)
from gouvernail.policies.actions.reviewing import remind_of_review, review_policy
from gouvernail.policies.actions.signing import sign_version
from gouvernail.policies.actions.writing import (
    PolicyFacts,
    attach_file,
    create_policy,
    draft_version,
    update_policy,
    write_clauses,
)

__all__ = [
    "PolicyFacts",
    "agree_version",
    "archive_policy",
    "ask_archive",
    "attach_file",
    "create_policy",
    "draft_version",
    "end_consultation",
    "freeze_for_consultation",
    "put_version_in_force",
    "remind_of_review",
    "return_version",
    "review_policy",
    "sign_version",
    "submit_version",
    "take_over_version",
    "update_policy",
    "withdraw_archive",
    "withdraw_version",
    "write_clauses",
]
