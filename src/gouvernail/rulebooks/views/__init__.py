"""The pages of the rules."""

from gouvernail.rulebooks.views.packs import (
    pack_detail,
    pack_list,
    pack_starters,
    pack_upload,
    version_adopt,
)

__all__ = ["pack_detail", "pack_list", "pack_starters", "pack_upload", "version_adopt"]
