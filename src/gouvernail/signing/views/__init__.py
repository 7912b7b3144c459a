"""Pages of signatures: to sign, and to follow."""

from gouvernail.signing.views.campaigns import (
    campaign_close,
    campaign_create,
    campaign_detail,
    campaign_edit,
    campaign_export,
    campaign_list,
    campaign_people,
    campaign_remind,
)
from gouvernail.signing.views.carrying import carry_over_create, carry_over_end
from gouvernail.signing.views.checking import receipt_check
from gouvernail.signing.views.codes import (
    code_page,
    code_slips,
    tablet_close,
    tablet_open,
    tablet_page,
)
from gouvernail.signing.views.objections import objection_answer, objection_create
from gouvernail.signing.views.reading import (
    mine,
    of_version,
    read,
    receipt,
    receipt_json,
    sign_text,
)
from gouvernail.signing.views.sheets import (
    sheet_check,
    sheet_create,
    sheet_detail,
    sheet_drop,
    sheet_scan,
)

__all__ = [
    "campaign_close",
    "campaign_create",
    "campaign_detail",
    "campaign_edit",
    "campaign_export",
    "campaign_list",
    "campaign_people",
    "campaign_remind",
    "carry_over_create",
    "carry_over_end",
    "code_page",
    "code_slips",
    "mine",
    "objection_answer",
    "objection_create",
    "of_version",
    "read",
    "receipt",
    "receipt_check",
    "receipt_json",
    "sheet_check",
    "sheet_create",
    "sheet_detail",
    "sheet_drop",
    "sheet_scan",
    "sign_text",
    "tablet_close",
    "tablet_open",
    "tablet_page",
]
