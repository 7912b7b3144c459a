"""What the brand asks of a person today: guides to read, rights to see to, posts to check."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.actions.removals import removal_path
from gouvernail.brand.models import Removal
from gouvernail.brand.queries.influencers import posts_to_check
from gouvernail.brand.queries.library import extensions_to_answer, rights_to_settle
from gouvernail.brand.queries.readings import guides_to_read
from gouvernail.brand.queries.removals import removals_to_answer
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row


def readings(person: Person) -> list[Row]:
    """Return the style guides that wait to be read. One query when none is asked, three else."""
    today = clock.today()
    return [
        Row(
            kind="overdue" if one.due_on < today else "clock",
            title=_("Style guide: %(unit)s") % {"unit": one.unit.label},
            fact=_("It has changed: read it again") if one.again else _("To read"),
            url=f"{reverse('brand:guide')}?unit={one.unit.code}",
            verb=_("Read"),
        )
        for one in guides_to_read(person, today=today)
    ]


def rights_waiting(person: Person) -> list[Row]:
    """Return what a keeper of rights answers or sees to, and posts of partners. Four queries."""
    today = clock.today()
    rows = _removals(person)
    rows += [
        Row(
            kind="info",
            title=_("More time for “%(title)s”?") % {"title": one.item.title},
            fact=one.asked_by.name,
            url=reverse("brand:extension-answer", args=[one.pk]),
            verb=_("Decide"),
        )
        for one in extensions_to_answer(person)
    ]
    rows += [
        Row(
            kind="overdue" if one.has_ended(today) else "clock",
            title=one.title,
            fact=_("Its rights of use have ended")
            if one.has_ended(today)
            else _("Its rights of use end within a month"),
            url=reverse("brand:library-item", args=[one.pk]),
            verb=_("See"),
        )
        for one in rights_to_settle(person, today=today)
    ]
    return rows + [
        Row(
            kind="warn",
            title=_("Post of %(name)s") % {"name": one.contract.partner.name},
            fact=one.get_status_display(),
            url=reverse("brand:partner-detail", args=[one.contract.partner_id]),
            verb=_("Check"),
        )
        for one in posts_to_check(person, today=today)
    ]


def _removals(person: Person) -> list[Row]:
    """Return what waits for a second person before it leaves force. One query."""
    words = {
        Removal.What.SECTION: _("Take “%(title)s” out of the guide?"),
        Removal.What.TEMPLATE: _("Offer the template “%(title)s” no more?"),
        Removal.What.ITEM: _("Withdraw “%(title)s” from the library?"),
        Removal.What.RIGHTS: _("Allow more with “%(title)s”?"),
    }
    return [
        Row(
            kind="late" if one.at_once else "info",
            title=words[Removal.What(one.what)] % {"title": one.label},
            fact=_("%(name)s withdrew it at once: to be confirmed") % {"name": one.asked_by.name}
            if one.at_once
            else one.asked_by.name,
            url=removal_path(one),
            verb=_("Decide"),
        )
        for one in removals_to_answer(person)
    ]
