"""Makers of what the charter says."""

from datetime import UTC, date, datetime, time

from gouvernail.blueprint.actions import ask_to_apply, plan_model
from gouvernail.blueprint.models import Application
from gouvernail.charter.actions import write_line
from gouvernail.charter.models import Duty, Risk
from gouvernail.charter.queries.facts import DutyFacts, RiskFacts
from gouvernail.people.models import Person, Unit

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)  # a Tuesday


def make_risk(
    *, by: Person, unit: Unit, title: str = "Account taken over", **fields: object
) -> Risk:
    """Return a risk of `unit`, of class confidentiality, 3 by 4, unless said."""
    facts: dict[str, object] = {"category": "confidentiality", "likelihood": 3, "impact": 4}
    facts |= {"title": title, "unit_id": unit.pk} | fields
    risk = write_line(facts=RiskFacts(**facts), by=by, at=NOON)  # type: ignore[arg-type]  # loose on purpose
    assert isinstance(risk, Risk)
    return risk


def make_duty(
    *, by: Person, unit: Unit, title: str = "Read the comments", **fields: object
) -> Duty:
    """Return a duty of the delegates of `unit`, on weekdays by nine, unless said."""
    facts: dict[str, object] = {"by_time": time(9), "role": "delegate"}
    facts |= {"title": title, "unit_id": unit.pk} | fields
    duty = write_line(facts=DutyFacts(**facts), by=by, at=NOON)  # type: ignore[arg-type]  # loose on purpose
    assert isinstance(duty, Duty)
    return duty


def review_day(days: int) -> date:
    """Return a day so many days after the one tests stand on."""
    return date.fromordinal(NOON.date().toordinal() + days)


def make_application(*, by: Person, at: datetime = NOON) -> Application:
    """Return a plan of one new unit that waits for a second person."""
    texts = {"units": "format: 1\nunits:\n  - {code: hydro, parent: nordet, name: Hydro}\n"}
    digest = plan_model(texts, by=by).digest
    return ask_to_apply(texts=texts, digest=digest, by=by, at=at)
