"""`gouvernail rules propose`: rules from the sentences of a policy, for a person to judge."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.posts import STANDARD_INPUT, InputError, read_source

if TYPE_CHECKING:
    from gouvernail.kernel.rules.proposing import Proposed

FOUND, NOTHING, MISUSED = 0, 1, 2


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `gouvernail rules`."""
    parser = commands.add_parser(
        "propose",
        help="propose rules from the sentences of a policy",
        description="Writes a pack of drafts, each with the sentence it comes from, and counts "
        "what was not recognised. Exit code 0 when something is proposed, 1 when nothing is, 2 "
        "when the text cannot be read.",
    )
    parser.add_argument("file", nargs="?", default=STANDARD_INPUT, help="a policy in Markdown")
    parser.add_argument("--pack", default="proposed", metavar="NAME", help="identifier of the pack")
    parser.add_argument("--clause", default="charter#1", help="the clause the text stands for")
    parser.add_argument("--left", action="store_true", help="list the sentences not recognised")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run_propose)


def run_propose(given: argparse.Namespace) -> int:
    """Read a text and write the rules that it asks for."""
    from gouvernail.kernel.rules.proposing import pack_of_proposals, propose

    try:
        text = read_source(given.file)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    name = Path(given.file).name if given.file != STANDARD_INPUT else "-"
    found = propose(text, document=name, clause=given.clause)
    if given.json:
        print(json.dumps(_plain(found), ensure_ascii=False))
    else:
        if found.proposals:
            title = {"fr": f"Propositions : {name}", "en": f"Proposals: {name}"}
            pack = pack_of_proposals(found.proposals, pack=given.pack, title={**title})
            sys.stdout.write(pack)
        for each in found.left if given.left else ():
            sys.stderr.write(f"{name}:{each.line}:{each.column}: {' '.join(each.text.split())}\n")
        told = f"{found.sentences} sentences, {found.duties} ask for something"
        sys.stderr.write(
            f"{told}; {len(found.proposals)} rules, {len(found.left)} not recognised\n"
        )
    return FOUND if found.proposals else NOTHING


def _plain(found: "Proposed") -> dict[str, object]:
    return {
        "sentences": found.sentences,
        "duties": found.duties,
        "proposals": [
            {
                "subject": each.subject,
                "line": each.sentence.line,
                "column": each.sentence.column,
                "sentence": each.sentence.text,
                "chosen": each.chosen,
                "rule": each.rule,
                "also": [{"line": one.line, "sentence": one.text} for one in each.also],
            }
            for each in found.proposals
        ],
        "left": [{"line": each.line, "sentence": each.text} for each in found.left],
    }
