"""What ambassadors wait for: stories to share, consents to renew, the desk of a programme."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.models import Idea, Kit, OwnWords, PersonalAccount
from gouvernail.advocacy.queries import consents_ending, desk_of, kits_for
from gouvernail.advocacy.queries.lists import written_by_others
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Source, Sources, each


def ambassador_chores(person: Person, *, at: datetime) -> Sources:
    """Return what one may share, renew, read or answer."""
    today = site_day(at)
    desk = desk_of(person)
    return [
        each(kits_for(person, today=today), _to_share),
        each(consents_ending(person, today=today), _to_renew),
        Source(
            asked=desk.kits,
            lines=lambda kits: [_to_approve(one) for one in written_by_others(kits, person)],
        ),
        each(desk.words, _own_words),
        each(desk.ideas, _suggestion),
    ]


def _to_share(one: Kit) -> Row:
    return Row(
        kind="idle",
        title=one.label,
        fact=_("A story to share, if you wish"),
        url=reverse("advocacy:kit-detail", args=[one.pk]),
        verb=_("Share it"),
    )


def _to_renew(one: PersonalAccount) -> Row:
    return Row(
        kind="late",
        title=_("Your consent ends soon: %(name)s") % {"name": one.handle},
        fact=one.membership.programme.label,
        url=reverse("advocacy:account-edit", args=[one.pk]),
        verb=_("Renew, or not"),
    )


def _to_approve(one: Kit) -> Row:
    return Row(
        kind="info",
        title=one.label,
        fact=_("A story to approve"),
        at=one.submitted_at,
        url=reverse("advocacy:kit-edit", args=[one.pk]),
        verb=_("Read"),
    )


def _own_words(one: OwnWords) -> Row:
    return Row(
        kind="info",
        title=one.kit.label,
        fact=_("Told in somebody’s own words"),
        at=one.made_at,
        url=reverse("advocacy:words-decide", args=[one.pk]),
        verb=_("Read"),
    )


def _suggestion(one: Idea) -> Row:
    return Row(
        kind="info",
        title=one.text.partition("\n")[0][:80],
        fact=_("A suggestion for %(name)s") % {"name": one.programme.label},
        at=one.made_at,
        url=reverse("advocacy:programme-desk", args=[one.programme_id]) + "?show=ideas",
        verb=_("Answer"),
    )
