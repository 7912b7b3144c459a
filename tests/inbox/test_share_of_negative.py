"""How much of what somebody wrote to us sounds negative."""

from gouvernail.inbox.models import Message
from gouvernail.inbox.queries.thread import share_of_negative


def received(sentiment: str) -> Message:
    return Message(kind=Message.Kind.IN, sentiment=sentiment)


def test_the_share_is_told_in_percents_of_what_was_judged() -> None:
    heard = [received("negative"), received("neutral"), received("negative"), received("")]
    ours = Message(kind=Message.Kind.OUT, sentiment="positive")

    assert round(share_of_negative([*heard, ours]) or 0) == 67
    assert share_of_negative([received("negative")]) == 100
    assert share_of_negative([received("")]) is None
