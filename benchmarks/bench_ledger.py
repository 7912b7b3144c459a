"""Time the ledger against floors measured in the same run.

    python benchmarks/bench_ledger.py            under a minute: append, proofs, one transaction
    python benchmarks/bench_ledger.py --full     also a log of a million entries in SQLite (minutes)

Ratios are to a floor timed in turn with the thing itself, because times on shared machines mean
little; each is the best of several passes. Transactions are compared at their fastest tenth: a
disk that other programs keep busy adds milliseconds to either, at random.
"""

import hashlib
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LEAVES = 200_000
MANY, FEW = 1_000_000, 20_000
PASSES = 5
PROOFS = 2_000
PAIRS = 400
WRITERS, EACH = 4, 250
TARGETS = {"append": 1.7, "transaction": 1.5, "proofs": 2.5, "verify": 60.0}
COMMAND = "python benchmarks/bench_ledger.py"
RANDOM = random.Random(6962)  # noqa: S311 -- chooses positions, protects nothing
LEAF = (
    '{{"actor":{{"auth":"session:0123456789abcdef","kind":"person","mfa":true,"ref":'
    '"01a1fd2f-f115-73f7-ae57-efcd270e8d26"}},"at":"2026-11-17T12:00:00.{seq:06d}Z","data":'
    '{{"state":{{"parent_id":null,"path":"efcd270e8d26/","status":"open"}}}},"digest":null,"id":'
    '"01a1fd2f-f115-73f7-ae57-{seq:012d}","log":"gouvernail.local/gov/1","on_behalf":null,"org":'
    '"gouvernail.local","pii":{{"fields":"{seq:064x}"}},"policy":null,"prev_cp":null,"seq":'
    '"{seq}","subject":{{"id":"{subject:032x}","kind":"note","rev":null}},"type":"unit.updated",'
    '"v":1}}'
)


