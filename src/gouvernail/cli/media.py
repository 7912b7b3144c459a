"""`gouvernail media move|check`: where the files of the site are kept.

gouvernail media move --to s3              from the disk to the bucket of the settings
gouvernail media move --to disk            and back
gouvernail media check                     hold every file to its digest, wherever it is
"""

import argparse
import json
from collections import Counter
from typing import TYPE_CHECKING

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from gouvernail.media.pictures.moving import Moved


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `media`."""
    media = subparsers.add_parser("media", help="move kept files, or hold them to their digests")
    acts = media.add_subparsers(title="acts", metavar="ACT", required=True)
    move = acts.add_parser("move", help="move every file to the bucket or to the disk")
    move.add_argument("--to", choices=("s3", "disk"), required=True, help="where they go")
    move.add_argument("--stay", action="store_true", help="leave them where they are as well")
    move.add_argument("--json", action="store_true", help="say what was done as JSON")
    move.set_defaults(run=with_django(run_move))
    check = acts.add_parser("check", help="read every file and hold it to its digest")
    check.add_argument("--json", action="store_true", help="say what was found as JSON")
    check.set_defaults(run=with_django(run_check))


def run_move(given: argparse.Namespace) -> int:
    """Move the files; cut or refused, the same command goes on where it was."""
    from django.conf import settings

    from gouvernail.foundation.objects import bucket_of_settings
    from gouvernail.media.errors import StorageAwayError
    from gouvernail.media.pictures import moving

    if not (settings.S3_ENDPOINT and settings.S3_BUCKET):
        return _unset(as_json=given.json)
    act = moving.to_bucket if given.to == "s3" else moving.to_disk
    done: list[Moved] = []
    try:
        for each in act(bucket_of_settings(), stay=given.stay):
            done.append(each)  # noqa: PERF402 - what was done before a fault is told too
    except StorageAwayError:
        _tell(done, as_json=False)
        print("the rest is where it was: type the same command again")
        raise
    _tell(done, as_json=given.json)
    return FAILED if any(each.outcome == moving.Outcome.DAMAGED for each in done) else OK


def _unset(*, as_json: bool) -> int:
    words = "set GOUVERNAIL_S3_ENDPOINT, GOUVERNAIL_S3_BUCKET and the keys first"
    print(json.dumps({"error": "bucket_unset", "message": words}) if as_json else words)
    return FAILED


def _tell(done: "list[Moved]", *, as_json: bool) -> None:
    counts = Counter(str(each.outcome) for each in done)
    damaged = [each.sha256 for each in done if each.outcome == "damaged"]
    size = sum(each.size_bytes for each in done)
    if as_json:
        print(json.dumps({"size_bytes": size, "damaged": damaged, "counts": counts}))
        return
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    print(f"{said or 'no file there'} ({size / 1e6:.1f} MB)")
    for sha256 in damaged:
        print(f"damaged, left where it is: {sha256}")


def run_check(given: argparse.Namespace) -> int:
    """Read every file that a row names, or that is kept, and hold it to its digest."""
    from gouvernail.continuity.queries.files import named_files
    from gouvernail.foundation.objects import bucket_of_files
    from gouvernail.media.errors import AssetNotFoundError
    from gouvernail.media.pictures.moving import in_bucket, on_disk
    from gouvernail.media.queries import stored_bytes

    bucket = bucket_of_files()
    here, there = set(on_disk()), set(in_bucket(bucket)) if bucket else set()
    named = named_files()
    wrong = []
    for sha256 in sorted(named | here | there):
        try:
            stored_bytes(sha256)
        except AssetNotFoundError:
            wrong.append(sha256)
    told = {"named": len(named), "disk": len(here), "bucket": len(there), "wrong": wrong}
    if given.json:
        print(json.dumps(told))
    else:
        print(f"{len(named)} files are named; {len(here)} on disk, {len(there)} in the bucket")
        for sha256 in wrong:
            print(f"missing or damaged: {sha256}")
    return FAILED if wrong else OK
