"""The licence of somebody, live: read at each act."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gouvernail.licences.models import Act
from gouvernail.licences.queries.deciding import Licence, decide
from gouvernail.licences.queries.facts import Known, known_of
from gouvernail.people.models import Person


class OnNetwork(Protocol):
    """An account, as far as a licence asks: its network."""

    network: str


def licence_of(person: Person, account: OnNetwork | None, act: str, *, at: datetime) -> Licence:
    """Return whether `person` may do `act` on an account; None: where no network is named.

    Constant: one query where nothing is asked of anybody, one more where a certificate is, one or
    two more where a signature is.
    """
    network = account.network if account is not None else ""
    return licences_on(person.pk, {network}, act, at=at)[network]


def licences_on(
    person_id: UUID, networks: Iterable[str], act: str, *, at: datetime
) -> dict[str, Licence]:
    """Return what somebody may do on each network. The cost of `licence_of`."""
    known = known_of({person_id}, at=at)
    return {one: _decided(known, person_id, act, one, at=at) for one in networks}


def licences_of(
    people: Collection[UUID], acts: Iterable[str], networks: Iterable[str], *, at: datetime
) -> Mapping[tuple[UUID, str, str], Licence]:
    """Return the licences of many, by person, act and network. The cost of `licence_of`."""
    return _each(known_of(people, at=at), people, acts, networks, at=at)


def licences_everywhere(
    people: Collection[UUID], *, at: datetime, also: Iterable[str] = ()
) -> Mapping[tuple[UUID, str, str], Licence]:
    """Return the licences of many for every act, wherever one may differ: see `Known.networks`.

    `also` names more networks. The cost of `licence_of`.
    """
    known = known_of(people, at=at)
    networks = sorted(known.networks.union(also))
    return _each(known, people, Act.values, networks, at=at)


def _each(
    known: Known,
    people: Collection[UUID],
    acts: Iterable[str],
    networks: Iterable[str],
    *,
    at: datetime,
) -> Mapping[tuple[UUID, str, str], Licence]:
    pairs = [(act, network) for act in acts for network in networks]
    return {
        (key, act, network): _decided(known, key, act, network, at=at)
        for key in people
        for act, network in pairs
    }


def names_of(person_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """Return what rules call the licences of somebody. The cost of `licence_of`.

    The short name of each course whose certificate holds (`security`), each act they may do where
    no network asks more (`publish`), and each network where they may (`publish@bluesky`).
    """
    known = known_of({person_id}, at=at)
    held = known.of(person_id).courses
    names = {slug for slug, until in held.items() if until is None or at < until}
    places = {"", *(one.network for one in known.requirements)}
    for act in Act.values:
        for network in places:
            if _decided(known, person_id, act, network, at=at).ok:
                names.add(f"{act}@{network}" if network else act)
    return tuple(sorted(names))


def lacking(licences: Iterable[Licence]) -> list[Licence]:
    """Return those that do not hold. No query."""
    return [one for one in licences if not one.ok]


def _decided(known: Known, person_id: UUID, act: str, network: str, *, at: datetime) -> Licence:
    return decide(known.requirements, known.of(person_id), act=act, network=network, at=at)
