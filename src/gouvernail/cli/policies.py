"""`gouvernail policies import|lint|compare`: policies as files.

gouvernail policies lint charter.fr.md charter.en.md       what they lack or contradict
gouvernail policies compare before.docx after.docx         clause by clause, or language by language
gouvernail policies import charter.docx --dry-run          how it would be cut into clauses
gouvernail policies import charter.docx --policy charter   and kept as a draft

`lint`, `compare` and `import --dry-run` need neither Django nor a database.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouvernail import __version__
from gouvernail.cli.main import with_django
from gouvernail.cli.posts import InputError, read_bytes

if TYPE_CHECKING:
    from gouvernail.kernel.policies import Recognised
    from gouvernail.kernel.policies.linting import Examined, Remark

CLEAN, RAISED, MISUSED = 0, 1, 2
LANGUAGE = re.compile(r"[._-](fr|en)(?=\.[A-Za-z]+$)")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `policies` commands."""
    parser = subparsers.add_parser(
        "policies", help="read, check and compare policies kept as files"
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_lint(commands)
    _add_compare(commands)
    _add_import(commands)


def _add_lint(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    lint = commands.add_parser(
        "lint",
        help="what a set of policies lacks, contradicts, or forbids too widely",
        description="Word, PDF, HTML, Markdown or plain text. Files of one language complete one "
        "another; NAME.fr.md and NAME.en.md are held against one another. Exit code 0 when "
        "nothing is said at the level of --fail-on, 1 when something is, 2 when a file cannot be "
        "read.",
    )
    _add_common(lint)
    lint.add_argument("--sarif", action="store_true", help="one SARIF 2.1.0 document")
    lint.add_argument(
        "--fail-on", choices=("note", "warn"), default="warn", help="what makes exit code 1"
    )
    lint.add_argument(
        "--kept", action="store_true", help="owner and review date are kept elsewhere"
    )
    lint.add_argument("files", nargs="+", metavar="FILE")
    lint.set_defaults(run=run_lint)


def _add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    compare = commands.add_parser(
        "compare",
        help="two versions clause by clause, or two languages",
        description="Exit code 0 when they say the same, 1 when they differ, 2 when a file cannot "
        "be read.",
    )
    _add_common(compare)
    compare.add_argument("files", nargs=2, metavar="FILE")
    compare.set_defaults(run=run_compare)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    take = commands.add_parser(
        "import",
        help="take a policy in as a draft",
        description="One file, or the French one and its English twin. The draft replaces the one "
        "under way, if any; somebody still has to put it in force.",
    )
    _add_common(take)
    take.add_argument("--dry-run", action="store_true", help="show the clauses, keep nothing")
    take.add_argument("--policy", default="", metavar="SLUG", help="short name of the policy")
    take.add_argument("--unit", default="", metavar="CODE", help="make the policy, for this unit")
    take.add_argument("--replace", action="store_true", help="over what a draft under way says")
    take.add_argument(
        "--base", default="", metavar="SHA256", help="only over the text that this digest names"
    )
    take.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
    take.add_argument("files", nargs="+", metavar="FILE")
    take.set_defaults(run=run_import)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("en", "fr"), default="en", help="of the messages")
    parser.add_argument("--json", action="store_true", help="print JSON")


class _UnreadableError(Exception):
    """A file is no policy; `code` and `words` say why."""

    def __init__(self, name: str, code: str, words: dict[str, str]) -> None:
        super().__init__(f"{name}: {words['en']}")
        self.name, self.code, self.words = name, code, words


def _read(name: str) -> "Recognised":
    from gouvernail.kernel.policies import ReadingError, read_file, recognise

    try:
        return recognise(read_file(name, read_bytes(name)))
    except ReadingError as error:
        raise _UnreadableError(name, error.code, dict(error.message)) from error
    except InputError as error:
        raise _UnreadableError(name, "input_unusable", error.words) from error


def _examined(names: Iterable[str], *, kept: bool = False) -> "list[Examined]":
    """Read policies; `x.fr.md` and `x.en.md` are one policy in two languages."""
    from gouvernail.kernel.policies.linting import examined

    found = []
    for name in names:
        language = LANGUAGE.search(name)
        slug = LANGUAGE.sub("", Path(name).name).partition(".")[0] if language else name
        spoken = language[1] if language else ""
        found.append(examined(_read(name), language=spoken, slug=slug, known=kept))
    return found


def _refused(given: argparse.Namespace, error: _UnreadableError) -> int:
    if given.json:
        told = {"file": error.name, "error": error.code, "message": error.words}
        print(json.dumps(told, ensure_ascii=False))
    sys.stderr.write(f"{error.name}: {error.words[given.lang]} [{error.code}]\n")
    return MISUSED


def run_lint(given: argparse.Namespace) -> int:
    """Say what the linter says of all the files together."""
    from gouvernail.foundation import clock
    from gouvernail.kernel.policies.linting import Severity, lint
    from gouvernail.kernel.policies.linting.sarif import sarif_log

    try:
        policies = _examined(given.files, kept=given.kept)
    except _UnreadableError as error:
        return _refused(given, error)
    remarks = lint(policies, today=clock.now().date())
    if given.sarif:
        print(json.dumps(sarif_log(remarks, lang=given.lang, version=__version__)))
    elif given.json:
        print(json.dumps([_as_json(each) for each in remarks], ensure_ascii=False))
    else:
        _tell(remarks, given.lang)
    counted = (
        remarks
        if given.fail_on == "note"
        else [each for each in remarks if each.severity is Severity.WARN]
    )
    return RAISED if counted else CLEAN


def _tell(remarks: "list[Remark]", lang: str) -> None:
    for each in remarks:
        place = f":{each.place}" if str(each.place) else ""
        clause = f" {each.clause}" if each.clause else ""
        print(f"{each.policy}{place}: {each.severity}{clause}: {each.message[lang]} [{each.code}]")


def _as_json(remark: "Remark") -> dict[str, Any]:
    return {
        "file": remark.policy,
        "code": remark.code,
        "severity": str(remark.severity),
        "clause": remark.clause,
        "span": list(remark.span) if remark.span else None,
        "line": remark.place.line,
        "page": remark.place.page,
        "paragraph": remark.place.paragraph,
        "other": remark.other,
        "message": dict(remark.message),
        "source": dict(remark.source),
    }


def run_compare(given: argparse.Namespace) -> int:
    """Compare two languages by parity, two texts of one language clause by clause."""
    from gouvernail.kernel.policies.comparing import compare
    from gouvernail.kernel.policies.linting import parity

    try:
        before, after = _examined(given.files)
    except _UnreadableError as error:
        return _refused(given, error)
    if before.language != after.language:
        remarks = parity(before, after)
        if given.json:
            print(json.dumps([_as_json(each) for each in remarks], ensure_ascii=False))
        else:
            _tell(remarks, given.lang)
        return RAISED if remarks else CLEAN
    lines = compare(before.policy, after.policy)
    if given.json:
        rows = [{"clause": e.anchor, "change": e.change, "title": e.title} for e in lines]
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for each in lines:
            if each.change != "same":
                print(f"{each.change:8} {each.anchor} {each.title}")
    return RAISED if any(each.change != "same" for each in lines) else CLEAN


def run_import(given: argparse.Namespace) -> int:
    """Show how files are cut into clauses, then keep them as a draft unless told not to."""
    if len(given.files) > 2:  # noqa: PLR2004 -- one for each language
        sys.stderr.write("one file, or the French one and its English twin\n")
        return MISUSED
    try:
        policies = _examined(given.files)
    except _UnreadableError as error:
        return _refused(given, error)
    if not given.dry_run and not given.policy:
        sys.stderr.write("--policy says which policy the draft is of; or try --dry-run\n")
        return MISUSED
    policies.sort(key=lambda each: each.language == "en")
    if given.dry_run:
        return _preview(policies, given)
    return with_django(_keep)(argparse.Namespace(**vars(given), policies=policies))


def _preview(policies: "list[Examined]", given: argparse.Namespace) -> int:
    if given.json:
        rows = [_preview_json(each) for each in policies]
        print(json.dumps(rows, ensure_ascii=False))
        return CLEAN
    for each in policies:
        read = each.policy
        print(f"{each.name}: {read.title or '-'} ({each.language}), {len(read.clauses)} clauses")
        for clause in read.clauses:
            print(f"  {clause.place!s:>12}  {clause.anchor} {clause.title}")
        for warned in read.warnings:
            sys.stderr.write(f"{each.name}: {warned.message[given.lang]} [{warned.code}]\n")
    return CLEAN


def _preview_json(each: "Examined") -> dict[str, Any]:
    from gouvernail.kernel.policies import to_markdown

    read = each.policy
    return {
        "file": each.name,
        "language": each.language,
        "title": read.title,
        "clauses": [
            {
                "anchor": clause.anchor,
                "title": clause.title,
                "text": clause.text,
                "line": clause.place.line,
                "page": clause.place.page,
                "paragraph": clause.place.paragraph,
            }
            for clause in read.clauses
        ],
        "warnings": [
            {"code": one.code, "count": one.count, "message": dict(one.message)}
            for one in read.warnings
        ],
        "markdown": to_markdown(read),
    }


def _keep(given: argparse.Namespace) -> int:
    """Write the draft; the policy is made when it is not there and a unit is named."""
    from gouvernail.cli.accounts import acting_person, unit_of
    from gouvernail.foundation import clock
    from gouvernail.kernel.policies import to_markdown
    from gouvernail.policies.actions.importing import take_in
    from gouvernail.policies.actions.writing import PolicyFacts
    from gouvernail.policies.permissions import visible_policies, visible_policy
    from gouvernail.policies.queries.clauses import text_digest

    by, at = acting_person(given.as_), clock.now()
    main, twin = given.policies[0], given.policies[1] if len(given.policies) > 1 else None
    known = visible_policies(by).filter(slug=given.policy).exists()
    facts = None
    if given.unit and not known:
        facts = PolicyFacts(
            slug=given.policy,
            title=main.policy.title or given.policy,
            title_en=twin.policy.title if twin else "",
            unit_id=unit_of(given.unit, by).pk,
            owner_id=by.pk,
        )
    alone = "en" if main.language == "en" and twin is None else "fr"
    texts = {alone: to_markdown(main.policy)} | ({"en": to_markdown(twin.policy)} if twin else {})
    version = take_in(
        facts=facts,
        policy_id=None if facts else visible_policy(viewer=by, slug=given.policy).pk,
        source=texts.get("fr", ""),
        source_en=texts.get("en", ""),
        replace=given.replace,
        base=given.base,
        by=by,
        at=at,
    )
    policy = version.policy
    told = {"policy": policy.slug, "version": version.number, "clauses": len(main.policy.clauses)}
    told["digest"] = text_digest(version)
    if given.json:
        print(json.dumps(told))
    else:
        print(f"{policy.slug}: draft {version.number}, {told['clauses']} clauses, {told['digest']}")
    for each in given.policies:
        for warned in each.policy.warnings:
            sys.stderr.write(f"{each.name}: {warned.message[given.lang]} [{warned.code}]\n")
    return CLEAN
