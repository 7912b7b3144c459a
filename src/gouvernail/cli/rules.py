"""`gouvernail rules`: judge texts, test and import rule packs. No database, no Django.

A module of this package whose name begins with `rules_` adds its subcommands here, with
`add(commands)`.
"""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gouvernail import __version__, cli
from gouvernail.cli.judging.circumstances import ACCOUNTS, verify_circumstances
from gouvernail.cli.judging.packs import STARTER, open_pack, shipped_packs
from gouvernail.cli.judging.telling import as_json, in_colour, lines_of
from gouvernail.cli.judging.texts import read_texts
from gouvernail.cli.posts import STANDARD_INPUT, Given, InputError

if TYPE_CHECKING:  # loaded when a command runs: `gouvernail --help` stays quick
    from gouvernail.kernel.rules import Context, ExampleResult, Pack, PackError, Post
    from gouvernail.kernel.rules.sarif import Judged

CLEAN, RAISED, MISUSED = 0, 1, 2
CONTROLS = ("enforce", "warn", "observe", "pack")
FAIL_ON = ("note", "warn", "review", "block")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `rules` commands, and those of the modules beside this one."""
    parser = subparsers.add_parser("rules", help="judge texts, and test rule packs")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser(
        "check",
        help="judge texts, Markdown pages, CSV files or JSON lines of posts",
        description="Exit code 0 when nothing is raised at the level of --fail-on or above, 1 when "
        "something is, 2 when a pack or a file is wrong.",
    )
    _add_circumstances(check)
    check.add_argument("--lang", choices=("en", "fr"), default="en", help="of the messages")
    check.add_argument("--fail-on", choices=FAIL_ON, default="warn", help="what makes exit code 1")
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a text")
    form.add_argument("--sarif", action="store_true", help="one SARIF 2.1.0 document")
    check.add_argument(
        "files", nargs="*", metavar="FILE", help="files, or - for standard input (default)"
    )
    check.set_defaults(run=run_check)
    test = commands.add_parser("test", help="run the examples of packs (all shipped, by default)")
    test.add_argument("packs", nargs="*", metavar="PACK", help="files or names of shipped packs")
    test.add_argument("--lang", choices=("en", "fr"), default="en", help="of the messages")
    test.add_argument("--json", action="store_true", help="one JSON object a pack")
    test.set_defaults(run=run_test)
    for module in sorted(pkgutil.iter_modules(cli.__path__), key=lambda each: each.name):
        if module.name.startswith("rules_"):
            importlib.import_module(f"{cli.__name__}.{module.name}").add(commands)


def _add_circumstances(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "--pack",
        action="append",
        metavar="PACK",
        help=f"a file, or the name of a shipped pack; may be repeated ({STARTER} by default)",
    )
    check.add_argument("--network", default="", help="the network the texts are for")
    check.add_argument("--unit", action="append", default=[], help="code of a unit; repeatable")
    check.add_argument("--account", default="", help=", ".join(ACCOUNTS))
    check.add_argument("--text-lang", default="", metavar="LANG", help="language of the texts")
    check.add_argument("--tag", action="append", default=[], help="tag of the texts; repeatable")
    check.add_argument("--column", default="", help="column of a CSV file that holds the texts")
    check.add_argument("--control", choices=CONTROLS, default="enforce", help="how firmly")


def run_check(given: argparse.Namespace) -> int:
    """Judge each text of each file and write what is raised."""
    from gouvernail.kernel.rules import Outcome, PackError
    from gouvernail.kernel.rules.sarif import sarif_log

    threshold = {each.slug: each for each in Outcome}[given.fail_on]
    worst = Outcome.PASS
    try:
        packs = [_controlled(open_pack(name), given.control) for name in given.pack or (STARTER,)]
        verify_circumstances(
            packs,
            network=given.network,
            units=given.unit,
            language=given.text_lang,
            account=given.account,
        )
        judged: Iterable[Judged] = _judged(packs, given)
        if given.sarif:
            judged = tuple(judged)
            _write_json(sarif_log(packs, judged, lang=given.lang, version=__version__))
        colour = in_colour()
        for each in judged:
            worst = max(worst, each.verdict.outcome)
            if given.json:
                _write_json(as_json(each))
            elif not given.sarif:
                sys.stdout.writelines(lines_of(each, lang=given.lang, colour=colour))
    except PackError as error:
        return _failed(error, given)
    except InputError as error:
        return _failed(error, given)
    return RAISED if worst >= threshold else CLEAN


def _failed(error: "PackError | InputError", given: argparse.Namespace) -> int:
    """Write why nothing could be judged, in the form that was asked for; return the exit code."""
    from gouvernail.kernel.rules.sarif import Failure, sarif_failure

    if given.sarif:
        lang: str = given.lang
        told = (
            [Failure(words=error.words[lang])]
            if isinstance(error, InputError)
            else [
                Failure(words=one.message[lang], file=one.file, line=one.line, column=one.column)
                for one in error.problems
            ]
        )
        _write_json(sarif_failure(told, lang=lang, version=__version__))
    if isinstance(error, InputError):
        return write_misuse(error, as_json=given.json, lang=given.lang)
    return write_problems(error, as_json=given.json, lang=given.lang)


def _controlled(pack: "Pack", control: str) -> "Pack":
    from gouvernail.kernel.rules import Control

    if control == "pack":
        return pack
    return pack.with_controls({rule.id: Control(control) for rule in pack.rules})


def _judged(packs: "list[Pack]", given: argparse.Namespace) -> "Iterator[Judged]":
    from gouvernail.kernel.rules import judge_all
    from gouvernail.kernel.rules.sarif import Judged

    for name in given.files or (STANDARD_INPUT,):
        shown = "<stdin>" if name == STANDARD_INPUT else name
        for each in read_texts(name, column=given.column):
            verdict = judge_all(packs, *_question(each, given))
            yield Judged(
                file=shown,
                text=each.text,
                verdict=verdict,
                line=each.line,
                id=each.id,
                column=each.column,
            )


def _question(text: Given, given: argparse.Namespace) -> "tuple[Post, Context]":
    """Return what is judged; a text may name its own network, language, tags, links..."""
    from gouvernail.kernel.rules import Context, Post

    post = Post(
        text=text.text,
        network=text.word("network") or given.network,
        lang=text.word("lang") or given.text_lang,
        links=text.words("links"),
        tags=text.words("tags") or tuple(given.tag),
    )
    context = Context(
        unit_path=text.words("unit") or tuple(given.unit),
        audience=text.words("audience"),
        account_class=text.word("account") or given.account,
    )
    return post, context


def run_test(given: argparse.Namespace) -> int:
    """Run the examples of each pack and write those that fail."""
    from gouvernail.kernel.rules import PackError, run_examples

    code = CLEAN
    for name in given.packs or shipped_packs():
        try:
            pack = open_pack(name)
            results = run_examples(pack)
        except PackError as error:
            code = write_problems(error, as_json=given.json, lang=given.lang)
        except InputError as error:
            code = write_misuse(error, as_json=given.json, lang=given.lang)
        else:
            failed = [each for each in results if not each.ok]
            _write_test(pack, results, failed, as_json=given.json)
            code = max(code, RAISED if failed else CLEAN)
    return code


def _write_test(
    pack: "Pack",
    results: "tuple[ExampleResult, ...]",
    failed: "list[ExampleResult]",
    *,
    as_json: bool,
) -> None:
    rows = [
        {
            "rule": each.rule,
            "line": each.example.line,
            "expected": "raises" if each.example.raises else "passes",
            "text": each.example.post.text,
        }
        for each in failed
    ]
    total = {"pack": pack.name, "digest": pack.digest, "rules": len(pack.rules)}
    if as_json:
        _write_json({**total, "examples": len(results), "failed": rows})
        return
    for row in rows:
        wanted = "should raise" if row["expected"] == "raises" else "should pass"
        sys.stdout.write(f"{pack.name}:{row['line']}: {row['rule']} {wanted}: {row['text']}\n")
    passed = len(results) - len(failed)
    sys.stdout.write(
        f"{pack.name}: {len(pack.rules)} rules, {passed} of {len(results)} examples pass\n"
    )


def write_misuse(error: InputError, *, as_json: bool, lang: str) -> int:
    """Write why a file or an option cannot be used: with `--json`, on standard output too."""
    if as_json:
        _write_json({"error": "input_unusable", "message": error.words})
    sys.stderr.write(f"{error.words[lang]}\n")
    return MISUSED


def write_problems(error: Exception, *, as_json: bool, lang: str) -> int:
    """Write every fault of a broken pack with its place; return the exit code."""
    from gouvernail.kernel.rules import PackError

    if isinstance(error, PackError):
        for each in error.problems:
            if as_json:
                where = {"file": each.file, "line": each.line, "column": each.column}
                _write_json({**where, "code": each.code, "message": dict(each.message)})
            else:
                place = f"{each.file}:{each.line}:{each.column}"
                sys.stderr.write(f"{place}: {each.message[lang]} [{each.code}]\n")
    return MISUSED


def _write_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
