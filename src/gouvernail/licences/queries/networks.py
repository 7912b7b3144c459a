"""The networks a licence may be for, as people write them."""

from typing import Final

from django.utils.translation import gettext as _

from gouvernail.charter.queries.networks import network_label
from gouvernail.kernel.text.addresses import NETWORKS

PRACTICE: Final = "practice"
KNOWN: Final = frozenset({*NETWORKS, PRACTICE})


def network_name(network: str) -> str:
    """Return a network's name; of an empty one, that every network is meant."""
    if not network:
        return _("every network")
    if network == PRACTICE:
        return _("the practice network")
    return network_label(network)


def network_choices() -> list[tuple[str, str]]:
    """Return the networks by name, the practice network last."""
    brands = NETWORKS.keys() - {PRACTICE}
    named = sorted(brands, key=lambda slug: network_label(slug).casefold())
    return [(slug, network_name(slug)) for slug in (*named, PRACTICE)]
