"""Pages of policies."""

from gouvernail.policies.views.archiving import (
    policy_archive,
    policy_archive_agree,
    policy_archive_withdraw,
)
from gouvernail.policies.views.clauses import (
    clause_add,
    clause_merge,
    clause_move,
    clause_preview,
    clause_remove,
    clause_restore,
    clause_split,
)
from gouvernail.policies.views.drafting import clause_write, draft_start, policy_draft
from gouvernail.policies.views.importing import (
    policy_import,
    policy_reading,
    reading_drop,
    reading_twin,
)
from gouvernail.policies.views.intranet import about, about_edit, about_embed, about_switch
from gouvernail.policies.views.life import (
    version_agree,
    version_return,
    version_submit,
    version_withdraw,
)
from gouvernail.policies.views.moderation import (
    act_edit,
    act_export,
    act_list,
    act_record,
    act_withdraw,
)
from gouvernail.policies.views.reading import (
    policy_compare,
    policy_detail,
    policy_file,
    policy_list,
    policy_sign,
    policy_signatures,
    policy_version,
)
from gouvernail.policies.views.remarks import (
    remark_dismiss,
    remark_take_up,
    version_remarks,
)
from gouvernail.policies.views.reviewing import policy_review
from gouvernail.policies.views.spaces import (
    account_space,
    public_comments,
    reason_list,
    reason_remove,
    space_edit,
    space_switch,
)
from gouvernail.policies.views.texts import version_print, version_texts
from gouvernail.policies.views.writing import (
    policy_create,
    policy_edit,
    policy_write,
)

__all__ = [
    "about",
    "about_edit",
    "about_embed",
    "about_switch",
    "account_space",
    "act_edit",
    "act_export",
    "act_list",
    "act_record",
    "act_withdraw",
    "clause_add",
    "clause_merge",
    "clause_move",
    "clause_preview",
    "clause_remove",
    "clause_restore",
    "clause_split",
    "clause_write",
    "draft_start",
    "policy_archive",
    "policy_archive_agree",
    "policy_archive_withdraw",
    "policy_compare",
    "policy_create",
    "policy_detail",
    "policy_draft",
    "policy_edit",
    "policy_file",
    "policy_import",
    "policy_list",
    "policy_reading",
    "policy_review",
    "policy_sign",
    "policy_signatures",
    "policy_version",
    "policy_write",
    "public_comments",
    "reading_drop",
    "reading_twin",
    "reason_list",
    "reason_remove",
    "remark_dismiss",
    "remark_take_up",
    "space_edit",
    "space_switch",
    "version_agree",
    "version_print",
    "version_remarks",
    "version_return",
    "version_submit",
    "version_texts",
    "version_withdraw",
]
