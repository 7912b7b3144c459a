"""From one row to the accounts it names: what was found, and what is wrong at its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from gouvernail.kernel.text import fold
from gouvernail.kernel.text.addresses import Address, AddressError, parse_address
from gouvernail.registry.importers.columns import SINGLE, network_of, pieces
from gouvernail.registry.importers.tables import MASK, Line
from gouvernail.registry.importers.vocabulary import CHOICES, choice_of

NOTHING: Final = frozenset(
    (
        *("", "-", "–", "—", "/", "?", "n/a", "na", "nc", "none", "null", "aucun", "aucune"),
        *("neant", "sans", "non", "no", "nil", "vide", MASK),
    )
)
TICKS: Final = frozenset(("x", "oui", "yes", "ok", "v", "✓", "✔", "1", "true", "vrai"))
LONGEST_SHOWN: Final = 80
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: .*)?")
TEXTS: Final = ("name", "unit", "owner", "backup", "custodian", "purpose", "audience", "notes")
LENGTHS: Final[Mapping[str, int]] = {"name": 200, "audience": 200, "purpose": 2000, "notes": 2000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in one cell. `note` problems let the row through."""

    code: str
    column: str = ""
    value: str = ""
    note: bool = False
    detail: str = ""


@dataclass(slots=True, kw_only=True)
class Found:
    """What one row says: its accounts, what it says of them, and what is wrong."""

    accounts: list[Address] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, address: Address) -> None:
        """Take an account in, once."""
        if address.key not in {one.key for one in self.accounts}:
            self.accounts.append(address)


def read_line(line: Line, header: Sequence[str], roles: Mapping[str, str]) -> Found:
    """Return what one row says, its columns read by their roles. Pure."""
    found = Found()
    cells = dict(zip(header, line.cells, strict=True))
    by_role = {roles[name]: (name, cells[name]) for name in header if roles.get(name, "") in SINGLE}
    _read_long(found, by_role)
    for name in header:
        kind, _colon, network = roles.get(name, "").partition(":")
        if kind == "on":
            _read_cell(found, name, cells[name], network=network)
    for name in header:
        _read_rest(found, name, cells[name], roles.get(name, ""))
    _read_facts(found, by_role)
    if not found.accounts and not any(not problem.note for problem in found.problems):
        found.problems.append(Problem(code="no_account"))
    return found


def _read_long(found: Found, cells: Mapping[str, tuple[str, str]]) -> None:
    """Read address, network and handle: two ways to name one account that must agree."""
    network = None
    column, value = cells.get("network", ("", ""))
    if not _is_nothing(value):
        network = network_of(value)
        if network is None:
            found.problems.append(_problem("unknown_network", column, value))
            return
    address_column, address = cells.get("address", ("", ""))
    _read_cell(found, address_column, address, network=network)
    handle_column, handle = cells.get("handle", ("", ""))
    if _is_nothing(handle):
        return
    if network is None and _is_nothing(address):
        _read_cell(found, handle_column, handle, network=None)
    elif network is not None and not found.problems:
        _confirm(found, handle_column, handle, network=network)


def _confirm(found: Found, column: str, handle: str, *, network: str) -> None:
    if not found.accounts:
        _read_cell(found, column, handle, network=network)
        return
    bare = fold(handle).text.lstrip("@")
    if not any(
        bare in (fold(one.handle).text, fold(one.url).text) or bare in fold(one.url).text
        for one in found.accounts
    ):
        found.accounts.clear()
        found.problems.append(_problem("contradiction", column, handle))


def _read_cell(found: Found, column: str, value: str, *, network: str | None) -> None:
    if _is_nothing(value):
        return
    if fold(value).text.strip() in TICKS:
        found.problems.append(_problem("only_a_tick", column, value))
        return
    for piece in pieces(value):
        try:
            found.add(parse_address(piece, network=network))
        except AddressError as error:
            found.problems.append(_problem(error.code, column, piece, detail=error.network or ""))


def _read_rest(found: Found, column: str, value: str, role: str) -> None:
    if _is_nothing(value):
        return
    kind, _colon, network = role.partition(":")
    if kind == "id":
        _read_number(found, column, value, network=network)
    elif role == "links":
        _read_links(found, value)
    elif role == "keep":
        kept = found.facts.setdefault("extra", {})
        if isinstance(kept, dict):
            kept[column[:60]] = value[:300]


def _read_links(found: Found, value: str) -> None:
    """Take the accounts among links, on networks that the row does not name better."""
    for piece in pieces(value):
        try:
            address = parse_address(piece)
        except AddressError:
            continue
        if address.network not in {one.network for one in found.accounts}:
            found.add(address)


def _read_number(found: Found, column: str, value: str, *, network: str) -> None:
    """Take a network's own number only where it is an address and nothing better was found."""
    if network in {one.network for one in found.accounts}:
        return
    if network == "youtube" and value.startswith("UC"):
        _read_cell(found, column, value, network=network)
    elif not found.accounts:
        found.problems.append(_problem("only_a_number", column, value, note=True))


def _read_facts(found: Found, cells: Mapping[str, tuple[str, str]]) -> None:
    for role in TEXTS:
        _column, value = cells.get(role, ("", ""))
        if value and not (role != "notes" and _is_nothing(value)):
            found.facts[role] = value[: LENGTHS.get(role, 300)]
    for role in CHOICES:
        _choose(found, cells, role)
    for role in ("opened_on", "review_on"):
        column, value = cells.get(role, ("", ""))
        if not _is_nothing(value):
            _read_day(found, role, column, value)
    _column, value = cells.get("tags", ("", ""))
    words = [word.strip().lstrip("#")[:40] for word in re.split(r"[,;|]", value)]
    if tags := tuple(dict.fromkeys(word for word in words if word)):
        found.facts["tags"] = tags


def _choose(found: Found, cells: Mapping[str, tuple[str, str]], role: str) -> None:
    column, value = cells.get(role, ("", ""))
    if _is_nothing(value):
        return
    choice = choice_of(role, value)
    if choice is None:
        found.problems.append(_problem(f"unknown_{role}", column, value, note=True))
    else:
        found.facts[role] = choice


def _read_day(found: Found, role: str, column: str, value: str) -> None:
    day = day_of(value)
    if day is None:
        found.problems.append(_problem("bad_date", column, value, note=True))
    else:
        found.facts[role] = day


def day_of(text: str) -> date | None:
    """Return the day a cell says: ISO, or day first (`12/11/2026`); None when it says none."""
    for year, month, day in _candidates(text.strip()):
        try:
            return date(year + (2000 if year < 100 else 0), month, day)  # noqa: PLR2004
        except ValueError:
            continue
    return None


def _candidates(text: str) -> Iterator[tuple[int, int, int]]:
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        yield year, month, day
    elif found := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        yield year, second, first
        yield year, first, second


def _is_nothing(value: str) -> bool:
    return fold(value).text.strip() in NOTHING


def _problem(
    code: str, column: str, value: str, *, note: bool = False, detail: str = ""
) -> Problem:
    return Problem(code=code, column=column, value=value[:LONGEST_SHOWN], note=note, detail=detail)
