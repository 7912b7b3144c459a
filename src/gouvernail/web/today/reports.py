"""The lines of Today about what people of the organisation reported."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.conduct.models import Report
from gouvernail.conduct.queries import to_help_with
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def reports_to_help_with(person: Person, *, at: datetime) -> Sources:
    """Return the reports this person may take up or has taken up."""

    def row(one: Report) -> Row:
        free = one.status == Report.Status.RECEIVED
        return Row(
            kind="overdue" if free and one.due_at < at else "warn" if free else "info",
            title=str(one.get_kind_display()),
            fact=_("%(unit)s: somebody waits for help") % {"unit": one.unit.short_label}
            if free
            else _("%(unit)s: you took it up") % {"unit": one.unit.short_label},
            at=one.made_at,
            url=reverse("conduct:report-detail", args=[one.pk]),
            verb=_("Help"),
        )

    return [each(to_help_with(person), row)]
