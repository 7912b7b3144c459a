"""Our own accounts, as networks name them: who addresses us, and what we said ourselves."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from gouvernail.networks.contract.heard import Heard
from gouvernail.networks.hearing import host_of
from gouvernail.registry.models import Account, Connection

_DID: Final = "at://"
MASTODON: Final = "mastodon"
Version = tuple[int, str, str, int, str, str]


@dataclass(frozen=True, slots=True)
class Ours:
    """Names of our accounts: (network, name in lower case) to the account."""

    version: Version
    names: Mapping[tuple[str, str], UUID]

    def author(self, heard: Heard) -> UUID | None:
        """Return the account of ours that said it, if one did.

        A number that is good on one server only is taken with that server.
        """
        for name in (heard.key_of(heard.author_id), heard.author_handle):
            if name and (found := self.names.get((heard.network, name.lower()))):
                return found
        return None

    def addressed(self, heard: Heard) -> UUID | None:
        """Return the account of ours that it names or answers, if there is one."""
        for name in heard.mentions:
            if found := self.names.get((heard.network, name.lower().lstrip("@"))):
                return found
        if heard.parent_id.startswith(_DID):
            did = heard.parent_id.removeprefix(_DID).partition("/")[0]
            return self.names.get((heard.network, did.lower()))
        return None


_lock = threading.Lock()
_kept: list[Ours] = []


def our_accounts() -> Ours:
    """Return the names of our accounts. Four queries; two more when one changed."""
    version = _version()
    with _lock:
        if not _kept or _kept[0].version != version:
            _kept[:] = [Ours(version, _names())]
        return _kept[0]


def _version() -> Version:
    accounts = Account.objects.aggregate(number=Count("pk"), changed=Max("updated_at"))
    links = Connection.objects.aggregate(number=Count("pk"), changed=Max("connected_at"))
    return (
        *(accounts["number"], str(accounts["changed"]), _newest(Account.objects.all())),
        *(links["number"], str(links["changed"]), _newest(Connection.objects.all())),
    )


def _newest(rows: QuerySet[Any]) -> str:
    return str(rows.order_by("-pk").values_list("pk", flat=True).first())


def _names() -> dict[tuple[str, str], UUID]:
    names: dict[tuple[str, str], UUID] = {}
    speaking = Account.objects.filter(status__in=Account.OURS)
    for key, network, handle in speaking.values_list("pk", "network", "handle"):
        names[network, handle.lower().lstrip("@")] = key
    links = Connection.objects.filter(account__status__in=Account.OURS).values_list(
        "account_id", "account__network", "service_url", "remote_id", "remote_handle"
    )
    for key, network, service, remote_id, remote_handle in links:
        for name in _of_connection(network, host_of(service), remote_id, remote_handle):
            names[network, name.lower()] = key
    return names


def _of_connection(network: str, host: str, remote_id: str, remote_handle: str) -> list[str]:
    """Return what streams call an account of ours, by what its own server calls it."""
    handle = remote_handle.lstrip("@")
    if network != MASTODON:
        return [name for name in (remote_id, handle) if name]
    whole = handle if not handle or "@" in handle else f"{handle}@{host}"
    return [name for name in (f"{host}/{remote_id}" if remote_id else "", whole) if name]
