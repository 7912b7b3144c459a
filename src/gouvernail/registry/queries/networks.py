"""What each network is called, and what can be done with an account on it."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.egress import Egress
from gouvernail.foundation.outbound import way_out
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.networks.contract import Capability, Means
from gouvernail.networks.registry import automatic_networks, connector
from gouvernail.registry.models import Account

CAPABILITIES: Final[dict[str, Promise]] = {
    Capability.PUBLISH: pgettext_lazy("capability", "Publish"),
    Capability.READ_BACK: _("Read back"),
    Capability.COMMENTS: _("Comments"),
    Capability.MESSAGES: _("Messages"),
    Capability.STATISTICS: _("Statistics"),
    Capability.PROFILE: _("Profile"),
    Capability.MEMBERS: _("Members"),
    Capability.THREADS: _("Threads"),
    Capability.WITHDRAW: _("Withdraw"),
    Capability.EDIT: _("Edit in place"),
}
PRACTICE: Final = "practice"
WITH_AT: Final = frozenset(
    ("bluesky", "mastodon", "x", "instagram", "threads", "tiktok", "youtube", PRACTICE)
)
CONNECTABLE: Final = frozenset(("bluesky", "mastodon", PRACTICE))  # those with a page to connect


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """One capability of one account, as it stands: `waiting` is automatic once connected."""

    name: str
    means: str
    waiting: bool

    @property
    def words(self) -> str:
        """Return how it is done, in the reader's language."""
        if self.waiting:
            return gettext("automatic once connected")
        return {
            Means.AUTOMATIC: gettext("automatic"),
            Means.BY_HAND: gettext("by hand"),
            Means.IMPOSSIBLE: gettext("impossible"),
        }[Means(self.means)]


def egress() -> Egress:
    """Return the way out that the settings allow."""
    return way_out()


def abilities_of(account: Account, *, connected: bool) -> list[Ability]:
    """Return what the account's network allows, capability by capability. No query."""
    declared = connector(account.network, egress=egress()).capabilities
    return [
        Ability(
            name=str(words),
            means=str(declared.get(capability, Means.IMPOSSIBLE)),
            waiting=not connected and declared.get(capability) == Means.AUTOMATIC,
        )
        for capability, words in ((Capability(each), CAPABILITIES[each]) for each in CAPABILITIES)
    ]


def is_connectable(network: str) -> bool:
    """Return whether the site has a connector for this network, and a page to sign in with."""
    return network in CONNECTABLE and network in automatic_networks()


def network_label(network: str) -> str:
    """Return how people write a network's name; an unknown one keeps its own word."""
    if network == PRACTICE:
        return gettext("Practice")
    if network == "website":
        return gettext("Website")
    known = NETWORKS.get(network)
    return known.name if known else network


def handle_label(account: Account) -> str:
    """Return a handle as its network shows it: `@nordet`, `company/nordet`, `Nordet`. No query."""
    if account.network in WITH_AT:
        return f"@{account.handle}"
    if account.network == "linkedin" and account.url:
        return urlsplit(account.url).path.strip("/")
    return account.handle


def network_choices() -> list[tuple[str, str]]:
    """Return every network that addresses may name, by name, in the reader's words."""
    named = [(slug, network_label(slug)) for slug in NETWORKS]
    return sorted(named, key=lambda each: each[1].casefold())
