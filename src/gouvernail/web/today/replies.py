"""The lines of Today about approved replies: what to look at again, what ends."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.replies.models import ReplyVersion
from gouvernail.replies.queries.reviewing import due
from gouvernail.web.today.lines import Row, Sources, each


def replies_to_review(person: Person) -> Sources:
    """Return the replies this person keeps that are to review, or end within thirty days."""
    return [each(due(person, today=clock.today()), _to_review)]


def _to_review(one: ReplyVersion) -> Row:
    today = clock.today()
    ends = one.expires_on is not None and one.expires_on > today
    over = one.expires_on is not None and not ends
    return Row(
        kind="warn" if over else "info",
        title=one.reply.label,
        fact=_("This reply is offered no more: its day has passed")
        if over
        else _("This reply will soon be offered no more")
        if ends
        else _("Is this reply still good?"),
        url=reverse("replies:reply-detail", args=[one.reply_id]),
        verb=_("Look at it"),
    )
