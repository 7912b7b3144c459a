"""What the verbs about approved replies say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPLIES: Final[Mapping[str, Promise]] = {
    "reply.created": _("Reply of the library begun"),
    "reply.put_in_use": _("Reply of the library put in use"),
    "reply.retired": _("Reply of the library retired"),
    "reply.taken_up_again": _("Reply of the library taken up again"),
    "reply.updated": _("Sheet of a reply changed"),
    "reply_version.approved": _("Words of a reply approved"),
    "reply_version.drafted": _("Words of a reply begun"),
    "reply_version.replaced": _("Words of a reply replaced by newer ones"),
    "reply_version.retired": _("Words of a reply retired"),
    "reply_version.returned": _("Words of a reply sent back"),
    "reply_version.reviewed": _("Words of a reply found still good"),
    "reply_version.submitted": _("Words of a reply submitted for approval"),
    "reply_version.taken_back": _("Words of a reply taken back from approval"),
    "reply_version.written": _("Words of a reply written"),
}
