"""What is chosen once for the whole model: communities, who may take part, who answers; modules."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.errors import CharterInvalidError, CharterStaleError
from gouvernail.charter.models import Charter, TeamModel
from gouvernail.charter.permissions import require_write
from gouvernail.charter.queries.modules import MODULES
from gouvernail.charter.queries.seen import FRAME, TEAM, seen_of_frame, seen_of_team
from gouvernail.charter.queries.teams import leads
from gouvernail.foundation.actions import action
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The choices; empty ones are not made yet. `internal_participation`: where there are two."""

    communities: str = ""
    participation: str = ""
    internal_participation: str = ""
    accountable_id: UUID | None = None


@action("charter.write_frame")
def write_frame(*, frame: Frame, seen: str = "", by: Person, at: datetime) -> Charter:
    """Write what holds for the whole model.

    `seen` is the digest (`seen_of_frame`) that `by` had in sight; empty compares nothing.

    Raises:
        CharterStaleError: it was changed since `seen`; nothing was overwritten.
        CharterInvalidError: a choice does not exist, or who answers is not a lead of the whole.
        RightMissingError: `by` may not edit the charter.
    """
    charter = _mine(by)
    wrong = {}
    if frame.communities not in {"", *Charter.Communities.values}:
        wrong["communities"] = _("Choose one of the answers.")
    for name in ("participation", "internal_participation"):
        if getattr(frame, name) not in {"", *Charter.Participation.values}:
            wrong[name] = _("Choose one of the answers.")
    people = {person.pk for person in leads(at=at)}
    if frame.accountable_id is not None and frame.accountable_id not in people:
        wrong["accountable"] = _("Choose one of the people who lead the whole organisation.")
    if wrong:
        raise CharterInvalidError(wrong)
    before = seen_of_frame(charter)
    for name in FRAME:
        setattr(charter, name, getattr(frame, name))
    if seen and before not in {seen, seen_of_frame(charter)}:
        raise CharterStaleError
    charter.save(update_fields=FRAME)
    record(actor=by, verb="charter.frame_written", subject=charter, at=at)
    return charter


@action("charter.write_modules")
def write_modules(*, on: frozenset[str], by: Person, at: datetime) -> Charter:
    """Choose which modules are offered; what they hold stays, and keeps its rules.

    Raises:
        CharterInvalidError: there is no such module.
        RightMissingError: `by` may not edit the charter.
    """
    charter = _mine(by)
    if not on <= {module.code for module in MODULES}:
        raise CharterInvalidError({"on": _("Choose among the modules shown.")})
    charter.modules = sorted(one.code for one in MODULES if not one.usual and one.code in on)
    charter.modules_off = sorted(one.code for one in MODULES if one.usual and one.code not in on)
    charter.save(update_fields=("modules", "modules_off"))
    record(actor=by, verb="charter.modules_changed", subject=charter, at=at)
    return charter


def _mine(by: Person) -> Charter:
    require_write(by, unit=None)
    charter = Charter.objects.select_for_update().first()
    if charter is None:
        raise CharterInvalidError({"name": _("Name the organisation first, in the settings.")})
    return charter


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """How a team works and why, in the organisation's language, then in English.

    The `internal` ones only where it works otherwise for internal communities.
    """

    model: str = ""
    why: str = ""
    why_en: str = ""
    internal_model: str = ""
    internal_why: str = ""
    internal_why_en: str = ""


@action("charter.write_team_model")
def write_team_model(
    *, unit_id: UUID, facts: TeamFacts, seen: str = "", by: Person, at: datetime
) -> TeamModel | None:
    """Say how the team of a unit is organised; an empty `model` does as the unit above.

    `seen` is the digest (`seen_of_team`) that `by` had in sight; empty compares nothing.

    Raises:
        CharterStaleError: it was changed since `seen`; nothing was overwritten.
        CharterInvalidError: there is no such model, the top unit has none above it, only the
            internal one is said, or the unit is closed.
        RightMissingError, UnitNotFoundError: nothing was changed.
    """
    unit = visible_unit(unit_id, viewer=by)
    require_write(by, unit=unit)
    _check_team(facts, unit)
    kept = TeamModel.objects.select_for_update().filter(unit=unit).first()
    before = seen_of_team(kept)
    wanted = TeamModel(**{name: getattr(facts, name).strip() for name in TEAM})
    if seen and before not in {seen, seen_of_team(wanted if facts.model else None)}:
        raise CharterStaleError
    if not facts.model:
        if kept is not None:
            record(actor=by, verb="team_model.removed", subject=kept, at=at)
            kept.delete()
        return None
    kept = kept or TeamModel(unit=unit)
    for name in TEAM:
        setattr(kept, name, getattr(wanted, name))
    if wrong := faults_of(kept):
        raise CharterInvalidError(wrong)
    kept.save()
    record(actor=by, verb="team_model.written", subject=kept, at=at)
    return kept


def _check_team(facts: TeamFacts, unit: Unit) -> None:
    if unit.status != Unit.Status.OPEN:
        raise CharterInvalidError({"model": _("This unit is closed.")})
    if not facts.model:
        if unit.parent_id is None:
            raise CharterInvalidError({"model": _("Choose how the whole organisation works.")})
        if facts.internal_model:
            words = _("Say first how the team works for external communities.")
            raise CharterInvalidError({"model": words})
