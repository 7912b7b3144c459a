"""The parts of the model, in the order in which they can be written."""

from typing import Final

from gouvernail.blueprint.sections.brand import Audiences, Colours, Guide, Templates
from gouvernail.blueprint.sections.charter import Model, Modules, Organisation, Teams
from gouvernail.blueprint.sections.columns import DAYS, Column, Kind, Row, Value
from gouvernail.blueprint.sections.lines import Lines
from gouvernail.blueprint.sections.packs import Packs
from gouvernail.blueprint.sections.people import people_named
from gouvernail.blueprint.sections.roles import Roles
from gouvernail.blueprint.sections.routes import Routes
from gouvernail.blueprint.sections.section import Kept, Listed, Section, Standing, Writing
from gouvernail.blueprint.sections.units import Units
from gouvernail.charter.models import SECTIONS as LINES

SECTIONS: Final[tuple[Section, ...]] = (
    Organisation(),
    Units(),
    Roles(),
    Model(),
    Modules(),
    Teams(),
    *(Lines(name) for name in LINES),
    Routes(),
    Audiences(),
    Colours(),
    Guide(),
    Templates(),
    Packs(),
)
FILES: Final = tuple(dict.fromkeys(one.file for one in SECTIONS if not isinstance(one, Kept)))
FOLDERS: Final = tuple(dict.fromkeys(one.file for one in SECTIONS if isinstance(one, Kept)))

__all__ = [
    "DAYS",
    "FILES",
    "FOLDERS",
    "SECTIONS",
    "Column",
    "Kept",
    "Kind",
    "Listed",
    "Row",
    "Section",
    "Standing",
    "Value",
    "Writing",
    "people_named",
]
