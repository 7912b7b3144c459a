"""What the brand asks of a person today: guides to read, rights to see to, posts to check."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.actions.removals import removal_path
from gouvernail.brand.models import LibraryItem, Removal
from gouvernail.brand.models.influencers import PartnerPost
from gouvernail.brand.models.rights import Extension
from gouvernail.brand.queries.influencers import posts_to_check
from gouvernail.brand.queries.library import extensions_to_answer, rights_to_settle
from gouvernail.brand.queries.readings import ToRead, guides_to_read, readings_of
from gouvernail.brand.queries.removals import removals_to_answer
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Source, Sources, each


def readings(person: Person) -> Sources:
    """Return the style guides that wait to be read."""
    today = clock.today()
    return [
        Source(
            asked=readings_of(person, today),
            lines=lambda asked: [
                _to_read(one) for one in guides_to_read(person, today=today, asked=asked)
            ],
        )
    ]


def _to_read(one: ToRead) -> Row:
    return Row(
        kind="overdue" if one.due_on < clock.today() else "clock",
        title=_("Style guide: %(unit)s") % {"unit": one.unit.label},
        fact=_("It has changed: read it again") if one.again else _("To read"),
        url=f"{reverse('brand:guide')}?unit={one.unit.code}",
        verb=_("Read"),
    )


def rights_waiting(person: Person) -> Sources:
    """Return what a keeper of rights answers or sees to, and posts of partners."""
    today = clock.today()
    return [
        each(removals_to_answer(person), _removal),
        each(extensions_to_answer(person), _extension),
        each(rights_to_settle(person, today=today), _rights),
        each(posts_to_check(person, today=today), _post),
    ]


def _extension(one: Extension) -> Row:
    return Row(
        kind="info",
        title=_("More time for “%(title)s”?") % {"title": one.item.title},
        fact=one.asked_by.name,
        url=reverse("brand:extension-answer", args=[one.pk]),
        verb=_("Decide"),
    )


def _rights(one: LibraryItem) -> Row:
    ended = one.has_ended(clock.today())
    return Row(
        kind="overdue" if ended else "clock",
        title=one.title,
        fact=_("Its rights of use have ended")
        if ended
        else _("Its rights of use end within a month"),
        url=reverse("brand:library-item", args=[one.pk]),
        verb=_("See"),
    )


def _post(one: PartnerPost) -> Row:
    return Row(
        kind="warn",
        title=_("Post of %(name)s") % {"name": one.contract.partner.name},
        fact=one.get_status_display(),
        url=reverse("brand:partner-detail", args=[one.contract.partner_id]),
        verb=_("Check"),
    )


def _removal(one: Removal) -> Row:
    """Return what waits for a second person before it leaves force."""
    words = {
        Removal.What.SECTION: _("Take “%(title)s” out of the guide?"),
        Removal.What.TEMPLATE: _("Offer the template “%(title)s” no more?"),
        Removal.What.ITEM: _("Withdraw “%(title)s” from the library?"),
        Removal.What.RIGHTS: _("Allow more with “%(title)s”?"),
    }
    return Row(
        kind="late" if one.at_once else "info",
        title=words[Removal.What(one.what)] % {"title": one.label},
        fact=_("%(name)s withdrew it at once: to be confirmed") % {"name": one.asked_by.name}
        if one.at_once
        else one.asked_by.name,
        url=removal_path(one),
        verb=_("Decide"),
    )
