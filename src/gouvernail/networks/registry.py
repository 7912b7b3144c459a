"""Finding a connector by the name of its network.

Those of this package are listed here; others come as Python entry points of the group
`gouvernail.networks`, whose object is called with the `Egress` and returns a connector.
An entry point of the same name wins, so that an organisation can replace ours.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from gouvernail.egress import Egress
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.byhand.connector import ByHandConnector
from gouvernail.networks.contract import Connector
from gouvernail.networks.mastodon.connector import MastodonConnector

GROUP = "gouvernail.networks"

Factory = Callable[[Egress], Connector]

_BUILT_IN: Mapping[str, Factory] = MappingProxyType(
    {"bluesky": BlueskyConnector, "mastodon": MastodonConnector}
)


@lru_cache(maxsize=1)
def _installed() -> Mapping[str, EntryPoint]:
    return MappingProxyType({point.name: point for point in entry_points(group=GROUP)})


def _factory(network: str) -> Factory | None:
    """Load what was asked for and nothing else: a connector may need Django, or be slow."""
    point = _installed().get(network)
    if point is None:
        return _BUILT_IN.get(network)
    factory: Factory = point.load()
    return factory


def connector(network: str, *, egress: Egress) -> Connector:
    """Return the connector of a network; by hand for every network that has none.

    `egress` is the only way out it will have.
    """
    factory = _factory(network)
    return factory(egress) if factory else ByHandConnector(network)


def automatic_networks() -> tuple[str, ...]:
    """Return the slugs of the networks that have a connector of their own, sorted."""
    return tuple(sorted({*_BUILT_IN, *_installed()}))
