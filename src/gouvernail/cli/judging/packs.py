"""Packs by file, or by the name of one that ships."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.posts import InputError, read_source

if TYPE_CHECKING:  # loaded when a command runs: `gouvernail --help` stays quick
    from gouvernail.kernel.rules import Pack

STARTER = "starter-fr-en"


def shipped_packs() -> dict[str, Traversable]:
    """Return the packs that come with Gouvernail, by name: what to start from, then by subject."""
    folder = files("gouvernail.rulebooks") / "packs"
    places = (*folder.iterdir(), *(folder / "subjects").iterdir())
    found = [each for each in places if each.name.endswith(".yaml")]
    return {each.name.removesuffix(".yaml"): each for each in sorted(found, key=lambda e: e.name)}


def open_pack(name: str) -> "Pack":
    """Return a pack by file or by the name of a shipped one, with the CSV files that it names.

    Raises:
        InputError: there is no such pack.
        PackError: it is broken.
    """
    from gouvernail.kernel.rules import load_pack

    path = Path(name)
    if path.is_file():
        source = read_source(name)
        named = [each for each in path.parent.glob("*.csv") if each.name in source]
        beside = {each.name: read_source(str(each)) for each in named}
        return load_pack(source, name=name, files=beside)
    shipped = shipped_packs()
    if name not in shipped:
        known = ", ".join(shipped)
        raise InputError(
            f"no pack {name!r}; shipped: {known}",
            f"pas de jeu de règles « {name} » ; fournis : {known}",
        )
    return load_pack(shipped[name].read_text(encoding="utf-8"), name=shipped[name].name)