def make_leaf(seq: int) -> bytes:
    """Return a leaf of the size of a real one (about 560 bytes)."""
    return LEAF.format(seq=seq, subject=seq // 5).encode()


def best(work: Callable[[], object]) -> float:
    """Return the best time of a few passes, in seconds."""
    times = []
    for _pass in range(PASSES):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def row(name: str, value: float, unit: str, target: float, *, full: bool = False) -> dict[str, Any]:
    """Return one line of the table; `ok` when the value is not above the target."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "target": f"<= {target:g}",
        "ok": value <= target,
        "command": COMMAND + (" --full" if full else ""),
    }


def append_ratio() -> float:
    """Return the time of appending to a tree over that of its hashes alone."""
    from gouvernail.kernel.merkle import Tree

    leaves = [make_leaf(seq) for seq in range(LEAVES)]
    inner = b"\x01" + bytes(64)
    sha256 = hashlib.sha256

    def append() -> None:
        add = Tree().append
        for leaf in leaves:
            add(leaf)

    def floor() -> None:
        for leaf in leaves:
            sha256(b"\x00" + leaf).digest()
        for _node in range(LEAVES - LEAVES.bit_count()):
            sha256(inner).digest()

    return statistics.median(best(append) / best(floor) for _pass in range(PASSES))


def proof_times() -> dict[int, float]:
    """Return microseconds of one inclusion and one consistency proof, by size of the log."""
    from gouvernail.kernel.merkle import Tree, consistency_proof, inclusion_proof

    levels: list[list[bytes]] = [[] for _level in range(MANY.bit_length())]
    tree = Tree()
    for seq in range(MANY):
        for level, value in enumerate(tree.append(b"%d" % seq)):
            levels[level].append(value)

    def read(level: int, index: int) -> bytes:
        return levels[level][index]

    def prove(size: int, places: list[int]) -> None:
        for place in places:
            inclusion_proof(place, size, read)
            consistency_proof(place + 1, size, read)

    times = {}
    for size in (FEW, MANY):
        places = [RANDOM.randrange(size) for _proof in range(PROOFS)]
        times[size] = best(lambda size=size, places=places: prove(size, places)) / PROOFS * 1e6  # type: ignore[misc]
    return times


def set_up_site(folder: Path) -> None:
    """Configure Django on an empty SQLite site in `folder`, with the settings of a real one."""
    os.environ["GOUVERNAIL_HOME"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ["GOUVERNAIL_LOG_LEVEL"] = "ERROR"
    os.environ["DJANGO_SETTINGS_MODULE"] = "gouvernail.project.settings.base"
    import django
    from django.core.management import call_command

    django.setup()
    if not (folder / "ready").exists():
        call_command("migrate", verbosity=0)
        (folder / "ready").touch()


def transaction_times(*, wait_for_disk: bool = True) -> tuple[float, float]:
    """Return milliseconds of an action without and with its entry: the fastest tenth.

    The action is the smallest there is: it reads one row, changes it and writes it back. Without
    waiting for the disk, what is left is what our code and SQLite's compute; the rest is the
    disk's, which is given some ten pages with an entry (leaf, node, opening and their indexes,
    head) and two without.
    """
    from django.db import connection

    from gouvernail.foundation.actions import action
    from gouvernail.foundation.actors import Actor
    from gouvernail.foundation.clock import now
    from gouvernail.ledger.actions import record
    from gouvernail.people.models import Unit

    name = "bench" if wait_for_disk else "bench-computed"
    unit = Unit.objects.create(name="Bench", path=f"{name}/", code=name)
    someone = Actor(kind="person", ref=str(unit.pk), auth="session:bench")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {'FULL' if wait_for_disk else 'OFF'}")

    @action("bench.update")
    def update(position: int, *, recorded: bool) -> None:
        row = Unit.objects.select_for_update().get(pk=unit.pk)
        row.position = position
        row.save(update_fields=("position",))
        if recorded:
            record(actor=someone, verb="unit.updated", subject=row, at=now())

    times: dict[bool, list[float]] = {False: [], True: []}
    for position in range(PAIRS):
        for recorded in (False, True) if position % 2 else (True, False):
            begin = time.perf_counter()
            update(position, recorded=recorded)
            times[recorded].append((time.perf_counter() - begin) * 1e3)
    return statistics.quantiles(times[False], n=10)[0], statistics.quantiles(times[True], n=10)[0]


def write(folder: Path, entries: int) -> None:
    """Be one of several processes that change the same row, with its entry, again and again."""
    set_up_site(folder)
    from gouvernail.foundation.actions import action
    from gouvernail.foundation.actors import machine
    from gouvernail.foundation.clock import now
    from gouvernail.ledger.actions import record
    from gouvernail.people.models import Unit

    @action("bench.write")
    def change() -> None:
        unit = Unit.objects.select_for_update().get(code="bench")
        unit.position += 1
        unit.save(update_fields=("position",))
        record(actor=machine("bench"), verb="unit.updated", subject=unit, at=now())

    print("ready", flush=True)
    sys.stdin.readline()
    for _entry in range(entries):
        change()


def four_writers(folder: Path) -> float:
    """Return milliseconds a transaction, of all writers together."""
    from gouvernail.ledger import queries

    before = queries.head().size
    command = [sys.executable, __file__, "--write", str(folder)]
    pipe = subprocess.PIPE
    writers = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _each in range(WRITERS)
    ]
    for each in writers:
        if each.stdout:
            each.stdout.readline()
    begin = time.perf_counter()
    for each in writers:
        if each.stdin:
            each.stdin.write("go\n")
            each.stdin.flush()
    for each in writers:
        each.communicate()
    seconds = time.perf_counter() - begin
    if queries.head().size - before != WRITERS * EACH:
        raise SystemExit("entries were lost")
    return seconds / (WRITERS * EACH) * 1e3


def fill(database: Path, entries: int) -> None:
    """Write a log of so many entries straight into the tables."""
    from gouvernail.kernel.merkle import Tree

    tree = Tree()
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous=OFF")

    def rows() -> Iterator[tuple[Any, ...]]:
        for seq in range(entries):
            leaf = make_leaf(seq)
            hashes = tree.append(leaf)
            nodes.extend(
                (level, seq >> level, value) for level, value in enumerate(hashes) if level
            )
            at = f"2026-11-17 12:00:00.{seq:06d}"
            subject = f"{seq // 5:032x}"
            actor = "01a1fd2f-f115-73f7-ae57-efcd270e8d26"
            yield (seq, leaf, hashes[0], at, "unit.updated", "note", subject, "person", actor)

    nodes: list[tuple[int, int, bytes]] = []
    insert = (
        "INSERT INTO ledger_leaf (seq, leaf, leaf_hash, at, verb, subject_kind, subject_id, "
        "actor_kind, actor_ref) VALUES (?,?,?,?,?,?,?,?,?)"
    )
    with connection:
        connection.execute("DROP TRIGGER ledger_leaf_no_replace")
        connection.execute("DROP TRIGGER ledger_node_no_replace")
        connection.executemany(insert, rows())
        connection.executemany(
            'INSERT INTO ledger_node (level, "index", hash) VALUES (?,?,?)', nodes
        )
        connection.execute("UPDATE ledger_head SET size = ?, edge = ?", (tree.size, tree.edge))
    connection.close()


def full_rows(folder: Path) -> list[dict[str, Any]]:
    """Return the figures of a log of a million entries: sealing, one proof, verifications."""
    from gouvernail.foundation.clock import now
    from gouvernail.kernel.merkle import Signer
    from gouvernail.ledger import queries
    from gouvernail.ledger.queries.exports import folder_reader, log_files, write_folder
    from gouvernail.ledger.queries.verification import verify_database, verify_files
    from gouvernail.ledger.signer.sealing import seal

    fill(folder / "bench.sqlite3", MANY)
    signer = Signer("gouvernail.local/gov/1", bytes(32))
    seal(signer=signer, folder=folder / "signer", at=now())
    proof = best(lambda: [queries.proof_for(RANDOM.randrange(MANY)) for _proof in range(100)]) / 100
    verified = verify_database(signer.verifier)
    write_folder(log_files(signer.verifier), folder / "export")
    exported = verify_files(folder_reader(folder / "export"), signer.verifier)
    begin = time.perf_counter()
    seal(signer=signer, folder=folder / "signer", at=now())
    again = time.perf_counter() - begin
    for report in (verified, exported):
        if not report.ok or report.size != MANY:
            raise SystemExit(str(report.problems[:3]))
    limit = TARGETS["verify"]
    return [
        row("verify 1,000,000 entries in SQLite", verified.seconds, "s", limit, full=True),
        row("verify 1,000,000 exported entries", exported.seconds, "s", limit, full=True),
        row("one proof among 1,000,000 in SQLite", proof * 1e3, "ms", 20, full=True),
        row("turn of the signer with nothing new", again, "s", 1, full=True),
    ]


def run(*, full: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table."""
    rows = [row("append / SHA-256 floor", append_ratio(), "x", TARGETS["append"])]
    times = proof_times()
    rows.append(
        row(
            "proofs of 1,000,000 / 20,000 entries", times[MANY] / times[FEW], "x", TARGETS["proofs"]
        )
    )
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        set_up_site(folder)
        if full:
            rows += full_rows(folder)
        else:
            computed, with_entry = transaction_times(wait_for_disk=False)
            plain, recorded = transaction_times()
            limit = TARGETS["transaction"]
            name = "added by an entry / action that changes one row"
            rows.append(row(name, (recorded - plain) / plain, "x", limit))
            name = "the same, not waiting for the disk"
            rows.append(row(name, (with_entry - computed) / computed, "x", limit))
            rows.append(row("action with its entry, one process", recorded, "ms", 1000 / 150))
            shared = four_writers(folder)
            rows.append(row("action with its entry, four processes", shared, "ms", 1000 / 150))
        from django.db import connection

        connection.close()
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| figure | value | target | holds |", "|---|---|---|---|"]
    for each in rows:
        holds = "yes" if each["ok"] else "NO"
        lines.append(
            f"| {each['name']} | {each['value']} {each['unit']} | {each['target']} | {holds} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), EACH)
        sys.exit()
    measured = run(full="--full" in sys.argv[1:])
    print(table(measured))
    sys.exit(0 if all(each["ok"] for each in measured) else 1)
