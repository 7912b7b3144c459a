"""Steps left for later, taken up again, and the end of the first hour."""

from datetime import datetime

from gouvernail.foundation.actions import action
from gouvernail.onboarding.models import FirstHour
from gouvernail.onboarding.permissions import require_lead
from gouvernail.onboarding.queries.steps import STEPS
from gouvernail.people.models import Person


def _begun(by: Person, at: datetime) -> FirstHour:
    """Return the first hour, locked; a site that began before there was one begins it now."""
    require_lead(by)
    FirstHour.objects.get_or_create(only=True, defaults={"started_at": at})
    return FirstHour.objects.select_for_update().get()


@action("onboarding.skip_step")
def skip_step(*, code: str, by: Person, at: datetime) -> FirstHour:
    """Leave a step aside.

    Raises:
        RightMissingError: `by` does not lead.
    """
    hour = _begun(by, at)
    if code in STEPS and code not in hour.skipped:
        hour.skipped = [*hour.skipped, code]
        hour.save(update_fields=("skipped",))
    return hour


@action("onboarding.resume_step")
def resume_step(*, code: str, by: Person, at: datetime) -> FirstHour:
    """Take a step up again.

    Raises:
        RightMissingError: `by` does not lead.
    """
    hour = _begun(by, at)
    hour.skipped = [each for each in hour.skipped if each != code]
    hour.save(update_fields=("skipped",))
    return hour


@action("onboarding.dismiss")
def dismiss(*, by: Person, at: datetime) -> FirstHour:
    """Take the first hour off Today; its pages stay.

    Raises:
        RightMissingError: `by` does not lead.
    """
    hour = _begun(by, at)
    if hour.dismissed_at is None:
        hour.dismissed_at = at
        hour.save(update_fields=("dismissed_at",))
    return hour
