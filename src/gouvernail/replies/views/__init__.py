"""The library of replies as pages."""

from gouvernail.replies.views.life import (
    reply_confirm,
    reply_decide,
    reply_detail,
    reply_retire,
    reply_review,
    reply_submit,
    reply_take_back,
    reply_take_up,
    version_compare,
)
from gouvernail.replies.views.listing import (
    reply_export,
    reply_find,
    reply_list,
    reply_reviews,
)
from gouvernail.replies.views.writing import (
    reply_create,
    reply_edit,
    reply_import,
    reply_preview,
)

__all__ = [
    "reply_confirm",
    "reply_create",
    "reply_decide",
    "reply_detail",
    "reply_edit",
    "reply_export",
    "reply_find",
    "reply_import",
    "reply_list",
    "reply_preview",
    "reply_retire",
    "reply_review",
    "reply_reviews",
    "reply_submit",
    "reply_take_back",
    "reply_take_up",
    "version_compare",
]
