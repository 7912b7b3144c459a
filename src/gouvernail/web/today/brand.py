"""What the brand asks of a person today: guides to read."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.queries.readings import guides_to_read
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
