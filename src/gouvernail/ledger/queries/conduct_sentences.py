"""What the journal says of reports by staff and of breaches: never about whom."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONDUCT: Final[Mapping[str, Promise]] = {
    "conduct_basis.agreed": _("Legal basis of following up breaches agreed to"),
    "conduct_basis.declined": _("Legal basis of following up breaches declined"),
    "conduct_basis.ended": _("Legal basis of following up breaches ended"),
    "conduct_basis.proposed": _("Legal basis of following up breaches recorded"),
    "conduct_basis.replaced": _("Legal basis of following up breaches replaced"),
    "conduct_case.accounted": _("The person concerned has given their account"),
    "conduct_case.appeal_decided": _("Appeal decided"),
    "conduct_case.appealed": _("Decision appealed"),
    "conduct_case.appointed": _("Somebody named to decide"),
    "conduct_case.barred": _("Whoever reported what is cited has no part in the case"),
    "conduct_case.decided": _("Case decided"),
    "conduct_case.due": _("Time to answer over: a decision is due"),
    "conduct_case.emptied": _("Words and names taken out of a case"),
    "conduct_case.ended": _("What followed from a case is over"),
    "conduct_case.erasure_deferred": _("Erasure put off until the case need not be kept"),
    "conduct_case.extended": _("More time given to answer"),
    "conduct_case.let_go": _("Case free again: who was to decide has left"),
    "conduct_case.lifted": _("What followed from a case ended early"),
    "conduct_case.opened": _("Case opened"),
    "conduct_case.settled": _("Time to appeal over"),
    "conduct_case.stood_aside": _("Whoever was to decide stands aside"),
    "conduct_case.taken": _("Case taken up"),
    "conduct_case.weighed": _("Seriousness and good faith weighed"),
    "conduct_decision.emptied": _("Words taken out of a decision"),
    "conduct_decision.made": _("Decision made in writing"),
    "conduct_proof.added": _("Proof added to a case"),
    "conduct_proof.emptied": _("Words taken out of a proof"),
    "staff_report.answered": _("Report answered"),
    "staff_report.let_go": _("Report free again: who helped has left"),
    "staff_report.made": _("Report made by staff"),
    "staff_report.passed_on": _("Report passed on"),
    "staff_report.redacted": _("Words of a report erased"),
    "staff_report.reopened": _("Report come back to"),
    "staff_report.sorted": _("Report sorted anew"),
    "staff_report.taken": _("Report taken up"),
    "staff_report.withdrawn": _("Report withdrawn"),
    "staff_report_file.added": _("File put to a report"),
    "staff_report_file.erased": _("File of a report erased"),
    "staff_report_line.redacted": _("Words said about a report erased"),
    "staff_report_line.said": _("Said about a report"),
}
