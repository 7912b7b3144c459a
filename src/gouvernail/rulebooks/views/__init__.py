"""The pages of the rules."""

from gouvernail.rulebooks.views.controls import (
    control_agree,
    control_list,
    control_reject,
    control_withdraw,
)
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
from gouvernail.rulebooks.views.waivers import (
    waiver_ask,
    waiver_detail,
    waiver_end,
    waiver_grant,
    waiver_list,
    waiver_refuse,
    waiver_withdraw,
)

__all__ = [
    "control_agree",
    "control_list",
    "control_reject",
    "control_withdraw",
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
    "waiver_ask",
    "waiver_detail",
    "waiver_end",
    "waiver_grant",
    "waiver_list",
    "waiver_refuse",
    "waiver_withdraw",
]
