"""Pages of policies."""

from gouvernail.policies.views.reading import (
    policy_compare,
    policy_detail,
    policy_file,
    policy_list,
    policy_sign,
    policy_signatures,
    policy_version,
)
from gouvernail.policies.views.writing import (
    policy_create,
    policy_edit,
    policy_publish,
    policy_write,
)

__all__ = [
    "policy_compare",
    "policy_create",
    "policy_detail",
    "policy_edit",
    "policy_file",
    "policy_list",
    "policy_publish",
    "policy_sign",
    "policy_signatures",
    "policy_version",
    "policy_write",
]
