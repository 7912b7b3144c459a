"""Pages of content: drafts, the composer, the review queue, the calendar."""

from gouvernail.content.views.calendar import calendar, draft_move
from gouvernail.content.views.composer import draft_edit, draft_live
from gouvernail.content.views.drafts import (
    draft_assign,
    draft_cancel,
    draft_copy,
    draft_create,
    draft_detail,
    draft_list,
    draft_reopen,
    draft_withdraw,
)
from gouvernail.content.views.guests import (
    guest_code,
    guest_decide,
    guest_page,
    guest_picture,
    guest_proof,
    guest_revoke,
    review_invite,
)
from gouvernail.content.views.reviews import (
    review,
    review_claim,
    review_decide,
    review_list,
    review_picture,
    review_release,
    review_remark,
    review_seen,
)

__all__ = [
    "calendar",
    "draft_assign",
    "draft_cancel",
    "draft_copy",
    "draft_create",
    "draft_detail",
    "draft_edit",
    "draft_list",
    "draft_live",
    "draft_move",
    "draft_reopen",
    "draft_withdraw",
    "guest_code",
    "guest_decide",
    "guest_page",
    "guest_picture",
    "guest_proof",
    "guest_revoke",
    "review",
    "review_claim",
    "review_decide",
    "review_invite",
    "review_list",
    "review_picture",
    "review_release",
    "review_remark",
    "review_seen",
]
