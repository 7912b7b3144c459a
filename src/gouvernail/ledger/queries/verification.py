"""Verifying the whole log: as the database holds it, or as files that were exported from it."""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Final

from django.db.models import Max

from gouvernail.foundation.digests import instant
from gouvernail.kernel.merkle import (
    EMPTY_ROOT,
    Checkpoint,
    MerkleError,
    NodeReader,
    Tree,
    Verifier,
    open_checkpoint,
    root,
)
from gouvernail.kernel.merkle.archive import Fetch, verify_archive
from gouvernail.kernel.merkle.tiles import tile_reader
from gouvernail.ledger import models
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.queries.epochs import (
    EPOCH_BITS,
    begin_of,
    number_of,
    origin_of,
    statements_name,
)
from gouvernail.ledger.queries.heads import LogHead, head, head_epoch
from gouvernail.ledger.queries.replay import Difference, replay_differences
from gouvernail.ledger.queries.statements import (
    OPENED,
    is_reopened,
    signs_statements,
    statement_faults,
)

CHUNK: Final = 2000
MAX_PROBLEMS: Final = 100
COLUMNS: Final = ("at", "verb", "subject_kind", "subject_id", "actor_kind", "actor_ref")


class Mentions(dict[tuple[int, str], int]):
    """Checkpoints that leaves say they saw, by size and digest, and the first leaf that does."""


