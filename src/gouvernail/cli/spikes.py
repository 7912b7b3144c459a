"""`gouvernail spikes detect`: sudden rises in a series of counts. No database, no Django."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from gouvernail.cli.posts import STANDARD_INPUT, InputError, lines_of, spoken

if TYPE_CHECKING:
    from gouvernail.kernel.analysis import Bucket, Detector, Reading

DONE, MISUSED = 0, 2
SENSITIVITIES: Final = ("low", "medium", "high")
COLUMNS: Final = ("timestamp", "value", "expected", "score", "severity", "alert")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `spikes` commands."""
    parser = subparsers.add_parser("spikes", help="sudden rises in a series of counts")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    detect = commands.add_parser(
        "detect",
        help="the severity of each bucket of a series",
        description="Reads CSV with the columns timestamp and value (and negative, if known), one "
        "row a bucket, in order; writes a row for each as it comes, without looking ahead. "
        "Exit code 0, or 2 when the input is wrong.",
    )
    detect.add_argument(
        "--minutes",
        type=float,
        help="length of a bucket (default: from the first row to the second)",
    )
    detect.add_argument(
        "--sensitivity",
        choices=SENSITIVITIES,
        default="medium",
        help="from which severity there is an alert",
    )
    detect.add_argument("--json", action="store_true", help="JSON lines instead of CSV")
    detect.add_argument(
        "file", nargs="?", default=STANDARD_INPUT, help="a file, or - (standard input)"
    )
    detect.set_defaults(run=run_detect)


def run_detect(given: argparse.Namespace) -> int:
    """Print what each bucket says."""
    from gouvernail.foundation.exports import csv_lines
    from gouvernail.kernel.analysis import Detector, Settings

    try:
        rows = _rows(given.file)
        length, first = _length(rows, given.minutes)
        detector = Detector(Settings(bucket=length, sensitivity=given.sensitivity))
        read = _read(detector, chain(first, rows))
        if given.json:
            for row, reading in read:
                print(json.dumps(row | _more(reading), ensure_ascii=False), flush=True)
        else:
            sys.stdout.writelines(csv_lines(COLUMNS, (list(row.values()) for row, _ in read)))
    except InputError as error:
        sys.stderr.write(f"{spoken(error.words['en'], error.words['fr'])}\n")
        return MISUSED
    return DONE


def _read(
    detector: "Detector", rows: "Iterable[Row]"
) -> "Iterator[tuple[dict[str, object], Reading]]":
    """Yield each bucket's row and reading, in order."""
    from gouvernail.kernel.analysis import State

    state = State()
    for written, bucket in rows:
        state, reading = detector.step(state, *bucket)
        yield _row(written, bucket[1], reading), reading


def _row(written: str, count: int, reading: "Reading") -> dict[str, object]:
    numbers = round(reading.expected, 2), round(reading.score, 3), reading.severity
    return dict(zip(COLUMNS, (written, count, *numbers, int(reading.alert)), strict=True))


def _more(reading: "Reading") -> dict[str, object]:
    return {
        "alert": reading.alert,
        "ratio": round(reading.ratio, 2),
        "kind": reading.kind,
        "since": reading.since.isoformat() if reading.since else None,
        "persistent": reading.persistent,
        "open": reading.open,
        "late": reading.late,
    }


Row = tuple[str, "Bucket"]


def _length(rows: Iterator[Row], minutes: float | None) -> tuple[timedelta, list[Row]]:
    """Return the length of a bucket, and the rows read to find it.

    Raises:
        InputError: it is not given and the rows do not say.
    """
    if minutes is not None:
        if not 0 < minutes < float("inf"):
            raise InputError(
                f"--minutes {minutes:g}: a bucket lasts more than nothing",
                f"--minutes {minutes:g} : un intervalle a une durée positive",
            )
        return timedelta(minutes=minutes), []
    first = [row for _at, row in zip(range(2), rows, strict=False)]
    if len(first) < 2:  # noqa: PLR2004 -- a pair
        return timedelta(minutes=15), first
    (_one, (begun, *_)), (_two, (then, *_)) = first
    if then <= begun:
        raise InputError(
            "the second row is not after the first: give --minutes",
            "la deuxième ligne n’est pas après la première : précisez --minutes",
        )
    return then - begun, first


def _rows(name: str) -> Iterator[Row]:
    """Yield each timestamp as it is written, and its bucket.

    Raises:
        InputError: a column is missing, or a value cannot be read; with its line.
    """
    reader = csv.DictReader(line for line in lines_of(name) if line.strip())
    missing = [each for each in COLUMNS[:2] if each not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{name}:1: no column “{missing[0]}”; expected timestamp,value",
            f"{name}:1 : pas de colonne « {missing[0]} » ; timestamp,value attendues",
        )
    for row in reader:
        place = f"{name}:{reader.line_num}"
        written = row["timestamp"] or ""
        count = _count(place, row, "value")
        negative = _count(place, row, "negative") if row.get("negative") else 0
        if negative > count:
            raise InputError(
                f"{place}: more negative posts ({negative}) than posts ({count})",
                f"{place} : plus de messages négatifs ({negative}) que de messages ({count})",
            )
        yield written, (_instant(place, written), count, negative)


def _instant(place: str, written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError as error:
        raise InputError(
            f"{place}: “{written}” is not a date and time, as 2026-03-02T14:15",
            f"{place} : « {written} » n’est pas une date et une heure, comme 2026-03-02T14:15",
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _count(place: str, row: Mapping[str, str | None], column: str) -> int:
    written = row[column] or ""
    try:
        number = float(written)
    except ValueError:
        number = -1.0
    if number < 0 or not number.is_integer():
        raise InputError(
            f"{place}: “{written}” under {column} is not a number of posts",
            f"{place} : « {written} », colonne {column}, n’est pas un nombre de messages",
        )
    return int(number)
