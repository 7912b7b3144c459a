"""Write the parts of docs/reference that the code already says.

    python tools/reference.py          bring the pages up to date
    python tools/reference.py --check  say which are not, and fail

Only what stands between `<!-- code: NAME -->` and `<!-- end -->` is written; the rest is prose.
"""

import argparse
import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from gouvernail.foundation.errors import DomainError

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = ROOT / "docs" / "reference"
BLOCK: Final = re.compile(r"(<!-- code: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def main(arguments: list[str] | None = None) -> int:
    """Write or compare the blocks of every page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.test")
    django.setup()
    stale = []
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        fresh = BLOCK.sub(lambda found: found[1] + BLOCKS[found[2]]() + found[4], text)
        if fresh != text:
            stale.append(str(page.relative_to(ROOT)))
            if not given.check:
                page.write_text(fresh, encoding="utf-8")
    said = "stale; run `python tools/reference.py`" if given.check else "written"
    print("\n".join(f"{name}: {said}" for name in stale) or "reference: up to date")
    return 1 if stale and given.check else 0


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def commands() -> str:
    """Return every command with its options, as a person would see them."""
    from gouvernail.cli.main import make_parser

    return "\n" + "\n".join(sections(make_parser(), "gouvernail")) + "\n"


def sections(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """Yield one heading and text for each leaf command below `parser`."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        helps = {each.dest: each.help or "" for each in action._choices_actions}
        for key, child in sorted(action.choices.items()):
            inner = list(sections(child, f"{name} {key}"))
            yield from inner or [section(child, f"{name} {key}", helps.get(key, ""))]


def section(parser: argparse.ArgumentParser, name: str, sentence: str) -> str:
    """Return the heading, sentence and arguments of one command."""
    lines = [f"## {name}", "", sentence[:1].upper() + sentence[1:] + ".", ""]
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        shown = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        if action.choices:
            shown += " " + "|".join(str(each) for each in action.choices)
        lines.append(f"- `{shown}` {described(action)}".rstrip())
    return "\n".join(lines) + "\n"


def described(action: argparse.Action) -> str:
    """Return an option's help and its default."""
    text = (action.help or "").replace("|", "\\|")
    ordinary = {None, False, argparse.SUPPRESS, ""}
    if isinstance(action.default, str | int | float | None) and action.default not in ordinary:
        text += f" (default `{action.default}`)"
    return text.strip()


def errors() -> str:
    """Return every refusal of the product: its code, its HTTP status and why it exists."""
    from django.conf import settings

    for area in settings.AREAS:
        for module in ("errors", "actions"):
            name = f"gouvernail.{area}.{module}"
            if importlib.util.find_spec(name):
                importlib.import_module(name)
    found = {each.code: each for each in subclasses(DomainError) if "code" in vars(each)}
    rows = ([f"`{code}`", str(each.status), sentence(each)] for code, each in sorted(found.items()))
    return table(("code", "status", "meaning"), rows)


def subclasses(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    """Yield a class's descendants that belong to the product."""
    for child in parent.__subclasses__():
        if child.__module__.startswith("gouvernail."):
            yield child
        yield from subclasses(child)


def sentence(described: type) -> str:
    """Return the first line of a docstring, for a cell of a table."""
    return (described.__doc__ or "").strip().partition("\n")[0].replace("|", "\\|")


def verbs() -> str:
    """Return every verb an entry of the log may carry, with the model it is about."""
    from django.apps import apps

    rows = [
        [f"`{verb}`", f"`{model._meta.label}`"]
        for model in apps.get_models()
        for verb in getattr(model, "ledger_verbs", ())
    ]
    return table(("verb", "subject"), sorted(rows))


def packs() -> str:
    """Return the rule packs that ship, with what they hold."""
    from gouvernail.cli.judging.packs import open_pack, shipped_packs

    rows = []
    for name in shipped_packs():
        pack = open_pack(name)
        said = pack.meta["description"]
        examples = sum(len(rule.examples) for rule in pack.rules)
        words = said["en"] if isinstance(said, dict) else ""
        rows.append([f"`{name}`", pack.title["en"], str(len(pack.rules)), str(examples), words])
    return table(("pack", "subject", "rules", "examples", "holds"), rows)


BLOCKS: Final[dict[str, Callable[[], str]]] = {
    "commands": commands,
    "errors": errors,
    "packs": packs,
    "verbs": verbs,
}

if __name__ == "__main__":
    sys.exit(main())
