"""`gouvernail signatures export`: who signed what, for a register or an audit.

gouvernail signatures export                     the campaigns, one line each
gouvernail signatures export charter             everybody its last campaign asks, as CSV
gouvernail signatures export charter --json      the same, for a machine
gouvernail signatures export charter --version 3 --output signatures.csv
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gouvernail.signing.models import Campaign


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `signatures` commands."""
    parser = subparsers.add_parser("signatures", help="export who signed which policy")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    export = commands.add_parser(
        "export",
        help="campaigns of signatures, or the people of one",
        description="Without POLICY: the campaigns. With it: the people of its last campaign, or "
        "of that of --version. Exit code 1 when there is no such campaign.",
    )
    export.add_argument("policy", nargs="?", default="", help="short name of a policy")
    export.add_argument("--version", type=int, default=None, help="number of the version")
    export.add_argument("--json", action="store_true", help="JSON instead of CSV")
    export.add_argument("--output", type=Path, default=None, help="a file instead of the terminal")
    export.set_defaults(run=with_django(run_export))


def run_export(given: argparse.Namespace) -> int:
    """Write the campaigns, or the people of one."""
    campaigns = _campaigns(given)
    if not given.policy:
        return _write(given, _list(campaigns, as_json=given.json))
    campaign = campaigns.order_by("-pk").first()
    if campaign is None:
        print(f"no campaign of signatures of {given.policy}", file=sys.stderr)
        return FAILED
    return _write(given, _people(campaign, as_json=given.json))


def _campaigns(given: argparse.Namespace) -> "QuerySet[Campaign]":
    from gouvernail.signing.models import Campaign

    rows = Campaign.objects.select_related("version__policy", "owner")
    if given.policy:
        rows = rows.filter(version__policy__slug=given.policy)
    return rows.filter(version__number=given.version) if given.version is not None else rows


def _people(campaign: "Campaign", *, as_json: bool) -> Iterator[str]:
    from gouvernail.foundation.exports import csv_lines
    from gouvernail.signing.queries.exports import HEADER, export_rows, json_lines

    lines = campaign.lines.select_related("person", "unit", "signature")
    if as_json:
        return json_lines(lines)
    return csv_lines([str(one) for one in HEADER], export_rows(lines))


def _list(campaigns: "QuerySet[Campaign]", *, as_json: bool) -> Iterator[str]:
    from gouvernail.foundation.exports import csv_lines
    from gouvernail.signing.queries.exports import campaign_facts

    rows: list[dict[str, Any]] = [campaign_facts(one) for one in campaigns.order_by("pk")]
    if as_json:
        return iter([json.dumps(rows, ensure_ascii=False, indent=1) + "\n"])
    header = list(rows[0]) if rows else ["campaign"]
    return csv_lines(header, (list(one.values()) for one in rows))


def _write(given: argparse.Namespace, lines: Iterator[str]) -> int:
    if given.output is None:
        for line in lines:
            sys.stdout.write(line)
        return OK
    with given.output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    print(f"written to {given.output}", file=sys.stderr)
    return OK
