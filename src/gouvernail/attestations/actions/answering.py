"""What a declaration answers: whether it can be kept, can be signed, and differs from what is."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from gouvernail.attestations.models import Declaration, DeclaredLine
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.text.addresses import AddressError, parse_address
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key
from gouvernail.registry.queries.addresses import address_problem

SAYS: Final = ("confirm", "correct", "not_ours", "closed")
CORRECTED: Final = ("name", "address", "purpose", "owner")
LIMITS: Final = {"name": 200, "address": 500, "purpose": 2000, "owner": 200, "note": 2000}
PAGES_MOST: Final = 500
What = DeclaredLine.What
Told = Mapping[str, Mapping[str, str]]


def told_of(answers: Mapping[str, Any]) -> Told:
    """Return what was answered of each account, by its key."""
    told: Told = answers.get("accounts", {})
    return told


def pages_of(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the pages added, by the address as it was pasted, and what cannot be read.

    Each address is told once: a second way to write the same account is left out. No query.
    """
    pages: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    unread: list[str] = []
    for raw in _lines(text):
        try:
            address = parse_address(raw)
        except AddressError as error:
            unread.append(f"{raw[:80]}: {address_problem(error)}")
            continue
        key = (address.network, handle_key(address))
        if len(raw) > LIMITS["address"]:
            unread.append(f"{raw[:80]}: {_too_long('address')}")
        elif key not in seen:
            seen.add(key)
            pages[raw] = address.network
    return pages, unread


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_kept(answers: Mapping[str, Any]) -> None:
    """Refuse what is too long to be kept whole: nothing is ever cut.

    Raises:
        InvalidInputError: each at its field.
    """
    _refuse(_too_much(answers))


def check_signed(
    accounts: list[Account], answers: Mapping[str, Any], *, typed: str, name: str
) -> None:
    """Refuse to sign what is not whole: an account without answer, a page that cannot be read.

    Raises:
        InvalidInputError: each at its field; `typed` is not `name`.
    """
    told, fields = told_of(answers), _too_much(answers)
    for one in accounts:
        answer = told.get(str(one.pk), {})
        if answer.get("say") not in SAYS:
            fields[f"say-{one.pk}"] = _("Say whether this account is yours, and right.")
        elif answer["say"] == "correct":
            fields = _check_corrections(one, answer) | fields
    _pages, unread = pages_of(str(answers.get("pages", "")))
    if unread and "pages" not in fields:
        fields["pages"] = " · ".join(unread)
    if " ".join(typed.split()).casefold() != name.casefold():
        fields["name"] = _("Type your name as it is written here: %(name)s.") % {"name": name}
    _refuse(fields)


def _refuse(fields: Mapping[str, str]) -> None:
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)


def _too_much(answers: Mapping[str, Any]) -> dict[str, str]:
    fields = {
        f"{name}-{key}": _too_long(name)
        for key, answer in told_of(answers).items()
        for name, most in LIMITS.items()
        if len(answer.get(name, "")) > most
    }
    written = len(_lines(str(answers.get("pages", ""))))
    if written > PAGES_MOST:
        fields["pages"] = _(
            "%(written)s addresses: at most %(most)s fit here. Tell whoever asks the others."
        ) % {"written": written, "most": PAGES_MOST}
    return fields


def _too_long(name: str) -> str:
    return _("Too long: at most %(most)s letters.") % {"most": LIMITS[name]}


def _check_corrections(account: Account, answer: Mapping[str, str]) -> dict[str, str]:
    key, changes = account.pk, changes_of(account, answer)
    if not changes and not answer.get("note"):
        return {f"say-{key}": _("Write what is to be corrected.")}
    if "address" in changes:
        try:
            parse_address(changes["address"]["to"], network=account.network)
        except AddressError as error:
            return {f"address-{key}": address_problem(error)}
    return {}


def changes_of(account: Account, answer: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what an answer changes in the register's record. No query: the owner is loaded."""
    shown = {
        "name": account.name,
        "address": account.url or account.handle,
        "purpose": account.purpose,
        "owner": account.owner.name if account.owner else "",
    }
    return {
        field: {"from": "" if field == "owner" else shown[field], "to": to}
        for field in CORRECTED
        if (to := answer.get(field, "").strip()) and to != shown[field]
    }


def differences(
    declaration: Declaration, accounts: list[Account], answers: Mapping[str, Any]
) -> list[DeclaredLine]:
    """Return a line, unsaved, for each thing that is not as the register says."""
    known = {(one.network, one.handle_key) for one in accounts}
    told, lines = told_of(answers), []
    for one in accounts:
        answer = told[str(one.pk)]
        for what in _subjects(one, answer["say"]):
            line = DeclaredLine(declaration=declaration, account=one, what=what)
            line.changes = changes_of(one, answer) if what == What.CORRECTION else {}
            line.note = answer.get("note", "").strip()
            lines.append(line)
    pages, _unread = pages_of(str(answers.get("pages", "")))
    for raw in pages:
        address = parse_address(raw)
        if (address.network, handle_key(address)) not in known:
            lines.append(DeclaredLine(declaration=declaration, what=What.ADDITION, address=raw))
    return lines


def _subjects(account: Account, say: str) -> list[str]:
    """Return what is to be settled; calling ours what waits to be confirmed is a difference too."""
    found = {"correct": What.CORRECTION, "not_ours": What.NOT_OURS, "closed": What.CLOSED}.get(say)
    subjects: list[str] = [found] if found is not None else []
    if say in ("confirm", "correct") and account.status not in Account.OURS:
        subjects.append(What.OURS)
    return subjects
