"""The bill of materials names all that runs, and the lock pins it."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import sbom  # noqa: E402 - a script, found by its folder

LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
PACKAGES: dict[str, dict[str, Any]] = {package["name"]: package for package in LOCK["package"]}


def test_every_package_of_the_lock_is_pinned_by_its_digest() -> None:
    pinned = {name: sbom.files_of(package) for name, package in PACKAGES.items()}
    ours = pinned.pop(sbom.PROJECT)
    loose = [
        name
        for name, files in pinned.items()
        if not files or any(not file["hash"].startswith("sha256:") for file in files)
    ]

    assert ours == []
    assert loose == []


def test_the_bill_names_every_package_and_what_is_vendored() -> None:
    found = {one["name"]: one for one in sbom.bill()["components"]}
    asked = {
        name.split(">")[0].split("<")[0].split("=")[0].split("[")[0]
        for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    }

    assert {name.lower().replace(".", "-") for name in asked} <= found.keys()
    assert {"httpcore", "sqlparse", "fido2", "htmx.org"} <= found.keys()
    assert not {"pytest", "mypy", "ruff", "hypothesis"} & found.keys()
    for package in sbom.vendored():
        assert len(found[package["name"]]["components"]) == len(package["files"])


def test_the_same_lock_gives_the_same_bill(tmp_path: Path) -> None:
    places = [tmp_path / "one.json", tmp_path / "two.json"]
    for place in places:
        subprocess.run([sys.executable, "tools/sbom.py", str(place)], cwd=ROOT, check=True)

    first, second = (place.read_bytes() for place in places)
    assert first == second
    assert json.loads(first)["specVersion"] == "1.6"


def test_every_reference_of_the_bill_leads_somewhere() -> None:
    found = sbom.bill()
    known = {one["bom-ref"] for one in found["components"]} | {
        found["metadata"]["component"]["bom-ref"]
    }

    assert {
        ref for line in found["dependencies"] for ref in (line["ref"], *line["dependsOn"])
    } <= known
