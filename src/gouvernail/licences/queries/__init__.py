"""Questions about the licence to publish, answered without writing."""

from gouvernail.licences.queries.deciding import Asked, Code, Facts, Licence, Reason, Ruling, decide
from gouvernail.licences.queries.reading import (
    lacking,
    licence_of,
    licences_of,
    licences_on,
    names_of,
)
from gouvernail.licences.queries.requirements import (
    in_force,
    is_set_up,
    networks_named,
    requirements_waiting,
    starters,
    the_terms,
)
from gouvernail.licences.queries.rulings import (
    restrictions_of,
    waivers_of,
    waivers_to_decide,
)
from gouvernail.licences.queries.words import Step, Told, told

__all__ = [
    "Asked",
    "Code",
    "Facts",
    "Licence",
    "Reason",
    "Ruling",
    "Step",
    "Told",
    "decide",
    "in_force",
    "is_set_up",
    "lacking",
    "licence_of",
    "licences_of",
    "licences_on",
    "names_of",
    "networks_named",
    "requirements_waiting",
    "restrictions_of",
    "starters",
    "the_terms",
    "told",
    "waivers_of",
    "waivers_to_decide",
]