@dataclass(frozen=True, slots=True)
class Statements:
    """How the opening of a log is judged: whose signature counts, and which log it follows.

    `after` is empty where that is not known; `due` says whether there must be an opening.
    """

    trusted: tuple[Verifier, ...]
    due: bool
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not hold: a stable code, and where."""

    code: str
    detail: str = ""
    seq: int | None = None


@dataclass(slots=True, kw_only=True)
class Report:
    """The outcome of a verification. `sealed_size` is how many entries a signature covers."""

    origin: str
    size: int = 0
    root: str = ""
    sealed_size: int = 0
    checkpoints: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Return whether everything holds."""
        return not self.problems

    def add(self, code: str, detail: str = "", seq: int | None = None) -> None:
        """Note a problem; beyond a hundred they are no longer kept."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(code=code, detail=detail, seq=seq))

    def as_json(self) -> dict[str, Any]:
        """Return the report for a machine."""
        return {"ok": self.ok, **asdict(self), "seconds": round(self.seconds, 3)}


def verify_database(*verifiers: Verifier | None, replay: bool = True) -> Report:
    """Check every leaf, node, checkpoint and column of the log, and replay it over the tables.

    Logs that a restore has ended are checked too, before the present one.

    Args:
        verifiers: the public keys of the logs, none before the signer first ran; and those that
            statements of operators are signed with.
        replay: also compare the leaves with every governed table.
    """
    started = time.monotonic()
    report = Report(origin="")
    keys = {verifier.name: verifier for verifier in verifiers if verifier is not None}
    signed_by = tuple(each for each in verifiers if each and each.name == statements_name())
    before = ""
    for log in _logs(report):
        statements = Statements(signed_by, due=log.epoch > 1, after=before)
        _check_log(report, log, keys.get(log.origin), statements)
        before = log.origin
    for difference in _lasting_differences() if replay else ():
        where = f"{difference.subject_kind} {difference.subject_id} {difference.field}".strip()
        report.add("replay_" + difference.what, where, difference.seq)
    report.seconds = time.monotonic() - started
    return report


def _lasting_differences() -> list[Difference]:
    """Return the differences seen twice: a change under way is seen once at most."""
    first = list(replay_differences())
    kinds = {one.subject_kind for one in first}
    return [again for again in replay_differences(kinds=kinds) if again in first] if first else []


def _logs(report: Report) -> Iterator[LogHead]:
    """Yield what each log is claimed to be: past ones by the next one's beginning, then the head.

    The head is read last: the site may go on writing meanwhile.
    """
    present = models.Head.objects.filter(pk=models.HEAD_ID).values_list("size", flat=True).first()
    last = number_of(present or 0)
    opened = list(models.Epoch.objects.filter(pk__range=(2, last)).order_by("pk"))
    numbers = [1, *(epoch.pk for epoch in opened)]
    for number, following in zip(numbers, opened, strict=False):
        kept = bytes.fromhex(following.kept_root)
        yield LogHead(origin_of(number), following.kept_size, kept, number)
    for number in _unexplained(last, numbers):
        report.add("epoch", f"nothing says what {origin_of(number)} ended with")
    yield _claimed_head(report)


def _unexplained(last: int, numbers: list[int]) -> list[int]:
    """Return the logs that nothing ends. One that a restore set aside has no entries here."""
    silent = set(range(2, last)) - set(numbers)
    spans = {number: (begin_of(number), begin_of(number + 1) - 1) for number in sorted(silent)}
    leaves = models.Leaf.objects.all()
    found = [number for number, span in spans.items() if leaves.filter(seq__range=span).exists()]
    return found if last in numbers else [*found, numbers[-1]]


def _check_log(
    report: Report, claimed: LogHead, verifier: Verifier | None, statements: Statements
) -> None:
    report.origin, report.sealed_size = claimed.origin, 0
    after = begin_of(claimed.epoch + 1)
    rows = models.Checkpoint.objects.filter(size__gt=claimed.begin, size__lt=after).order_by("size")
    signed = [(size - claimed.begin, note) for size, note in rows.values_list("size", "note")]
    roots, mentioned = _check_tree(report, claimed, {size for size, _ in signed}, statements)
    _check_checkpoints(report, signed, roots, verifier)
    _check_mentions(report, mentioned, roots.get)


def _check_tree(
    report: Report, claimed: LogHead, sizes: set[int], statements: Statements
) -> tuple[dict[int, bytes], Mentions]:
    """Hash every leaf again and compare every stored node, streaming both.

    What is checked is the log as it was `claimed`. Return the roots at `sizes`, and the
    checkpoints that leaves say they saw.
    """
    begin = claimed.begin
    tree, roots, mentioned, nodes = Tree(), {0: EMPTY_ROOT}, Mentions(), _Columns(begin)
    rows = models.Leaf.objects.filter(seq__gte=begin, seq__lt=claimed.end).order_by("seq")
    values = rows.values_list("seq", "leaf", "leaf_hash", *COLUMNS)
    for seq_of_row, content, leaf_hash, *columns_said in values.iterator(chunk_size=CHUNK):
        seq, leaf = seq_of_row - begin, bytes(content)
        if seq != tree.size:
            break
        said = _check_leaf(report, seq, leaf, mentioned)
        _check_opening(report, seq, said, statements)
        if said and not _repeats(said, columns_said):
            report.add("column", "a column does not repeat its entry", seq)
        hashes = tree.append(leaf)
        if hashes[0] != bytes(leaf_hash):
            report.add("leaf_hash", "the entry is not the one that was hashed", seq)
        _check_nodes(report, seq, hashes, nodes)
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    report.size, report.root = tree.size, tree.root().hex()
    if tree.size != claimed.size:
        report.add("leaf_missing", f"entry {tree.size} is not there", tree.size)
    elif tree.root() != claimed.root:
        report.add("head", "the head is not the root of the entries")
    _check_nothing_beyond(report, claimed)
    return roots, mentioned


def _check_nodes(report: Report, seq: int, hashes: list[bytes], nodes: "_Columns") -> None:
    for level in range(1, len(hashes)):
        if next(nodes[level], None) != (seq >> level, hashes[level]):
            report.add("node", f"a node of level {level} is not what the entries give", seq)


def _claimed_head(report: Report) -> LogHead:
    try:
        return head()
    except LedgerBrokenError as error:
        report.add("head", str(error))
        return LogHead(origin_of(head_epoch()), 0, b"", head_epoch())


def _check_nothing_beyond(report: Report, claimed: LogHead) -> None:
    """Check that no entry and no node stands beyond the end of a log."""
    after = begin_of(claimed.epoch + 1)
    leaves = models.Leaf.objects.filter(seq__gte=claimed.begin, seq__lt=after)
    last = leaves.aggregate(last=Max("seq"))["last"]
    ends = [claimed.begin if last is None else last + 1]
    for level in range(1, EPOCH_BITS + 1):
        nodes = models.Node.objects.filter(level=level, index__lt=after >> level)
        index = nodes.aggregate(last=Max("index"))["last"]
        ends.append(((-1 if index is None else index) + 1) << level)
    present = models.Head.objects.filter(pk=models.HEAD_ID).values_list("size", flat=True).first()
    is_past = number_of(present or 0) > claimed.epoch
    if max(ends) > (claimed.end if is_past else present or 0):
        report.add("head", "there are entries or nodes beyond the head")


class _Columns(defaultdict[int, Iterator[tuple[int, bytes]]]):
    """The stored nodes of a log at each level, in order of index, read a page at a time."""

    def __init__(self, begin: int) -> None:
        super().__init__()
        self.begin = begin

    def __missing__(self, level: int) -> Iterator[tuple[int, bytes]]:
        self[level] = _level_nodes(level, self.begin >> level)
        return self[level]


def _level_nodes(level: int, first: int) -> Iterator[tuple[int, bytes]]:
    last = first - 1
    while True:
        rows = models.Node.objects.filter(level=level, index__gt=last).order_by("index")
        page = list(rows.values_list("index", "hash")[:CHUNK])
        yield from ((index - first, bytes(value)) for index, value in page)
        if len(page) < CHUNK:
            return
        last = page[-1][0]


def _check_leaf(
    report: Report, seq: int, leaf: bytes, mentioned: Mentions
) -> dict[str, Any] | None:
    """Check the place and form of a leaf; return what it says, None if it cannot be read."""
    try:
        said: dict[str, Any] = json.loads(leaf)
        if (said["seq"], said["log"]) != (str(seq), report.origin):
            report.add("leaf_place", "the entry is of another place or another log", seq)
        previous = said["prev_cp"]
        if previous:
            mentioned.setdefault((int(previous["size"]), str(previous["sha256"])), seq)
    except (ValueError, KeyError, TypeError):
        report.add("leaf_form", "the entry cannot be read", seq)
        return None
    return said


def _check_opening(
    report: Report, seq: int, said: dict[str, Any] | None, statements: Statements
) -> None:
    """Check the entry that opens a log after a restore, and that it is where it must be."""
    if said is None or (said.get("type") != OPENED and not (statements.due and seq == 0)):
        return
    found = statement_faults(
        said, seq, origin=report.origin, trusted=statements.trusted, after=statements.after
    )
    for fault in found:
        report.add("statement", f"{report.origin}: {fault}", seq)


def _repeats(said: dict[str, Any], columns: list[Any]) -> bool:
    at, *rest = columns
    subject, actor = said["subject"], said["actor"]
    told = [said["type"], subject["kind"], subject["id"], actor["kind"], actor["ref"]]
    return rest == told and instant(at) == said["at"]


def _check_mentions(
    report: Report, mentioned: Mentions, root_at: Callable[[int], bytes | None]
) -> None:
    """Check that the checkpoints which entries say they saw are those of this log."""
    for (size, digest), seq in mentioned.items():
        found = root_at(size) if size <= seq else None
        if found is None:
            report.add("prev_cp", "the entry saw a checkpoint that is not there", seq)
            continue
        text = Checkpoint(report.origin, size, found).text
        if sha256(text.encode()).hexdigest() != digest:
            report.add("prev_cp", "the entry saw a checkpoint of another history", seq)


def _check_checkpoints(
    report: Report,
    signed: list[tuple[int, str]],
    roots: dict[int, bytes],
    verifier: Verifier | None,
) -> None:
    if verifier is None:
        if signed:
            report.add("checkpoint", "there are checkpoints, and no public key to check them")
        return
    for size, note in signed:
        report.checkpoints += 1
        try:
            checkpoint = open_checkpoint(note, verifier)
        except MerkleError as error:
            report.add("checkpoint", f"at {size}: {error}")
            continue
        if checkpoint.size > report.size:
            report.add("rolled_back", f"{size} entries were signed, {report.size} are there")
        elif checkpoint.size != size or checkpoint.root != roots.get(size):
            report.add("forked", f"the first {size} entries are not those that were signed")
        report.sealed_size = max(report.sealed_size, checkpoint.size)


def verify_files(fetch: Fetch, verifier: Verifier, *trusted: Verifier) -> Report:
    """Check an exported log with nothing but its files and public keys.

    Args:
        fetch: gives the content of a file.
        verifier: the public key of the log.
        trusted: those that statements of operators are signed with, keys of other names aside; a
            log that was opened after a restore is not verified without.
    """
    started = time.monotonic()
    report = Report(origin=verifier.name)
    mentioned = Mentions()
    signed_by = tuple(key for key in trusted if signs_statements(key.name, verifier.name))
    statements = Statements(signed_by, due=is_reopened(verifier.name))

    def check(seq: int, leaf: bytes) -> None:
        said = _check_leaf(report, seq, leaf, mentioned)
        _check_opening(report, seq, said, statements)

    try:
        checkpoint = verify_archive(fetch, verifier, each=check)
    except MerkleError as error:
        report.add("archive", str(error))
    else:
        report.size = report.sealed_size = checkpoint.size
        report.root, report.checkpoints = checkpoint.root.hex(), 1
        read = _archive_reader(checkpoint.size, fetch)
        _check_mentions(report, mentioned, lambda size: root(size, read))
    report.seconds = time.monotonic() - started
    return report


def _archive_reader(size: int, fetch: Fetch) -> NodeReader:
    return tile_reader(size, lambda tile: fetch(tile.path))


__all__ = ["Problem", "Report", "verify_database", "verify_files"]
