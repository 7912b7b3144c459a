"""What can go wrong with conversations."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
)


class ConversationNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "conversation_not_found"

    def __init__(self) -> None:
        super().__init__(_("This conversation cannot be found."))


class QuestionNotFoundError(NotFoundError):
    """Missing, or put to somebody else."""

    code = "expert_question_not_found"

    def __init__(self) -> None:
        super().__init__(_("This question cannot be found."))


class RoutingRuleNotFoundError(NotFoundError):
    """Missing: it was dropped meanwhile."""

    code = "routing_rule_not_found"

    def __init__(self) -> None:
        super().__init__(_("This rule cannot be found."))


class ConversationHeldError(DomainError):
    """Two people who answer the same person say two things: the second one is told."""

    code = "conversation_held"

    def __init__(self, name: str, since: datetime) -> None:
        shown = date_format(localtime(since), "DATETIME_FORMAT")  # in the zone of whoever reads it
        super().__init__(
            _("%(name)s has had it since %(since)s: ask them, or have it given to you.")
            % {"name": name, "since": shown},
            facts={"name": name},
        )


class ConversationStateError(DomainError):
    """What is asked makes no sense where the conversation stands now."""

    code = "conversation_state"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This cannot be done now: the conversation is “%(status)s”.") % {"status": status}
        )


class ConversationInvalidError(InvalidInputError):
    """Something that was filled in cannot be taken as it is."""

    code = "conversation_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class ReplyRefusedError(InvalidInputError):
    """The rules forbid these words, or they do not fit."""

    code = "reply_refused"

    def __init__(self, why: str) -> None:
        super().__init__(why, fields={"text": why})


class ReplyLicenceError(InvalidInputError):
    """Answering in public asks for a licence (R90)."""

    code = "reply_licence_missing"

    def __init__(self, why: str) -> None:
        said = _("You may not answer there yet: %(why)s. A colleague can take it.") % {"why": why}
        super().__init__(said, fields={"text": said})


class ConversationMovedOnError(InvalidInputError):
    """Somebody wrote since the form was shown: what they say may change the answer."""

    code = "conversation_moved_on"

    def __init__(self, name: str) -> None:
        said = _("%(name)s wrote meanwhile: read it above, then answer.") % {
            "name": name or _("Somebody")
        }
        super().__init__(said, fields={})  # of the whole form: no field of it is wrong
