"""`gouvernail text length`: count texts exactly as a network does. No database, no Django."""

import argparse
import json
import sys
from dataclasses import replace

from gouvernail.cli.posts import STANDARD_INPUT, Given, InputError, read_posts

FITS, TOO_LONG, MISUSED = 0, 1, 2


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `text` commands."""
    parser = subparsers.add_parser("text", help="count texts as networks do")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    length = commands.add_parser(
        "length",
        help="length, limit and whether it fits",
        description="Reads one text, or JSON lines with a text each; writes JSON lines. "
        "Exit code 0 when all fit, 1 when one does not, 2 when the input is wrong.",
    )
    length.add_argument("--network", required=True, help="x, bluesky, mastodon, linkedin...")
    length.add_argument("--limit", type=int, help="the limit the account’s server announced")
    length.add_argument("--url-length", type=int, help="what a link counts there")
    length.add_argument("file", nargs="?", default=STANDARD_INPUT, help="a file, or - (default)")
    length.set_defaults(run=run_length)


def run_length(given: argparse.Namespace) -> int:
    """Count each text and write one JSON object a line."""
    from gouvernail.kernel.text import DEFAULT_LIMITS, count

    if given.network not in DEFAULT_LIMITS:
        known = ", ".join(sorted(DEFAULT_LIMITS))
        sys.stderr.write(f"unknown network {given.network!r}; known: {known}\n")
        return MISUSED
    limits = DEFAULT_LIMITS[given.network]
    if given.limit is not None:
        limits = replace(limits, characters=given.limit)
    if given.url_length is not None:
        limits = replace(limits, url_length=given.url_length)
    code = FITS
    try:
        for post in read_posts(given.file):
            counted = count(given.network, post.text, limits=limits)
            fits = counted.fits and all(each.fits for each in counted.also)
            code = code if fits else TOO_LONG
            also = [
                {"length": each.length, "limit": each.limit, "unit": each.unit, "fits": each.fits}
                for each in counted.also
            ]
            row = {"length": counted.length, "limit": counted.limit, "unit": counted.unit}
            _write(post, {**row, "fits": fits, **({"also": also} if also else {})})
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    return code


def _write(post: Given, row: dict[str, object]) -> None:
    named = {"id": post.id} if post.id else {}
    sys.stdout.write(json.dumps({**named, **row}, ensure_ascii=False) + "\n")
