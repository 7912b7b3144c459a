"""The pages of the rules."""

from gouvernail.rulebooks.views.packs import (
    pack_detail,
    pack_keep,
    pack_list,
    pack_retire,
    pack_retire_ask,
    pack_starters,
    pack_upload,
)
from gouvernail.rulebooks.views.versions import (
    version_agree,
    version_compare,
    version_detail,
    version_reject,
    version_restore,
    version_submit,
    version_withdraw,
)

__all__ = [
    "pack_detail",
    "pack_keep",
    "pack_list",
    "pack_retire",
    "pack_retire_ask",
    "pack_starters",
    "pack_upload",
    "version_agree",
    "version_compare",
    "version_detail",
    "version_reject",
    "version_restore",
    "version_submit",
    "version_withdraw",
]
