"""What the verbs about policies say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POLICIES: Final[Mapping[str, Promise]] = {
    "clause.removed": _("Clause removed"),
    "clause.written": _("Clause written"),
    "comment_space.closed": _("Comment policy taken offline"),
    "comment_space.opened": _("Comment policy made public"),
    "comment_space.written": _("Comment policy of an account written"),
    "intranet_page.closed": _("Intranet page no longer embedded"),
    "intranet_page.opened": _("Intranet page may be embedded"),
    "intranet_page.written": _("Intranet page written"),
    "moderation_act.corrected": _("Act of moderation struck: recorded otherwise"),
    "moderation_act.forgotten": _("Words of a moderated comment erased"),
    "moderation_act.recorded": _("Act of moderation recorded"),
    "moderation_act.redacted": _("Words about an act of moderation erased"),
    "moderation_act.withdrawn": _("Act of moderation struck"),
    "moderation_reason.added": _("Reason for moderating added"),
    "moderation_reason.removed": _("Reason for moderating removed"),
    "policy.archive_asked": _("Archiving of the policy asked for"),
    "policy.archive_withdrawn": _("Policy kept in use"),
    "policy.archived": _("Policy archived"),
    "policy.created": _("Policy created"),
    "policy.updated": _("Policy record updated"),
    "policy_approver.named": _("Approver of the policy named"),
    "policy_approver.removed": _("Approver of the policy removed"),
    "policy_remark.dismissed": _("Remark on the policy set aside"),
    "policy_remark.taken_up": _("Remark on the policy taken up again"),
    "policy_review.done": _("Policy reviewed: nothing to change"),
    "policy_scope.added": _("Line of the scope of the policy added"),
    "policy_scope.removed": _("Line of the scope of the policy removed"),
    "policy_version.agreed": _("Version %(number)s of the policy agreed to"),
    "policy_version.consulted": _("Version %(number)s of the policy put to consultation"),
    "policy_version.drafted": _("Version %(number)s of the policy drafted"),
    "policy_version.heard": _("Consultation about version %(number)s of the policy over"),
    "policy_version.published": _("Version %(number)s of the policy published"),
    "policy_version.returned": _("Version %(number)s of the policy sent back"),
    "policy_version.submitted": _("Version %(number)s of the policy submitted for approval"),
    "policy_version.superseded": _("Version %(number)s of the policy superseded"),
    "policy_version.withdrawn": _("Version %(number)s of the policy taken back"),
    "signature.given": _("Policy signed"),
}
