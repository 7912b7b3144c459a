"""Scenarios written in the browser: drafted, tried by their author, published in versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.training.actions.scenarios import (
    ScenarioFacts,
    free_slug,
    own_scenario,
    wrong_facts,
)
from gouvernail.training.errors import (
    ScenarioInvalidError,
    ScenarioNotFoundError,
    ScenarioStaleError,
)
from gouvernail.training.models import Scenario, ScenarioVersion
from gouvernail.training.permissions import require_editor
from gouvernail.training.queries.checking import filled, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScenario:
    """What a scenario begins with: how it is told, of which kind, for which unit."""

    kind: str
    unit_id: UUID
    facts: ScenarioFacts


@action("training.create_scenario")
def create_scenario(*, new: NewScenario, by: Person, at: datetime) -> Scenario:
    """Begin a scenario of one's own; nobody practises it before it is published.

    Raises:
        UnitNotFoundError, RightMissingError: nothing was made.
        ScenarioInvalidError: a field cannot be taken.
    """
    unit = visible_unit(new.unit_id, viewer=by)
    require_editor(by, unit)
    facts, wrong = new.facts, wrong_facts(new.facts)
    if new.kind not in Scenario.Kind.values:
        wrong["kind"] = _("Choose a kind of the list.")
    if wrong:
        raise ScenarioInvalidError(wrong)
    scenario = Scenario.objects.create(
        slug=free_slug(slugify(facts.title)[:50] or "scenario"),
        kind=new.kind,
        title=facts.title.strip(),
        title_en=facts.title_en.strip(),
        story=facts.story.strip(),
        story_en=facts.story_en.strip(),
        unit=unit,
        owner=by,
        pass_percent=facts.pass_percent,
        limit_seconds=facts.limit_seconds,
        number=0,
        created_at=at,
    )
    record(actor=by, verb="scenario.created", subject=scenario, at=at)
    return scenario


@action("training.write_scenario")
def write_scenario(
    scenario_id: UUID, *, content: Mapping[str, Any], by: Person, at: datetime, base: str = ""
) -> Scenario:
    """Keep what is written for the next version, whole or not; what is practised stays.

    `base`: the `draft_digest` of what was read, where the caller says it.

    Raises:
        ScenarioNotFoundError, RightMissingError: nothing was kept.
        ScenarioStaleError: somebody wrote or published since; nothing was kept.
    """
    scenario = own_scenario(scenario_id, by=by)
    if base and base != draft_digest(scenario):
        raise ScenarioStaleError
    scenario.draft = dict(content)
    scenario.save(update_fields=("draft",))
    record(actor=by, verb="scenario.written", subject=scenario, at=at)
    return scenario


@action("training.publish_scenario")
def publish_scenario(scenario_id: UUID, *, by: Person, at: datetime, base: str = "") -> Scenario:
    """Put what is written in the place of what is practised; what was practised before stands.

    `base`: the `draft_digest` of what was read, where the caller says it.

    Raises:
        ScenarioNotFoundError, RightMissingError: nothing was changed.
        ScenarioStaleError: somebody wrote or published since; nothing was changed.
        ScenarioInvalidError: something lacks, nobody could fail, or a good answer would.
    """
    scenario = own_scenario(scenario_id, by=by)
    if base and base != draft_digest(scenario):
        raise ScenarioStaleError
    content = sound_draft(scenario)
    if scenario.number and not scenario.versions.filter(number=scenario.number).exists():
        keep_version(scenario, by=scenario.owner, at=scenario.created_at)  # of before versions were
    scenario.number += 1
    scenario.content, scenario.draft = content, {}
    scenario.save(update_fields=("number", "content", "draft"))
    digest = keep_version(scenario, by=by, at=at)
    record(actor=by, verb="scenario.published", subject=scenario, at=at, digest=digest)
    return scenario


@action("training.take_scenario_version")
def take_scenario_version(
    scenario_id: UUID, *, number: int, by: Person, at: datetime, base: str = ""
) -> Scenario:
    """Write on from an earlier version; number 0 gives the draft up.

    `base`: the `draft_digest` of the draft that goes; nothing is replaced without it.

    Raises:
        ScenarioStaleError: something is written that was not read; nothing was changed.
        ScenarioNotFoundError: missing, hidden, or without such a version.
        RightMissingError: nothing was changed.
    """
    scenario = own_scenario(scenario_id, by=by)
    version = scenario.versions.filter(number=number).first()
    if number and version is None:
        raise ScenarioNotFoundError
    if scenario.draft and base != draft_digest(scenario):
        raise ScenarioStaleError
    scenario.draft = version.content if version else {}
    scenario.save(update_fields=("draft",))
    record(actor=by, verb="scenario.written", subject=scenario, at=at)
    return scenario


def draft_digest(scenario: Scenario) -> str:
    """Return what names a draft and the version it comes after: another one once either moved."""
    return sha256_hex(canonical({"draft": scenario.draft, "number": scenario.number}))


def sound_draft(scenario: Scenario) -> dict[str, Any]:
    """Return what is written, in both languages, as it would be practised.

    Raises:
        ScenarioInvalidError: something lacks, nobody could fail, or a good answer would.
    """
    wrong = refused(
        scenario.kind,
        scenario.draft,
        pass_percent=scenario.pass_percent,
        limit_seconds=scenario.limit_seconds,
    )
    if wrong:
        raise ScenarioInvalidError(wrong)
    content: dict[str, Any] = filled(scenario.draft)
    return content


def keep_version(scenario: Scenario, *, by: Person, at: datetime) -> str:
    """Keep what is practised under its number, word for word; return its digest."""
    digest = sha256_hex(canonical(scenario.content))
    ScenarioVersion.objects.create(
        scenario=scenario,
        number=scenario.number,
        content=scenario.content,
        digest=digest,
        published_by=by,
        published_at=at,
    )
    return digest
