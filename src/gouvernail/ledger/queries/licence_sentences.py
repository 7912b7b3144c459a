"""What the verbs about the licence to publish say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LICENCES: Final[Mapping[str, Promise]] = {
    "draft.goes_again": _("Draft goes as agreed: no other approval is needed"),
    "draft.waits_for_licence": _("Draft waits for one more approval: a licence lapsed"),
    "licence_requirement.agreed": _("What the licence to publish asks: agreed to"),
    "licence_requirement.asked": _("What the licence to publish asks: a change proposed"),
    "licence_requirement.ended": _("What the licence to publish asks: replaced"),
    "licence_requirement.refused": _("What the licence to publish asks: change refused"),
    "licence_requirement.withdrawn": _("What the licence to publish asks: change taken back"),
    "licence_restriction.lifted": _("Licence to publish no longer held back"),
    "licence_restriction.redacted": _("Words about a restricted licence erased"),
    "licence_restriction.restricted": _("Licence to publish restricted"),
    "licence_restriction.suspended": _("Licence to publish suspended"),
    "licence_terms.written": _("Terms of the licence to publish written"),
    "licence_waiver.asked": _("Waiver of the licence to publish asked for"),
    "licence_waiver.ended": _("Waiver of the licence to publish ended before its time"),
    "licence_waiver.granted": _("Waiver of the licence to publish granted"),
    "licence_waiver.redacted": _("Words about a waiver erased"),
    "licence_waiver.refused": _("Waiver of the licence to publish refused"),
    "licence_waiver.withdrawn": _("Request for a waiver of the licence withdrawn"),
}
