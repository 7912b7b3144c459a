"""What the verbs about campaigns of signatures say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIGNING: Final[Mapping[str, Promise]] = {
    "signature_campaign.planned": _("Campaign of signatures planned"),
    "signature_campaign.changed": _("Campaign of signatures changed"),
    "signature_campaign.opened": _("Campaign of signatures opened"),
    "signature_campaign.followed": _("Who the campaign asks brought up to date"),
    "signature_campaign.reminded": _("People reminded to sign"),
    "signature_campaign.codes_made": _("Codes to sign made"),
    "signature_campaign.closed": _("Campaign of signatures closed"),
    "carry_over.decided": _("Signatures carried over to the next version"),
    "carry_over.ended": _("Signatures no longer carried over"),
    "objection.made": _("Objection to signing made"),
    "objection.answered": _("Objection to signing answered"),
    "objection.redacted": _("Words of an objection erased"),
    "signature.redacted": _("Words of a signature erased"),
    "signature_sheet.printed": _("List of signatures printed"),
    "signature_sheet.scanned": _("Scan of a signed list received"),
    "signature_sheet.typed": _("Signed list typed"),
    "signature_sheet.sent_back": _("Signed list sent back to whoever typed it"),
    "signature_sheet.checked": _("Signed list checked by a second person"),
    "signature_sheet.dropped": _("List of signatures thrown away"),
    "signature_sheet.redacted": _("Scan of a signed list erased"),
    "tablet.opened": _("Shared tablet opened for signatures"),
    "tablet.closed": _("Shared tablet closed"),
}
