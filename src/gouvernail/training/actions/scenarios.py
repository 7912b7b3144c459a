"""Scenarios: taken from those to start from, tied to a course, put away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.training.errors import ScenarioInvalidError, ScenarioNotFoundError
from gouvernail.training.models import Scenario, ScenarioVersion
from gouvernail.training.models.scenarios import LONGEST_SECONDS
from gouvernail.training.permissions import require_editor, visible_course, visible_scenario
from gouvernail.training.queries.checking import refused
from gouvernail.training.starters import starter_scenarios

SHORTEST_SECONDS = 30
TOLD: Final = (
    *("course", "title", "title_en", "story", "story_en"),
    *("pass_percent", "limit_seconds"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFacts:
    """What may be changed of a scenario. `course_slug`: its certificate asks for a pass here."""

    title: str
    story: str
    title_en: str = ""
    story_en: str = ""
    course_slug: str = ""
    pass_percent: int = 80
    limit_seconds: int = 600


@action("training.add_scenario")
def add_scenario(slug: str, *, unit_id: UUID, by: Person, at: datetime) -> Scenario:
    """Take a scenario to start from into a unit; its short name gets a number where it is taken.

    Raises:
        ScenarioNotFoundError: there is none of this name to start from.
        UnitNotFoundError, RightMissingError: nothing was made.
    """
    starter = next((one for one in starter_scenarios() if one.slug == slug), None)
    if starter is None:
        raise ScenarioNotFoundError
    unit = visible_unit(unit_id, viewer=by)
    require_editor(by, unit)
    scenario = Scenario.objects.create(
        slug=free_slug(starter.slug),
        kind=starter.kind,
        title=starter.title.fr,
        title_en=starter.title.en,
        story=starter.story.fr,
        story_en=starter.story.en,
        content=dict(starter.content),
        unit=unit,
        owner=by,
        pass_percent=starter.pass_percent,
        limit_seconds=starter.limit_seconds,
        starter=starter.slug,
        created_at=at,
    )
    digest = sha256_hex(canonical(scenario.content))
    ScenarioVersion.objects.create(
        scenario=scenario,
        number=1,
        content=scenario.content,
        digest=digest,
        published_by=by,
        published_at=at,
    )
    record(actor=by, verb="scenario.created", subject=scenario, at=at, digest=digest)
    return scenario


def free_slug(slug: str) -> str:
    """Return a short name that is free: this one, or with a number. One query."""
    taken = set(Scenario.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def own_scenario(scenario_id: UUID, *, by: Person) -> Scenario:
    """Return a scenario that `by` may write, locked. Inside an action.

    Raises:
        ScenarioNotFoundError, RightMissingError: hidden, or not theirs to write.
    """
    scenario = visible_scenario(viewer=by, scenario_id=scenario_id)
    require_editor(by, scenario.unit)
    return Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)


@action("training.update_scenario")
def update_scenario(
    scenario_id: UUID, *, facts: ScenarioFacts, by: Person, at: datetime
) -> Scenario:
    """Change how a scenario is told, marked and asked; what was practised before stands.

    Raises:
        ScenarioNotFoundError, RightMissingError: nothing was changed.
        ScenarioInvalidError: a field cannot be taken.
        CourseNotFoundError: the course is missing, or hidden from `by`.
    """
    scenario = own_scenario(scenario_id, by=by)
    wrong = wrong_facts(facts) | _would_refuse(scenario, facts)
    if wrong:
        raise ScenarioInvalidError(wrong)
    course = visible_course(viewer=by, slug=facts.course_slug) if facts.course_slug else None
    if course is not None and course != scenario.course:
        require_editor(by, course.unit)
    if course is not None and not course.unit.path.startswith(scenario.unit.path):
        raise ScenarioInvalidError(
            {"course": _("This course reaches people to whom this scenario is not offered.")}
        )
    scenario.course = course
    scenario.title, scenario.title_en = facts.title.strip(), facts.title_en.strip()
    scenario.story, scenario.story_en = facts.story.strip(), facts.story_en.strip()
    scenario.pass_percent, scenario.limit_seconds = facts.pass_percent, facts.limit_seconds
    scenario.save(update_fields=TOLD)
    record(actor=by, verb="scenario.updated", subject=scenario, at=at)
    return scenario


def wrong_facts(facts: ScenarioFacts) -> dict[str, str]:
    """Return which of these cannot be taken, by field."""
    wrong: dict[str, str] = {}
    if not facts.title.strip():
        wrong["title"] = _("Give it a title.")
    if not facts.story.strip():
        wrong["story"] = _("Say what happens.")
    if not 1 <= facts.pass_percent <= 100:  # noqa: PLR2004 - percent
        wrong["pass_percent"] = _("From 1 to 100.")
    if not SHORTEST_SECONDS <= facts.limit_seconds <= LONGEST_SECONDS:
        wrong["limit_seconds"] = _("From 30 seconds to one hour.")
    return wrong


def _would_refuse(scenario: Scenario, facts: ScenarioFacts) -> dict[str, str]:
    """Return the mark that the good answer of what is practised misses; what is drafted waits."""
    if scenario.kind != Scenario.Kind.ANSWER or not scenario.content:
        return {}
    marks = {"pass_percent": facts.pass_percent, "limit_seconds": facts.limit_seconds}
    lacks = refused(scenario.kind, scenario.content, **marks)
    if any(name.endswith("_after") for name in lacks):
        return {"limit_seconds": _("A comment of this scenario comes later than that.")}
    if any("example" in name for name in lacks):
        return {"pass_percent": _("The good answer of this scenario would not reach it.")}
    return {}


@action("training.put_scenario_away")
def put_scenario_away(scenario_id: UUID, *, away: bool, by: Person, at: datetime) -> Scenario:
    """Offer a scenario to nobody any more, or again; asked twice, nothing more happens.

    Raises:
        ScenarioNotFoundError, RightMissingError: nothing was changed.
    """
    scenario = own_scenario(scenario_id, by=by)
    if away == (scenario.archived_at is not None):
        return scenario
    scenario.archived_at = at if away else None
    scenario.save(update_fields=("archived_at",))
    verb = "scenario.archived" if away else "scenario.restored"
    record(actor=by, verb=verb, subject=scenario, at=at)
    return scenario
