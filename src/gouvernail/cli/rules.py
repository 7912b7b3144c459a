"""`gouvernail rules check|test`: judge texts, and test rule packs. No database, no Django."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.posts import STANDARD_INPUT, Given, InputError, read_posts, read_source

if TYPE_CHECKING:  # loaded when a command runs: `gouvernail --help` stays quick
    from gouvernail.kernel.rules import Context, ExampleResult, Finding, Pack, Post, Verdict

CLEAN, RAISED, MISUSED = 0, 1, 2
CONTROLS = ("enforce", "warn", "observe", "pack")
_SARIF_LEVELS = {"note": "note", "warn": "warning", "review": "warning", "block": "error"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Judged:
    """One text and what the pack says of it."""

    given: Given
    verdict: "Verdict"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `rules` commands."""
    parser = subparsers.add_parser("rules", help="judge texts, and test rule packs")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser(
        "check",
        help="judge a text, or JSON lines of texts",
        description="Exit code 0 when nothing is raised at warn or above, 1 when something is, "
        "2 when the pack or the input is wrong.",
    )
    check.add_argument("--pack", required=True, help="a file, or the name of a shipped pack")
    check.add_argument("--network", default="", help="the network the texts are for")
    check.add_argument("--control", choices=CONTROLS, default="enforce", help="how firmly")
    check.add_argument("--lang", choices=("en", "fr"), default="en", help="of the messages")
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a text")
    form.add_argument("--sarif", action="store_true", help="one SARIF 2.1.0 document")
    check.add_argument("file", nargs="?", default=STANDARD_INPUT, help="a file, or - (default)")
    check.set_defaults(run=run_check)
    test = commands.add_parser("test", help="run the examples of packs (all shipped, by default)")
    test.add_argument("packs", nargs="*", metavar="PACK", help="files or names of shipped packs")
    test.add_argument("--json", action="store_true", help="one JSON object a pack")
    test.set_defaults(run=run_test)


def shipped_packs() -> dict[str, Traversable]:
    """Return the packs that come with Gouvernail, by name: what to start from, then by subject."""
    folder = files("gouvernail.rulebooks") / "packs"
    places = (*folder.iterdir(), *(folder / "subjects").iterdir())
    found = [each for each in places if each.name.endswith(".yaml")]
    return {each.name.removesuffix(".yaml"): each for each in sorted(found, key=lambda e: e.name)}


def open_pack(name: str) -> "Pack":
    """Return a pack by file or by the name of a shipped one, with the CSV files beside it.

    Raises:
        InputError: there is no such pack.
        PackError: it is broken.
    """
    from gouvernail.kernel.rules import load_pack

    path = Path(name)
    if path.is_file():
        beside = {each.name: read_source(str(each)) for each in path.parent.glob("*.csv")}
        return load_pack(read_source(name), name=name, files=beside)
    shipped = shipped_packs()
    if name not in shipped:
        raise InputError(f"no pack {name!r}; shipped: {', '.join(shipped)}")
    return load_pack(shipped[name].read_text(encoding="utf-8"), name=shipped[name].name)


def run_check(given: argparse.Namespace) -> int:
    """Judge each text and write what is raised."""
    from gouvernail.kernel.rules import Outcome, PackError

    try:
        pack = _controlled(open_pack(given.pack), given.control)
        judged: Iterable[Judged] = _judged(pack, given)
        if given.sarif:
            judged = tuple(judged)
            _write_json(_sarif(pack, judged, given))
        worst = Outcome.PASS
        for each in judged:
            worst = max(worst, each.verdict.outcome)
            if given.json:
                _write_json(_as_json(each))
            elif not given.sarif:
                sys.stdout.writelines(_as_lines(each, given))
    except PackError as error:
        return _write_problems(error, given.json)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    return RAISED if worst >= Outcome.WARN else CLEAN


def _controlled(pack: "Pack", control: str) -> "Pack":
    from gouvernail.kernel.rules import Control

    if control == "pack":
        return pack
    return pack.with_controls({rule.id: Control(control) for rule in pack.rules})


def _judged(pack: "Pack", given: argparse.Namespace) -> Iterator[Judged]:
    from gouvernail.kernel.rules import judge

    for post in read_posts(given.file):
        yield Judged(post, judge(pack, *_question(post, given.network)))


