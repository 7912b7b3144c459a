"""What the verbs about accounts say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCOUNTS: Final[Mapping[str, Promise]] = {
    "account.finding_set_aside": _("Suggestion of the register set aside"),
    "account.imported": _("Account entered by an import"),
    "account.read_by_hand": _("Figures read by hand"),
    "account.registered": _("Account registered"),
    "account.status_changed": _("Status changed: %(status)s"),
    "account.status_undone": _("Change of status undone: %(status)s"),
    "account.updated": _("Record updated"),
    "account_review.assigned": _("Review given to somebody"),
    "account_review.attested": _("Attested by whoever answers for it"),
    "account_review.cancelled": _("Review cancelled"),
    "account_review.confirmed": _("Review confirmed by a second person"),
    "account_review.disowned": _("“Not mine any more”: somebody else must review"),
    "account_review.opened": _("Review opened"),
    "account_review.returned": _("Review sent back"),
    "account_review.vacated": _("Review to be given again: its owner left"),
}
