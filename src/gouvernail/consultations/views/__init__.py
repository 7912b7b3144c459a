"""Pages of consultations."""

from gouvernail.consultations.views.desk import (
    remark_desk,
    remark_ungroup,
    remarks_answer,
    remarks_group,
)
from gouvernail.consultations.views.remarks import (
    clause_mark,
    code_change,
    own_remarks,
    remark_edit,
    remark_list,
    remark_send,
    remark_support,
    remark_withdraw,
)
from gouvernail.consultations.views.suggestions import suggestion_create, suggestion_list
from gouvernail.consultations.views.summary import (
    consultation_summary,
    policy_part,
    summary_export,
    summary_of,
)
from gouvernail.consultations.views.windows import (
    consultation_cancel,
    consultation_create,
    consultation_detail,
    consultation_list,
    consultation_move,
    terms_edit,
)

__all__ = [
    "clause_mark",
    "code_change",
    "consultation_cancel",
    "consultation_create",
    "consultation_detail",
    "consultation_list",
    "consultation_move",
    "consultation_summary",
    "own_remarks",
    "policy_part",
    "remark_desk",
    "remark_edit",
    "remark_list",
    "remark_send",
    "remark_support",
    "remark_ungroup",
    "remark_withdraw",
    "remarks_answer",
    "remarks_group",
    "suggestion_create",
    "suggestion_list",
    "summary_export",
    "summary_of",
    "terms_edit",
]
