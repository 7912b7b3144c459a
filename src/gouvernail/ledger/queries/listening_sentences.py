"""What the verbs about listening say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LISTENING: Final[Mapping[str, Promise]] = {
    "chat_channel.added": _("Chat channel for alerts added"),
    "chat_channel.edited": _("Chat channel for alerts changed"),
    "chat_channel.removed": _("Chat channel for alerts removed"),
    "handling.assigned": _("Mention given to somebody"),
    "handling.erased": _("Why a mention was hidden: emptied"),
    "handling.finished": _("Mention dealt with"),
    "handling.hidden": _("Mention hidden"),
    "handling.removed": _("Mention no longer kept"),
    "handling.shown": _("Mention shown again"),
    "mention_note.erased": _("Note beside a mention emptied"),
    "mention_note.removed": _("Note beside a mention removed"),
    "mention_note.written": _("Note beside a mention written"),
    "mention_tag.created": _("Tag for mentions created"),
    "mention_tag.renamed": _("Tag for mentions renamed"),
    "mention_tag.retired": _("Tag for mentions retired"),
    "on_call.ended": _("Time on call ended"),
    "on_call.set": _("Somebody put on call"),
    "quiet_hours.ended": _("Quiet hours ended"),
    "quiet_hours.set": _("Quiet hours set"),
    "source.added": _("Source of listening added"),
    "source.edited": _("Source of listening changed"),
    "source.forgotten": _("Source of listening dropped"),
    "source.heard": _("Mentions taken in"),
    "source.paused": _("Source of listening paused"),
    "source.resumed": _("Source of listening resumed"),
    "spike.acknowledged": _("Spike looked at: %(verdict)s"),
    "spike.closed": _("Spike over"),
    "spike.grown": _("Spike grown"),
    "spike.opened": _("Spike found"),
    "tagging.added": _("Mention tagged"),
    "tagging.removed": _("Tag taken off a mention"),
    "topic.closed": _("Topic closed"),
    "topic.created": _("Topic created"),
    "topic.edited": _("Topic changed"),
    "topic.handed_over": _("Topic handed over"),
    "topic.paused": _("Topic paused"),
    "topic.resumed": _("Topic resumed"),
    "topic.tuned": _("Sensitivity of the topic changed"),
    "unheard_author.added": _("Somebody outside is no longer listened to"),
    "unheard_author.erased": _("Why somebody outside is no longer listened to: emptied"),
    "unheard_author.ended": _("Somebody outside may be listened to again"),
}
