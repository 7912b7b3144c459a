"""`gouvernail listen status` and `listen replay FILE --rate N`: what is heard, and a recording."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouvernail.listening.models import Source
    from gouvernail.listening.sources.rows import BadRow, Row

MOST = 500  # posts taken in at once
TURNS = 4  # a second, at most


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `listen` and its subcommands."""
    parser = subparsers.add_parser("listen", help="what is heard; a recording told again")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    status = commands.add_parser(
        "status",
        help="how each source fares",
        description="Exit code 0 when every source that listens is heard, 1 when one is not.",
    )
    status.add_argument("--json", action="store_true", help="print JSON")
    status.set_defaults(run=with_django(tell_status))
    replay = commands.add_parser(
        "replay",
        help="tell a recording to this site, at a chosen rate",
        description="Posts of a CSV file, or of JSON lines (text, posted_at; handle, url, network, "
        "followers... if known) are taken in as if they were posted now. Exit code 0 when every "
        "row was taken in, 1 when some could not be.",
    )
    replay.add_argument("file", metavar="FILE", help="CSV, or JSON lines (.jsonl, .ndjson)")
    replay.add_argument("--rate", type=float, default=10.0, help="posts a second (10)")
    replay.add_argument("--source", metavar="NAME", help="the source of files they come in by")
    replay.add_argument("--network", default="", help="of rows that name none")
    replay.add_argument("--keep-times", action="store_true", help="as the file says, not now")
    replay.add_argument("--again", action="store_true", help="as new posts, told before or not")
    replay.add_argument("--json", action="store_true", help="print JSON")
    replay.set_defaults(run=with_django(replay_file))


def tell_status(given: argparse.Namespace) -> int:
    """Print how each source fares; 1 when one that listens is not heard."""
    from gouvernail.foundation.clock import now
    from gouvernail.listening.queries.sources import is_late, sources_known

    at = now()
    rows = [_row(source, late=is_late(source, at=at)) for source in sources_known()]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            heard_at = row["heard_at"] or "-"
            line = (row["health"], heard_at, row["heard"], row["kept"], row["name"], row["trouble"])
            print("\t".join(map(str, line)))
    return FAILED if any(row["health"] in {"late", "waiting", "stopped"} for row in rows) else OK


def _row(source: "Source", *, late: bool) -> dict[str, Any]:
    position = source.position
    health = "paused" if source.paused_at else "late" if late else position.health
    return {
        "name": source.name,
        "kind": source.kind,
        "health": health,
        "heard_at": position.heard_at.isoformat() if position.heard_at else None,
        "heard": position.heard,
        "kept": position.kept,
        "odd": position.odd,
        "gaps": position.gaps,
        "trouble": position.trouble,
    }


def replay_file(given: argparse.Namespace) -> int:
    """Tell a recording; 1 when a row could not be taken in, or there is no source to tell it by."""
    from gouvernail.foundation.actors import acting

    source = _source(given.source)
    if source is None:
        print(
            "no source of files is listened to by that name: add one, of kind “file”",
            file=sys.stderr,
        )
        return FAILED
    with acting(auth="cli"):
        return _told(given, source)


def _source(name: str | None) -> "Source | None":
    from gouvernail.listening.queries.sources import sources_known

    files = [one for one in sources_known() if one.kind == "file" and one.is_listening]
    return next((one for one in files if name in {None, one.name}), None)


def _told(given: argparse.Namespace, source: "Source") -> int:
    """Take the file in, piece by piece, at its rate."""
    from gouvernail.foundation.clock import now
    from gouvernail.listening.actions.replaying import Telling, in_pieces, take_rows

    rate = max(0.01, given.rate)
    mark = f"replay-{now():%Y%m%dT%H%M%S}" if given.again else ""
    telling = Telling(mark=mark, as_now=not given.keep_times)
    told = {"new": 0, "known": 0, "matched": 0, "bad": 0}
    begun, sent = time.monotonic(), 0
    for piece in in_pieces(_rows(given), max(1, min(MOST, round(rate / TURNS)))):
        time.sleep(max(0.0, begun + sent / rate - time.monotonic()))
        taken, bad = take_rows(source_id=source.pk, rows=piece, telling=telling, at=now())
        sent += len(piece)
        counts = {"new": taken.new, "known": taken.known, "matched": taken.matched}
        told = {name: told[name] + counts.get(name, len(bad)) for name in told}
        _say_bad(bad)
    print(json.dumps(told) if given.json else " ".join(f"{name}={n}" for name, n in told.items()))
    return FAILED if told["bad"] else OK


def _rows(given: argparse.Namespace) -> "Iterator[Row]":
    from gouvernail.listening.sources.rows import Told, read_csv, read_lines

    path = Path(given.file)
    read = read_lines if path.suffix in {".jsonl", ".ndjson"} else read_csv
    with path.open("rb") as stream:
        yield from read(stream, Told(network=given.network))


def _say_bad(bad: "list[BadRow]") -> None:
    for row in bad:
        place = f"line {row.line}" + (f", column {row.column}" if row.column else "")
        print(f"{place}: {row.reason}: {row.excerpt}", file=sys.stderr)
