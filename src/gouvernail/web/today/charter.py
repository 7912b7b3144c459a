"""What the charter asks of a person today: risks to review, duties of the day."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.charter.models import Risk
from gouvernail.charter.permissions import may_write
from gouvernail.charter.queries.risks import reviews_of
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def risk_reviews(person: Person) -> Sources:
    """Return the risks that `person` owns and must review within a week, late ones first."""
    today = clock.today()

    def row(risk: Risk) -> Row:
        return Row(
            kind="overdue" if risk.review_on and risk.review_on < today else "late",
            title=risk.label,
            fact=_("Risk to review"),
            url=reverse("charter:line-edit", args=["risks", risk.pk])
            if may_write(person, unit=risk.unit)
            else reverse("charter:risk-list") + "?due=overdue",
            verb=_("Review"),
        )

    return [each(reviews_of(person, today=today), row)]
