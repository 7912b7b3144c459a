"""What the first entry of a log opened after a restore must say, and who must have signed it.

Pure: what an entry says is given, and the keys one trusts. The note is described in
`docs/reference/ledger.md`; `ledger.signer.epochs` writes it.
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Any, Final

from gouvernail.kernel.merkle import NoteError, Verifier, open_note, parse_checkpoint

HEADER: Final = "gouvernail/epoch/v1"
OPENED: Final = "epoch.opened"


def is_reopened(origin: str) -> bool:
    """Return whether a log of this name follows another one: `…/2` and later."""
    last = origin.rpartition("/")[2]
    return last.isdecimal() and int(last) > 1


def signs_statements(name: str, origin: str) -> bool:
    """Return whether a key of this name is one that signs statements about the log `origin`.

    The key of a log is none: `…/statements` signs, whose beginning is that of the log's name.
    """
    stem = name.removesuffix("statements")
    return stem != name and stem.endswith("/") and origin.startswith(stem)


def statement_faults(
    said: dict[str, Any], seq: int, *, origin: str, trusted: Sequence[Verifier], after: str = ""
) -> Iterator[str]:
    """Yield what does not hold of the entry that opens the log `origin`.

    Args:
        said: the entry.
        seq: its place in the log, from 0.
        origin: the name of the log.
        trusted: the keys that statements of the site may be signed with.
        after: the log that it must follow, if that is known.
    """
    if seq:
        yield "a log cannot be opened in the middle of another"
        return
    state = _state(said)
    if said.get("type") != OPENED or not state.get("statement"):
        yield "the log does not begin with the statement of an operator"
        return
    if not trusted:
        yield "there is a statement, and no public key of statements to check it with"
        return
    try:
        lines = open_note(str(state["statement"]), trusted).text.splitlines()
        expected = _expected(state, origin, after or _followed(lines))
    except (NoteError, ValueError, KeyError) as error:
        yield f"the statement does not hold: {error}"
        return
    if lines[: len(expected)] != expected or _signed(lines[len(expected) :]):
        wrong = (want for got, want in zip(lines, expected, strict=False) if got != want)
        yield f"the statement does not say: {next(wrong, 'what the entry says')}"


def _state(said: dict[str, Any]) -> dict[str, Any]:
    data = said.get("data")
    state = data.get("state") if isinstance(data, dict) else None
    return state if isinstance(state, dict) else {}


def _followed(lines: list[str]) -> str:
    return next((line.removeprefix("after ") for line in lines[2:3]), "")


def _expected(state: dict[str, Any], origin: str, after: str) -> list[str]:
    """Return the lines with which a statement begins that says what its entry says.

    Raises:
        NoteError, ValueError, KeyError: the entry does not say enough, or names another log.
    """
    if state["origin"] != origin:
        raise ValueError(f"the entry opens {state['origin']}, not {origin}")
    kept = base64.b64encode(bytes.fromhex(state["kept_root"])).decode()
    lines = [HEADER, f"opens {origin}", f"after {after}", f"kept {state['kept_size']} {kept}"]
    if note := state["previous_note"]:
        known = parse_checkpoint(note.rpartition("\n\n")[0] + "\n")
        if known.origin != after:
            raise ValueError(f"the checkpoint before it is of {known.origin}, not of {after}")
        lines.append(f"signed {known.size} {base64.b64encode(known.root).decode()}")
    return lines


def _signed(rest: list[str]) -> bool:
    """Return whether a statement names a checkpoint that its entry does not hold."""
    return any(line.startswith("signed ") for line in rest)


__all__ = ["HEADER", "OPENED", "is_reopened", "signs_statements", "statement_faults"]
