"""The log as files: the layout of C2SP tlog-tiles, in a folder or a tar archive."""

import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from gouvernail.kernel.merkle import Verifier
from gouvernail.kernel.merkle.archive import archive_files
from gouvernail.ledger.errors import LedgerBrokenError, NotYetSealedError
from gouvernail.ledger.models import Anchor, Checkpoint, Leaf, Node
from gouvernail.ledger.queries.epochs import begin_of, index_of, number_of
from gouvernail.ledger.queries.heads import full_note, last_checkpoint

CHUNK: Final = 2000
VKEY_PATH: Final = "vkey"
STATEMENTS_PATH: Final = "statements.vkey"


def log_files(
    verifier: Verifier, *statements: Verifier, epoch: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every file of the log up to its last checkpoint.

    `statements` are the keys that the opening of a log after a restore may be signed with. `epoch`
    asks for a log that a restore has ended; the present one if not given.

    Constant memory, whatever the length: leaves are streamed, nodes read 256 at a time.

    Raises:
        NotYetSealedError: nothing was signed yet.
    """
    checkpoint = last_checkpoint(epoch)
    if checkpoint is None:
        raise NotYetSealedError
    size, begin = index_of(checkpoint.size), begin_of(number_of(checkpoint.size))
    yield VKEY_PATH, (verifier.vkey + "\n").encode()
    if statements:
        yield STATEMENTS_PATH, "".join(f"{each.vkey}\n" for each in statements).encode()
    yield from _stamps(checkpoint.size, begin)
    yield from archive_files(size, full_note(checkpoint), _leaves(begin, size), _node_reader(begin))


def _stamps(size: int, begin: int) -> Iterator[tuple[str, bytes]]:
    """Yield every time stamp of the log, each beside the checkpoint that it stamps."""
    stamps = Anchor.objects.filter(
        kind=Anchor.Kind.TIMESTAMP, size__gt=begin, size__lte=size
    ).order_by("size", "pk")
    for stamp in stamps.iterator(chunk_size=CHUNK):
        stem = f"timestamps/{index_of(stamp.size)}-{stamp.pk}"
        yield f"{stem}.checkpoint", Checkpoint.objects.get(pk=stamp.size).note.encode()
        yield f"{stem}.tsr", bytes(stamp.evidence)


def _leaves(begin: int, size: int) -> Iterator[bytes]:
    rows = Leaf.objects.filter(seq__gte=begin, seq__lt=begin + size).order_by("seq")
    leaves = rows.values_list("leaf", flat=True)
    return (bytes(leaf) for leaf in leaves.iterator(chunk_size=CHUNK))


def _node_reader(begin: int) -> Callable[[int, int], bytes]:
    """Return a reader that fetches nodes in runs, as tiles are read from left to right."""
    run: dict[tuple[int, int], bytes] = {}

    def read(level: int, index_in_log: int) -> bytes:
        index = (begin >> level) + index_in_log
        if (level, index) not in run:
            run.clear()
            run.update(_run(level, index))
        try:
            return run[level, index]
        except KeyError as error:
            raise LedgerBrokenError(f"node {level}/{index} is missing") from error

    return read


def _run(level: int, index: int) -> dict[tuple[int, int], bytes]:
    end = index + CHUNK
    if level:
        nodes = Node.objects.filter(level=level, index__gte=index, index__lt=end)
        return {(level, n): bytes(value) for n, value in nodes.values_list("index", "hash")}
    leaves = Leaf.objects.filter(seq__gte=index, seq__lt=end)
    return {(0, n): bytes(value) for n, value in leaves.values_list("seq", "leaf_hash")}


def write_folder(files: Iterator[tuple[str, bytes]], folder: Path) -> int:
    """Write files under `folder` and return how many; the checkpoint comes last."""
    count = 0
    for path, content in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += 1
    return count


def write_tar(files: Iterator[tuple[str, bytes]], path: Path) -> int:
    """Write files into one tar archive and return how many; the same log gives the same bytes."""
    count = 0
    with tarfile.open(path, "w") as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
            count += 1
    return count


def folder_reader(folder: Path) -> Callable[[str], bytes]:
    """Return a reader of exported files in a folder; `KeyError` for one that is not there."""

    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise KeyError(path) from error

    return fetch


def tar_reader(archive: tarfile.TarFile) -> Callable[[str], bytes]:
    """Return a reader of exported files in an open archive; nothing is unpacked on disk."""
    members = {member.name.removeprefix("./"): member for member in archive if member.isfile()}

    def fetch(path: str) -> bytes:
        file = archive.extractfile(members[path])
        if file is None:
            raise KeyError(path)
        return file.read()

    return fetch
