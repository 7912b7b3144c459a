"""What holds a version back from approval."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.consultations.models import Consultation, Remark, RemarkAnswer
from gouvernail.consultations.queries.changes import changed_anchors
from gouvernail.policies.models import PolicyVersion

WAITS = Q(answer__isnull=True) | Q(answer__outcome="")


def unanswered(version: PolicyVersion) -> list[str]:
    """Return why a version cannot go to approval yet, a sentence each. One query without a window.

    A window is planned; a remark waits for its answer; an answer says that a clause changed, and
    it did not.
    """
    held = []
    windows = list(
        Consultation.objects.filter(version=version).exclude(status=Consultation.Status.CANCELLED)
    )
    if any(one.status == Consultation.Status.PLANNED for one in windows):
        held.append(_("A consultation is planned: hold it or cancel it first."))
    said = Remark.objects.filter(consultation__in=windows, status=Remark.Status.SENT)
    waiting = said.filter(WAITS).count() if windows else 0
    if waiting:
        words = ngettext(
            "%(number)s remark waits for an answer.",
            "%(number)s remarks wait for an answer.",
            waiting,
        )
        held.append(words % {"number": waiting})
    for window in windows:
        window.version = version
        told = RemarkAnswer.objects.filter(
            consultation=window, outcome=RemarkAnswer.Outcome.CHANGED
        ).values_list("anchor", flat=True)
        claimed = set(told)
        false = sorted(claimed - changed_anchors(window)) if claimed else []
        if false:
            words = _(
                "Clause %(anchors)s: people were told that it changed, and it says what it said."
            )
            held.append(words % {"anchors": ", ".join(false)})
    return held
