"""What can go wrong with topics, sources and mentions."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


class TopicNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "topic_not_found"

    def __init__(self) -> None:
        super().__init__(_("This topic cannot be found."))


class SourceNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "source_not_found"

    def __init__(self) -> None:
        super().__init__(_("This source cannot be found."))


class MentionNotFoundError(NotFoundError):
    """Missing, no longer kept, or hidden from the asker."""

    code = "mention_not_found"

    def __init__(self) -> None:
        super().__init__(_("This mention cannot be found."))


class SpikeNotFoundError(NotFoundError):
    """Missing, or of a topic hidden from the asker."""

    code = "spike_not_found"

    def __init__(self) -> None:
        super().__init__(_("This alert cannot be found."))


class AuthorUnknownError(DomainError):
    """Nothing tells the author of the mention from everybody else of that place."""

    code = "author_unknown"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This mention does not say who wrote it: open another one of the same person, on "
                "the network where they speak."
            )
        )


class TagNotFoundError(NotFoundError):
    """Missing, or retired."""

    code = "mention_tag_not_found"

    def __init__(self) -> None:
        super().__init__(_("This tag cannot be found."))


class TopicInvalidError(InvalidInputError):
    """Something of the topic cannot be taken as it is."""

    code = "topic_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This topic cannot be kept as it is."), fields=fields)


class SourceInvalidError(InvalidInputError):
    """Something of the source cannot be taken as it is."""

    code = "source_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This source cannot be kept as it is."), fields=fields)


class MentionInvalidError(InvalidInputError):
    """What is asked of a mention cannot be taken as it is."""

    code = "mention_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class TopicClosedError(DomainError):
    """A closed topic stays as it was: what it counted is kept under its words."""

    code = "topic_closed"

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is closed: create another topic.") % {"name": name})


class SourceForgottenError(DomainError):
    """A source that was dropped is not listened to again."""

    code = "source_forgotten"

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” was dropped: add it again.") % {"name": name})


class SourceNotFileError(DomainError):
    """A place that is listened to is not filled by hand."""

    code = "source_not_file"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is listened to by itself: bring files into a source of files.")
            % {"name": name}
        )


class UnheardNotFoundError(NotFoundError):
    """Missing, listened to again, or hidden from the asker."""

    code = "unheard_author_not_found"

    def __init__(self) -> None:
        super().__init__(_("This request cannot be found."))


class SpikeInvalidError(InvalidInputError):
    """What is said of the alert cannot be taken as it is."""

    code = "spike_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class ChannelNotFoundError(NotFoundError):
    """Missing, removed, or hidden from the asker."""

    code = "chat_channel_not_found"

    def __init__(self) -> None:
        super().__init__(_("This channel cannot be found."))


class ChannelInvalidError(InvalidInputError):
    """Something of the channel cannot be taken as it is."""

    code = "chat_channel_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This channel cannot be kept as it is."), fields=fields)


class OnCallNotFoundError(NotFoundError):
    """Missing, over, or of a team hidden from the asker."""

    code = "on_call_not_found"

    def __init__(self) -> None:
        super().__init__(_("This time on call cannot be found."))


class OnCallInvalidError(InvalidInputError):
    """Something of the time on call cannot be taken as it is."""

    code = "on_call_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)
