"""How the entries of teams and conversations are said in a time line."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONVERSATIONS: Final[Mapping[str, Promise]] = {
    "conversation.answered": _("Conversation answered"),
    "conversation.assigned": _("Conversation given to somebody"),
    "conversation.claimed": _("Conversation taken up"),
    "conversation.closed": _("Conversation closed"),
    "conversation.continued": _("Conversation continued by its author"),
    "conversation.emptied": _("All that its author said in a conversation taken back"),
    "conversation.expert_answered": _("Question about a conversation answered by an expert"),
    "conversation.expert_asked": _("Expert asked about a conversation"),
    "conversation.flagged": _("Conversation flagged as a regulated complaint"),
    "conversation.handed_over": _("Complaint handed over to the register of the organisation"),
    "conversation.late": _("Conversation late"),
    "conversation.merged": _("Conversations joined"),
    "conversation.moderated": _("Act of moderation in a conversation"),
    "conversation.noted": _("Internal note on a conversation"),
    "conversation.opened": _("Conversation opened"),
    "conversation.prioritised": _("Priority of a conversation changed"),
    "conversation.released": _("Conversation let go"),
    "conversation.removed": _("Conversation removed, its time over"),
    "conversation.reopened": _("Conversation opened again"),
    "conversation.snoozed": _("Conversation put off until later"),
    "conversation.woken": _("Conversation back after being put off"),
    "expert_question.answered": _("Question to an expert answered"),
    "expert_question.asked": _("Question asked of an expert"),
    "expert_question.redacted": _("Name of somebody erased taken out of a question to an expert"),
    "expert_question.removed": _("Question to an expert removed with its conversation"),
    "expert_question.withdrawn": _("Question to an expert withdrawn"),
    "inbox_desk.written": _("How we answer written down"),
    "message.edited": _("Message of a conversation changed by its author"),
    "message.erased": _("Words of an internal note erased"),
    "message.redacted": _("Name of somebody erased taken out of a message"),
    "message.removed": _("Message removed with its conversation"),
    "message.settled": _("What became of an answer noted"),
    "message.withdrawn": _("Message of a conversation taken back by its author"),
    "message.written": _("Message of a conversation written"),
    "routing_rule.dropped": _("Routing rule removed"),
    "routing_rule.moved": _("Order of the routing rules changed"),
    "routing_rule.written": _("Routing rule written"),
    "team.closed": _("Team closed"),
    "team.created": _("Team created"),
    "team.edited": _("Team changed"),
    "team_seat.left": _("Seat in a team left"),
    "team_seat.moved": _("Order of a team changed"),
    "team_seat.taken": _("Seat in a team taken"),
}
