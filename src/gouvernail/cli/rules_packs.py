"""`gouvernail rules packs|install`: the packs that ship, and one of them as a draft on the site."""

import argparse
import json

from gouvernail.cli.judging.packs import open_pack, shipped_packs
from gouvernail.cli.main import MISUSED, OK, with_django


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to `gouvernail rules`."""
    listing = commands.add_parser("packs", help="list the packs that ship, with what they hold")
    listing.add_argument("--lang", choices=("en", "fr"), default="en", help="of titles")
    listing.add_argument("--json", action="store_true", help="one JSON object a pack")
    listing.set_defaults(run=list_packs)
    install = commands.add_parser(
        "install",
        help="put a shipped pack on the site, as a draft",
        description="The draft is tried, submitted and agreed to like any other: it binds nobody "
        "until then.",
    )
    install.add_argument("pack", metavar="PACK", help="the name of a shipped pack")
    install.add_argument("--unit", required=True, metavar="CODE", help="the unit it binds")
    install.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
    install.add_argument("--json", action="store_true", help="print JSON")
    install.set_defaults(run=with_django(install_pack))


def list_packs(given: argparse.Namespace) -> int:
    """Print each pack with its title, its description and how many rules it has."""
    for name in shipped_packs():
        pack = open_pack(name)
        said = pack.meta["description"]
        row = {
            "pack": name,
            "title": pack.title[given.lang],
            "description": said[given.lang] if isinstance(said, dict) else "",
            "rules": len(pack.rules),
            "digest": pack.digest,
        }
        if given.json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{name}: {row['title']} ({row['rules']})\n    {row['description']}")
    return OK


def install_pack(given: argparse.Namespace) -> int:
    """Create the pack from its file; its first version is a draft."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.actors import acting
    from gouvernail.foundation.clock import now
    from gouvernail.people.permissions import visible_units
    from gouvernail.rulebooks.actions import NewPack, create_pack

    by = acting_person(given.as_)
    shipped = shipped_packs()
    unit = visible_units(by).filter(code__iexact=given.unit).first()
    if given.pack not in shipped:
        return _misused(f"no pack {given.pack!r}; shipped: {', '.join(shipped)}")
    if unit is None:
        return _misused(f"no unit {given.unit!r}")
    source = shipped[given.pack].read_text(encoding="utf-8")
    with acting(auth="cli"):
        pack = create_pack(pack=NewPack(source=source, unit_id=unit.pk), by=by, at=now())
    told = {"pack": pack.slug, "unit": unit.code, "state": "draft"}
    print(json.dumps(told) if given.json else f"{pack.slug}: a draft, for {unit.code}")
    return OK


def _misused(words: str) -> int:
    from sys import stderr

    print(words, file=stderr)
    return MISUSED
