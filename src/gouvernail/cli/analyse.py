"""`gouvernail analyse sentiment` and `language`, over JSON lines. No database, no Django."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from gouvernail.cli.posts import STANDARD_INPUT, Given, InputError, batches, spoken

DONE, MISUSED = 0, 2
AMONG = "fr,en"
Row = dict[str, object]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `analyse` commands."""
    parser = subparsers.add_parser("analyse", help="the language and the sentiment of posts")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, told, run in (
        ("sentiment", "the indicative sentiment of each post, in French and English", _sentiments),
        ("language", "the language of each post", _languages),
    ):
        command = commands.add_parser(
            name,
            help=told,
            description="Reads posts as JSON lines (text; id, lang if known), writes a line for "
            "each. Exit code 0, or 2 when the input is wrong.",
        )
        command.add_argument("--among", default=AMONG, help="languages expected, with commas")
        command.add_argument("--json", action="store_true", help="JSON lines instead of columns")
        command.add_argument(
            "file", nargs="?", default=STANDARD_INPUT, help="a file, or - (standard input)"
        )
        command.set_defaults(run=_over_posts(run))


def _over_posts(
    analyse: Callable[[list[Given], Sequence[str]], Iterator[Row]],
) -> Callable[[argparse.Namespace], int]:
    def run(given: argparse.Namespace) -> int:
        among = [code.strip() for code in given.among.split(",") if code.strip()]
        try:
            for posts in batches(given.file):
                for post, row in zip(posts, analyse(posts, among), strict=True):
                    _tell({"id": post.id, **row}, as_json=given.json)
        except InputError as error:
            sys.stderr.write(f"{spoken(error.words['en'], error.words['fr'])}\n")
            return MISUSED
        return DONE

    return run


def _tell(row: Row, *, as_json: bool) -> None:
    columns = "\t".join(str(each) for each in row.values())
    print(json.dumps(row, ensure_ascii=False) if as_json else columns, flush=True)


def _languages(posts: list[Given], among: Sequence[str]) -> Iterator[Row]:
    from gouvernail.kernel.analysis import languages

    for found in languages([post.text for post in posts], among=among):
        yield {"language": found.code or "und", "sure": found.sure}


def _sentiments(posts: list[Given], among: Sequence[str]) -> Iterator[Row]:
    """Yield the sentiment of posts, in the language they say they are in, else the one found."""
    from gouvernail.kernel.analysis import languages, sentiments

    texts = [post.text for post in posts]
    found = iter(languages([post.text for post in posts if not post.word("lang")], among=among))
    langs = [post.word("lang") or next(found).code for post in posts]
    for lang, sentiment in zip(langs, sentiments(texts, langs), strict=True):
        yield {
            "sentiment": sentiment.label,
            "score": sentiment.score,
            "language": lang or "und",
            "indicative": True,
        }
