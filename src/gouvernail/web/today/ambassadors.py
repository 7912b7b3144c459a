"""What ambassadors wait for: stories to share, consents to renew, the desk of a programme."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.queries import consents_ending, desk_of, kits_for
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row


def ambassador_chores(person: Person, *, at: datetime) -> list[Row]:
    """Return what one may share, renew, read or answer. Five queries."""
    today = site_day(at)
    desk = desk_of(person)
    return [
        *(
            Row(
                kind="idle",
                title=one.label,
                fact=_("A story to share, if you wish"),
                url=reverse("advocacy:kit-detail", args=[one.pk]),
                verb=_("Share it"),
            )
            for one in kits_for(person, today=today)
        ),
        *(
            Row(
                kind="late",
                title=_("Your consent ends soon: %(name)s") % {"name": one.handle},
                fact=one.membership.programme.label,
                url=reverse("advocacy:account-edit", args=[one.pk]),
                verb=_("Renew, or not"),
            )
            for one in consents_ending(person, today=today)
        ),
        *(
            Row(
                kind="info",
                title=one.label,
                fact=_("A story to approve"),
                at=one.submitted_at,
                url=reverse("advocacy:kit-edit", args=[one.pk]),
                verb=_("Read"),
            )
            for one in desk.kits
        ),
        *(
            Row(
                kind="info",
                title=one.kit.label,
                fact=_("Told in somebody’s own words"),
                at=one.made_at,
                url=reverse("advocacy:words-decide", args=[one.pk]),
                verb=_("Read"),
            )
            for one in desk.words
        ),
        *(
            Row(
                kind="info",
                title=one.text.partition("\n")[0][:80],
                fact=_("A suggestion for %(name)s") % {"name": one.programme.label},
                at=one.made_at,
                url=reverse("advocacy:programme-desk", args=[one.programme_id]) + "?show=ideas",
                verb=_("Answer"),
            )
            for one in desk.ideas
        ),
    ]