def _question(given: Given, network: str) -> "tuple[Post, Context]":
    """Return what is judged; a line may name its own network, language, tags, links..."""
    from gouvernail.kernel.rules import Context, Post

    post = Post(
        text=given.text,
        network=given.word("network") or network,
        lang=given.word("lang"),
        links=given.words("links"),
        tags=given.words("tags"),
    )
    context = Context(
        unit_path=given.words("unit"),
        audience=given.words("audience"),
        account_class=given.word("account"),
    )
    return post, context


def _as_json(judged: Judged) -> dict[str, object]:
    named = {"id": judged.given.id} if judged.given.id else {}
    return {
        **named,
        "verdict": judged.verdict.id,
        "outcome": judged.verdict.outcome.slug,
        "seats": judged.verdict.seats,
        "findings": [_finding(each, judged.given.text) for each in judged.verdict.findings],
    }


def _finding(finding: "Finding", text: str) -> dict[str, object]:
    suggestion = finding.suggestion
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": finding.severity.slug,
        "would": finding.would.slug,
        "spans": [list(span) for span in finding.spans],
        "message": dict(finding.message),
        "dismissible": finding.dismissible,
        "suggestion": None
        if suggestion is None
        else {
            "label": dict(suggestion.label),
            "text": suggestion.apply(text) if suggestion.replacements else None,
        },
    }


def _as_lines(judged: Judged, given: argparse.Namespace) -> Iterator[str]:
    """Yield `file:line:column: severity rule: message`; JSON lines show the id and offsets."""
    name = "<stdin>" if given.file == STANDARD_INPUT else given.file
    for finding in judged.verdict.findings:
        for span in finding.spans or (None,):
            if judged.given.id:
                place = f"{judged.given.id}" + (f":{span.start}-{span.end}" if span else "")
            else:
                line, column = _place(judged.given.text, span.start if span else 0)
                place = f"{name}:{line}:{column}"
            what = f"{finding.severity.slug} {finding.rule} ({finding.clause})"
            yield f"{place}: {what}: {finding.message[given.lang]}\n"


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in code points."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _sarif(pack: "Pack", judged: Iterable[Judged], given: argparse.Namespace) -> object:
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title[given.lang]},
            "properties": {"clause": rule.clause, "source": dict(rule.source)},
        }
        for rule in pack.rules
    ]
    driver = {"name": "gouvernail", "rules": rules, "properties": {"pack": pack.digest}}
    results = [
        _sarif_result(finding, each.given, given)
        for each in judged
        for finding in each.verdict.findings
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_result(finding: "Finding", post: Given, given: argparse.Namespace) -> object:
    uri = "stdin" if given.file == STANDARD_INPUT else Path(given.file).as_posix()
    places = [_region(post, span.start, span.end) for span in finding.spans] or [{}]
    named = {"logicalLocations": [{"name": post.id}]} if post.id else {}
    locations = [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": uri},
                "region": {"startLine": post.line, **place},
            },
            **named,
        }
        for place in places
    ]
    return {
        "ruleId": finding.rule,
        "level": _SARIF_LEVELS[finding.severity.slug],
        "message": {"text": finding.message[given.lang]},
        "locations": locations,
        "properties": {
            "clause": finding.clause,
            "severity": finding.severity.slug,
            "spans": [list(span) for span in finding.spans],
        },
    }


def _region(post: Given, start: int, end: int) -> dict[str, int]:
    """Return the place in the file; in JSON lines, where the text is encoded, only its line."""
    if post.id:
        return {}
    line, column = _place(post.text, start)
    end_line, end_column = _place(post.text, end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def run_test(given: argparse.Namespace) -> int:
    """Run the examples of each pack and write those that fail."""
    from gouvernail.kernel.rules import PackError, run_examples

    code = CLEAN
    for name in given.packs or shipped_packs():
        try:
            pack = open_pack(name)
            results = run_examples(pack)
        except PackError as error:
            code = _write_problems(error, given.json)
        except InputError as error:
            sys.stderr.write(f"{error}\n")
            code = MISUSED
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


def _write_problems(error: Exception, as_json: object) -> int:
    from gouvernail.kernel.rules import PackError

    if isinstance(error, PackError):
        for each in error.problems:
            if as_json:
                place = {"file": each.file, "line": each.line, "column": each.column}
                _write_json({**place, "code": each.code, "message": dict(each.message)})
            else:
                sys.stderr.write(f"{each}\n")
    return MISUSED


def _write_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
