"""`gouvernail query check` and `match`: the listening language. No database, no Django."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from gouvernail.cli.posts import (
    STANDARD_INPUT,
    Given,
    InputError,
    batches,
    read_source,
    spoken,
)

if TYPE_CHECKING:
    from gouvernail.kernel.queries import Document, Query, QueryError

DONE, FOUND_NOTHING, MISUSED = 0, 1, 2


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `query` commands."""
    parser = subparsers.add_parser("query", help="check and try queries of listening")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser(
        "check",
        help="whether a query can be read, and how",
        description="Says how a query is read, or where it cannot be and what was expected. "
        "Exit code 0 when it can be read, 1 when it cannot.",
    )
    check.add_argument("query", help="the query, in quotation marks")
    check.add_argument("--json", action="store_true", help="one JSON object")
    check.set_defaults(run=run_check)
    match = commands.add_parser(
        "match",
        help="which queries each post matches",
        description="Reads posts as JSON lines (text; id, lang, author, network, urls, has if "
        "known), writes one line for each post that matches a query, as posts come. "
        "Exit code 0 when one does, 1 when none does, 2 when the input is wrong.",
    )
    match.add_argument(
        "--queries",
        required=True,
        help='a file: JSON lines {"name", "query"}, or one query a line, named by itself',
    )
    match.add_argument("--json", action="store_true", help="JSON lines instead of columns")
    match.add_argument("file", nargs="?", default=STANDARD_INPUT, help="a file, or - (default)")
    match.set_defaults(run=run_match)


def run_check(given: argparse.Namespace) -> int:
    """Print how a query is read, or its fault under its characters."""
    from gouvernail.kernel.queries import Frequencies, QueryError, cost, parse, spell

    try:
        query = parse(given.query)
    except QueryError as error:
        _tell_fault(given.query, error, as_json=given.json)
        return FOUND_NOTHING
    found_by = cost(query, Frequencies()).anchors
    if given.json:
        print(json.dumps({"query": spell(query), "found_by": found_by}, ensure_ascii=False))
    else:
        print(spell(query))
        print(spoken("found by: {}", "retrouvée par : {}").format(", ".join(found_by) or "—"))
    return DONE


def _tell_fault(text: str, error: "QueryError", *, as_json: bool) -> None:
    if as_json:
        where = {"start": error.start, "end": error.end}
        print(json.dumps({"error": error.code, **where, "message": dict(error.message)}))
        return
    line = text.replace("\n", " ").replace("\t", " ")
    marks = "^" * max(1, error.end - error.start)
    told = spoken(error.message["en"], error.message["fr"])
    print(f"{line}\n{' ' * error.start}{marks}\n{told}", file=sys.stderr)


def run_match(given: argparse.Namespace) -> int:
    """Print the names of the queries that each post matches, batch by batch."""
    from gouvernail.kernel.queries import Frequencies, Matcher, prepare

    code = FOUND_NOTHING
    try:
        queries = _read_queries(given.queries)
        matcher = Matcher(queries, Frequencies())
        for posts in batches(given.file):
            prepared = prepare(_document(post) for post in posts)
            for post, names in zip(posts, matcher.match(prepared), strict=True):
                if names:
                    code = DONE
                    _tell(post, names, as_json=given.json)
    except InputError as error:
        sys.stderr.write(f"{spoken(error.words['en'], error.words['fr'])}\n")
        return MISUSED
    return code


def _tell(post: Given, names: tuple[str, ...], *, as_json: bool) -> None:
    row = {"id": post.id, "queries": names}
    line = json.dumps(row, ensure_ascii=False) if as_json else f"{post.id}\t{', '.join(names)}"
    print(line, flush=True)


def _read_queries(name: str) -> "dict[str, Query]":
    """Return the queries of a file by name.

    Raises:
        InputError: a line that cannot be read, with its number.
    """
    from gouvernail.kernel.queries import QueryError, parse

    found: dict[str, Query] = {}
    for number, line in enumerate(read_source(name).split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        key, text = _named(line)
        if key in found:
            raise InputError(
                f"{name}:{number}: “{key}” is there twice",
                f"{name}:{number} : « {key} » y est deux fois",
            )
        try:
            found[key] = parse(text)
        except QueryError as error:
            raise InputError(
                f"{name}:{number}:{error.start + 1}: {error.message['en']}",
                f"{name}:{number}:{error.start + 1} : {error.message['fr']}",
            ) from error
    if not found:
        raise InputError(f"{name}: no query", f"{name} : aucune requête")
    return found


def _named(line: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
    except ValueError:
        return line.strip(), line.strip()
    if isinstance(row, dict) and isinstance(row.get("query"), str):
        return str(row.get("name") or row["query"]), row["query"]
    return line.strip(), line.strip()


def _document(post: Given) -> "Document":
    from gouvernail.kernel.queries import Document

    return Document(
        text=post.text,
        lang=post.word("lang"),
        author=post.word("author"),
        network=post.word("network"),
        urls=post.words("urls"),
        has=frozenset(post.words("has")),
    )
