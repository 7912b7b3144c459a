"""Writing colour themes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.brand.errors import BrandInvalidError
from gouvernail.brand.models import Theme
from gouvernail.brand.permissions.guides import require_write, visible_theme
from gouvernail.brand.queries.colours import AA_LARGE, HEX, contrast
from gouvernail.foundation.actions import action
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit

MOST_COLOURS: Final = 16
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFacts:
    """A theme: `colours` are (name, name in English, `#rrggbb`), `pairs` names (text, ground)."""

    unit_id: UUID
    title: str
    title_en: str = ""
    colours: tuple[tuple[str, str, str], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@action("brand.write_theme")
def write_theme(
    *, facts: ThemeFacts, theme_id: UUID | None = None, by: Person, at: datetime
) -> Theme:
    """Write a colour theme, or change it.

    Raises:
        BrandInvalidError: `fields` says what; a pair that nobody could read is refused.
        BrandNotFoundError, UnitNotFoundError, RightMissingError: nothing was changed.
    """
    row = visible_theme(theme_id, viewer=by, lock=True) if theme_id else Theme()
    if theme_id:
        require_write(by, unit=row.unit)
    row.unit = visible_unit(facts.unit_id, viewer=by)
    require_write(by, unit=row.unit)
    row.title, row.title_en = facts.title.strip(), facts.title_en.strip()
    row.colours = [
        {"name": name.strip(), "name_en": english.strip(), "hex": code.strip().lower()}
        for name, english, code in facts.colours
    ]
    wrong = faults_of(row, leave=("colours", "pairs")) | _colour_faults(row.colours)
    if not wrong:
        wrong = _put_pairs(row, facts.pairs)
    if wrong:
        raise BrandInvalidError(wrong)
    row.save()
    record(actor=by, verb="colour_theme.written", subject=row, at=at)
    return row


def _colour_faults(colours: list[dict[str, str]]) -> dict[str, str]:
    names = [one["name"].casefold() for one in colours]
    if not 1 <= len(colours) <= MOST_COLOURS:
        return {"colours": _("Name one colour at least, 16 at most.")}
    if not all(0 < len(name) <= LONGEST_NAME for name in names):
        return {"colours": _("Give every colour a name of at most 60 characters.")}
    if len(set(names)) != len(names):
        return {"colours": _("Two colours have the same name.")}
    for one in colours:
        if not HEX.fullmatch(one["hex"]):
            words = _("“%(code)s” is no colour: write it as #0b6e8f.")
            return {"colours": words % {"code": one["hex"][:20]}}
    return {}


def _put_pairs(row: Theme, pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    places = {one["name"].casefold(): place for place, one in enumerate(row.colours)}
    found: list[list[int]] = []
    for text, ground in pairs:
        names = (text.strip().casefold(), ground.strip().casefold())
        unknown = [name for name in names if name not in places]
        if unknown:
            words = _("“%(name)s” is not among these colours.")
            return {"pairs": words % {"name": unknown[0]}}
        pair = [places[name] for name in names]
        ratio = contrast(row.colours[pair[0]]["hex"], row.colours[pair[1]]["hex"])
        if ratio < AA_LARGE:
            words = _("“%(text)s” on “%(ground)s” cannot be read: its contrast is below 3.")
            return {"pairs": words % {"text": text, "ground": ground}}
        if pair not in found:
            found.append(pair)
    row.pairs = found
    return {}


@action("brand.archive_theme")
def archive_theme(*, theme_id: UUID, by: Person, at: datetime) -> Theme:
    """Set a theme aside.

    Raises:
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    row = visible_theme(theme_id, viewer=by, lock=True)
    require_write(by, unit=row.unit)
    row.archived_at = at
    row.save(update_fields=("archived_at",))
    record(actor=by, verb="colour_theme.archived", subject=row, at=at)
    return row
